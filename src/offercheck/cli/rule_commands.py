"""What the commands for rule files do, once their options are read."""

from __future__ import annotations

import os
import re

import typer

from offercheck.cli.options import read_day
from offercheck.cli.output import colour_wanted, problems_as, width, write, write_new
from offercheck.problem import closest
from offercheck.quantities import QuantityError, parse_share
from offercheck.rules.loading import find_rules, load_rules, packaged_rules


def list_rules(
    *, rules: str | None, dimension: str | None, severity: str | None, output_format: str
) -> None:
    """Print the rules in force."""
    with problems_as(output_format):
        rule_set = load_rules(find_rules(rules, os.environ))
    if dimension is not None and dimension not in rule_set.dimensions:
        known = ", ".join(rule_set.dimensions)
        raise typer.BadParameter(f"{dimension!r} is none of {known}", param_hint="--dimension")
    chosen = [
        rule
        for rule in rule_set.rules
        if dimension in {None, rule.entry.dimension} and severity in {None, rule.entry.severity}
    ]
    from offercheck.render import rule_list  # noqa: PLC0415 - start-up time

    if output_format == "json":
        from offercheck.render.json_text import to_json  # noqa: PLC0415 - start-up time

        text = to_json(rule_list.rule_list_data(chosen)) + "\n"
    else:
        text = rule_list.render_rule_list(chosen, width=width(), colour=colour_wanted())
    write(text, None)


def show(*, rules: str | None, output_format: str) -> None:
    """Print the resolved rules with the origin of every value."""
    from offercheck.render.resolved import (  # noqa: PLC0415 - start-up time
        render_origins_json,
        render_resolved,
    )
    from offercheck.rules.layers import read_layers  # noqa: PLC0415 - start-up time

    name = find_rules(rules, os.environ)
    with problems_as("json" if output_format == "json" else "text"):
        load_rules(name)  # what is shown is in force, so it must be sound
        layers = read_layers(name, packaged_rules())
    as_json = output_format == "json"
    write(render_origins_json(layers) + "\n" if as_json else render_resolved(layers), None)


def explain(name: str, *, rules: str | None, output_format: str) -> None:
    """Print the page of one rule, score or row."""
    from offercheck.rules.pages import names_of, pages_of  # noqa: PLC0415 - start-up time

    with problems_as(output_format):
        rule_set = load_rules(find_rules(rules, os.environ))
    pages = pages_of(name, rule_set)
    if not pages:
        hint = closest(name, names_of(rule_set)) or "`offercheck rules list` shows them"
        raise typer.BadParameter(
            f"no rule, score, row or pattern {name!r}; {hint}", param_hint="ID"
        )
    from offercheck.render.rule_page import page_data, render_page  # noqa: PLC0415 - start-up time

    if output_format == "json":
        from offercheck.render.json_text import to_json  # noqa: PLC0415 - start-up time

        text = to_json([page_data(page) for page in pages]) + "\n"
    else:
        text = "\n".join(render_page(page, width=width()) for page in pages)
    write(text, None)


def check(file: str | None, *, output_format: str) -> None:
    """Print what is wrong with a rule file; exit with 1 on problems, 2 where it cannot be read."""
    from offercheck.render.checked import (  # noqa: PLC0415 - start-up time
        render_checked,
        render_checked_json,
    )
    from offercheck.rules.checks import check_rules  # noqa: PLC0415 - start-up time

    with problems_as(output_format):
        checked = check_rules(find_rules(file, os.environ))
    as_json = output_format == "json"
    shown = render_checked(checked, width=width())
    write(render_checked_json(checked) + "\n" if as_json else shown, None)
    if checked.findings:
        raise typer.Exit(1)


def run_tests(
    files: list[str],
    *,
    rules: str | None,
    run: str | None,
    output_format: str,
    junit: str | None,
    coverage_threshold: str | None,
) -> None:
    """Run rule tests and print what failed and what was not reached.

    Exits with 1 where a test fails or the coverage is below the threshold.
    """
    from offercheck.render import rule_tests as rendered  # noqa: PLC0415 - start-up time
    from offercheck.rule_tests import reading, running  # noqa: PLC0415 - start-up time

    pattern, threshold = _pattern(run), _share(coverage_threshold)
    with problems_as(output_format):
        read_files = reading.read_tests(files)
        name = rules or reading.rules_of(read_files, find_rules(None, os.environ))
        rule_set = load_rules(name)
        tests = reading.prepare(read_files, rule_set)
        chosen = [test for test in tests if pattern.search(test.name)]
        if not chosen:
            raise typer.BadParameter("no test has a name that matches", param_hint="--run")
        result = running.run_tests(chosen, rule_set)
    if junit is not None:
        write(rendered.render_junit(result), junit)
    if output_format == "json":
        text = rendered.render_rule_tests_json(result) + "\n"
    else:
        text = rendered.render_rule_tests(result, width=width())
    write(text, None)
    is_covered = result.coverage.share >= threshold
    if not is_covered:
        typer.echo(f"the coverage is below the {coverage_threshold} asked for", err=True)
    if result.failed or not is_covered:
        raise typer.Exit(1)


def _pattern(text: str | None) -> re.Pattern[str]:
    try:
        return re.compile(text or "")
    except (re.error, OverflowError, RecursionError) as error:
        raise typer.BadParameter(f"not a regular expression: {error}", param_hint="--run") from None


def _share(text: str | None) -> float:
    if text is None:
        return 0.0
    try:
        share = parse_share(text)
    except QuantityError:
        share = -1.0
    if not 0 <= share <= 1:
        raise typer.BadParameter(
            "expected a share from 0% to 100%, such as 90%", param_hint="--coverage-threshold"
        )
    return share


def init(path: str) -> None:
    """Write a starter rule file, never over another."""
    from offercheck.rules.starter import STARTER  # noqa: PLC0415 - start-up time

    write_new(STARTER, path)
    typer.echo(f"wrote {path}; next: offercheck rules check {path}", err=True)


def seal(candidate: str, *, rules: str | None, as_of: str | None) -> None:
    """Write the rules in force and the lines of a candidate beside the candidate file."""
    from offercheck.candidate import Candidate  # noqa: PLC0415 - start-up time
    from offercheck.document import STANDARD_INPUT, read  # noqa: PLC0415 - start-up time
    from offercheck.render.seal_text import render_seal  # noqa: PLC0415 - start-up time
    from offercheck.rules.layers import read_layers  # noqa: PLC0415 - start-up time
    from offercheck.sealing import seal_path, sealed_entry  # noqa: PLC0415 - start-up time
    from offercheck.validation import validate  # noqa: PLC0415 - start-up time

    if candidate == STANDARD_INPUT:
        raise typer.BadParameter("a seal stands beside a file", param_hint="--candidate")
    day = read_day(as_of)
    name = find_rules(rules, os.environ)
    with problems_as("text"):
        person = validate(read(candidate), Candidate)
        load_rules(name)  # what is sealed is in force, so it must be sound
        layers = read_layers(name, packaged_rules())
    target = str(seal_path(candidate))
    entry = sealed_entry(person, day, layers.digest)
    write_new(render_seal(layers, entry), target)
    if entry.dealbreakers is None and entry.pay_floor is None:
        told = f"{candidate} draws no line of your own: neither dealbreakers nor a pay floor"
        typer.echo(told, err=True)
    typer.echo(f"wrote {target}: evaluations of offers to {candidate} compare with it", err=True)
