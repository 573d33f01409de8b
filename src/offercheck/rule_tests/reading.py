"""From files of rule tests to cases that can be judged, with every problem found at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from offercheck.case import (
    CANDIDATE_PREFIX,
    Case,
    NoSuchPlaceError,
    attempt,
    case_of,
    has_candidate,
    lay_over,
)
from offercheck.document import Document, neighbour, read
from offercheck.files import is_file
from offercheck.problem import DataPath, InputError, Position, Problem, closest
from offercheck.rule_tests.model import Expectations, RuleTest, RuleTestFile
from offercheck.rules.layers import DEFAULT, OFF
from offercheck.rules.loading import packaged_rules
from offercheck.rules.model import RuleSet
from offercheck.validation import validate

# The case of a test that only states facts: a title that the market is not asked about.
NOBODY = {"company": "-", "title": "-"}


class ReadFile(NamedTuple):
    """A file of rule tests as read."""

    document: Document
    file: RuleTestFile


class PreparedTest(NamedTuple):
    """One test ready to run: the case, the day, what is expected, and where it stands."""

    name: str
    position: Position
    case: Case
    as_of: datetime.date
    expect: Expectations


def read_tests(names: Sequence[str]) -> list[ReadFile]:
    """Read files of rule tests. Raises InputError with every problem of their shape."""
    problems: list[Problem] = []
    files = [attempt(partial(_read, name), problems) for name in names]
    if problems:
        raise InputError(problems)
    return [file for file in files if file is not None]


def rules_of(files: Sequence[ReadFile], otherwise: str) -> str:
    """The one rule file that all files of tests are for; `otherwise` where a file names none.

    Raises InputError where one names a file that is not there, or they are for different ones.
    """
    named = [(file, _rules_named(file) or otherwise) for file in files]
    _, first = named[0]
    for file, name in named:
        if Path(name).resolve() != Path(first).resolve():
            problem = file.document.problem(
                ("rules",),
                expected=f"one rule file for all tests of a run, such as {first}",
                found=name,
                suggestion="run the files one by one, or name one rule file with --rules",
            )
            raise InputError([problem])
    return first


def prepare(files: Sequence[ReadFile], rules: RuleSet) -> list[PreparedTest]:
    """The tests of all files as cases. Raises InputError with every problem of all of them."""
    problems: list[Problem] = []
    tests = [test for file in files for test in _prepared(file, rules, problems)]
    if problems:
        # What is wrong with an offer that many tests name is said once.
        raise InputError(list(dict.fromkeys(problems)))
    return tests


def _read(name: str) -> ReadFile:
    document = read(name, plain_words=frozenset({OFF}))
    return ReadFile(document, validate(document, RuleTestFile))


def _rules_named(file: ReadFile) -> str | None:
    rules = file.file.rules
    if rules is None or rules == DEFAULT:
        return packaged_rules() if rules else None
    return _beside(file.document, ("rules",), rules)


def _beside(document: Document, path: DataPath, named: str) -> str:
    """The path of the file that an entry names. Raises InputError where there is none."""
    name = str(Path(document.name).parent / named)
    if is_file(Path(name)):
        return name
    problem = document.problem(
        path,
        expected="the path of a file, read from the folder of this one",
        found=f"`{named}`, which is no file",
        suggestion=neighbour(name),
    )
    raise InputError([problem])


def _prepared(file: ReadFile, rules: RuleSet, problems: list[Problem]) -> Iterator[PreparedTest]:
    document, content = file
    problems += _repeated_names(document, content)
    inputs = _Inputs(document)
    for index, test in enumerate(content.tests):
        path: DataPath = ("tests", index)
        problems += _unknown_names(document, (*path, "expect"), test.expect, rules)
        case = attempt(partial(inputs.case, path, test), problems)
        day = test.as_of or content.as_of
        if day is None:
            problems.append(_no_day(document, path))
        elif case is not None:
            yield PreparedTest(test.name, document.locate(path), case, day, test.expect)


def _repeated_names(document: Document, file: RuleTestFile) -> Iterator[Problem]:
    seen: dict[str, DataPath] = {}
    for index, test in enumerate(file.tests):
        path = ("tests", index, "name")
        first = seen.setdefault(test.name, path)
        if first != path:
            yield document.problem(
                path,
                expected="each name once",
                found=f"`{test.name}` again",
                suggestion=f"it stands on line {document.locate(first).line} already",
            )


def _no_day(document: Document, path: DataPath) -> Problem:
    return document.problem(
        path,
        expected="a day, since a test asks no clock",
        found="no `as_of`, here or at the top of the file",
        suggestion="add it, as in as_of: 2026-12-01",
    )


def _unknown_names(
    document: Document, path: DataPath, expect: Expectations, rules: RuleSet
) -> Iterator[Problem]:
    """Expectations on rules, rows and scores that the rule file does not have."""
    row_ids = [row.id for row in rules.rows]
    score_names = [*rules.dimensions, "overall"]
    asked = [
        *(("rules", name, [rule.id for rule in rules.rules]) for name in expect.rules or {}),
        *(("scores", name, score_names) for name in expect.scores or {}),
        *(("row", name, row_ids) for name in [expect.row] if name),
        *(("merits_row", name, row_ids) for name in [expect.merits_row] if name),
    ]
    for part, name, known in asked:
        if name not in known:
            is_key = part in {"rules", "scores"}
            yield document.problem(
                (*path, part, name) if is_key else (*path, part),
                expected=_EXPECTED[part],
                found=f"`{name}`",
                suggestion=closest(name, known) or "`offercheck rules show` lists them",
                at_key=is_key,
            )


_EXPECTED = {
    "rules": "the id of a rule",
    "scores": "a dimension, or `overall`",
    "row": "the id of a verdict row",
    "merits_row": "the id of a verdict row",
}


class _Inputs:
    """The offers and candidates of one file of tests; each file that they name is read once."""

    def __init__(self, document: Document) -> None:
        self._tests = document
        self._read: dict[str, Document] = {}

    def case(self, path: DataPath, test: RuleTest) -> Case:
        """The case of one test, with `facts` and `set` laid over it. Raises InputError."""
        offer = self._document((*path, "offer"), test.offer)
        candidate = self._document((*path, "candidate"), test.candidate)
        if offer is None:
            offer = self._tests.standing_at(path, NOBODY)
        for name in test.facts or {}:
            offer = self._changed(offer, f"facts.{name}", (*path, "facts", name))
        for entry in test.set or {}:
            at = (*path, "set", entry)
            if candidate is not None and entry.startswith(CANDIDATE_PREFIX):
                candidate = self._changed(candidate, entry.removeprefix(CANDIDATE_PREFIX), at)
            else:
                offer = self._changed(offer, entry, at)
        if candidate is not None and has_candidate(offer):
            problem = self._tests.problem(
                (*path, "candidate"),
                expected="one candidate",
                found="one here and one in the offer",
                at_key=True,
            )
            raise InputError([problem])
        return case_of(offer, candidate)

    def _document(self, path: DataPath, written: str | dict[str, Any] | None) -> Document | None:
        """An offer or a candidate that a test names by its path, or that is written out in it."""
        if not isinstance(written, str):
            return None if written is None else self._tests.part(path)
        name = _beside(self._tests, path, written)
        if name not in self._read:
            self._read[name] = read(name)
        return self._read[name]

    def _changed(self, document: Document, entry: str, at: DataPath) -> Document:
        """The document with the value at a place in the file of tests laid over an entry."""
        try:
            return lay_over(document, entry, self._tests.part(at))
        except NoSuchPlaceError as error:
            problem = self._tests.problem(
                at, expected=error.expected, found=error.found, at_key=True
            )
            raise InputError([problem]) from None
