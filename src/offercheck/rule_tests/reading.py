"""From a file of rule tests to cases that can be judged, with every problem found at once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from offercheck.case import Case, attempt, case_of, has_candidate, path_of
from offercheck.document import Document, read
from offercheck.problem import DataPath, InputError, Position, Problem, closest
from offercheck.rule_tests.model import Expectations, RuleTest, RuleTestFile
from offercheck.rules.layers import DEFAULT, OFF
from offercheck.rules.loading import packaged_rules
from offercheck.rules.model import RuleSet
from offercheck.validation import validate

# The case of a test that only states facts: no title that the market could know.
NOBODY = {"company": "-", "title": "-"}


class PreparedTest(NamedTuple):
    """One test ready to run: the case, the day, what is expected, and where it stands."""

    name: str
    position: Position
    case: Case
    as_of: datetime.date
    expect: Expectations


class ReadFile(NamedTuple):
    """A file of tests as read: its document, and the rule file it is for, if it names one."""

    document: Document
    file: RuleTestFile
    rules: str | None


def read_tests(name: str) -> ReadFile:
    """Read a file of rule tests. Raises InputError with every problem of its shape."""
    document = read(name, plain_words=frozenset({OFF}))
    file = validate(document, RuleTestFile)
    rules = file.rules
    if rules is not None:
        rules = packaged_rules() if rules == DEFAULT else str(Path(name).parent / rules)
    return ReadFile(document, file, rules)


def prepare(read_file: ReadFile, rules: RuleSet) -> list[PreparedTest]:
    """The tests of a file as cases. Raises InputError with every problem of all of them."""
    document, file, _ = read_file
    problems: list[Problem] = []
    prepared: list[PreparedTest] = []
    seen: dict[str, int] = {}
    cache: dict[str, Document] = {}
    for index, test in enumerate(file.tests):
        path: DataPath = ("tests", index)
        day = test.as_of or file.as_of
        if day is None:
            problems.append(
                document.problem(
                    path,
                    expected="a day, since a test asks no clock",
                    found="no `as_of`, here or at the top of the file",
                )
            )
        if test.name in seen:
            problems.append(
                document.problem(
                    (*path, "name"),
                    expected="each name once",
                    found=f"`{test.name}` again",
                    suggestion=f"it stands on line {seen[test.name]} already",
                )
            )
        position = document.locate(path)
        seen.setdefault(test.name, position.line)
        problems += _unknown_names(document, path, test.expect, rules)
        case = attempt(lambda t=test, p=path: _case(document, p, t, cache), problems)  # type: ignore[misc]
        if case is not None and day is not None:
            prepared.append(PreparedTest(test.name, position, case, day, test.expect))
    if problems:
        raise InputError(problems)
    return prepared


def _case(document: Document, path: DataPath, test: RuleTest, cache: dict[str, Document]) -> Case:
    """The case of one test: its documents, with `set` and `facts` laid over them."""
    folder = Path(document.name).parent
    offer = _document(document, (*path, "offer"), test.offer, folder, cache)
    if offer is None:
        offer = document.part(path, NOBODY)
    candidate = _document(document, (*path, "candidate"), test.candidate, folder, cache)
    if candidate is not None and has_candidate(offer):
        problem = document.problem(
            (*path, "candidate"),
            expected="one candidate",
            found="one here and one in the offer",
            at_key=True,
        )
        raise InputError([problem])
    for name in test.facts or {}:
        offer = offer.with_change(("facts", name), document.part((*path, "facts", name)))
    for entry in test.set or {}:
        change = document.part((*path, "set", entry))
        target = path_of(entry)
        try:
            if candidate is not None and target[0] == "candidate":
                candidate = candidate.with_change(target[1:], change)
            else:
                offer = offer.with_change(target, change)
        except LookupError as error:
            problem = document.problem(
                (*path, "set", entry),
                expected="a path of keys",
                found=f"a plain value above `{error}`",
                at_key=True,
            )
            raise InputError([problem]) from None
    return case_of(offer, candidate)


def _document(
    document: Document, path: DataPath, value: Any, folder: Path, cache: dict[str, Document]
) -> Document | None:
    """A document that a test names by its path, or that is written out in it."""
    if value is None:
        return None
    if not isinstance(value, str):
        return document.part(path)
    name = str(folder / value)
    if name not in cache:
        try:
            cache[name] = read(name)
        except InputError as error:
            first = error.problems[0]
            problem = document.problem(
                path, expected=first.expected, found=first.found, suggestion=first.suggestion
            )
            raise InputError([problem, *error.problems[1:]]) from None
    return cache[name]


def _unknown_names(
    document: Document, path: DataPath, expect: Expectations, rules: RuleSet
) -> list[Problem]:
    """Expectations on rules, rows and scores that the rule file does not have."""
    known: dict[str, tuple[str, Sequence[str]]] = {
        "rules": ("the id of a rule", [rule.id for rule in rules.rules]),
        "scores": ("a dimension or `overall`", [*rules.dimensions, "overall"]),
        "row": ("the id of a verdict row", [row.id for row in rules.rows]),
        "merits_row": ("the id of a verdict row", [row.id for row in rules.rows]),
    }
    problems = []
    for part, (expected, names) in known.items():
        value = getattr(expect, part)
        written = {} if value is None else value if isinstance(value, dict) else {None: value}
        for key, inside in written.items():
            name = inside if key is None else key
            if name not in names:
                at: DataPath = (
                    (*path, "expect", part) if key is None else (*path, "expect", part, key)
                )
                problems.append(
                    document.problem(
                        at,
                        expected=expected,
                        found=f"`{name}`",
                        suggestion=closest(name, list(names)),
                        at_key=key is not None,
                    )
                )
    return problems
