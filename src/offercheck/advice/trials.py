"""What the verdict would be if some facts were different, without judging everything anew.

Advice tries many small changes of one case. Only the rules, scores and dimensions that a changed
fact touches are worked out again, and only the rows of the verdict table that test one of these. The
result is that of `evaluate` on the changed facts, and a test holds the two together.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, cast

from offercheck.candidate import PastJob
from offercheck.evaluation import (
    PATTERNS_FACT,
    Evaluation,
    fact_score,
    part_of,
    parts_of,
    patterns_value,
    weights_of,
)
from offercheck.facts.definition import Fact
from offercheck.facts.known import Exact, Value
from offercheck.rules.cells import thresholds_of
from offercheck.rules.conditions import Truth, comparisons_in, holds, walk
from offercheck.rules.model import Row, Rule, RuleSet, Verdict
from offercheck.scoring import Part, coverage_of, mean, weighed


class Trial(NamedTuple):
    """What came of one change: the row that decides, and the overall score, 0-100, if known."""

    row: Row
    overall: float | None
    coverage: float

    @property
    def verdict(self) -> Verdict:
        """The verdict of the row."""
        return self.row.entry.verdict


class _Mean(NamedTuple):
    """A weighted mean of scores, and the known share of its weight."""

    value: float | None
    coverage: float


class Trials:
    """Tries changes of the facts of one evaluation."""

    def __init__(
        self, evaluation: Evaluation, rules: RuleSet, history: Sequence[PastJob] | None = None
    ) -> None:
        self._evaluation = evaluation
        self._rules = rules
        self._history = history
        self._values = {name: fact.value for name, fact in evaluation.facts.items()}
        self._known = self._values | dict(evaluation.decisions)
        self._scores_on = _by_fact(
            (index, (score.fact.name,)) for index, score in enumerate(rules.scores)
        )
        self._weights = weights_of(rules)
        self._parts = parts_of(evaluation.scores, rules)
        self._means = {
            item.name: _Mean(item.value, item.coverage) for item in evaluation.dimensions
        }

    def rules_on(self, fact: str) -> list[Rule]:
        """The rules in force that test a fact."""
        return [self._rules.rules[index] for index in self._rules_on.get(fact, ())]

    def change(self, changed: Mapping[str, Fact]) -> Trial:
        """What comes of replacing some facts, given by their names."""
        facts = dict(changed)
        if self._history is not None and self._pattern_facts & facts.keys():
            values = self._values | {name: fact.value for name, fact in facts.items()}
            value = patterns_value(values, self._rules, self._history)
            facts[PATTERNS_FACT] = self._evaluation.facts[PATTERNS_FACT]._replace(value=value)
        known = self._known | {name: fact.value for name, fact in facts.items()}
        self._rejudge(facts, known)
        overall = self._rescore(facts, known)
        return Trial(self._first_row(known), overall.value, overall.coverage)

    def _rejudge(self, facts: Mapping[str, Fact], known: dict[str, Value | None]) -> None:
        """Bring what the verdict table knows of the rules up to date."""
        touched = {index for name in facts for index in self._rules_on.get(name, ())}
        for index in touched:
            rule = self._rules.rules[index]
            fires = holds(rule.when, known) is True
            if fires != known[rule.flag]:
                known[rule.flag] = fires
                for count in rule.counts:
                    known[count] = cast("float", known[count]) + (1 if fires else -1)

    def _rescore(self, facts: Mapping[str, Fact], known: dict[str, Value | None]) -> _Mean:
        """Bring what the verdict table knows of the scores up to date."""
        touched = {index for name in facts for index in self._scores_on.get(name, ())}
        if not touched:
            return _Mean(self._evaluation.overall.value, self._evaluation.overall.coverage)
        changed: dict[str, list[Part]] = {}
        for index in touched:
            score = self._rules.scores[index]
            own = changed.setdefault(score.dimension, self._parts[score.dimension].copy())
            own[self._places[index]] = part_of(fact_score(score, facts[score.fact.name]))
        means = dict(self._means)
        for dimension, own in changed.items():
            means[dimension] = _Mean(mean(own), coverage_of(own))
            known[f"score.{dimension}"] = means[dimension].value
        bounds = self._evaluation.overall.bounds  # not looked at by a mean of known values
        parts = [Part(w, means[name].value, bounds) for name, w in self._weights.items()]
        coverage = weighed([(w, means[name].coverage) for name, w in self._weights.items()])
        overall = _Mean(mean(parts), coverage)
        known["score.overall"], known["coverage"] = overall.value, overall.coverage
        return overall

    def _first_row(self, known: Mapping[str, Value | None]) -> Row:
        """The first row that holds; those that test nothing that has changed hold as they did."""
        changed = [name for name in self._rows_on if known[name] != self._known[name]]
        if not changed:
            return self._evaluation.row
        touched = {index for name in changed for index in self._rows_on[name]}
        return next(
            row
            for index, row in enumerate(self._rules.rows)
            if (holds(row.when, known) if index in touched else self._row_truths[index])
        )

    @cached_property
    def thresholds(self) -> Mapping[str, Collection[Exact]]:
        """Where the rules, the patterns, the verdict table and the scores turn, by fact."""
        rules = self._rules
        conditions = [
            item.when for group in (rules.rules, rules.patterns, rules.rows) for item in group
        ]
        found = thresholds_of(conditions)
        for score in rules.scores:
            found.setdefault(score.fact.name, set()).update(x for x, _ in score.points)
        return found

    @cached_property
    def _places(self) -> list[int]:
        """The place of each score among the parts of its dimension."""
        counted = Counter[str]()
        places = []
        for score in self._rules.scores:
            places.append(counted[score.dimension])
            counted[score.dimension] += 1
        return places

    @cached_property
    def _rules_on(self) -> dict[str, list[int]]:
        return _by_fact(
            (index, dict.fromkeys(test.fact for test in comparisons_in(rule.when)))
            for index, rule in enumerate(self._rules.rules)
            if not rule.entry.off and rule.id not in self._evaluation.waived
        )

    @cached_property
    def _rows_on(self) -> dict[str, list[int]]:
        return _by_fact(
            (index, dict.fromkeys(test.fact for test in comparisons_in(row.when)))
            for index, row in enumerate(self._rules.rows)
        )

    @cached_property
    def _row_truths(self) -> Sequence[Truth]:
        return walk([row.when for row in self._rules.rows], self._known)

    @cached_property
    def _pattern_facts(self) -> set[str]:
        conditions = [pattern.when for pattern in self._rules.patterns]
        return {test.fact for when in conditions for test in comparisons_in(when)}


def _by_fact(named: Iterable[tuple[int, Iterable[str]]]) -> dict[str, list[int]]:
    """From positions with the facts that each names to facts with their positions."""
    found: dict[str, list[int]] = {}
    for index, facts in named:
        for fact in facts:
            found.setdefault(fact, []).append(index)
    return found
