"""Laws of the advice over random partial offers: `python tests/partial_offers.py [COUNT] [FIRST]`.

Each offer states a random part of what an offer and a candidate can state, most of it harmless. It
is judged, its unknown facts are filled in at random again and again, every answer that is named to
change the verdict is given, and every change that is named is made, with a step less beside it. The
program must keep its word each time. Printed is also how tight `could_become` is: the share of its
members that some completion really reached.
"""

from __future__ import annotations

import datetime
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from advice_support import moved_verdicts, values_in
from evaluation_support import calm_values, default_rules, edges
from offercheck.advice.flips import flips
from offercheck.advice.moves import Moves
from offercheck.advice.questions import questions
from offercheck.advice.trials import Trials
from offercheck.assessment import Assessment, assess
from offercheck.candidate import Candidate
from offercheck.case import Case
from offercheck.document import parse
from offercheck.evaluation import PATTERNS_FACT, Evaluation, evaluate
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import Fact
from offercheck.facts.derivation import following
from offercheck.facts.known import Value
from offercheck.interval import Interval
from offercheck.market.wages import Database
from offercheck.offer import Offer
from offercheck.rules.model import BETTER

DAY = datetime.date(2026, 11, 25)
DATABASE = Database()
DOCUMENT = parse("offer", b"company: A")
COMPLETIONS = 10
MORE_COMPLETIONS = 60  # where some verdict that is possible was not reached
HARMLESS = 0.85  # two grave faults drawn at random decide nearly every case
LEVELS = ("entry", "qualified", "experienced", "expert")
MARKET = {
    "p25": 80_000,
    "p50": 100_000,
    "p75": 125_000,
    "source": "A survey",
    "as_of": "2026-11-25",
}

# For each entry the values that speak for an offer or say little, and then those against it.
ENTRIES: dict[str, tuple[Sequence[Any], Sequence[Any]]] = {
    "location_fit": (["wanted", "fine"], ["unwanted"]),
    "employment": (["full_time"], ["contract", "part_time"]),
    "industry": (["information", "retail_trade"], ["government"]),
    "decide_by": (["2026-12-20", "2026-12-09"], ["2026-11-26", "2026-11-24"]),
    "in_writing": ([True], [False]),
    "pay.base": ([98_000, 108_000, 121_000, 140_000], [62_000, 79_000, 88_000]),
    "pay.bonus": ([{"target": "5%", "guaranteed": True}, {"target": "10%"}], [{"target": "45%"}]),
    "pay.sign_on": ([{"amount": 9000}], [{"amount": 9000, "clawback_months": 24}]),
    "pay.final": ([False], [True]),
    "benefits.paid_leave_days": ([12, 20], [3]),
    "benefits.retirement_match": (["4%", "6%"], ["0%"]),
    "benefits.health_premium_employer_share": (["84%"], ["30%"]),
    "role.duties_toward_goal": (["80%", "60%"], ["10%", "40%"]),
    "role.path": (["direct", "stepping_stone"], ["foot_in_door", "unrelated"]),
    "role.level": (["higher", "same"], ["lower"]),
    "role.interest": (["dream", "want", "fine"], ["unwanted"]),
    "role.seniority": (LEVELS, ["expert"]),
    "role.internal_move": (
        [{"promised": True, "written": True}],
        [{"promised": True, "written": False}],
    ),
    "turnover.annual_rate": (["10%", "30%"], ["70%"]),
    "turnover.seat_holders_last_3_years": ([1, 2], [3, 5]),
    "turnover.predecessor_months": ([30, 60], [5, 11]),
    "turnover.predecessor_left": (["promoted", "retired"], ["quit"]),
    "turnover.times_posted_last_12_months": ([1], [3, 5]),
    "turnover.median_tenure_months": ([30, 50], [10]),
    "turnover.layoffs_last_12_months": ([False], [True]),
    "turnover.review_rating": ([3.9, 4.4], [2.4]),
    "manager.met": ([True], [False]),
    "manager.conduct": (["fine"], ["evasive", "hostile"]),
    "manager.evidence": (["seen", "insiders"], ["rumour"]),
    "manager.disparaged_predecessor": ([False], [True]),
    "terms.changed_after_agreement": ([False], [True]),
    "terms.answered_questions": ([True], [False]),
    "terms.non_compete_months": ([0], [6, 12, 24]),
    "terms.relocation_required": ([False], [True]),
    "terms.unreimbursed_costs": ([0], [900]),
    "terms.time_to_read": ([True], [False]),
    "candidate.situation.employment": (["employed", "unemployed", "ending"], ["student"]),
    "candidate.situation.months_searching": ([0, 3], [7]),
    "candidate.situation.savings": ([30_000, 60_000], [3_000]),
    "candidate.situation.monthly_expenses": ([2_500, 3_500], [7_000]),
    "candidate.situation.current_pay": ([90_000, 105_000], [140_000]),
    "candidate.situation.pay_floor": ([70_000, 90_000], [120_000]),
    "candidate.situation.current_job": (["good", "tolerable"], ["toxic"]),
    "candidate.situation.job_market": (["open"], ["tight"]),
    "candidate.situation.prospects": (
        [[], [{"stage": "interviewing", "pay": 130_000, "preferred": False}]],
        [[{"stage": "final_round", "preferred": True, "decides_in_days": 9}]],
    ),
    "candidate.history": (
        [[{"title": "Clerk", "months": 30, "left_because": ["contract_end"]}]],
        [[{"title": "Clerk", "months": 7, "left_because": ["pay", "manager", "turnover", "goal"]}]],
    ),
}


