"""Proofs about the conditions of rules and patterns, and about single tests."""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import FactDefinition
from offercheck.facts.known import Value
from offercheck.problem import DataPath, Problem
from offercheck.rules.conditions import (
    All,
    AnyOf,
    Comparison,
    Condition,
    comparisons_in,
    holds,
)
from offercheck.rules.model import Rule
from offercheck.rules.space import (
    FALSE,
    NOT_TRUE,
    TRUE,
    Effort,
    Requirement,
    Space,
    Truths,
    UndecidedError,
)
from offercheck.rules.subject import Subject

Definitions = Mapping[str, FactDefinition]
MOST_TESTS = 50  # among which two that exclude each other are looked for


def never_fires(subject: Subject) -> Iterator[Problem]:
    """Rules and patterns whose condition holds in no case."""
    for path, _, condition in subject.conditions():
        if not _can_be(condition, TRUE, CATALOGUE, subject.effort):
            found = f"one that none does{_why_never(condition, subject)}"
            yield subject.problem(path, "a condition that some offer meets", found, at_key=True)


def always_fires(subject: Subject) -> Iterator[Problem]:
    """Rules and patterns whose condition holds whatever the values of its facts are."""
    for path, verb, condition in subject.conditions():
        if not _can_be(condition, FALSE, CATALOGUE, subject.effort):
            yield subject.problem(
                path,
                "a condition that some offer does not meet",
                f"one that always {verb} where its facts are known",
                at_key=True,
            )


def idle_tests(subject: Subject) -> Iterator[Problem]:
    """Tests that make no difference within a condition, and parts of an `any` that cannot hold."""
    for condition, definitions in _all_conditions(subject):
        found = list(_idle_in(condition, definitions, subject))
        decided = found and not all(
            _can_be(condition, wanted, definitions, subject.effort) for wanted in (TRUE, FALSE)
        )
        if not decided:
            yield from found


def implied(subject: Subject) -> Iterator[Problem]:
    """Rules that fire only together with another one of the same weight, and that no row asks for."""
    asked_for = {test.fact for placed in subject.rows for test in comparisons_in(placed.row.when)}
    alike: dict[tuple[str, str, bool], list[Rule]] = {}
    for rule in subject.rules:
        entry = rule.entry
        alike.setdefault((entry.dimension, entry.severity, entry.negotiable), []).append(rule)
    with suppress(UndecidedError):
        for rules in alike.values():
            for rule, other in _implied_among(rules, subject):
                if rule.flag not in asked_for:
                    yield _implied_problem(rule, other, subject)


def _can_be(condition: Condition, wanted: Truths, definitions: Definitions, effort: Effort) -> bool:
    space = Space([condition], definitions, effort=effort)
    return space.is_possible(Requirement(condition, wanted))


def _why_never(condition: Condition, subject: Subject) -> str:
    """Name the test that no value passes, or two that exclude each other, where that is why."""
    tests = list(itertools.islice(_required(condition), MOST_TESTS))
    for test in tests:
        if not _can_be(test, TRUE, CATALOGUE, subject.effort):
            return f": no value passes {subject.as_written(test)}"
    for one, other in itertools.combinations(tests, 2):
        if one.fact == other.fact and not _can_be(
            All((one, other)), TRUE, CATALOGUE, subject.effort
        ):
            both = f"{subject.as_written(one)} and {subject.as_written(other)}"
            return f": {both} exclude each other"
    return ""


