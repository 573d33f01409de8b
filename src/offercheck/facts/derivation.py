"""From documents and market to facts: each entry of the catalogue is given, derived, or unknown."""

import math
from collections.abc import Collection, Mapping
from functools import cache

from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import Fact, FactDefinition
from offercheck.facts.formulas import FACT, by_formula, entry_value
from offercheck.facts.in_words import in_words
from offercheck.facts.known import Value
from offercheck.facts.record import Record
from offercheck.interval import Interval

ROUNDING = 1e-4


class ContradictionError(ValueError):
    """A fact is stated, and follows with another value from what else is stated."""

    def __init__(self, stated: Fact, derived: Fact) -> None:
        super().__init__(derived.name)
        self.stated = stated
        self.derived = derived


def derive_facts(record: Record) -> dict[str, Fact]:
    """Every fact of the catalogue, by name.

    A fact stated directly counts where its inputs are not known or come from packaged data; where
    it differs from what the documents themselves give, ContradictionError is raised.
    """
    facts: dict[str, Fact] = {}
    for definition in CATALOGUE.values():
        facts[definition.name] = _stated_or_derived(definition, record, facts)
    return facts


def rederive(record: Record, facts: Mapping[str, Fact], names: Collection[str]) -> dict[str, Fact]:
    """Some facts anew, by name, from a record that differs from the one of `facts` in what they need.

    `names` must hold every fact that depends on the difference. Raises ContradictionError.
    """
    known = dict(facts)
    for name in CATALOGUE:
        if name in names:
            known[name] = _stated_or_derived(CATALOGUE[name], record, known)
    return {name: known[name] for name in CATALOGUE if name in names}


def following(record: Record, facts: Mapping[str, Fact], changed: Fact) -> dict[str, Fact]:
    """The facts that are worked out without an unknown choice, as they are once it is known."""
    if not changed.definition.choices or changed.name not in _done_without():
        return {}
    names = dependents(f"{FACT}{changed.name}")
    try:
        return rederive(record, {**facts, changed.name: changed}, names)
    except ContradictionError:
        return {}


def entries_done_without(record: Record, definition: FactDefinition) -> list[str]:
    """The entries that a fact can be worked out without, and that are not stated."""
    entries = (path.rstrip("?") for path in definition.inputs if path.endswith("?"))
    return [
        entry
        for entry in entries
        if entry.startswith(("offer.", "candidate.")) and entry_value(entry, record) is None
    ]


@cache
def _done_without() -> frozenset[str]:
    """The facts without which others are worked out where they are not known."""
    inputs = {path for definition in CATALOGUE.values() for path in definition.inputs}
    return frozenset(name for name in CATALOGUE if f"{FACT}{name}?" in inputs)


@cache
def dependents(entry: str) -> frozenset[str]:
    """The facts that an entry such as `offer.pay.base.amount` has a part in, through others too.

    `fact.pay.level` stands for a fact.
    """
    found: set[str] = set()
    for definition in CATALOGUE.values():
        if any(_has_part(entry, path.rstrip("?"), found) for path in definition.inputs):
            found.add(definition.name)
    return frozenset(found)


def _has_part(entry: str, path: str, found: Collection[str]) -> bool:
    if path.startswith(FACT):
        return path == entry or path.removeprefix(FACT) in found
    return f"{entry}.".startswith(f"{path}.") or path.startswith(f"{entry}.")


def _stated_or_derived(
    definition: FactDefinition, record: Record, facts: Mapping[str, Fact]
) -> Fact:
    fact = by_formula(definition, record, facts)
    if definition.in_words:
        fact = _or_in_words(fact, record)
    stated = record.stated.get(definition.name)
    if stated is None:
        return fact
    given = Fact(
        definition, stated, "stated", "stated directly", (f"offer.facts.{definition.name}",)
    )
    if fact.basis in {"stated", "derived"} and not _agree(stated, fact.value):
        raise ContradictionError(given, fact)
    return given


def _agree(stated: Value, derived: Value | None) -> bool:
    """Whether a stated value is the derived one but for rounding, or within what bounds it."""
    if isinstance(derived, Interval) and isinstance(stated, float):
        return derived.low <= stated <= derived.high
    if isinstance(derived, float) and isinstance(stated, float):
        return math.isclose(stated, derived, rel_tol=ROUNDING, abs_tol=ROUNDING)
    return stated == derived


def _or_in_words(fact: Fact, record: Record) -> Fact:
    """The fact by its formula; where that gives nothing, by the word that states it."""
    definition = fact.definition
    stated = entry_value(definition.in_words, record)
    if stated is None:
        return fact
    word = in_words(definition.in_words, stated, record.assumptions.in_words)
    covers = _within(word.covers, definition.bounds)
    note = "stated in words; the rule file says what they cover"
    told = Fact(definition, covers, "stated", note, (definition.in_words,), word.typical)
    if fact.value is None:
        return told
    if not _overlap(covers, fact.value):
        raise ContradictionError(told, fact)
    return fact


def _overlap(covers: Interval, value: Value) -> bool:
    low, high = value if isinstance(value, Interval) else (value, value)
    return float(low) <= covers.high and covers.low <= float(high)


def _within(interval: Interval, bounds: Interval) -> Interval:
    return Interval(max(interval.low, bounds.low), min(interval.high, bounds.high))
