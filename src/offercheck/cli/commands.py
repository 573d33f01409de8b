"""What the commands do, once their options are read."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Sequence
from typing import Any, get_args

import typer

from offercheck.case import Case, read_case
from offercheck.cli.output import colour_wanted, problems_as, width, write
from offercheck.document import STANDARD_INPUT
from offercheck.judgement import judge
from offercheck.market.wages import Database
from offercheck.problem import InputError, Problem
from offercheck.rules.loading import find_rules, load_rules
from offercheck.rules.model import Verdict


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
    failing = _verdicts(fail_on)
    day = _day(as_of)
    with problems_as(output_format):
        case, rule_set = _inputs(offer, candidate, changes, rules)
        plain = _unchanged(offer, candidate) if changes else None
        unchanged = (plain, changes) if plain is not None else None
        report = judge(case, rule_set, day, Database(), unchanged)
        if output_format == "json":
            from offercheck.render.json_text import render_json  # noqa: PLC0415 - start-up time

            text = render_json(report) + "\n"
        else:
            from offercheck.render.table import render_table  # noqa: PLC0415 - start-up time

            colour = output is None and colour_wanted()
            text = render_table(report, width=width(), colour=colour, explain=explain)
    write(text, output)
    if report.verdict in failing:
        raise typer.Exit(1)


def market(
    title: str, *, location: str | None, as_of: str | None, rules: str | None, output_format: str
) -> None:
    """Look up what the market pays for a title and print it."""
    from offercheck.judgement import market_report  # noqa: PLC0415 - start-up time
    from offercheck.market.finding import match_of, survey_market  # noqa: PLC0415 - start-up time

    day = _day(as_of)
    with problems_as(output_format):
        aging = load_rules(find_rules(rules, os.environ)).assumptions.market_aging_per_year
    database = Database()
    found = survey_market(match_of(title, database), location, day, aging, database)
    report = market_report(found, day)
    if output_format == "json":
        from offercheck.render.json_text import render_data  # noqa: PLC0415 - start-up time

        text = render_data(report) + "\n"
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


def _unchanged(offer: str, candidate: str | None) -> Case | None:
    """The case as its files have it; None where standard input is spent, or a change mends them."""
    if STANDARD_INPUT in {offer, candidate}:
        return None
    try:
        return read_case(offer, candidate)
    except InputError:
        return None


def _inputs(offer: str, candidate: str | None, changes: Sequence[str], rules: str | None) -> Any:
    """The case and the rules; the problems of all their files together."""
    problems: list[Problem] = []
    results = []
    readers: tuple[Callable[[], Any], ...] = (
        lambda: read_case(offer, candidate, changes),
        lambda: load_rules(find_rules(rules, os.environ)),
    )
    for reader in readers:
        try:
            results.append(reader())
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return results


def _day(text: str | None) -> datetime.date:
    if text is None:
        return datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            "expected a date such as 2026-12-04", param_hint="--as-of"
        ) from None


def _verdicts(text: str | None) -> set[str]:
    if text is None:
        return set()
    names = {name.strip() for name in text.split(",")}
    known = set(get_args(Verdict))
    if names - known:
        wrong = ", ".join(sorted(names - known))
        expected = ", ".join(sorted(known))
        raise typer.BadParameter(f"{wrong!r} is none of {expected}", param_hint="--fail-on")
    return names