def _required(condition: Condition) -> Iterator[Comparison]:
    """The tests that must all hold."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, All):
        for part in condition.parts:
            yield from _required(part)


def _all_conditions(subject: Subject) -> Iterator[tuple[Condition, Definitions]]:
    for _, _, condition in subject.conditions():
        yield condition, CATALOGUE
    for placed in subject.rows:
        yield placed.row.when, subject.inspection.definitions


def _idle_in(condition: Condition, definitions: Definitions, subject: Subject) -> Iterator[Problem]:
    for test in comparisons_in(condition):
        for wanted, word in ((TRUE, "passes"), (FALSE, "fails")):
            if not _can_be(test, wanted, definitions, subject.effort):
                which = "no value passes" if wanted is TRUE else "every value passes"
                yield subject.problem(
                    test.path,
                    f"a test that some value {word}",
                    f"{subject.as_written(test)}, which {which}",
                    at_key=True,
                )
    for part in _choices(condition):
        if not _can_be(part, TRUE, definitions, subject.effort):
            yield subject.problem(
                _path_of(part), "a part of `any` that can hold", "one that never does"
            )


def _choices(condition: Condition) -> Iterator[Condition]:
    """The groups within an `any`, none of which lies beneath a `not`."""
    if isinstance(condition, (All, AnyOf)):
        for part in condition.parts:
            if isinstance(condition, AnyOf) and isinstance(part, All):
                yield part
            yield from _choices(part)


def _path_of(condition: Condition) -> DataPath:
    """The path that all tests of a condition have in common."""
    paths = [test.path for test in comparisons_in(condition)]
    same = itertools.takewhile(lambda parts: len(set(parts)) == 1, zip(*paths, strict=False))
    return tuple(parts[0] for parts in same)


class _Fired(NamedTuple):
    """A rule, a case in which it fires, and the facts that it compares."""

    rule: Rule
    case: dict[str, Value]
    facts: frozenset[str]


def _implied_among(rules: list[Rule], subject: Subject) -> Iterator[tuple[Rule, Rule]]:
    """Each rule that fires only where another one does, with that one."""
    kept: list[_Fired] = []
    for later in _with_cases(rules, subject):
        for earlier in tuple(kept):
            subject.effort.spend(1)
            if not later.facts & earlier.facts:
                continue
            if _implies(later, earlier, subject):
                yield later.rule, earlier.rule
                break
            if _implies(earlier, later, subject):
                yield earlier.rule, later.rule
                kept.remove(earlier)
        else:
            kept.append(later)


def _with_cases(rules: list[Rule], subject: Subject) -> Iterator[_Fired]:
    """The rules that fire in some case, each with one."""
    for rule in rules:
        space = Space([rule.when], CATALOGUE, effort=subject.effort)
        with suppress(UndecidedError):
            case = space.witness([Requirement(rule.when, TRUE)])
            facts = frozenset(test.fact for test in comparisons_in(rule.when))
            if case is not None:
                yield _Fired(rule, case, facts)


def _implies(one: _Fired, other: _Fired, subject: Subject) -> bool:
    """Whether every case in which a rule fires, such as the known one, makes the other fire too."""
    subject.effort.spend(len(other.facts))
    if not holds(other.rule.when, one.case):
        return False
    conditions = [one.rule.when, other.rule.when]
    space = Space(conditions, CATALOGUE, effort=subject.effort)
    wanted = zip(conditions, (TRUE, NOT_TRUE), strict=True)
    return not space.is_possible(*itertools.starmap(Requirement, wanted))


def _implied_problem(rule: Rule, other: Rule, subject: Subject) -> Problem:
    """Reported at the rule that adds nothing; where only the other is one's own, at that."""
    own, others_own = (subject.writes("rules", item.id) for item in (rule, other))
    place = subject.where(("rules", other.id))
    if others_own and not own:
        return subject.own_problem(
            "rules",
            other.id,
            "a rule that leaves the others something of their own",
            f"one that always fires where `{rule.id}` does"
            f" ({subject.where(('rules', rule.id))}), which then only counts twice",
            f"turn `{rule.id}` off, or change the condition or severity of this one",
        )
    what = (
        "a rule that says something of its own",
        f"one that fires only where `{other.id}` does ({place})",
        "turn one of them off, or change its condition or severity",
    )
    if own:
        return subject.own_problem("rules", rule.id, *what)
    return subject.problem(("rules", rule.id), *what, at_key=True)