class Findings(NamedTuple):
    """What came of some offers: broken promises in words, and how much was looked at."""

    broken: list[str]
    offers: int
    firm: int
    completions: int
    answers: int
    flips: int
    possible: int
    reached: int


def findings(seeds: range) -> Findings:
    """Judge the random offers of these seeds and hold every promise against what then happens."""
    broken: list[str] = []
    counts = dict.fromkeys(Findings._fields[1:], 0)
    for seed in seeds:
        draw = random.Random(seed)  # noqa: S311 - no secrets
        assessment = _assess(offer_of(draw))
        for name, number in _looked_at(assessment, draw, broken, seed).items():
            counts[name] += number
    return Findings(broken, **counts)


def offer_of(draw: random.Random) -> dict[str, Any]:
    """An offer with its candidate: a random part of the entries, most of them harmless."""
    data: dict[str, Any] = {"company": "A", "title": "Engineer", "occupation": "15-1252"}
    density = draw.choice([0.1, 0.3, 0.5, 0.8, 1.0])
    for path, (harmless, harmful) in ENTRIES.items():
        if draw.random() < density:
            *blocks, key = path.split(".")
            block = data
            for name in blocks:
                block = block.setdefault(name, {})
            block[key] = draw.choice(harmless if draw.random() < HARMLESS else harmful)
    if draw.random() < 0.7:
        data.setdefault("pay", {})["market"] = MARKET
    return data


def _assess(data: Mapping[str, Any]) -> Assessment:
    return _judged(Offer.model_validate(data))


def _judged(offer: Offer) -> Assessment:
    candidate = offer.candidate or Candidate()
    return assess(Case(offer, candidate, {}, DOCUMENT, None), default_rules(), DAY, DATABASE)


