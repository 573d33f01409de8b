"""Reading a rule file, and resolving it into rules that can be evaluated."""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, cast, get_args

from pydantic import ValidationError

from offercheck.candidate import LeftBecause
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import FactDefinition
from offercheck.problem import DataPath, InputError, Problem, closest
from offercheck.quantities import QuantityError
from offercheck.rules.conditions import ALWAYS, ConditionReader, walk
from offercheck.rules.decisions import decision_facts
from offercheck.rules.file import EntryT, RuleFile, model_of, read_entry
from offercheck.rules.layers import Layers, read_layers
from offercheck.rules.loading import packaged_rules
from offercheck.rules.model import (
    DimensionEntry,
    Pattern,
    PatternEntry,
    Row,
    RowEntry,
    Rule,
    RuleEntry,
    RuleSet,
    Score,
    ScoreEntry,
)
from offercheck.rules.templates import COVERAGE, placeholders
from offercheck.validation import validate

REASONS: tuple[str, ...] = get_args(LeftBecause)
# What is expected of the last row, without which a table would leave some case without a verdict.
LAST_ROW = "a last row without `when`, so that every case has a verdict"
LAST_ON_MERITS = (
    "a last row that is not situational, so that every case has a verdict on its merits"
)


class Inspection(NamedTuple):
    """What could be read of a rule file, and every problem that reading it met.

    `file` is None where the file as a whole has the wrong shape; `dimensions` and what follows hold
    what can be read all the same, rows by their place in the table. `definitions` are the facts that
    rows may use.
    """

    layers: Layers
    file: RuleFile | None
    definitions: Mapping[str, FactDefinition]
    dimensions: Mapping[str, DimensionEntry]
    scores: tuple[Score, ...]
    rules: tuple[Rule, ...]
    patterns: tuple[Pattern, ...]
    rows: Mapping[int, Row]
    problems: tuple[Problem, ...]


def read_rules(name: str) -> RuleSet:
    """Read and resolve a rule file. Raises InputError with every problem found in it."""
    found = inspect_rules(name)
    if found.problems or found.file is None:
        raise InputError(found.problems)
    return RuleSet(
        name,
        found.layers.digest,
        found.file.assumptions,
        found.file.dimensions,
        found.scores,
        found.rules,
        found.patterns,
        tuple(found.rows.values()),
        partial(walk, [rule.when for rule in found.rules]),
        found.layers.locate,
        found.file.sealed,
    )


def inspect_rules(name: str) -> Inspection:
    """Read as much of a rule file as can be read.

    Raises InputError only for a file, or one it extends, that is no readable YAML document, and
    UnresolvedError for one that holds no rules or extends itself.
    """
    layers = read_layers(name, packaged_rules())
    problems: list[Problem] = []
    file: RuleFile | None = None
    try:
        file = cast("RuleFile", validate(layers, model_of(RuleFile)))
    except InputError as error:
        problems.extend(error.problems)
    entries = _sound_entries(layers.data) if file is None else _entries_of(file)
    reader = _Reader(layers, entries)
    scores, rules, patterns, rows = (
        reader.scores(),
        reader.rules(),
        reader.patterns(),
        reader.rows(),
    )
    problems.extend(reader.problems)
    return Inspection(
        layers,
        file,
        reader.over_decisions,
        entries.dimensions,
        scores,
        rules,
        patterns,
        rows,
        tuple(problems),
    )


def read_key(definition: FactDefinition, raw: Any) -> Any:
    """The value of a fact that a key of a value function stands for. Raises QuantityError."""
    return definition.read(_TRUTHS.get(raw, raw) if definition.kind == "flag" else raw)


class _Entries(NamedTuple):
    """The entries of a file that have the right shape, by id; rows by their place in the table."""

    dimensions: dict[str, DimensionEntry]
    scores: dict[str, ScoreEntry]
    rules: dict[str, RuleEntry]
    patterns: dict[str, PatternEntry]
    rows: dict[int, RowEntry]


def _entries_of(file: RuleFile) -> _Entries:
    rows = dict(enumerate(file.verdicts))
    return _Entries(file.dimensions, file.scores, file.rules, file.patterns, rows)


def _sound_entries(data: Mapping[str, Any]) -> _Entries:
    """What can be checked further, so that all problems of a file are found at once."""

    def sound(section: str, kind: type[EntryT]) -> dict[Any, EntryT]:
        raw = data.get(section)
        pairs = (
            raw.items()
            if isinstance(raw, dict)
            else enumerate(raw if isinstance(raw, list) else ())
        )
        found = {}
        for key, entry in pairs:
            with suppress(ValidationError):
                found[key] = read_entry(kind, entry)
        return found

    return _Entries(
        sound("dimensions", DimensionEntry),
        sound("scores", ScoreEntry),
        sound("rules", RuleEntry),
        sound("patterns", PatternEntry),
        sound("verdicts", RowEntry),
    )


