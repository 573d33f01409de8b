"""The commands for rule files. Each only hands its options on; what it needs is imported when it runs."""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal

import typer

from offercheck.cli.completion import complete_dimension, complete_rule

RulesOption = Annotated[
    str | None,
    typer.Option(help="The rule file; else $OFFERCHECK_RULES, ./rules.yaml, the packaged one."),
]
TableFormat = Annotated[Literal["table", "json"], typer.Option("--format", help="How to print.")]
TextFormat = Annotated[Literal["text", "json"], typer.Option("--format", help="How to print.")]


def list_rules(
    *,
    rules: RulesOption = None,
    dimension: Annotated[
        str | None, typer.Option(help="Only this dimension.", autocompletion=complete_dimension)
    ] = None,
    severity: Annotated[
        Literal["dealbreaker", "red_flag", "caution", "strength"] | None,
        typer.Option(help="Only this severity."),
    ] = None,
    output_format: TableFormat = "table",
) -> None:
    """List the rules in force: id, severity, and what each looks at.

    Example: offercheck rules list --severity red_flag
    """
    from offercheck.cli import rule_commands  # noqa: PLC0415 - start-up time

    rule_commands.list_rules(
        rules=rules, dimension=dimension, severity=severity, output_format=output_format
    )


def show(
    *,
    rules: RulesOption = None,
    output_format: Annotated[
        Literal["yaml", "json"], typer.Option("--format", help="How to print.")
    ] = "yaml",
) -> None:
    """Print the rules in force, and where each value comes from.

    Example: offercheck rules show --rules my-rules.yaml
    """
    from offercheck.cli import rule_commands  # noqa: PLC0415 - start-up time

    rule_commands.show(rules=rules, output_format=output_format)


def explain(
    rule: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The id of a rule, score or row.", autocompletion=complete_rule
        ),
    ],
    *,
    rules: RulesOption = None,
    output_format: TextFormat = "text",
) -> None:
    """Explain one rule: why, whence, when, and how to change it.

    Example: offercheck rules explain revolving-door
    """
    from offercheck.cli import rule_commands  # noqa: PLC0415 - start-up time

    rule_commands.explain(rule, rules=rules, output_format=output_format)


def check(
    file: Annotated[
        str | None,
        typer.Argument(
            help="The rule file; else $OFFERCHECK_RULES, ./rules.yaml, the packaged one."
        ),
    ] = None,
    *,
    output_format: TextFormat = "text",
) -> None:
    """Find mistakes in a rule file, and what is useless in it.

    Exits with 0 when it is clean, 1 on problems, 2 when it cannot be read.

    Example: offercheck rules check my-rules.yaml
    """
    from offercheck.cli import rule_commands  # noqa: PLC0415 - start-up time

    rule_commands.check(file, output_format=output_format)


def run_tests(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files of rule tests.")],
    *,
    rules: RulesOption = None,
    run: Annotated[
        str | None, typer.Option(metavar="REGEX", help="Only tests whose name matches.")
    ] = None,
    output_format: TextFormat = "text",
    junit: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the results as JUnit XML.")
    ] = None,
    coverage_threshold: Annotated[
        str | None,
        typer.Option(metavar="SHARE", help="Fail below this share of coverage, such as 90%."),
    ] = None,
) -> None:
    """Run your tests of the rules, and tell what none reaches.

    Exits with 0 when all pass, 1 when one fails, 2 when a file cannot be read.

    Example: offercheck rules test my-tests.yaml --rules my-rules.yaml
    """
    from offercheck.cli import rule_commands  # noqa: PLC0415 - start-up time

    rule_commands.run_tests(
        files,
        rules=rules,
        run=run,
        output_format=output_format,
        junit=junit,
        coverage_threshold=coverage_threshold,
    )


def init(
    path: Annotated[str, typer.Argument(help="The file to write.")] = "rules.yaml",
) -> None:
    """Write a commented rule file of your own to start from.

    Example: offercheck rules init my-rules.yaml
    """
    from offercheck.cli import rule_commands  # noqa: PLC0415 - start-up time

    rule_commands.init(path)


def seal(
    *,
    candidate: Annotated[str, typer.Option(help="The candidate file.")] = "candidate.yaml",
    rules: RulesOption = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day of the seal; today.")
    ] = None,
) -> None:
    """Record the rules in force and the candidate's lines, before there is an offer to like.

    Example: offercheck rules seal --candidate candidate.yaml
    """
    from offercheck.cli import rule_commands  # noqa: PLC0415 - start-up time

    rule_commands.seal(candidate, rules=rules, as_of=as_of)


RULES_COMMANDS: dict[str, Callable[..., None]] = {
    "list": list_rules,
    "show": show,
    "explain": explain,
    "check": check,
    "test": run_tests,
    "init": init,
    "seal": seal,
}


def rules_application(arguments: Sequence[str] = ()) -> typer.Typer:
    """The `rules` group. Where the arguments begin with a command, only that one is built."""
    app = typer.Typer(
        name="rules",
        help="Read, check, test, start and seal rule files.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    named = [name for name in RULES_COMMANDS if arguments[:1] == [name]]
    for name in named or RULES_COMMANDS:
        app.command(name)(RULES_COMMANDS[name])
    return app
