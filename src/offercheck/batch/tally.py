"""Counting what a batch comes to. Counts of parts add up to those of the whole, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from offercheck.evaluation import Evaluation
from offercheck.report import SCHEMA_VERSION
from offercheck.results import RuleCount, ScoreSpread, Share, Summary
from offercheck.rules.model import RuleSet

COUNTED = ("fired", "waived", "unknown")
SCORE = "score "  # before the name of a dimension
P10, MEDIAN, P90 = 0.1, 0.5, 0.9

Counted = tuple[str, str, int]  # what is counted, and how often


class Tally:
    """Counts over offers, by what is counted: (`verdict`, `accept`), (`fired`, rule), ...

    Scores are counted by whole points, so that nothing depends on the order of a sum.
    """

    def __init__(self, counts: Counter[tuple[str, str]] | None = None) -> None:
        self.counts = counts if counts is not None else Counter()

    def add(self, evaluation: Evaluation) -> None:
        """Count one offer that was judged."""
        seen: list[tuple[str, str]] = [
            ("offers", "judged"),
            ("verdict", evaluation.verdict),
            ("on_merits", evaluation.on_merits),
        ]
        if evaluation.firm:
            seen.append(("offers", "firm"))
        seen += [
            (item.outcome, item.rule.id) for item in evaluation.outcomes if item.outcome in COUNTED
        ]
        seen += [
            (f"{SCORE}{item.name}", str(round(item.value)))
            for item in (*evaluation.dimensions, evaluation.overall)
            if item.value is not None
        ]
        seen += [
            ("unknown fact", fact.name) for fact in evaluation.facts.values() if fact.value is None
        ]
        self.counts.update(seen)

    def add_bad(self) -> None:
        """Count one offer that could not be judged."""
        self.counts["offers", "bad"] += 1

    def update(self, other: Tally) -> None:
        """Add the counts of another part of the batch."""
        self.counts.update(other.counts)

    @property
    def bad(self) -> int:
        """How many offers could not be judged."""
        return self.counts["offers", "bad"]

    def to_data(self) -> list[Counted]:
        """The counts as plain data."""
        return [(group, name, count) for (group, name), count in sorted(self.counts.items())]

    @classmethod
    def from_data(cls, data: Sequence[Counted]) -> Tally:
        """The counts that `to_data` gave. Raises ValueError for others."""
        for group, name, _ in data:
            if group.startswith(SCORE) and not name.isdecimal():
                raise ValueError(name)
        return cls(Counter({(group, name): count for group, name, count in data}))

    def summary(self, rules: RuleSet, as_of: str) -> Summary:
        """The counts as a report, the most frequent first."""
        judged = self.counts["offers", "judged"]
        return Summary(
            SCHEMA_VERSION,
            judged + self.bad,
            self.bad,
            self.counts["offers", "firm"],
            self._shares("verdict"),
            self._shares("on_merits"),
            sorted(
                (
                    RuleCount(rule.id, *(self.counts[outcome, rule.id] for outcome in COUNTED))
                    for rule in rules.rules
                ),
                key=lambda count: (-count.fired, -count.unknown, count.rule),
            ),
            [self._spread(name) for name in (*rules.dimensions, "overall")],
            self._shares("unknown fact"),
            rules.name,
            rules.digest,
            as_of,
        )

    def _shares(self, group: str) -> list[Share]:
        found = [Share(name, count) for (of, name), count in self.counts.items() if of == group]
        return sorted(found, key=lambda share: (-share.offers, share.name))

    def _spread(self, dimension: str) -> ScoreSpread:
        group = f"{SCORE}{dimension}"
        points = sorted((int(name), n) for (of, name), n in self.counts.items() if of == group)
        known = sum(count for _, count in points)
        return ScoreSpread(
            dimension, known, *(_quantile(points, known, share) for share in (P10, MEDIAN, P90))
        )


def _quantile(points: list[tuple[int, int]], known: int, share: float) -> int | None:
    """The least value that at least this share of all lies at or under."""
    reached = 0
    for value, count in points:
        reached += count
        if reached >= share * known:
            return value
    return None
