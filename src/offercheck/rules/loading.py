"""Finding a rule file, reading it, and resolving it into rules that can be evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import FactDefinition
from offercheck.problem import DataPath, InputError, Problem, closest
from offercheck.quantities import QuantityError
from offercheck.rules.conditions import ALWAYS, ConditionReader
from offercheck.rules.layers import Layers, read_layers
from offercheck.rules.model import (
    Pattern,
    Row,
    Rule,
    RuleFile,
    RuleSet,
    Score,
    ScoreEntry,
)
from offercheck.rules.templates import COVERAGE, placeholders
from offercheck.validation import validate

RULES_FILE = "rules.yaml"
ENVIRONMENT_VARIABLE = "OFFERCHECK_RULES"


def find_rules(option: str | None, environment: Mapping[str, str]) -> str:
    """The rule file to use: `--rules`, else $OFFERCHECK_RULES, else ./rules.yaml, else the packaged one."""
    named = option or environment.get(ENVIRONMENT_VARIABLE)
    if named:
        return named
    return RULES_FILE if Path(RULES_FILE).is_file() else packaged_rules()


def packaged_rules() -> str:
    """The path of the default rules: in the package, or beside it in a working copy."""
    package = Path(__file__).parents[1]
    packaged = package / RULES_FILE
    return str(packaged if packaged.is_file() else package.parents[1] / RULES_FILE)


def load_rules(name: str) -> RuleSet:
    """Read and resolve a rule file. Raises InputError with every problem found in it."""
    layers = read_layers(name, packaged_rules())
    file = validate(layers, RuleFile)
    reader = _Reader(layers, file)
    rules = tuple(reader.rule(key) for key in file.rules)
    scores = tuple(score for key in file.scores if (score := reader.score(key)) is not None)
    patterns = tuple(reader.pattern(key) for key in file.patterns)
    rows = tuple(reader.row(index) for index in range(len(file.verdicts)))
    if reader.problems:
        raise InputError(reader.problems)
    return RuleSet(
        name,
        layers.digest,
        file.assumptions,
        file.dimensions,
        scores,
        rules,
        patterns,
        rows,
        layers.locate,
    )


def decision_facts(
    file_dimensions: Mapping[str, Any], rules: Mapping[str, Any]
) -> dict[str, FactDefinition]:
    """The facts that verdict rows may use beside those of the catalogue."""
    counts = {
        "dealbreaker": "dealbreakers that fired",
        "red_flag": "red flags that fired",
        "fixed_red_flag": "red flags that the employer cannot mend in this offer",
        "negotiable_red_flag": "red flags that the employer could mend in this offer",
        "caution": "cautions that fired",
        "strength": "strengths that fired",
    }
    definitions = [
        FactDefinition(f"count.{name}", "count", meaning, "") for name, meaning in counts.items()
    ]
    definitions += [
        FactDefinition(f"score.{name}", "score", f"the score of the dimension {name}", "")
        for name in file_dimensions
    ]
    definitions += [
        FactDefinition("score.overall", "score", "the score of the offer on its merits", ""),
        FactDefinition("coverage", "share", "the share of the score weight that is known", ""),
    ]
    definitions += [
        FactDefinition(f"fired.{name}", "flag", f"whether the rule {name} fired", "")
        for name in rules
    ]
    return {definition.name: definition for definition in definitions}


class _Reader:
    """Turns entries into rules, scores and rows, and collects what is wrong with them."""

    def __init__(self, layers: Layers, file: RuleFile) -> None:
        self.problems: list[Problem] = []
        self._layers = layers
        self._file = file
        self._over_facts = ConditionReader(CATALOGUE, self._report)
        deciding = CATALOGUE | decision_facts(file.dimensions, file.rules)
        self._over_decisions = ConditionReader(deciding, self._report)

    def rule(self, key: str) -> Rule:
        entry, path = self._file.rules[key], ("rules", key)
        self._check_dimension(entry.dimension, path)
        for part in ("says", "do", "ask", "why"):
            self._check_template(getattr(entry, part), (*path, part))
        return Rule(key, entry, self._over_facts.read(entry.when, (*path, "when")))

    def pattern(self, key: str) -> Pattern:
        entry, path = self._file.patterns[key], ("patterns", key)
        self._check_template(entry.says, (*path, "says"))
        return Pattern(key, entry, self._over_facts.read(entry.when, (*path, "when")))

    def row(self, index: int) -> Row:
        entry, path = self._file.verdicts[index], ("verdicts", index)
        for part in ("says", "do"):
            self._check_template(getattr(entry, part), (*path, part))
        if entry.when is None:
            return Row(entry.id, entry, ALWAYS)
        if index == len(self._file.verdicts) - 1:
            self._report(
                (*path, "when"),
                expected="a last row without `when`, so that every case has a verdict",
                found="a condition",
            )
        return Row(entry.id, entry, self._over_decisions.read(entry.when, (*path, "when")))

    def score(self, key: str) -> Score | None:
        entry, path = self._file.scores[key], ("scores", key)
        self._check_dimension(entry.dimension, path)
        definition = CATALOGUE.get(entry.fact)
        if definition is None:
            self._report(
                (*path, "fact"),
                expected="the name of a fact",
                found=f"`{entry.fact}`",
                suggestion=closest(entry.fact, list(CATALOGUE)),
            )
            return None
        values = self._value_function(entry, definition, (*path, "value"))
        if entry.off or not values:
            return None
        if not definition.is_number:
            return Score(key, entry.dimension, entry.weight, definition, table=values)
        points = tuple(sorted(values.items()))
        return Score(key, entry.dimension, entry.weight, definition, points)

    def _value_function(
        self, entry: ScoreEntry, definition: FactDefinition, path: DataPath
    ) -> dict[Any, float]:
        values: dict[Any, float] = {}
        for raw, score in entry.value.items():
            here = (*path, raw)
            if not 0 <= score <= 100:  # noqa: PLR2004 - the range of a score
                self._report(here, expected="a score from 0 to 100", found=f"`{score:g}`")
            try:
                value = definition.read(_TRUTHS.get(raw, raw) if definition.kind == "flag" else raw)
            except QuantityError as error:
                self._report(here, expected=error.expected, found=f"`{raw}`", at_key=True)
                continue
            values[value] = score
        missing = [choice for choice in _all_values(definition) if choice not in values]
        if missing and len(values) == len(entry.value):
            names = ", ".join(f"`{definition.show(choice)}`" for choice in missing)
            self._report(
                path,
                expected=f"a score for each value of {definition.name}",
                found=f"none for {names}",
            )
        return values

    def _check_dimension(self, name: str, path: DataPath) -> None:
        if name not in self._file.dimensions:
            known = list(self._file.dimensions)
            self._report(
                (*path, "dimension"),
                expected="one of " + ", ".join(f"`{dimension}`" for dimension in known),
                found=f"`{name}`",
                suggestion=closest(name, known),
            )

    def _check_template(self, text: str | None, path: DataPath) -> None:
        for name in placeholders(text or ""):
            if name not in CATALOGUE and name != COVERAGE:
                self._report(
                    path,
                    expected="names of facts in `{}`",
                    found=f"`{{{name}}}`",
                    suggestion=closest(name, list(CATALOGUE)),
                )

    def _report(self, path: DataPath, **what: Any) -> None:
        self.problems.append(self._layers.problem(path, **what))


_TRUTHS = {"true": True, "false": False}


def _all_values(definition: FactDefinition) -> tuple[Any, ...]:
    """Every value of a fact that is not a number."""
    if definition.kind == "flag":
        return (True, False)
    return definition.choices
