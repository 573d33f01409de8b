"""Working a fact out by its formula: its inputs looked up, and what follows where one is missing."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import Fact, FactDefinition
from offercheck.facts.known import Unknown, Value
from offercheck.facts.record import Record
from offercheck.interval import Interval, point
from offercheck.market.finding import MarketFinding

FACT, MARKET = "fact.", "market."
MEDIAN = 50.0
REMEMBERED = 4096  # facts that are unknown for the same reasons: those of many offers recur
Facts = Mapping[str, Fact]


class _Input(NamedTuple):
    """One input of a formula. `fact` names the fact that it is, if it is one."""

    path: str
    optional: bool
    fact: str | None
    value: Callable[[Record, Facts], Any]


class _Plan(NamedTuple):
    """What can be said of a formula before any record is known.

    `alone` says that it rests on one entry of a document, `given` that it is what stands there, and
    `unknown` is the fact where that is not stated.
    """

    inputs: tuple[_Input, ...]
    facts: tuple[_Input, ...]
    note: str
    alone: bool
    given: bool
    from_data: bool
    from_market: bool
    unknown: Fact | None


class _Missing(NamedTuple):
    """Why an input is not known, and the entries that a person can fill in."""

    reason: str
    entries: tuple[str, ...]


def by_formula(definition: FactDefinition, record: Record, facts: Facts) -> Fact:
    """The fact as its formula gives it from the record and the facts before it."""
    if definition.derive is None:
        return Fact(definition, None, "unknown", "worked out with the rules", definition.inputs)
    plan = _plan(definition.name)
    if plan.unknown is not None:
        return _of_one_entry(definition, plan, plan.unknown, record, facts)
    values: list[Any] = []
    used: list[str] = []
    missing: list[_Input] = []
    for entry in plan.inputs:
        path, optional, _, read = entry
        value = read(record, facts)
        values.append(value)
        if value is not None:
            used.append(path)
        elif not optional:
            missing.append(entry)
    if missing:
        causes = tuple([_why_missing(entry, record, facts) for entry in missing])
        return _unknown(definition.name, causes)
    if definition.same_currency and _currencies_differ(record):
        reason = "the offer and the candidate's amounts are in different currencies"
        return Fact(definition, None, "unknown", reason, ("candidate.situation.currency",))
    return _worked_out(definition, plan, values, tuple(used), record, facts)


def _of_one_entry(
    definition: FactDefinition, plan: _Plan, unknown: Fact, record: Record, facts: Facts
) -> Fact:
    """The fact that rests on one entry of a document; `unknown` where that is not stated."""
    value = plan.inputs[0].value(record, facts)
    if value is None:
        return unknown
    if plan.given:
        assert definition.derive is not None  # noqa: S101 - it gives what is stated
        stated: Any = definition.derive(value)
        return Fact(definition, stated, "stated", "", unknown.inputs)
    return _worked_out(definition, plan, (value,), unknown.inputs, record, facts)


def _worked_out(
    definition: FactDefinition,
    plan: _Plan,
    values: Sequence[Any],
    used: tuple[str, ...],
    record: Record,
    facts: Facts,
) -> Fact:
    """The fact that the formula gives for these values."""
    assert definition.derive is not None  # noqa: S101 - the caller looked
    result = definition.derive(*values)
    if isinstance(result, Unknown):
        return Fact(definition, None, "unknown", result.reason, result.missing or used)
    if isinstance(result, Interval):
        if result.is_point:
            result = result.low
        elif _says_nothing(result, definition):
            return Fact(definition, None, "unknown", "nothing bounds it", used)
    basis = "derived" if plan.alone else _basis(plan, record, facts)
    could_be = _could_be(definition, plan, values, facts) if plan.facts else None
    return Fact(definition, result, basis, plan.note, used, None, could_be)


def entry_value(path: str, record: Record) -> Any:
    """What the record holds at a path such as `offer.pay.base`; None where it is not stated."""
    return _reader(path)(record, {})


@cache
def _plan(name: str) -> _Plan:
    definition = CATALOGUE[name]
    assert definition.derive is not None  # noqa: S101 - the caller looked
    inputs = tuple(_input(entry) for entry in definition.inputs)
    alone = len(inputs) == 1 and inputs[0].path.startswith(("offer.", "candidate."))
    given = definition.derive.__name__ == "_given"
    simple = alone and not inputs[0].optional and not definition.same_currency
    assert simple or not given  # noqa: S101 - what is stated needs nothing beside its entry
    return _Plan(
        inputs,
        tuple(entry for entry in inputs if entry.fact is not None),
        _first_sentence(definition.derive.__doc__),
        alone,
        given,
        any(entry.path == "goal_roles" for entry in inputs),
        any(entry.path.startswith(MARKET) for entry in inputs),
        _unknown(name, (_not_stated(inputs[0].path),)) if simple else None,
    )


def _input(entry: str) -> _Input:
    path = entry.removesuffix("?")
    fact = path.removeprefix(FACT) if path.startswith(FACT) else None
    return _Input(path, entry.endswith("?"), fact, _reader(path))


@cache
def _reader(path: str) -> Callable[[Record, Facts], Any]:
    """A function that looks an input up."""
    if path.startswith(FACT):
        name = path.removeprefix(FACT)
        if name == "pay.market_reference":
            return lambda _, facts: _bounds(facts[name].value)
        return lambda _, facts: _known(facts[name].value)
    if path == "market.median":
        return lambda record, _: _median(record.market)
    if path == "assumptions.turnover_by_industry":
        return lambda record, _: dict(record.assumptions.turnover_by_industry)
    first, *others = path.split(".")
    begin = attrgetter(first)

    def read(record: Record, _: Facts) -> Any:
        current = begin(record)
        for part in others:
            if current is None:
                return None
            current = getattr(current, part)
        return current

    return read


def _known(value: Value | None) -> Any:
    """A bounded fact does not enter a formula that takes a number."""
    return None if isinstance(value, Interval) else value


def _bounds(value: Value | None) -> Any:
    """A number as bounds, for a formula that takes them."""
    return point(value) if isinstance(value, float) else value


def _could_be(
    definition: FactDefinition, plan: _Plan, values: Sequence[Any], facts: Facts
) -> Interval | None:
    """What a number can become while a choice that it is worked out without is not known.

    None where nothing of the kind is open.
    """
    if not any(_is_open(entry, facts) for entry in plan.facts):
        return None
    ways: list[list[Any]] = [[value] for value in values]
    for way, entry in zip(ways, plan.inputs, strict=True):
        fact = facts[entry.fact] if entry.fact is not None else None
        if fact is not None and fact.could_be is not None:
            way.append(fact.could_be)
        elif fact is not None and fact.value is None and entry.optional:
            way.extend(fact.definition.choices)
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


def _is_open(entry: _Input, facts: Facts) -> bool:
    """Whether an input may still be a choice, or a number within bounds."""
    fact = facts[entry.fact or ""]
    return fact.could_be is not None or (
        entry.optional and fact.value is None and bool(fact.definition.choices)
    )


def _median(market: MarketFinding) -> float | None:
    if market.wages is None:
        return None
    median = market.wages.wage_at(MEDIAN)
    return median.low if median.is_point else None


def _why_missing(entry: _Input, record: Record, facts: Facts) -> _Missing:
    if entry.fact is not None:
        cause = facts[entry.fact]
        return _Missing(cause.note or f"{cause.name} is unknown", cause.inputs)
    if entry.path.startswith(MARKET):
        reason = record.market.unknown or "the market median is only bounded"
        return _Missing(reason, ("offer.pay.market",))
    return _not_stated("candidate.goal.roles" if entry.path == "goal_roles" else entry.path)


@cache
def _not_stated(path: str) -> _Missing:
    return _Missing(f"{path.removeprefix('offer.')} is not stated", (path,))


@lru_cache(maxsize=REMEMBERED)
def _unknown(name: str, missing: tuple[_Missing, ...]) -> Fact:
    """Say what is missing, down to the entries that a person can fill in."""
    return Fact(
        CATALOGUE[name],
        None,
        "unknown",
        "; ".join(dict.fromkeys(why.reason for why in missing)),
        tuple(dict.fromkeys(entry for why in missing for entry in why.entries)),
    )


def _basis(plan: _Plan, record: Record, facts: Facts) -> Literal["derived", "data"]:
    """`data` where packaged data had a part in it."""
    own_market = record.offer.pay is not None and record.offer.pay.market is not None
    if plan.from_data or (plan.from_market and not own_market):
        return "data"
    packaged = any(facts[entry.fact or ""].basis == "data" for entry in plan.facts)
    return "data" if packaged else "derived"


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
