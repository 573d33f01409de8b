"""One offer and its candidate, read from their files, with the place of every entry kept."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from offercheck.candidate import Candidate
from offercheck.document import STANDARD_INPUT, Document, parse, read
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.known import Value
from offercheck.offer import Offer
from offercheck.problem import DataPath, InputError, Position, Problem, closest
from offercheck.quantities import QuantityError
from offercheck.validation import describe, validate

CANDIDATE_FILE = "candidate.yaml"
OFFER_PREFIX, CANDIDATE_PREFIX = "offer.", "candidate."


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
        """Where an entry such as `offer.pay.base` is written, or None where it is not."""
        if entry.startswith(OFFER_PREFIX):
            return _written_at(self.offer_document, _path(entry.removeprefix(OFFER_PREFIX)))
        if entry.startswith(CANDIDATE_PREFIX) and self.candidate_document is not None:
            inside = ("candidate",) if self.candidate_is_in_offer else ()
            path = (*inside, *_path(entry.removeprefix(CANDIDATE_PREFIX)))
            return _written_at(self.candidate_document, path)
        return None

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
    offer_name: str, candidate_name: str | None = None, changes: Sequence[str] = ()
) -> Case:
    """Read an offer and its candidate: named, in the offer file, or `candidate.yaml` beside it.

    `changes` are `PATH=VALUE` texts, laid over the offer file before it is validated. Raises
    InputError with every problem of both files.
    """
    offer_document = _changed(read(offer_name), changes)
    problems: list[Problem] = []
    offer: Offer | None = None
    stated: dict[str, Value] = {}
    try:
        offer = validate(offer_document, Offer)
    except InputError as error:
        problems.extend(error.problems)
    stated = _stated_facts(offer_document, problems)
    has_block = isinstance(offer_document.data, dict) and bool(offer_document.data.get("candidate"))
    if candidate_name is not None and has_block:
        problems.append(
            offer_document.problem(
                ("candidate",),
                expected="one candidate",
                found=f"one here and one in {candidate_name}",
                suggestion="remove this block, or leave `--candidate` out",
                at_key=True,
            )
        )
    candidate = offer.candidate if offer else None
    candidate_document = offer_document if has_block else None
    name = candidate_name or (None if has_block else _candidate_beside(offer_name))
    if name is not None:
        try:
            candidate_document = read(name)
            candidate = validate(candidate_document, Candidate)
        except InputError as error:
            problems.extend(error.problems)
    if problems or offer is None:
        raise InputError(_from_changes(problems, changes))
    return Case(offer, candidate or Candidate(), stated, offer_document, candidate_document)


def _candidate_beside(offer_name: str) -> str | None:
    if offer_name == STANDARD_INPUT:
        return None
    beside = Path(offer_name).parent / CANDIDATE_FILE
    return str(beside) if beside.is_file() else None


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
    if not changes or not isinstance(document.data, dict):
        return document
    data = copy.deepcopy(document.data)
    for change in changes:
        name, equals, text = change.partition("=")
        if not equals or not name.strip():
            raise InputError([_change_problem(change, "PATH=VALUE", "something else")])
        value = parse(f"--set {name}", text.encode()).data if text.strip() else None
        target: dict[Any, Any] = data
        *parents, last = _path(name.strip())
        for part in parents:
            inner = target.get(part)
            if inner is None:
                inner = target[part] = {}
            if not isinstance(inner, dict):
                found = f"`{part}` is not a mapping"
                raise InputError([_change_problem(change, "a path of mappings", found)])
            target = inner
        target[last] = value
    return document._replace(data=data)


def _change_problem(change: str, expected: str, found: str) -> Problem:
    return Problem(Position(f"--set {change}", 1, 1), "", expected, found)


def _from_changes(problems: list[Problem], changes: Sequence[str]) -> list[Problem]:
    """Problems of changed entries point at the change, not at the file."""
    names = {change.partition("=")[0].strip(): change for change in changes}
    return [
        p._replace(position=Position(f"--set {names[p.path]}", 1, 1), source="")
        if p.path in names
        else p
        for p in problems
    ]


def _path(entry: str) -> DataPath:
    """An entry's path; the names under `facts` contain a point of their own."""
    if entry.startswith("facts."):
        return ("facts", entry.removeprefix("facts."))
    return tuple(entry.split("."))


def _written_at(document: Document, path: DataPath) -> Position | None:
    return document.locate(path, at_key=True) if path in document.marks else None
