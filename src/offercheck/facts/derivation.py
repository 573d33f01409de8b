"""From documents and market to facts: each entry of the catalogue is given, derived, or unknown."""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from offercheck.candidate import Candidate
from offercheck.facts.assumptions import Assumptions
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import Fact, FactDefinition
from offercheck.facts.in_words import in_words
from offercheck.facts.known import Unknown, Value
from offercheck.interval import Interval, point
from offercheck.market.finding import GoalRole, MarketFinding
from offercheck.offer import Offer

FACT, MARKET = "fact.", "market."
MEDIAN = 50.0
ROUNDING = 1e-4


class Record(NamedTuple):
    """Everything that facts are derived from. `stated` are the facts stated directly."""

    offer: Offer
    candidate: Candidate
    assumptions: Assumptions
    market: MarketFinding
    as_of: datetime.date
    goal_roles: tuple[GoalRole, ...] | None = None
    stated: Mapping[str, Value] = MappingProxyType({})


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
        if entry.startswith(("offer.", "candidate.")) and _lookup(entry, record, {}) is None
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
    fact = _derived(definition, record, facts)
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


def _derived(definition: FactDefinition, record: Record, facts: Mapping[str, Fact]) -> Fact:
    """The fact by its formula; where that gives nothing, by the word that states it."""
    fact = _by_formula(definition, record, facts)
    stated = _lookup(definition.in_words, record, facts) if definition.in_words else None
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


def _by_formula(definition: FactDefinition, record: Record, facts: Mapping[str, Fact]) -> Fact:
    if definition.derive is None:
        return Fact(definition, None, "unknown", "worked out with the rules", definition.inputs)
    values, used, missing = [], [], []
    for entry in definition.inputs:
        path = entry.rstrip("?")
        value = _lookup(path, record, facts)
        values.append(value)
        if value is not None:
            used.append(path)
        elif not entry.endswith("?"):
            missing.append(path)
    if missing:
        return _unknown(definition, missing, record, facts)
    if definition.same_currency and _currencies_differ(record):
        reason = "the offer and the candidate's amounts are in different currencies"
        return Fact(definition, None, "unknown", reason, ("candidate.situation.currency",))
    result = definition.derive(*values)
    if isinstance(result, Unknown):
        return Fact(definition, None, "unknown", result.reason, result.missing or tuple(used))
    if isinstance(result, Interval) and result.is_point:
        result = result.low
    if isinstance(result, Interval) and _says_nothing(result, definition):
        return Fact(definition, None, "unknown", "nothing bounds it", tuple(used))
    basis = _basis(definition, record, facts)
    note = "" if basis == "stated" else _first_sentence(definition.derive.__doc__)
    could_be = _could_be(definition, values, facts)
    return Fact(definition, result, basis, note, tuple(used), could_be=could_be)


def _could_be(
    definition: FactDefinition, values: Sequence[Any], facts: Mapping[str, Fact]
) -> Interval | None:
    """What a number can become while a choice that it is worked out without is not known.

    None where nothing of the kind is open.
    """
    ways: list[list[Any]] = [[value] for value in values]
    for way, path in zip(ways, definition.inputs, strict=True):
        fact = facts.get(path.removeprefix(FACT).rstrip("?")) if path.startswith(FACT) else None
        if fact is not None and fact.could_be is not None:
            way.append(fact.could_be)
        elif fact is not None and fact.value is None and path.endswith("?"):
            way.extend(fact.definition.choices)
    if all(len(way) == 1 for way in ways):
        return None
    assert definition.derive is not None  # noqa: S101 - the caller derived a value by it
    results = [definition.derive(*chosen) for chosen in itertools.product(*ways)]
    ends = [
        result if isinstance(result, Interval) else point(result)
        for result in results
        if isinstance(result, (float, Interval))
    ]
    if len(ends) < len(results):
        return definition.bounds
    found = Interval(min(end.low for end in ends), max(end.high for end in ends))
    return None if found.is_point else found


def _lookup(path: str, record: Record, facts: Mapping[str, Fact]) -> Any:
    if path.startswith(FACT):
        value = facts[path.removeprefix(FACT)].value
        return _for_formula(path, value)
    if path == "market.median":
        return _median(record.market)
    current: Any = record
    for part in path.split("."):
        current = getattr(current, part, None)
        if current is None:
            return None
    return current if path != "assumptions.turnover_by_industry" else dict(current)


def _for_formula(path: str, value: Value | None) -> Any:
    """A bounded fact enters a formula only where the formula takes bounds."""
    if path == "fact.pay.market_reference" and isinstance(value, float):
        return point(value)
    if isinstance(value, Interval) and path != "fact.pay.market_reference":
        return None
    return value


def _median(market: MarketFinding) -> float | None:
    if market.wages is None:
        return None
    median = market.wages.wage_at(MEDIAN)
    return median.low if median.is_point else None


def _unknown(
    definition: FactDefinition, missing: list[str], record: Record, facts: Mapping[str, Fact]
) -> Fact:
    """Say what is missing, down to the entries that a person can fill in."""
    reasons: list[str] = []
    entries: list[str] = []
    for path in missing:
        if path.startswith(FACT):
            cause = facts[path.removeprefix(FACT)]
            entries.extend(cause.inputs)
            reasons.append(cause.note or f"{cause.name} is unknown")
        elif path.startswith(MARKET):
            reasons.append(record.market.unknown or "the market median is only bounded")
            entries.append("offer.pay.market")
        else:
            entries.append("candidate.goal.roles" if path == "goal_roles" else path)
            reasons.append(f"{_entry_name(entries[-1])} is not stated")
    return Fact(
        definition,
        None,
        "unknown",
        "; ".join(dict.fromkeys(reasons)),
        tuple(dict.fromkeys(entries)),
    )


def _entry_name(path: str) -> str:
    return path.removeprefix("offer.")


def _basis(definition: FactDefinition, record: Record, facts: Mapping[str, Fact]) -> Any:
    """`stated` for a value taken as it stands, `data` where packaged data had a part in it."""
    if len(definition.inputs) == 1 and definition.inputs[0].startswith(("offer.", "candidate.")):
        return "stated" if definition.derive.__name__ == "_given" else "derived"  # type: ignore[union-attr]
    own_market = record.offer.pay is not None and record.offer.pay.market is not None
    for entry in definition.inputs:
        path = entry.rstrip("?")
        if path == "goal_roles" or (path.startswith(MARKET) and not own_market):
            return "data"
        if path.startswith(FACT) and facts[path.removeprefix(FACT)].basis == "data":
            return "data"
    return "derived"


def _currencies_differ(record: Record) -> bool:
    offer = record.offer.pay.currency if record.offer.pay else "USD"
    situation = record.candidate.situation
    return situation is not None and (situation.currency or "USD") != offer


def _says_nothing(value: Interval, definition: FactDefinition) -> bool:
    low, high = definition.bounds
    return value.low <= low and value.high >= high


def _first_sentence(docstring: str | None) -> str:
    """The formula in words: the first line of the function's docstring."""
    return (docstring or "").strip().splitlines()[0].rstrip(".")
