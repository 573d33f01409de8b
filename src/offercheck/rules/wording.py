"""Conditions in words, and values and conditions as they are written in a rule file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from offercheck.facts.definition import FactDefinition
from offercheck.facts.known import Exact
from offercheck.quantities import format_number
from offercheck.rules.conditions import ORDERED, All, AnyOf, Comparison, Condition, Not

Definitions = Mapping[str, FactDefinition]
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")


def condition_in_short(condition: Condition, definitions: Definitions) -> str:
    """The condition on one line, with the names of facts: `turnover.seat_churn at least 3 and ...`."""
    if isinstance(condition, Comparison):
        return f"{condition.fact} {wanted(condition, definitions, as_in_file=True)}"
    if isinstance(condition, Not):
        return f"not ({condition_in_short(condition.part, definitions)})"
    word = " and " if isinstance(condition, All) else " or "
    parts = [
        f"({text})" if not isinstance(part, Comparison | Not) else text
        for part in condition.parts
        for text in [condition_in_short(part, definitions)]
    ]
    return word.join(parts) or "always"


def condition_in_lines(
    condition: Condition, definitions: Definitions, depth: int = 0
) -> Iterator[tuple[int, str]]:
    """The condition as an indented list in plain words: the depth of each line, and the line."""
    if isinstance(condition, Comparison):
        meaning = definitions[condition.fact].meaning
        yield depth, f"{meaning}: {wanted(condition, definitions)} ({condition.fact})"
    elif isinstance(condition, Not):
        yield depth, "not:"
        yield from condition_in_lines(condition.part, definitions, depth + 1)
    elif not condition.parts:
        yield depth, "always"
    else:
        yield depth, "all of these:" if isinstance(condition, All) else "any of these:"
        for part in condition.parts:
            yield from condition_in_lines(part, definitions, depth + 1)


def wanted(test: Comparison, definitions: Definitions, *, as_in_file: bool = False) -> str:
    """What a test asks for: `at least 3`, `known`, `quit or dismissed`.

    Words are plain (`foot in door`), or as a file has them (`foot_in_door`).
    """
    if test.operator == "known":
        return "known" if test.threshold else "not known"
    several = test.threshold if isinstance(test.threshold, tuple) else (test.threshold,)
    definition = definitions[test.fact]
    show = as_written if as_in_file and not definition.is_number else FactDefinition.show
    shown = " or ".join(show(definition, value) for value in several)
    return shown if test.operator in {"is", "one_of"} else f"{operator_word(test.operator)} {shown}"


def operator_word(operator: str) -> str:
    """An operator as people write it."""
    return operator.replace("_", " ")


def condition_as_written(condition: Condition, definitions: Definitions) -> str:
    """The condition on one line as a file would have it, which reads back as the same condition."""
    if isinstance(condition, AnyOf):
        return "{" + _listed("any", condition.parts, definitions) + "}"
    if isinstance(condition, Not):
        return f"{{not: {condition_as_written(condition.part, definitions)}}}"
    parts = condition.parts if isinstance(condition, All) else (condition,)
    tests = [part for part in parts if isinstance(part, Comparison)]
    groups = [part for part in parts if not isinstance(part, Comparison)]
    kinds = [type(group) for group in groups]
    facts = list(dict.fromkeys(test.fact for test in tests))
    if (
        len(set(kinds)) < len(kinds)
        or not parts
        or not all(_is_range(fact, tests) for fact in facts)
    ):
        return "{" + _listed("all", parts, definitions) + "}"
    entries = [
        _tests_as_written([test for test in tests if test.fact == fact], definitions)
        for fact in facts
    ]
    for group in groups:
        if isinstance(group, All):
            entries.append(_listed("all", group.parts, definitions))
        else:
            entries.append(condition_as_written(group, definitions)[1:-1])
    return "{" + ", ".join(entries) + "}"


def _is_range(fact: str, tests: Sequence[Comparison]) -> bool:
    """Whether a fact has one test, or several that one mapping of operators can hold."""
    operators = [test.operator for test in tests if test.fact == fact]
    return len(operators) == 1 or (
        set(operators) <= set(ORDERED) and len(set(operators)) == len(operators)
    )


def _listed(word: str, parts: Sequence[Condition], definitions: Definitions) -> str:
    return f"{word}: [{', '.join(condition_as_written(part, definitions) for part in parts)}]"


def _tests_as_written(tests: Sequence[Comparison], definitions: Definitions) -> str:
    """The tests of one fact: a plain value, or a mapping of operators."""
    definition = definitions[tests[0].fact]
    if tests[0].operator == "is" and len(tests) == 1 and not isinstance(tests[0].threshold, tuple):
        return f"{definition.name}: {as_written(definition, tests[0].threshold)}"
    written = []
    for test in tests:
        if isinstance(test.threshold, tuple):
            words = ", ".join(as_written(definition, item) for item in test.threshold)
            written.append(f"{test.operator}: [{words}]")
        else:
            value = (
                str(test.threshold).lower()
                if test.operator == "known"
                else as_written(definition, test.threshold)
            )
            written.append(f"{test.operator}: {value}")
    return f"{definition.name}: {{{', '.join(written)}}}"


def as_written(definition: FactDefinition, value: Exact) -> str:
    """A value as it is written in a file: `35%`, `0.8`, `true`, `stepping_stone`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value
    if definition.kind in {"share", "change"}:
        return f"{format_number(value * 100, 6).replace(',', '')}%"
    return format_number(value, 6).replace(",", "")


def text_as_written(text: str) -> str:
    """Text in double quotes, in ASCII, with the escapes of YAML."""
    return _PAIR.sub(_joined, json.dumps(text))


def _joined(pair: re.Match[str]) -> str:
    """JSON writes a character beyond U+FFFF as two escapes, YAML as one."""
    character = json.loads(f'"{pair.group()}"')
    return f"\\U{ord(character):08X}"


def facts_as_written(facts: Mapping[str, Exact | None], definitions: Definitions) -> str:
    """Known facts as one line of a file: `{turnover.seat_churn: 3, turnover.layoffs: true}`."""
    parts = [
        f"{name}: {as_written(definitions[name], value)}"
        for name, value in sorted(facts.items())
        if value is not None
    ]
    return "{" + ", ".join(parts) + "}"
