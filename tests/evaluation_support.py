"""Facts from plain values, small rule files, and random facts for the tests of the evaluation."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st

from offercheck.candidate import PastJob, Waiver
from offercheck.evaluation import Evaluation, evaluate
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import Fact, FactDefinition
from offercheck.facts.known import Value
from offercheck.interval import Interval
from offercheck.problem import InputError, Problem
from offercheck.rules.conditions import comparison_holds, comparisons_in
from offercheck.rules.loading import load_rules, packaged_rules
from offercheck.rules.model import RuleSet

DAY = datetime.date(2026, 9, 1)
THOROUGH = bool(os.environ.get("OFFERCHECK_THOROUGH"))
THOROUGH_TIMES = 10
Values = Mapping[str, Value | None]

ASSUMPTIONS = """\
version: 1
assumptions:
  hours_per_year: 2080
  market_aging_per_year: 0%
  level_percentile: {entry: 17, qualified: 34, experienced: 50, expert: 67}
  bonus_not_guaranteed_discount: 20%
  illiquid_equity_discount: 75%
  take_home_share: 75%
  horizon_months: 24
  search_months: 2.5
  short_stint_months: 12
  alignment: {same_occupation: 100, same_broad_group: 85, same_minor_group: 65, same_major_group: 35, other: 5, all_skills: 70}
  typical_benefits: {health_premium_employer_share: 84%, retirement_match: 4%, paid_leave_days: 12}
  in_words:
    versus_current:
      much_lower: {at_most: -20%, typical: -30%}
      lower: {at_least: -20%, at_most: -2%, typical: -10%}
      same: {at_least: -2%, at_most: 2%, typical: 0%}
      higher: {at_least: 2%, at_most: 20%, typical: 10%}
      much_higher: {at_least: 20%, typical: 25%}
    versus_market:
      far_below: {at_most: 79%, typical: 75%}
      below: {at_least: 80%, at_most: 95%, typical: 87%}
      at: {at_least: 95%, at_most: 1.05, typical: 100%}
      above: {at_least: 1.05, at_most: 1.25, typical: 1.15}
      far_above: {at_least: 1.25, typical: 1.30}
    overall:
      poor: {at_most: 59%, typical: 50%}
      typical: {at_least: 80%, at_most: 1.19, typical: 1.00}
      good: {at_least: 1.20, typical: 1.30}
    need_of_pay:
      urgent: {at_most: 2.9, typical: 1}
      some: {at_least: 3, at_most: 5.9, typical: 4}
      none: {at_least: 6, typical: 12}
  negotiation:
    ask_percentile: 75
    most_percentile: 90
    base: {step: 0.5%, most: 40%}
    bonus_target: {step: 1%, most: 20%}
    retirement_match: {step: 1%, most: 6%}
    duties: {step: 5%, most: 100%}
    paid_leave_days: {step: 1, most: 15}
    more_days: 21
  turnover_by_industry: {total: 40%}
"""
TWO_DIMENSIONS = """\
dimensions:
  pay: {title: Pay, weight: 60}
  terms: {title: Terms, weight: 40}
  situation: {title: Situation, weight: 0, situational: true}
"""
ONE_RULE = """\
scores: {}
rules:
  first:
    dimension: pay
    severity: caution
    says: "Something."
    why: "For a reason."
    source: "A source."
    when:
      WHEN
verdicts:
  - {id: end, verdict: negotiate, says: "The end."}
