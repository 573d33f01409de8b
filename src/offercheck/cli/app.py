"""The commands. Each loads, evaluates, renders and exits; what they need is imported when they run."""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal

import typer

from offercheck import __version__
from offercheck.cli.completion import complete_location, complete_title

Format = Literal["table", "json"]
ReportFormat = Literal["table", "json", "markdown", "html"]
BatchFormat = Literal["jsonl", "csv"]
OfferArgument = Annotated[
    str, typer.Argument(help="The offer as YAML or JSON; - is standard input.")
]
CandidateOption = Annotated[
    str | None, typer.Option(help="The candidate; else in the offer, or candidate.yaml beside it.")
]
RulesOption = Annotated[
    str | None,
    typer.Option(help="The rule file; else $OFFERCHECK_RULES, ./rules.yaml, the packaged one."),
]
ChangesOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change an entry, as in pay.base=131000."),
]
DayOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="The day of the evaluation; today.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print.")]
OutputOption = Annotated[
    str | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")
]


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if wanted:
        typer.echo(f"offercheck {__version__}")
        raise typer.Exit


def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Tell what to do with a job offer: accept, negotiate, decline, take it as a bridge, or ask first."""


def _named_root() -> None:
    """The root where the arguments begin with a command: no option stands before it."""


def evaluate(  # noqa: PLR0913 - one parameter for each option
    offer: OfferArgument,
    *,
    candidate: CandidateOption = None,
    rules: RulesOption = None,
    changes: ChangesOption = None,
    as_of: DayOption = None,
    output_format: Annotated[
        ReportFormat, typer.Option("--format", help="How to print.")
    ] = "table",
    output: OutputOption = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            metavar="VERDICTS", help="Exit with 1 on these verdicts, separated by commas."
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every rule, fact and source.")
    ] = False,
) -> None:
    """Judge an offer and say what to do.

    Example: offercheck evaluate offer.yaml --candidate candidate.yaml
    """
    from offercheck.cli import commands  # noqa: PLC0415 - start-up time

    commands.evaluate(
        offer,
        candidate=candidate,
        rules=rules,
        changes=changes or [],
        as_of=as_of,
        output_format=output_format,
        output=output,
        fail_on=fail_on,
        explain=explain,
    )


def compare(
    offers: Annotated[list[str], typer.Argument(metavar="OFFER", help="Two offers or more.")],
    *,
    candidate: CandidateOption = None,
    rules: RulesOption = None,
    as_of: DayOption = None,
    output_format: Annotated[
        ReportFormat, typer.Option("--format", help="How to print.")
    ] = "table",
    output: OutputOption = None,
) -> None:
    """Put several offers to one candidate side by side, each judged on its own.

    Example: offercheck compare one.yaml other.yaml --candidate candidate.yaml
    """
    from offercheck.cli import commands  # noqa: PLC0415 - start-up time

    commands.compare(
        offers,
        candidate=candidate,
        rules=rules,
        as_of=as_of,
        output_format=output_format,
        output=output,
    )


def counter(
    offer: OfferArgument,
    *,
    candidate: CandidateOption = None,
    rules: RulesOption = None,
    changes: ChangesOption = None,
    as_of: DayOption = None,
    output_format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Say what to ask for, in which order and words, and where to walk away.

    Example: offercheck counter offer.yaml --candidate candidate.yaml
    """
    from offercheck.cli import commands  # noqa: PLC0415 - start-up time

    commands.counter(
        offer,
        candidate=candidate,
        rules=rules,
        changes=changes or [],
        as_of=as_of,
        output_format=output_format,
        output=output,
    )


