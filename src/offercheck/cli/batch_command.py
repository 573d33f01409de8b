"""What `offercheck batch` does, once its options are read."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import typer

from offercheck import __version__
from offercheck.batch.executors import LOST, MissingError, executor_for
from offercheck.batch.items import Item, files, items, size_of
from offercheck.batch.journal import (
    CannotResumeError,
    Journal,
    State,
    Stream,
    kept_state,
    put_in_place,
)
from offercheck.batch.reading import read_candidate
from offercheck.batch.records import DEFAULT_COLUMNS, Form, Writer, fields_of
from offercheck.batch.run import run
from offercheck.batch.tally import Tally
from offercheck.batch.work import Settings
from offercheck.cli.ending import COULD_NOT_RUN, INTERRUPTED, print_text
from offercheck.cli.options import read_day
from offercheck.cli.output import colour_wanted, problems_as, width
from offercheck.problem import closest
from offercheck.render.json_text import render_data
from offercheck.render.plain import printable
from offercheck.rules.loading import find_rules, load_rules
from offercheck.rules.model import RuleSet

BAD_LINES = 1
LONGEST_NAME = 60  # of a file in a message
DAY = "day of the evaluation"


def batch(  # noqa: PLR0913 - one parameter for each option
    inputs: Sequence[str],
    *,
    candidate: str | None,
    rules: str | None,
    as_of: str | None,
    compact: str | None,
    full: bool,
    output_format: str,
    output: str | None,
    errors: str | None,
    jobs: int,
    scheduler: str | None,
    resume: bool,
    summary: str,
) -> None:
    """Judge every offer of the inputs and write a line for each."""
    outputs = _outputs(output, errors, resume=resume)
    state = _state(outputs, resume=resume)
    with problems_as("table"):
        rule_set = load_rules(find_rules(rules, os.environ))
        person = read_candidate(candidate) if candidate is not None else None
    day = read_day(as_of or (state.settings.get(DAY) if state else None))
    form = _form(compact, rule_set, full=full, as_csv=output_format == "csv")
    settings = Settings(rule_set, day, person, form, errors_apart=errors is not None)
    tally = _judged(inputs, settings, outputs, state, jobs, scheduler)
    found = tally.summary(rule_set, day.isoformat())
    if summary != "none":
        text = (
            render_data(found) + "\n"
            if summary == "json"
            else _table(found, to_terminal=bool(outputs))
        )
        if outputs:
            print_text(text)
        else:
            sys.stderr.write(text)
    if tally.bad:
        raise typer.Exit(BAD_LINES)


def _table(found: Any, *, to_terminal: bool) -> str:
    from offercheck.render.batch_table import render_summary  # noqa: PLC0415 - start-up time

    return render_summary(found, width=width(), colour=to_terminal and colour_wanted())


def _outputs(output: str | None, errors: str | None, *, resume: bool) -> list[Path]:
    """The files to write; none where the lines go to standard output or a device."""
    if output is None:
        if errors is not None or resume:
            wants = "--errors" if errors is not None else "--resume"
            raise typer.BadParameter("needs `-o FILE` beside it", param_hint=wants)
        return []
    named = [Path(os.path.realpath(name)) for name in (output, errors) if name is not None]
    for path in named:
        try:
            is_no_file = path.exists() and not path.is_file()
        except OSError as error:  # such as a name that is too long
            told = f"{printable(str(path), LONGEST_NAME)}: {error.strerror}"
            raise typer.BadParameter(told, param_hint="-o") from None
        if is_no_file:
            raise typer.BadParameter(f"{printable(str(path))} is not a file", param_hint="-o")
    if len(set(named)) < len(named):
        raise typer.BadParameter("must be another file than that of `-o`", param_hint="--errors")
    return named


def _state(outputs: Sequence[Path], *, resume: bool) -> State | None:
    """The state of a run to go on with. Exits where there is one and nobody said to go on."""
    if not outputs:
        return None
    try:
        state = kept_state(outputs[0])
    except CannotResumeError as error:
        _stop(str(error))
    if state is None and resume and outputs[0].exists():
        _stop(f"{outputs[0]} is whole; there is nothing to go on with", 0)
    if state is not None and not resume:
        _stop(
            f"{outputs[0]} is of a run that was interrupted after {state.items:,} offers; "
            f"add --resume to go on, or remove {outputs[0]}.resume to begin anew"
        )
    return state


def _form(compact: str | None, rules: RuleSet, *, full: bool, as_csv: bool) -> Form:
    """The form of the lines. Exits with 2 for a field that there is none of."""
    if full and (compact is not None or as_csv):
        raise typer.BadParameter("a whole report has no chosen fields", param_hint="--full")
    if compact is None:
        return Form(DEFAULT_COLUMNS if as_csv else (), full, as_csv)
    fields = tuple(dict.fromkeys(name.strip() for name in compact.split(",")))
    known = fields_of(rules)
    for name in fields:
        if name not in known:
            told = closest(name, known) or "the fields are those of `offercheck schema batch`"
            raise typer.BadParameter(f"there is no field {name!r}; {told}", param_hint="--compact")
    return Form(fields, full, as_csv)


def _judged(
    inputs: Sequence[str],
    settings: Settings,
    outputs: Sequence[Path],
    state: State | None,
    jobs: int,
    scheduler: str | None,
) -> Tally:
    """Run the batch to its end, or to a clear message and an exit code."""
    if state is not None and state.whole:
        put_in_place(outputs)
        return Tally.from_data(state.counts)
    output = Journal(outputs, _unchangeable(settings)) if outputs else Stream()
    header = Writer(settings.form).header
    try:
        with problems_as("table"), executor_for(jobs, scheduler) as (executor, ahead):
            names = files(inputs)
            _refuse_to_replace(names, outputs)
            found = items(names)
            before = output.start(header, found, state)
            with _progress(size_of(names), before) as told:
                run(found, settings, executor, ahead, output, told)
            output.finish()
    except KeyboardInterrupt:
        _stop(f"interrupted; {output.kept}", INTERRUPTED)
    except (CannotResumeError, MissingError) as error:
        _stop(str(error))
    except LOST as error:
        _stop(f"a worker was lost, killed or out of memory ({type(error).__name__}); {output.kept}")
    except BrokenPipeError:
        _stop(f"nobody reads the output any more; {output.kept}")
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        _stop(f"could not write the output{where}: {error.strerror}; {output.kept}")
    finally:
        output.close()
    return output.tally


def _refuse_to_replace(names: Sequence[str], outputs: Sequence[Path]) -> None:
    """Exit where an output would take the place of an input."""
    for name in names:
        if Path(os.path.realpath(name)) in outputs:
            _stop(f"{name} is read and would be replaced; name another file to write")


def _unchangeable(settings: Settings) -> dict[str, str]:
    """What must be the same when a run is resumed, by the name that a person knows it by."""
    person = settings.candidate
    return {
        "version of offercheck": __version__,
        "rule file": settings.rules.digest,
        "candidate": hashlib.sha256(person.raw).hexdigest() if person else "",
        DAY: settings.as_of.isoformat(),
        "form of the lines": repr(settings.form),
        "choice of --errors": str(settings.errors_apart),
    }


@contextmanager
def _progress(size: int | None, before: int) -> Iterator[Callable[[Sequence[Item]], None]]:
    """A bar on a terminal's standard error; nothing elsewhere. Sizes are in bytes."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - start-up time
    from rich.progress import (  # noqa: PLC0415 - the same
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[offers]:,} offers"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=sys.__stderr__), transient=True) as bar:
        task = bar.add_task("", total=size, completed=before, offers=0)
        offers = 0

        def told(some: Sequence[Item]) -> None:
            nonlocal offers
            offers += len(some)
            bar.update(task, advance=sum(item.size for item in some), offers=offers)

        yield told


def _stop(message: str, code: int = COULD_NOT_RUN) -> NoReturn:
    typer.echo(printable(message), err=True)
    raise typer.Exit(code)
