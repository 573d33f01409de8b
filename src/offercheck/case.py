"""One offer and its candidate, read from their files, with the place of every entry kept."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from offercheck.candidate import Candidate
from offercheck.document import STANDARD_INPUT, Document, parse, read
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.known import Value
from offercheck.files import is_file
from offercheck.offer import Offer
from offercheck.problem import DataPath, InputError, Position, Problem, closest
from offercheck.quantities import QuantityError
from offercheck.tree import MAX_DEPTH
from offercheck.validation import describe, validate

CANDIDATE_FILE = "candidate.yaml"
NO_FILE = "no such file or directory"
Result = TypeVar("Result")
OFFER_PREFIX, CANDIDATE_PREFIX = "offer.", "candidate."


class NoSuchPlaceError(Exception):
    """An entry that no document can have: what was expected of it, and what was found."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(f"expected {expected}, found {found}")
        self.expected = expected
        self.found = found


class Case(NamedTuple):
    """What an evaluation is about. `stated` are the facts stated directly in the offer.

    `candidate_document` is None where nothing is said about the candidate.
    """

    offer: Offer
    candidate: Candidate
    stated: dict[str, Value]
    offer_document: Document
    candidate_document: Document | None

    @property
    def candidate_is_in_offer(self) -> bool:
        """Whether the candidate stands inside the offer file."""
        return self.candidate_document is self.offer_document

    def locate(self, entry: str) -> Position | None:
        """Where an entry such as `offer.pay.base` is written, or None where it is not.

        Items of a list have their number: `candidate.history.0`.
        """
        if entry.startswith(OFFER_PREFIX):
            return _written_at(self.offer_document, path_of(entry.removeprefix(OFFER_PREFIX)))
        if entry.startswith(CANDIDATE_PREFIX) and self.candidate_document is not None:
            inside = ("candidate",) if self.candidate_is_in_offer else ()
            path = (*inside, *path_of(entry.removeprefix(CANDIDATE_PREFIX)))
            return _written_at(self.candidate_document, path)
        return None

    def problem(self, entry: str, *, expected: str, found: str, suggestion: str = "") -> Problem:
        """The problem of an entry such as `offer.pay.base`, where it is written."""
        theirs = entry.startswith(CANDIDATE_PREFIX)
        document = (self.candidate_document if theirs else None) or self.offer_document
        inside: DataPath = ("candidate",) if theirs and self.candidate_is_in_offer else ()
        path = path_of(entry.removeprefix(CANDIDATE_PREFIX).removeprefix(OFFER_PREFIX))
        return document.problem(
            (*inside, *path), expected=expected, found=found, suggestion=suggestion
        )

    def waiver_problem(self, index: int, known: Sequence[str]) -> Problem:
        """The problem of a waiver for a rule that does not exist."""
        document = self.candidate_document or self.offer_document
        inside: DataPath = ("candidate",) if self.candidate_is_in_offer else ()
        rule = (self.candidate.waive or [])[index].rule
        return document.problem(
            (*inside, "waive", index, "rule"),
            expected="the id of a rule",
            found=f"`{rule}`",
            suggestion=closest(rule, list(known)) or "`offercheck evaluate --explain` lists them",
        )


def read_case(
    offer: str | Document, candidate: str | Document | None = None, changes: Sequence[str] = ()
) -> Case:
    """Read an offer and its candidate: named, in the offer file, or `candidate.yaml` beside it.

    Either may be a document that was read already. `changes` are `PATH=VALUE` texts, laid over the
    offer before it is validated. Raises InputError with every problem of both.
    """
    problems: list[Problem] = []
    written = attempt(lambda: _offer_document(offer), problems)
    # What the file itself says decides where the candidate stands; a change must not hide a file.
    block = has_candidate(written)
    beside = None if block or isinstance(offer, Document) else _candidate_beside(offer)
    theirs_from = candidate or beside
    theirs = [c for c in changes if c.startswith(CANDIDATE_PREFIX) and theirs_from is not None]
    ours = [change for change in changes if change not in theirs]
    offer_document = (
        attempt(lambda: _changed(written, ours), problems) if written is not None else None
    )
    document = None
    if theirs_from is not None:
        bare = [change.removeprefix(CANDIDATE_PREFIX) for change in theirs]
        document = attempt(lambda: _changed(_document(theirs_from), bare), problems)
        if block and candidate is not None and offer_document is not None:
            problems.append(two_candidates(offer_document, _name_of(candidate)))
    case = attempt(lambda: case_of(offer_document, document), problems)
    if problems or case is None:
        raise InputError(problems)
    return case


def _document(source: str | Document) -> Document:
    return source if isinstance(source, Document) else read(source)


def _offer_document(source: str | Document) -> Document:
    """The offer; where there is no such file and none like it, how to write one."""
    try:
        return _document(source)
    except InputError as error:
        told = f"`offercheck new {source}` writes one"
        raise InputError(
            [
                problem._replace(suggestion=told)
                if problem.found == NO_FILE and not problem.suggestion
                else problem
                for problem in error.problems
            ]
        ) from None


def _name_of(source: str | Document) -> str:
    return source.name if isinstance(source, Document) else source