def batch(  # noqa: PLR0913 - one parameter for each option
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT", help="JSON Lines, an offer, a folder, a pattern; - is standard input."
        ),
    ],
    *,
    candidate: Annotated[
        str | None, typer.Option(help="The candidate of every offer; else in each.")
    ] = None,
    rules: RulesOption = None,
    as_of: DayOption = None,
    compact: Annotated[
        str | None, typer.Option(metavar="FIELDS", help="Only these, as in id,verdict,scores.pay.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Whole reports with advice; many times slower.")
    ] = False,
    output_format: Annotated[
        BatchFormat, typer.Option("--format", help="JSON Lines, or CSV for a spreadsheet.")
    ] = "jsonl",
    output: OutputOption = None,
    errors: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write what cannot be judged here instead.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=1024, help="Processes that judge.")] = 1,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler, tcp://HOST:8786.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was interrupted.")
    ] = False,
    summary: Annotated[
        Literal["table", "json", "none"], typer.Option(help="What it all comes to.")
    ] = "table",
) -> None:
    """Judge many offers, a line out for each in.

    Example: offercheck batch offers.jsonl -o results.jsonl --jobs 4
    """
    from offercheck.cli import batch_command  # noqa: PLC0415 - start-up time

    batch_command.batch(
        inputs,
        candidate=candidate,
        rules=rules,
        as_of=as_of,
        compact=compact,
        full=full,
        output_format=output_format,
        output=output,
        errors=errors,
        jobs=jobs,
        scheduler=scheduler,
        resume=resume,
        summary=summary,
    )


def new(
    path: Annotated[str, typer.Argument(help="The offer file to write.")] = "offer.yaml",
    *,
    blank: Annotated[
        bool, typer.Option("--blank", help="Write a form with every key, and ask nothing.")
    ] = False,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="A posting or offer letter to begin with."),
    ] = None,
    rules: RulesOption = None,
    as_of: DayOption = None,
) -> None:
    """Ask about an offer, write its file, and give a verdict.

    Example: offercheck new offer.yaml
    """
    from offercheck.cli import new_command  # noqa: PLC0415 - start-up time

    new_command.new(path, blank=blank, source=source, rules=rules, as_of=as_of)


def market(
    title: Annotated[
        str,
        typer.Argument(help="A job title, or a SOC 2018 code.", autocompletion=complete_title),
    ],
    *,
    location: Annotated[
        str | None,
        typer.Option(help="City and state, a state, or US.", autocompletion=complete_location),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Age wages to this day; today.")
    ] = None,
    rules: Annotated[str | None, typer.Option(help="The rule file, for the rate of aging.")] = None,
    output_format: FormatOption = "table",
) -> None:
    """Show what the market pays for a title.

    Example: offercheck market "Backend Engineer" --location "Austin, TX"
    """
    from offercheck.cli import commands  # noqa: PLC0415 - start-up time

    commands.market(title, location=location, as_of=as_of, rules=rules, output_format=output_format)


def facts(
    *,
    output_format: FormatOption = "table",
) -> None:
    """List the facts that rules can use.

    Example: offercheck facts --format json
    """
    from offercheck.cli import commands  # noqa: PLC0415 - start-up time

    commands.facts(output_format=output_format)


def schema(
    document: Annotated[
        Literal[
            "offer", "candidate", "rules", "result", "counter", "comparison", "batch", "summary"
        ],
        typer.Argument(help="Which document."),
    ],
) -> None:
    """Print the JSON Schema of a document.

    Example: offercheck schema offer > offer.schema.json
    """
    from offercheck.cli import commands  # noqa: PLC0415 - start-up time

    commands.schema(document)


COMMANDS: tuple[Callable[..., None], ...] = (
    evaluate,
    new,
    compare,
    counter,
    batch,
    market,
    facts,
    schema,
)
RULES_GROUP = "rules"


def application(arguments: Sequence[str] = ()) -> typer.Typer:
    """The program. Where the arguments begin with a command, only that one is built."""
    named = [command for command in COMMANDS if arguments[:1] == [command.__name__]]
    rules_named = arguments[:1] == [RULES_GROUP]
    app = typer.Typer(
        name="offercheck",
        no_args_is_help=True,
        add_completion=not (named or rules_named),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_named_root if named else _root)
    for command in () if rules_named else named or COMMANDS:
        app.command()(command)
    if not named:
        from offercheck.cli.rules_app import rules_application  # noqa: PLC0415 - start-up time

        app.add_typer(rules_application(arguments[1:]), name=RULES_GROUP)
    return app
