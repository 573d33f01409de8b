"""What was found, in the words that every form of a report shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from offercheck.quantities import format_number
from offercheck.render.plain import printable
from offercheck.render.words import MARKS
from offercheck.report import Report, RuleReport, ScoreReport

DEALBREAKER, RED_FLAG = "dealbreaker", "red_flag"
DEALBREAKER_DECIDES = "A dealbreaker decides, whatever the scores."
NO_DECISION = "does not decide"
NOTHING_FOUND = "nothing found"


def fired_in(report: Report, dimension: str) -> list[RuleReport]:
    """The rules of a dimension that fired, the gravest first."""
    fired = [r for r in report.rules if r.dimension == dimension and r.outcome == "fired"]
    return sorted(fired, key=lambda rule: list(MARKS).index(rule.severity))


def patterns_in(report: Report, dimension: str) -> list[str]:
    """What the offer repeats of past jobs; it belongs to the last dimension."""
    if dimension != report.scores[-1].name:
        return []
    return [f"{printable(item.job)}: {printable(item.says)}" for item in report.repeated_patterns]


def waived_in(report: Report, dimension: str) -> list[str]:
    """What a waiver of the candidate sets aside in a dimension, and why."""
    return [
        f"waived: {printable(rule.says)} ({printable(rule.waived_because or '')})"
        for rule in report.rules
        if rule.dimension == dimension and rule.outcome == "waived"
    ]


def lacking_in(report: Report, dimension: str) -> str:
    """How many rules of a dimension lack facts, and how many of those could speak against it."""
    unknown = [r for r in report.rules if r.dimension == dimension and r.outcome == "unknown"]
    if not unknown:
        return ""
    grave = sum(rule.severity in {DEALBREAKER, RED_FLAG} for rule in unknown)
    lack = "1 rule lacks facts" if len(unknown) == 1 else f"{len(unknown)} rules lack facts"
    return lack + (f"; {grave} could speak against it" if grave else "")


def idle_waivers(report: Report) -> Iterator[str]:
    """The waivers that set nothing aside: expired ones, and those with nothing to waive."""
    for waiver in report.waived:
        if waiver.state != "used":
            ended = f"expired on {waiver.until}" if waiver.state == "expired" else waiver.state
            yield f"Waiver of {printable(waiver.rule)}: {ended}"


def overruled_scores(report: Report) -> frozenset[str]:
    """The scores, by name, that do not decide since a dealbreaker does."""
    deciding = set(report.decided_by.rules)
    return overruled_by(rule for rule in report.rules if rule.id in deciding)


def overruled_by(rules: Iterable[RuleReport]) -> frozenset[str]:
    """The scores that the dealbreakers among some rules overrule: of their dimensions, and overall."""
    dimensions = {rule.dimension for rule in rules if rule.severity == DEALBREAKER}
    return frozenset(dimensions | {"overall"} if dimensions else ())


def score_text(score: ScoreReport, overruled: frozenset[str] = frozenset()) -> str:
    """A score, 0-100, between which ends what is not known leaves it, and whether it decides."""
    if not score.weight:
        return "not scored"
    if score.value is None:
        return "not known"
    low, high = (format_number(end or 0.0, 0) for end in score.could_be)
    ends = f" ({low} to {high})" if low != high else ""
    decides = f", {NO_DECISION}" if score.name in overruled else ""
    return f"{format_number(score.value, 0)}{ends}{decides}"