def case_of(
    offer_document: Document | None,
    candidate_document: Document | None,
    candidate: Candidate | None = None,
) -> Case:
    """The case that an offer, and a candidate outside it if there is one, describe.

    A document that could not be read is None; what is wrong with the other is still found.
    `candidate` is what the document of that name says, where it was read before. Raises InputError
    with every problem of both.
    """
    problems: list[Problem] = []
    offer: Offer | None = None
    stated: dict[str, Value] = {}
    if offer_document is not None:
        offer = attempt(lambda: validate(offer_document, Offer), problems)
        stated = _stated_facts(offer_document, problems)
    if candidate_document is not None and candidate is None:
        candidate = attempt(lambda: candidate_of(candidate_document), problems)
    if problems or offer is None or offer_document is None:
        raise InputError(problems)
    inside = candidate_document is None and has_candidate(offer_document)
    person = _with_currency(candidate or offer.candidate or Candidate(), offer, inside=inside)
    document = offer_document if inside else candidate_document
    return Case(offer, person, stated, offer_document, document)


def candidate_of(document: Document) -> Candidate:
    """The candidate that a document describes. Raises InputError.

    A file in which everything is left out, or commented out, says nothing and is no mistake.
    """
    return Candidate() if document.data is None else validate(document, Candidate)


def lay_over(document: Document, entry: str, value: Document) -> Document:
    """The document with a value at an entry such as `pay.base`. Raises NoSuchPlaceError."""
    if entry.count(".") >= MAX_DEPTH:
        raise NoSuchPlaceError(f"a path of at most {MAX_DEPTH} keys", "more")
    try:
        return document.with_change(path_of(entry), value)
    except LookupError as error:
        raise NoSuchPlaceError("a path of keys", f"a plain value above `{error}`") from None


def _with_currency(candidate: Candidate, offer: Offer, *, inside: bool) -> Candidate:
    """The candidate with the currency that amounts are in where none is stated."""
    situation = candidate.situation
    if situation is None or situation.currency is not None:
        return candidate
    currency = offer.pay.currency if inside and offer.pay else "USD"
    stated = situation.model_copy(update={"currency": currency})
    return candidate.model_copy(update={"situation": stated})


def attempt(step: Callable[[], Result], problems: list[Problem]) -> Result | None:
    """The result of a step, or None with its problems added to those found so far."""
    try:
        return step()
    except InputError as error:
        problems.extend(error.problems)
        return None


def has_candidate(document: Document | None) -> bool:
    """Whether an offer has its candidate inside."""
    data = document.data if document is not None else None
    return isinstance(data, dict) and bool(data.get("candidate"))


def two_candidates(document: Document, named: str) -> Problem:
    """The problem of a candidate inside an offer where another is named for it."""
    return document.problem(
        ("candidate",),
        expected="one candidate",
        found=f"one here and one in {named}",
        suggestion="remove this block, or leave `--candidate` out",
        at_key=True,
    )


def _candidate_beside(offer_name: str) -> str | None:
    if offer_name == STANDARD_INPUT:
        return None
    beside = Path(offer_name).parent / CANDIDATE_FILE
    return str(beside) if is_file(beside) else None


def _stated_facts(document: Document, problems: list[Problem]) -> dict[str, Value]:
    raw = document.data.get("facts") if isinstance(document.data, dict) else None
    if not isinstance(raw, dict):
        return {}
    stated: dict[str, Value] = {}
    for name, value in raw.items():
        path = ("facts", name)
        definition = CATALOGUE.get(str(name))
        if definition is None:
            problems.append(
                document.problem(
                    path,
                    expected="the name of a fact",
                    found=f"`{name}`",
                    suggestion=closest(str(name), list(CATALOGUE))
                    or "`offercheck facts` lists them",
                    at_key=True,
                )
            )
        elif value is not None:
            try:
                stated[definition.name] = definition.read(value)
            except QuantityError as error:
                problems.append(
                    document.problem(
                        path,
                        expected=error.expected,
                        found=describe(value),
                        suggestion=error.suggestion,
                    )
                )
    return stated


def _changed(document: Document, changes: Sequence[str]) -> Document:
    """The document with each `PATH=VALUE` laid over it."""
    for change in changes:
        entry, equals, text = change.partition("=")
        entry = entry.strip()
        if not equals or not entry:
            raise _refused(change, "PATH=VALUE", "something else")
        raw = (text.strip() or "null").encode(errors="surrogateescape")
        try:
            document = lay_over(document, entry, parse(f"--set {entry}", raw))
        except NoSuchPlaceError as error:
            raise _refused(change, error.expected, error.found) from None
    return document


def _refused(change: str, expected: str, found: str) -> InputError:
    position = Position(f"--set {change}", 1, 1)
    suggestion = "write it as pay.base=131000"
    return InputError([Problem(position, "", expected, found, suggestion)])


def path_of(entry: str) -> DataPath:
    """An entry's path; the names under `facts` contain a point of their own."""
    if entry.startswith("facts."):
        return ("facts", entry.removeprefix("facts."))
    return tuple(entry.split(".")) if entry else ()


def _written_at(document: Document, path: DataPath) -> Position | None:
    path = tuple(int(part) if str(part).isdecimal() else part for part in path)
    return document.locate(path, at_key=True) if document.has(path) else None