"""


def tried(examples: int) -> settings:
    """So many random examples of a law; ten times as many in a thorough run."""
    return settings(max_examples=examples * (THOROUGH_TIMES if THOROUGH else 1))


@cache
def default_rules() -> RuleSet:
    """The rules that come with the program."""
    return load_rules(packaged_rules())


def facts_of(values: Values) -> dict[str, Fact]:
    """Every fact of the catalogue: stated with the given value, or unknown."""
    unknown = set(values) - set(CATALOGUE)
    assert not unknown, f"no such facts: {unknown}"
    return {
        name: Fact(definition, value, "unknown" if value is None else "stated")
        for name, definition in CATALOGUE.items()
        for value in [values.get(name)]
    }


def judged(
    values: Values,
    rules: RuleSet | None = None,
    *,
    history: Sequence[PastJob] | None = None,
    waivers: Sequence[Waiver] = (),
) -> Evaluation:
    """The evaluation of facts given as plain values, by the default rules unless others are given."""
    used = rules or default_rules()
    return evaluate(facts_of(values), used, as_of=DAY, history=history, waivers=waivers)


def outcomes(evaluation: Evaluation) -> dict[str, str]:
    """What became of each rule, by its id."""
    return {item.rule.id: item.outcome for item in evaluation.outcomes}


def small_rules(folder: Path, body: str) -> RuleSet:
    """The rules of a small file: the figures above, two dimensions that weigh 60 and 40, a body."""
    return load_rules(write_rules(folder, body))


def write_rules(folder: Path, body: str, *, name: str = "small.yaml") -> str:
    """Write a small file that stands alone, and return its path."""
    path = folder / name
    path.write_text(ASSUMPTIONS + TWO_DIMENSIONS + body, encoding="utf-8")
    return str(path)


def one_rule(when: str) -> str:
    """The body of a small file with one rule, `first`, that has this condition."""
    return ONE_RULE.replace("WHEN", when)


def problems_of(path: str) -> tuple[Problem, ...]:
    """What is wrong with a rule file; empty where nothing is."""
    try:
        load_rules(path)
    except InputError as error:
        return error.problems
    return ()


def marked_line(path: str, mark: str = "# here") -> int:
    """The number of the only line of a file that carries a mark."""
    text = Path(path).read_text(encoding="utf-8")
    marked = [number for number, line in enumerate(text.splitlines(), 1) if mark in line]
    assert len(marked) == 1, f"{len(marked)} lines carry {mark}"
    return marked[0]


STEPS = {"money": 1.0, "share": 0.01, "change": 0.01, "ratio": 0.01, "rating": 0.1}


def step_of(definition: FactDefinition) -> float:
    """A small step in the values of a number: a percent, a unit, a tenth of a star."""
    return STEPS.get(definition.kind, 1.0)


@cache
def edges(name: str) -> tuple[float, ...]:
    """The values of a numeric fact at and around which the default rules change their mind."""
    rules = default_rules()
    definition = CATALOGUE[name]
    conditions = [
        item.when for group in (rules.rules, rules.patterns, rules.rows) for item in group
    ]
    found = {
        test.threshold
        for condition in conditions
        for test in comparisons_in(condition)
        if test.fact == name and isinstance(test.threshold, float)
    }
    found |= {x for score in rules.scores if score.fact.name == name for x, _ in score.points}
    step, (low, high) = step_of(definition), definition.bounds
    around = {x + shift for x in found or {1.0} for shift in (-step, 0.0, step)}
    return tuple(sorted(x for x in around if low <= x <= high))


@cache
def values_of(name: str, *, bounded: bool = True) -> st.SearchStrategy[Value]:
    """Known values of a fact; with `bounded`, numbers may be known only as an interval.

    Numbers are those at the edges of the rules, one beyond them, and any between.
    """
    definition = CATALOGUE[name]
    if definition.kind == "flag":
        return st.booleans()
    if definition.kind == "choice":
        return st.sampled_from(definition.choices)
    low = max(definition.bounds.low, edges(name)[0] - 2)
    high = min(definition.bounds.high, edges(name)[-1] * 2 + 2)
    numbers = st.sampled_from(edges(name)) | st.floats(low, high)
    if definition.kind == "count":
        numbers = st.integers(int(low), int(high)).map(float)
    if not bounded:
        return numbers
    pairs = st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1])
    return numbers | pairs.map(lambda pair: Interval(min(pair), max(pair)))


@cache
def calm_values(name: str) -> tuple[Value, ...]:
    """Values of a fact for which no test of a red flag or dealbreaker of the default rules holds."""
    definition = CATALOGUE[name]
    every: tuple[Value, ...] = definition.choices or (True, False)
    if definition.is_number:
        every = edges(name)
    tests = [
        test
        for rule in default_rules().rules
        if rule.entry.severity in {"red_flag", "dealbreaker"}
        for test in comparisons_in(rule.when)
        if test.fact == name and test.operator != "known"
    ]
    return tuple(v for v in every if not any(comparison_holds(t, v) for t in tests)) or every


@cache
def _calm(name: str) -> st.SearchStrategy[Value]:
    return st.sampled_from(calm_values(name))


def _some(draw: st.DrawFn, names: Sequence[str]) -> list[str]:
    """A few of the names, about half, or all of them."""
    everything = 2 ** len(names) - 1
    few = st.lists(st.integers(0, max(len(names) - 1, 0)), max_size=6)
    chosen = draw(
        few.map(lambda places: sum({2**place for place in places}) & everything)
        | st.integers(0, everything)
        | st.just(everything)
    )
    return [name for place, name in enumerate(names) if chosen >> place & 1]


@st.composite
def partial_facts(
    draw: st.DrawFn, *, bounded: bool = True, without: str = "none"
) -> dict[str, Value | None]:
    """Values for some facts of the catalogue, none to all of them; the others stay unknown.

    Most of the values are harmless, since two red flags drawn at random decide nearly every case.
    `without` is the beginning of the names that are left unknown.
    """
    known = _some(draw, [name for name in CATALOGUE if not name.startswith(without)])
    wild = set(_some(draw, known))
    return {
        name: draw(values_of(name, bounded=bounded) if name in wild else _calm(name))
        for name in known
    }


@st.composite
def completed(draw: st.DrawFn, values: Values, *, without: str = "") -> dict[str, Value | None]:
    """The same facts with some or all of the unknown ones filled in, and bounds narrowed.

    `without` is a fact that stays as it is.
    """
    unknown = [name for name in CATALOGUE if values.get(name) is None and name != without]
    bounded = [name for name, value in values.items() if isinstance(value, Interval)]
    filled = dict(values)
    chosen = _some(draw, unknown)
    wild = set(_some(draw, chosen))
    for name in chosen:
        filled[name] = draw(values_of(name) if name in wild else _calm(name))
    for name in _some(draw, bounded):
        filled[name] = draw(st.sampled_from(_inside(name, values[name])))
    return filled


def _inside(name: str, value: Value | None) -> list[float]:
    """The ends of an interval, and the edges of the rules within it."""
    assert isinstance(value, Interval)
    return sorted({*value, *(edge for edge in edges(name) if value.low <= edge <= value.high)})