def _looked_at(
    assessment: Assessment, draw: random.Random, broken: list[str], seed: int
) -> dict[str, int]:
    rules, evaluation = default_rules(), assessment.evaluation
    history = assessment.case.candidate.history
    trials = Trials(evaluation, rules, history)
    allowed = {evaluation.verdict, *evaluation.could_become}
    reached: set[str] = {evaluation.verdict}

    tried = 0
    while tried < COMPLETIONS or (tried < MORE_COMPLETIONS and not allowed <= reached):
        tried += 1
        after = _evaluated(assessment, _completion(assessment, draw))
        reached.add(after.verdict)
        if after.verdict not in allowed:
            broken.append(f"{seed}: a completion gives {after.verdict}, not among {allowed}")

    asked = questions(evaluation, rules, trials, assessment.record)
    answers = [answer for question in asked for answer in question.answers]
    for answer in answers:
        for value in values_in(answer.fact, answer.answer):
            after = _evaluated(assessment, {answer.fact: value})
            reached.add(after.verdict)
            if after.verdict != answer.verdict or answer.verdict not in allowed:
                broken.append(f"{seed}: {answer} gives {after.verdict} with {value}")

    standing, bounds = BETTER[evaluation.verdict], rules.assumptions.negotiation
    changes = flips(Moves(assessment, trials, bounds), evaluation.verdict)
    for flip in changes:
        promised, lesser = moved_verdicts(
            flip, assessment.case.offer, bounds, lambda offer: _judged(offer).evaluation.verdict
        )
        if promised != flip.verdict or BETTER[flip.verdict] <= standing:
            broken.append(f"{seed}: {flip} gives {promised}")
        if any(BETTER[verdict] > standing for verdict in lesser):
            broken.append(f"{seed}: a step less than {flip} gives {lesser}")

    return {
        "offers": 1,
        "firm": evaluation.firm,
        "completions": tried,
        "answers": len(answers),
        "flips": len(changes),
        "possible": len(evaluation.could_become),
        "reached": len(reached & set(evaluation.could_become)),
    }


def _completion(assessment: Assessment, draw: random.Random) -> dict[str, Value]:
    """Values for some or all of the unknown facts, and for those that are only bounded."""
    share, harmless = draw.choice([0.1, 0.5, 1.0]), draw.choice([0.5, 0.9, 1.0])
    found: dict[str, Value] = {}
    for fact in assessment.evaluation.facts.values():
        if draw.random() >= share or fact.name == PATTERNS_FACT:
            continue
        if isinstance(fact.value, Interval):
            found[fact.name] = draw.choice(sorted(_inside(fact.name, fact.value)))
        elif fact.value is None:
            calm = draw.random() < harmless
            found[fact.name] = draw.choice(calm_values(fact.name) if calm else _any(fact.name))
    return found


def _any(name: str) -> Sequence[Value]:
    definition = CATALOGUE[name]
    return definition.choices or (edges(name) if definition.is_number else (True, False))


def _inside(name: str, bounds: Interval) -> Iterator[float]:
    yield from (end for end in bounds if abs(end) != float("inf"))
    yield from (edge for edge in edges(name) if bounds.low <= edge <= bounds.high)


def _evaluated(assessment: Assessment, found: Mapping[str, Value]) -> Evaluation:
    """The evaluation with some facts found out, and what a found level changes in others."""
    facts: dict[str, Fact] = dict(assessment.evaluation.facts)
    for name, value in found.items():
        facts[name] = facts[name]._replace(value=value, basis="stated", typical=None, could_be=None)
    for name in found:
        anew = following(assessment.record, facts, facts[name])
        facts.update({other: fact for other, fact in anew.items() if other not in found})
    return evaluate(facts, default_rules(), as_of=DAY, history=assessment.case.candidate.history)


def main() -> None:
    """Print what was looked at and every broken promise."""
    count, first = (int(text) for text in (sys.argv[1:] + ["2000", "0"][len(sys.argv) - 1 :]))
    found = findings(range(first, first + count))
    lines = [
        *found.broken[:20],
        (
            f"{found.offers:,} partial offers, {found.firm:,} firm; {found.completions:,} completions,"
            f" {found.answers:,} answers and {found.flips:,} changes tried; {len(found.broken)} broken"
        ),
        (
            f"could_become: {found.reached:,} of {found.possible:,} members reached"
            f" ({found.reached / found.possible:.1%})"
        ),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(bool(found.broken))


if __name__ == "__main__":
    main()
