"""What the commands do, once their options are read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import typer

from offercheck import api
from offercheck.cli.options import read_day, read_verdicts
from offercheck.cli.output import colour_wanted, problems_as, width, write
from offercheck.market.wages import Database
from offercheck.rules.loading import find_rules, load_rules


def evaluate(  # noqa: PLR0913 - one parameter for each option
    offer: str,
    *,
    candidate: str | None,
    rules: str | None,
    changes: Sequence[str],
    as_of: str | None,
    output_format: str,
    output: str | None,
    fail_on: str | None,
    explain: bool,
) -> None:
    """Judge an offer and print the report."""
    failing = read_verdicts(fail_on)
    day = read_day(as_of)
    with problems_as(output_format):
        report = api.evaluate(
            offer, candidate, find_rules(rules, os.environ), as_of=day, changes=changes
        )
    if output_format == "json":
        text = _json(report)
    elif output_format == "html":
        from offercheck.render.html import render_html  # noqa: PLC0415 - start-up time

        text = render_html(report)
    elif output_format == "markdown":
        from offercheck.render.markdown import render_markdown  # noqa: PLC0415 - start-up time

        text = render_markdown(report)
    else:
        from offercheck.render.table import render_table  # noqa: PLC0415 - start-up time

        text = render_table(report, width=width(), colour=_colour(output), explain=explain)
    write(text, output)
    if report.verdict in failing:
        raise typer.Exit(1)


def compare(
    offers: Sequence[str],
    *,
    candidate: str | None,
    rules: str | None,
    as_of: str | None,
    output_format: str,
    output: str | None,
) -> None:
    """Judge several offers to one candidate and print them side by side."""
    if len(offers) < 2:  # noqa: PLR2004 - to compare takes two
        raise typer.BadParameter("name two offers or more", param_hint="OFFER")
    day = read_day(as_of)
    with problems_as(output_format):
        found = api.compare(offers, candidate, find_rules(rules, os.environ), as_of=day)
    if output_format == "json":
        text = _json(found)
    elif output_format == "html":
        from offercheck.render.html import render_comparison_html  # noqa: PLC0415 - start-up time

        text = render_comparison_html(found)
    elif output_format == "markdown":
        from offercheck.render.comparison_markdown import (  # noqa: PLC0415 - start-up time
            render_comparison_markdown,
        )

        text = render_comparison_markdown(found)
    else:
        from offercheck.render.comparison_table import render_comparison  # noqa: PLC0415 - as above

        text = render_comparison(found, width=width(), colour=_colour(output))
    write(text, output)


def counter(
    offer: str,
    *,
    candidate: str | None,
    rules: str | None,
    changes: Sequence[str],
    as_of: str | None,
    output_format: str,
    output: str | None,
) -> None:
    """Print what to ask for in an offer."""
    from offercheck.results import counter_of  # noqa: PLC0415 - start-up time

    day = read_day(as_of)
    with problems_as(output_format):
        report = api.evaluate(
            offer, candidate, find_rules(rules, os.environ), as_of=day, changes=changes
        )
    found = counter_of(report)
    if output_format == "json":
        text = _json(found)
    else:
        from offercheck.render.counter_text import render_counter  # noqa: PLC0415 - start-up time

        text = render_counter(found, width=width(), colour=_colour(output))
    write(text, output)


def market(
    title: str, *, location: str | None, as_of: str | None, rules: str | None, output_format: str
) -> None:
    """Look up what the market pays for a title and print it."""
    from offercheck.judgement import market_report  # noqa: PLC0415 - start-up time
    from offercheck.market.lookup import look_up  # noqa: PLC0415 - start-up time

    day = read_day(as_of)
    with problems_as(output_format):
        aging = load_rules(find_rules(rules, os.environ)).assumptions.market_aging_per_year
        report = market_report(look_up(title, location, day, aging, Database()), day)
    if output_format == "json":
        text = _json(report)
    else:
        from offercheck.render.market_table import render_market  # noqa: PLC0415 - start-up time

        text = render_market(report, title, width=width(), colour=colour_wanted())
    write(text, None)


def facts(*, output_format: str) -> None:
    """Print the catalogue of facts."""
    if output_format == "json":
        from offercheck.render.fact_list import fact_rows  # noqa: PLC0415 - start-up time
        from offercheck.render.json_text import to_json  # noqa: PLC0415 - start-up time

        text = to_json(fact_rows()) + "\n"
    else:
        from offercheck.render.fact_list import render_facts  # noqa: PLC0415 - start-up time

        text = render_facts(width=width(), colour=colour_wanted())
    write(text, None)


def schema(document: str) -> None:
    """Print the JSON Schema of a document."""
    from offercheck.cli.schemas import schema_of  # noqa: PLC0415 - start-up time
    from offercheck.render.json_text import to_json  # noqa: PLC0415 - start-up time

    write(to_json(schema_of(document)) + "\n", None)


def _colour(output: str | None) -> bool:
    return output is None and colour_wanted()


def _json(data: Any) -> str:
    from offercheck.render.json_text import render_data  # noqa: PLC0415 - start-up time

    return render_data(data) + "\n"
