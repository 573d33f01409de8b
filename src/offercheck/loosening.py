"""What changed between two states of the rules, and whether that made a yes easier or harder.

A rule that speaks against an offer is looser where it fires in fewer cases, one that speaks for it
where it fires in more. Which cases those are is decided exactly, by a search over the cells of the
facts, where the two conditions are not simply the same.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from offercheck.facts.assumptions import Assumptions
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import FactDefinition
from offercheck.rules.conditions import Condition, comparisons_in, without_places
from offercheck.rules.decisions import decision_facts
from offercheck.rules.model import (
    BETTER,
    SEVERITIES,
    Direction,
    Row,
    Rule,
    RuleChange,
    RuleSet,
    Score,
)
from offercheck.rules.space import NOT_TRUE, TRUE, Requirement, Space
from offercheck.rules.wording import condition_in_short, wanted
from offercheck.scoring import score_of

MOST_TEXT = 120


def rule_changes(before: RuleSet, after: RuleSet) -> list[RuleChange]:
    """Everything by which two rule sets differ in what they decide, in the order of the file."""
    return [
        *_assumption_changes(before.assumptions, after.assumptions),
        *_dimension_changes(before, after),
        *_score_changes(before, after),
        *_all_rules(before, after),
        *_all_rows(before, after),
    ]


def _opposite(direction: Direction) -> Direction:
    return {"looser": "stricter", "stricter": "looser", "changed": "changed"}[direction]  # type: ignore[return-value]


def _assumption_changes(before: Assumptions, after: Assumptions) -> Iterator[RuleChange]:
    old, new = (dict(_leaves("assumptions", item)) for item in (before, after))
    for path in dict.fromkeys([*old, *new]):
        if old.get(path) != new.get(path):
            yield RuleChange(path, "changed", str(old.get(path)), str(new.get(path)))


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    inner = value._asdict() if hasattr(value, "_asdict") else value
    if isinstance(inner, Mapping):
        for key, inside in inner.items():
            yield from _leaves(f"{path}.{key}", inside)
    else:
        yield path, value


def _dimension_changes(before: RuleSet, after: RuleSet) -> Iterator[RuleChange]:
    for name in dict.fromkeys([*before.dimensions, *after.dimensions]):
        old, new = (_weight(rules, name) for rules in (before, after))
        if old != new:
            yield RuleChange(f"dimensions.{name}", "changed", old, new)


def _weight(rules: RuleSet, name: str) -> str:
    entry = rules.dimensions.get(name)
    if entry is None:
        return "not there"
    return f"weight {entry.weight:g}{', situational' if entry.situational else ''}"


def _score_changes(before: RuleSet, after: RuleSet) -> Iterator[RuleChange]:
    old, new = ({score.id: score for score in rules.scores} for rules in (before, after))
    for name in dict.fromkeys([*old, *new]):
        one, other = old.get(name), new.get(name)
        if one is None or other is None:
            states = ["counted" if score else "not counted" for score in (one, other)]
            yield RuleChange(f"scores.{name}", "changed", *states)
        elif (direction := _score_direction(one, other)) is not None:
            yield RuleChange(f"scores.{name}.value", direction, _points(one), _points(other))
        if one is not None and other is not None and one.weight != other.weight:
            weights = [f"weight {score.weight:g}" for score in (one, other)]
            yield RuleChange(f"scores.{name}.weight", "changed", *weights)


def _points(score: Score) -> str:
    pairs = score.table.items() if score.table is not None else score.points
    return ", ".join(f"{score.fact.show(value)}: {given:g}" for value, given in pairs)


def _score_direction(before: Score, after: Score) -> Direction | None:
    """Between their points both are straight, so that looking at every point of either is enough."""
    if before.fact.name != after.fact.name or before.dimension != after.dimension:
        return "changed"
    values: list[Any] = (
        list(before.table)
        if before.table is not None
        else [value for value, _ in (*before.points, *after.points)]
    )
    gains = [score_of(after, value).low - score_of(before, value).low for value in values]
    if not any(gains):
        return None
    if all(gain >= 0 for gain in gains):
        return "looser"
    return "stricter" if all(gain <= 0 for gain in gains) else "changed"


def _all_rules(before: RuleSet, after: RuleSet) -> Iterator[RuleChange]:
    old, new = ({rule.id: rule for rule in rules.rules} for rules in (before, after))
    for name in dict.fromkeys([*old, *new]):
        yield from _of_rule(name, _in_force(old.get(name)), _in_force(new.get(name)))


def _in_force(rule: Rule | None) -> Rule | None:
    return None if rule is None or rule.entry.off else rule


def _of_rule(name: str, before: Rule | None, after: Rule | None) -> Iterator[RuleChange]:
    path = f"rules.{name}"
    if before is None or after is None:
        rule = before or after
        if rule is not None:
            speaks_for = rule.entry.severity == "strength"
            direction: Direction = "looser" if (before is None) == speaks_for else "stricter"
            yield RuleChange(path, direction, *(_presence(item) for item in (before, after)))
        return
    one, other = before.entry, after.entry
    if one.severity != other.severity:
        milder = SEVERITIES.index(other.severity) > SEVERITIES.index(one.severity)
        words = [entry.severity.replace("_", " ") for entry in (one, other)]
        yield RuleChange(f"{path}.severity", "looser" if milder else "stricter", *words)
    if one.negotiable != other.negotiable:
        words = ["negotiable" if entry.negotiable else "fixed" for entry in (one, other)]
        yield RuleChange(f"{path}.negotiable", "looser" if other.negotiable else "stricter", *words)
    if one.dimension != other.dimension:
        yield RuleChange(f"{path}.dimension", "changed", one.dimension, other.dimension)
    fewer = _narrowed(before.when, after.when, CATALOGUE)
    if fewer is not None:
        direction = fewer if other.severity != "strength" else _opposite(fewer)
        yield RuleChange(f"{path}.when", direction, *_differing(before.when, after.when, CATALOGUE))


def _presence(rule: Rule | None) -> str:
    return "not in force" if rule is None else rule.entry.severity.replace("_", " ")


def _all_rows(before: RuleSet, after: RuleSet) -> Iterator[RuleChange]:
    """Rows by their ids; a row says yes or no, and one that does neither can only be changed."""
    definitions = _deciding(before) | _deciding(after)
    old, new = ({row.id: row for row in rules.rows} for rules in (before, after))
    for name in dict.fromkeys([*old, *new]):
        one, other = old.get(name), new.get(name)
        words = ["not there" if row is None else _verdict(row) for row in (one, other)]
        if words[0] != words[1]:
            yield RuleChange(f"verdicts.{name}", _row_direction(one, other), *words)
        if one is None or other is None:
            continue
        fewer = _narrowed(one.when, other.when, definitions)
        if fewer is not None:
            direction: Direction = {"decline": fewer, "accept": _opposite(fewer)}.get(
                other.entry.verdict, "changed"
            )
            texts = _differing(one.when, other.when, definitions)
            yield RuleChange(f"verdicts.{name}.when", direction, *texts)
    kept = [[name for name in names if name in old and name in new] for names in (old, new)]
    if kept[0] != kept[1]:
        yield RuleChange("verdicts", "changed", *(", ".join(names) for names in kept))


def _row_direction(before: Row | None, after: Row | None) -> Direction:
    """A row that comes or goes counts for what it says; one that changes, for which way it moves."""
    if before is not None and after is not None:
        gain = BETTER[after.entry.verdict] - BETTER[before.entry.verdict]
        return "looser" if gain > 0 else "stricter" if gain < 0 else "changed"
    row = before or after
    told: dict[str, Direction] = {"accept": "looser", "decline": "stricter"}
    direction = told.get(row.entry.verdict, "changed") if row is not None else "changed"
    return direction if before is None else _opposite(direction)


def _deciding(rules: RuleSet) -> dict[str, FactDefinition]:
    return CATALOGUE | decision_facts(list(rules.dimensions), [rule.id for rule in rules.rules])


def _verdict(row: Row) -> str:
    situational = ", in a situation" if row.entry.situational else ""
    return f"{row.entry.verdict.replace('_', ' ')}{situational}"


def _narrowed(
    before: Condition, after: Condition, definitions: Mapping[str, FactDefinition]
) -> Direction | None:
    """`looser` where the condition now holds only in cases in which it held, and in fewer.

    `stricter` where it holds in more, `changed` where in others or where that takes too long to say,
    None where it is the same.
    """
    if without_places(before) == without_places(after):
        return None
    space = Space([before, after], definitions)
    more = space.is_possible(Requirement(after, TRUE), Requirement(before, NOT_TRUE))
    fewer = space.is_possible(Requirement(before, TRUE), Requirement(after, NOT_TRUE))
    if more and fewer:
        return "changed"
    return "stricter" if more else "looser" if fewer else None


def _differing(
    before: Condition, after: Condition, definitions: Mapping[str, FactDefinition]
) -> tuple[str, str]:
    """The only test that differs, where the facts are the same; else both conditions as a whole."""
    olds, news = comparisons_in(before), comparisons_in(after)
    if [test.fact for test in olds] == [test.fact for test in news]:
        differing = [
            (f"{old.fact} {wanted(old, definitions)}", f"{new.fact} {wanted(new, definitions)}")
            for old, new in zip(olds, news, strict=True)
            if without_places(old) != without_places(new)
        ]
        if len(differing) == 1:
            return differing[0]
    return _short(before, definitions), _short(after, definitions)


def _short(condition: Condition, definitions: Mapping[str, FactDefinition]) -> str:
    text = condition_in_short(condition, definitions)
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…"
