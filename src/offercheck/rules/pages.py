"""What there is to say about one rule, score, verdict row or pattern, as plain data."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import UNITS, FactDefinition
from offercheck.problem import Position
from offercheck.rules.conditions import ALWAYS, Condition, comparisons_in
from offercheck.rules.decisions import decision_facts
from offercheck.rules.loading import packaged_rules
from offercheck.rules.model import Pattern, Row, Rule, RuleSet, Score
from offercheck.rules.space import example
from offercheck.rules.wording import (
    condition_as_written,
    condition_in_lines,
    facts_as_written,
    text_as_written,
    wanted,
)

VIDEO = "4PL5YtajF8M"
VIDEO_ADDRESS = f"https://www.youtube.com/watch?v={VIDEO}"
EFFECTS = {
    "dealbreaker": "ends it, whatever the scores",
    "red_flag": "a ground for saying no",
    "caution": "something to look at more closely",
    "strength": "speaks for the offer",
}


class Threshold(NamedTuple):
    """One constant of a condition: what it is compared with, its unit, and where it stands."""

    fact: str
    test: str
    unit: str
    position: Position


class Page(NamedTuple):
    """Everything about one entry of a rule file.

    `texts` are labelled sentences. `condition` are its lines with their depths, `override` is YAML
    that changes it in a file of one's own, and `example` facts with which it holds.
    """

    kind: str
    id: str
    position: Position
    texts: dict[str, str]
    condition: tuple[tuple[int, str], ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    points: tuple[tuple[str, float], ...] = ()
    override: str = ""
    example: str = ""


def pages_of(name: str, rules: RuleSet) -> list[Page]:
    """The page of every rule, score, row and pattern with a name; none where there is none."""
    found: list[Page] = []
    found += [_rule_page(rule, rules) for rule in rules.rules if rule.id == name]
    found += [_score_page(score, rules) for score in rules.scores if score.id == name]
    found += [
        _row_page(index, row, rules) for index, row in enumerate(rules.rows) if row.id == name
    ]
    found += [_pattern_page(item, rules) for item in rules.patterns if item.reason == name]
    return found


def names_of(rules: RuleSet) -> list[str]:
    """Every name that has a page."""
    return list(
        dict.fromkeys(
            [
                *(rule.id for rule in rules.rules),
                *(score.id for score in rules.scores),
                *(row.id for row in rules.rows),
                *(pattern.reason for pattern in rules.patterns),
            ]
        )
    )


def _rule_page(rule: Rule, rules: RuleSet) -> Page:
    entry = rule.entry
    effect = EFFECTS[entry.severity]
    if entry.negotiable:
        effect += "; the employer could mend it in this offer"
    if entry.off:
        effect += "; turned off"
    texts = {
        "severity": f"{entry.severity.replace('_', ' ')}: {effect}",
        "dimension": rules.dimensions[entry.dimension].title,
        "rows": ", ".join(_rows_that_look_at(rule, rules)) or "no verdict row looks at it",
        "says": entry.says,
        "do": entry.do or "",
        "ask": entry.ask or "",
        "why": entry.why,
        "source": _source(entry.source),
    }
    override = _override(
        rules,
        "rules",
        rule.id,
        f"when: {condition_as_written(rule.when, CATALOGUE)}   # your own threshold",
    )
    return Page(
        "rule",
        rule.id,
        rules.locate(("rules", rule.id)),
        texts,
        tuple(condition_in_lines(rule.when, CATALOGUE)),
        tuple(_thresholds(rule.when, rules, CATALOGUE)),
        override=override,
        example=_example(rule.when, CATALOGUE),
    )


def _rows_that_look_at(rule: Rule, rules: RuleSet) -> Iterator[str]:
    """The verdict rows whose conditions count the rule or name it."""
    names = {rule.flag, *rule.counts}
    for row in rules.rows:
        if any(test.fact in names for test in comparisons_in(row.when)):
            yield row.id


def _score_page(score: Score, rules: RuleSet) -> Page:
    own = [other for other in rules.scores if other.dimension == score.dimension]
    within = score.weight / sum(other.weight for other in own)
    scored = {other.dimension for other in rules.scores}
    whole = sum(entry.weight for name, entry in rules.dimensions.items() if name in scored)
    weight = rules.dimensions[score.dimension].weight
    overall = within * weight / whole if whole else 0.0
    texts = {
        "dimension": rules.dimensions[score.dimension].title,
        "fact": f"{score.fact.name}: {score.fact.meaning}",
        "weight": f"{score.weight:g}: {within:.0%} of its dimension, {overall:.1%} of the overall score",
    }
    pairs = score.table.items() if score.table is not None else score.points
    points = tuple((score.fact.show(value), given) for value, given in pairs)
    return Page(
        "score",
        score.id,
        rules.locate(("scores", score.id)),
        texts,
        points=points,
        override=_override(
            rules, "scores", score.id, f"weight: {score.weight:g}   # your own weight"
        ),
    )


def _row_page(index: int, row: Row, rules: RuleSet) -> Page:
    definitions = CATALOGUE | decision_facts(
        list(rules.dimensions), [rule.id for rule in rules.rules]
    )
    place = f"row {index + 1} of {len(rules.rows)}: the first that holds decides"
    if row.entry.situational:
        place += "; skipped for the verdict on the merits"
    return Page(
        "row",
        row.id,
        rules.locate(("verdicts", index)),
        {
            "verdict": row.entry.verdict.replace("_", " "),
            "place": place,
            "says": row.entry.says,
            "do": row.entry.do or "",
        },
        tuple(condition_in_lines(row.when, definitions)),
        tuple(_thresholds(row.when, rules, definitions)),
        override=_row_override(row, rules, definitions),
    )


def _row_override(row: Row, rules: RuleSet, definitions: Mapping[str, FactDefinition]) -> str:
    """The whole row, since a row with its id takes its place; as printed it changes nothing."""
    entry = row.entry
    keys = {"id": row.id, "verdict": entry.verdict, "says": text_as_written(entry.says)}
    if entry.do is not None:
        keys["do"] = text_as_written(entry.do)
    if entry.situational:
        keys["situational"] = "true"
    if row.when != ALWAYS:
        keys["when"] = condition_as_written(row.when, definitions)
    lines = "\n    ".join(f"{key}: {value}" for key, value in keys.items())
    return f"{_beginning(rules)}\nverdicts:\n  - {lines}"


def _pattern_page(pattern: Pattern, rules: RuleSet) -> Page:
    return Page(
        "pattern",
        pattern.reason,
        rules.locate(("patterns", pattern.reason)),
        {"says": pattern.entry.says},
        tuple(condition_in_lines(pattern.when, CATALOGUE)),
        tuple(_thresholds(pattern.when, rules, CATALOGUE)),
        override=_override(
            rules,
            "patterns",
            pattern.reason,
            f"when: {condition_as_written(pattern.when, CATALOGUE)}",
        ),
        example=_example(pattern.when, CATALOGUE),
    )


def _source(source: str) -> str:
    """A source, with the address of the video where it is a minute of it."""
    video, _, minute = source.partition(" ")
    return f"{VIDEO_ADDRESS}, at {minute}" if video == VIDEO and minute else source


def _thresholds(
    condition: Condition, rules: RuleSet, definitions: Mapping[str, FactDefinition]
) -> Iterator[Threshold]:
    for test in comparisons_in(condition):
        definition = definitions[test.fact]
        unit = UNITS[definition.kind] if definition.is_number else ""
        yield Threshold(test.fact, wanted(test, definitions), unit, rules.locate(test.path))


def _override(rules: RuleSet, section: str, name: str, line: str) -> str:
    """YAML of a file of one's own that repeats one line of an entry, and how to turn it off."""
    return f"{_beginning(rules)}\n{section}:\n  {name}:\n    {line}\n  # or: {name}: off"


def _beginning(rules: RuleSet) -> str:
    """The first lines of a file that extends these rules."""
    default = rules.name == packaged_rules()
    return f"version: 1\nextends: {'default' if default else text_as_written(rules.name)}"


def _example(condition: Condition, definitions: Mapping[str, FactDefinition]) -> str:
    """Facts with which a condition holds, or nothing where none was found."""
    found = example(condition, definitions)
    return facts_as_written(found, definitions) if found else ""