class _Reader:
    """Turns entries into rules, scores and rows, and collects what is wrong with them."""

    def __init__(self, layers: Layers, entries: _Entries) -> None:
        self.problems: list[Problem] = []
        self._layers = layers
        self._entries = entries
        self._dimensions = keys_of(layers.data.get("dimensions"))
        self._over_facts = ConditionReader(CATALOGUE, self._report)
        deciding = CATALOGUE | decision_facts(self._dimensions, keys_of(layers.data.get("rules")))
        self.over_decisions = deciding
        self._over_decisions = ConditionReader(deciding, self._report)

    def rules(self) -> tuple[Rule, ...]:
        return tuple(self._rule(key, entry) for key, entry in self._entries.rules.items())

    def scores(self) -> tuple[Score, ...]:
        read = [self._score(key, entry) for key, entry in self._entries.scores.items()]
        return tuple(score for score in read if score is not None)

    def patterns(self) -> tuple[Pattern, ...]:
        read = [self._pattern(key, entry) for key, entry in self._entries.patterns.items()]
        return tuple(pattern for pattern in read if not pattern.entry.off)

    def rows(self) -> dict[int, Row]:
        seen: set[str] = set()
        for index, entry in self._entries.rows.items():
            if entry.id in seen:
                self._report(
                    ("verdicts", index, "id"), expected="each id once", found=f"`{entry.id}` again"
                )
            seen.add(entry.id)
        return {index: self._row(index, entry) for index, entry in self._entries.rows.items()}

    def _rule(self, key: str, entry: RuleEntry) -> Rule:
        path = ("rules", key)
        self._check_dimension(entry.dimension, path)
        for part in ("says", "do", "ask", "why"):
            self._check_template(getattr(entry, part), (*path, part))
        dimension = self._entries.dimensions.get(entry.dimension)
        return Rule.of(
            key,
            entry,
            self._over_facts.read(entry.when, (*path, "when")),
            situational=dimension is not None and dimension.situational,
        )

    def _pattern(self, key: str, entry: PatternEntry) -> Pattern:
        path = ("patterns", key)
        if key not in REASONS:
            self._report(
                path,
                expected="a reason for leaving: " + ", ".join(REASONS),
                found=f"`{key}`",
                suggestion=closest(key, REASONS),
                at_key=True,
            )
        self._check_template(entry.says, (*path, "says"))
        return Pattern(key, entry, self._over_facts.read(entry.when, (*path, "when")))

    def _row(self, index: int, entry: RowEntry) -> Row:
        path = ("verdicts", index)
        for part in ("says", "do"):
            self._check_template(getattr(entry, part), (*path, part))
        if index == len(self._layers.data["verdicts"]) - 1:
            self._check_last(entry, path)
        if entry.when is None:
            return Row(entry.id, entry, ALWAYS)
        return Row(entry.id, entry, self._over_decisions.read(entry.when, (*path, "when")))

    def _check_last(self, entry: RowEntry, path: DataPath) -> None:
        if entry.when is not None:
            self._report((*path, "when"), expected=LAST_ROW, found="a condition")
        if entry.situational:
            self._report((*path, "situational"), expected=LAST_ON_MERITS, found="`true`")

    def _score(self, key: str, entry: ScoreEntry) -> Score | None:
        path = ("scores", key)
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
        return Score.of(key, entry.dimension, entry.weight, definition, values)

    def _value_function(
        self, entry: ScoreEntry, definition: FactDefinition, path: DataPath
    ) -> dict[Any, float]:
        values: dict[Any, float] = {}
        for raw, score in entry.value.items():
            here = (*path, raw)
            if not 0 <= score <= 100:  # noqa: PLR2004 - the range of a score
                self._report(here, expected="a score from 0 to 100", found=f"`{score:g}`")
            try:
                value = read_key(definition, raw)
            except QuantityError as error:
                self._report(here, expected=error.expected, found=f"`{raw}`", at_key=True)
                continue
            if value in values:
                self._report(here, expected="each value once", found=f"`{raw}` again", at_key=True)
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
        known = self._dimensions
        if name not in known:
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


def keys_of(section: Any) -> list[str]:
    """The keys of a section as text; none where it is no mapping, which is refused elsewhere."""
    return [str(key) for key in section] if isinstance(section, dict) else []


_TRUTHS = {"true": True, "false": False}


def _all_values(definition: FactDefinition) -> tuple[Any, ...]:
    """Every value of a fact that is not a number."""
    if definition.kind == "flag":
        return (True, False)
    return definition.choices
