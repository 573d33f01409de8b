"""The one catalogue of facts: name, kind, meaning, the question to ask, and how each is derived.

Inputs are entries of the documents (`offer.pay.base`), figures of the rule file
(`assumptions.take_home_share`), what the market lookup found (`market.wages`), the day of the
evaluation (`as_of`), or other facts (`fact.pay.base`), which stand earlier in the table.
"""

from __future__ import annotations

import datetime
import math
from typing import Any

from offercheck.facts import goal, pay, situation, turnover
from offercheck.facts.definition import FactDefinition, Kind
from offercheck.facts.known import Result
from offercheck.interval import Interval


def _given(value: Any) -> Result:
    """The value as the document states it."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _days_to_decide(decide_by: datetime.date, as_of: datetime.date) -> Result:
    """Days from the evaluation to the day of the decision; negative once it has passed."""
    return float((decide_by - as_of).days)


def _prospect_count(prospects: list[Any]) -> Result:
    """How many other prospects are stated."""
    return float(len(prospects))


def _given_fact(
    name: str, kind: Kind, entry: str, meaning: str, ask: str, **more: Any
) -> FactDefinition:
    """A fact that a document states directly."""
    return FactDefinition(name, kind, meaning, ask, (entry,), _given, **more)


_GOAL = (
    FactDefinition(
        "goal.skill_overlap",
        "share",
        "the share of the role's skills that the goal names",
        "Which skills would I use most in this role?",
        ("offer.role.skills", "candidate.goal.skills"),
        goal.skill_overlap,
        better="more",
    ),
    FactDefinition(
        "goal.alignment",
        "score",
        "how well the occupation serves the goal, from the SOC codes, titles and skills",
        "Which occupation is this, and which role do I want in the long run?",
        (
            "offer.title",
            "market.occupation?",
            "goal_roles",
            "assumptions.alignment",
            "fact.goal.skill_overlap?",
        ),
        goal.alignment,
        better="more",
        yourself=True,
    ),
    _given_fact(
        "goal.path",
        "choice",
        "offer.role.path",
        "how the job leads to the goal",
        "Is this the work I want, a step towards it, or only a way into the company?",
        better="more",
        choices=("direct", "stepping_stone", "foot_in_door", "unrelated"),
        yourself=True,
    ),
    _given_fact(
        "goal.duties_toward_goal",
        "share",
        "offer.role.duties_toward_goal",
        "the share of the work that is the work the candidate wants",
        "What would a normal week look like, and how much of it is the work I want to do?",
        better="more",
    ),
    _given_fact(
        "goal.level_change",
        "choice",
        "offer.role.level",
        "the level of the role against the candidate's level today",
        "At which level is this role, and how does that compare with where I am today?",
        better="more",
        choices=("higher", "same", "lower"),
        yourself=True,
    ),
    _given_fact(
        "goal.interest",
        "choice",
        "offer.role.interest",
        "the candidate's own view of the work",
        "Leaving the money aside, how much do I want to do this work?",
        better="more",
        choices=("dream", "want", "fine", "unwanted"),
        yourself=True,
    ),
    _given_fact(
        "goal.location_fit",
        "choice",
        "offer.location_fit",
        "whether the place suits the candidate",
        "Do I want to live and work in this place?",
        better="more",
        choices=("wanted", "fine", "unwanted"),
        yourself=True,
    ),
    FactDefinition(
        "goal.dealbreakers_hit",
        "count",
        "how many of the candidate's own dealbreakers the offer has",
        "What would I refuse at any pay, and does this offer have it?",
        (
            "candidate.goal.dealbreakers",
            "offer.tags?",
            "offer.work_mode?",
            "offer.employment?",
            "offer.terms.relocation_required?",
        ),
        goal.dealbreakers_hit,
        better="less",
        yourself=True,
    ),
    FactDefinition(
        "goal.internal_move_unwritten",
        "flag",
        "a later move to another role was promised, but not in writing",
        "Can the move to the other role, with its date and conditions, be put into the contract?",
        ("offer.role.internal_move",),
        goal.internal_move_unwritten,
        better="less",
    ),
)

_PAY = (
    FactDefinition(
        "pay.base",
        "money",
        "base pay for a year",
        "What is the base pay?",
        ("offer.pay.base", "offer.employment?", "assumptions.hours_per_year"),
        pay.base,
        better="more",
    ),
    FactDefinition(
        "pay.total_cash",
        "money",
        "base plus target bonus, a bonus that is not guaranteed counted at a discount",
        "What is the target bonus, and what did it pay in the last three years?",
        (
            "fact.pay.base",
            "offer.pay.bonus?",
            "assumptions.bonus_not_guaranteed_discount",
        ),
        pay.total_cash,
        better="more",
    ),
    FactDefinition(
        "pay.total_compensation",
        "money",
        "total direct compensation: total cash plus equity, illiquid equity at a discount",
        "What is the equity worth for a year, and when could it be sold?",
        (
            "fact.pay.total_cash",
            "offer.pay.equity?",
            "assumptions.illiquid_equity_discount",
        ),
        pay.total_compensation,
        better="more",
    ),
    FactDefinition(
        "pay.variable_share",
        "share",
        "the share of pay at target that is bonus",
        "How much of the pay depends on targets, and how many people reached them last year?",
        ("fact.pay.base", "offer.pay.bonus"),
        pay.variable_share,
        better="less",
    ),
    FactDefinition(
        "pay.level",
        "choice",
        "the level of experience the role asks for",
        "At which level is this role: entry, qualified, experienced or expert?",
        ("offer.role.seniority?", "offer.title"),
        pay.level,
        choices=("entry", "qualified", "experienced", "expert"),
    ),
    FactDefinition(
        "pay.comparable_base",
        "money",
        "pay as the market counts it: an hourly rate times 2,080, with commission and tips",
        "How many hours a week does the base pay for?",
        (
            "offer.pay.base?",
            "offer.employment?",
            "fact.pay.base?",
            "market.wages?",
            "offer.pay.bonus?",
            "assumptions.bonus_not_guaranteed_discount",
        ),
        pay.comparable_base,
        better="more",
    ),
    FactDefinition(
        "pay.market_reference",
        "money",
        "the market wage for this level, or the median where the level is unknown",
        "What is the pay band for this role?",
        (
            "market.wages",
            "market.covers",
            "fact.pay.level?",
            "assumptions.level_percentile",
        ),
        pay.market_reference,
    ),
    FactDefinition(
        "pay.market_ratio",
        "ratio",
        "base over the market reference",
        "Where in the pay band for this role does the offer stand?",
        ("fact.pay.comparable_base", "fact.pay.market_reference"),
        pay.market_ratio,
        better="more",
    ),
    FactDefinition(
        "pay.market_percentile",
        "percentile",
        "where base stands among the wages of the occupation, all levels together",
        "How does the pay compare with what others pay for this work?",
        ("fact.pay.comparable_base", "market.wages"),
        pay.market_percentile,
        better="more",
    ),
    FactDefinition(
        "pay.change_vs_current",
        "change",
        "total cash over the current or last pay, less one",
        "What do I earn today, or what did I earn last?",
        ("fact.pay.total_cash", "candidate.situation.current_pay"),
        pay.change_vs_current,
        better="more",
        same_currency=True,
        yourself=True,
    ),
    FactDefinition(
        "pay.gap_to_floor",
        "money",
        "base less the candidate's pay floor",
        "What is the least I can work for?",
        ("fact.pay.base", "candidate.situation.pay_floor"),
        pay.gap_to_floor,
        better="more",
        range=Interval(-math.inf, math.inf),
        same_currency=True,
        yourself=True,
    ),
    FactDefinition(
        "pay.covers_expenses",
        "flag",
        "whether the take-home share of base covers the monthly expenses",
        "What do I spend in a month?",
        (
            "fact.pay.base",
            "assumptions.take_home_share",
            "candidate.situation.monthly_expenses",
        ),
        pay.covers_expenses,
        better="more",
        same_currency=True,
        yourself=True,
    ),
    FactDefinition(
        "pay.benefits_ratio",
        "ratio",
        "the stated benefits over typical ones",
        "How much of the health premium do you pay, what is the retirement match, and how many days of paid leave are there?",
        ("offer.benefits", "assumptions.typical_benefits"),
        pay.benefits_ratio,
        better="more",
    ),
    _given_fact(
        "pay.final",
        "flag",
        "offer.pay.final",
        "the employer has said that pay cannot move",
        "Is there any room in the pay?",
        better="less",
    ),
)

_TURNOVER = (
    _given_fact(
        "turnover.annual_rate",
        "share",
        "offer.turnover.annual_rate",
        "the share of the team or department that leaves in a year",
        "How many people left the team in the last twelve months, and out of how many?",
        better="less",
        range=Interval(0.0, 5.0),
    ),
    FactDefinition(
        "turnover.vs_industry",
        "ratio",
        "the yearly rate over the industry's",
        "How many people left the team in the last twelve months, and out of how many?",
        (
            "fact.turnover.annual_rate",
            "offer.industry",
            "assumptions.turnover_by_industry",
        ),
        turnover.vs_industry,
        better="less",
    ),
    _given_fact(
        "turnover.seat_churn",
        "count",
        "offer.turnover.seat_holders_last_3_years",
        "how many people held this seat in the last three years",
        "How many people have held this role in the last three years?",
        better="less",
    ),
    _given_fact(
        "turnover.predecessor_months",
        "months",
        "offer.turnover.predecessor_months",
        "how long the last person stayed in the role",
        "How long was the last person in this role?",
        better="more",
    ),
    _given_fact(
        "turnover.predecessor_left",
        "choice",
        "offer.turnover.predecessor_left",
        "why the last person left the role",
        "Why is the role open? What is the last person doing now?",
        better="more",
        choices=("promoted", "new_role", "retired", "quit", "dismissed"),
    ),
    _given_fact(
        "turnover.reposts",
        "count",
        "offer.turnover.times_posted_last_12_months",
        "how often the job was posted in the last twelve months",
        "Has this role been advertised before in the last year?",
        better="less",
    ),
    _given_fact(
        "turnover.posting_age_days",
        "days",
        "offer.turnover.posting_age_days",
        "how long the posting has been open",
        "How long have you been looking for someone?",
        better="less",
    ),
    FactDefinition(
        "turnover.manager_departure_rate",
        "share",
        "the share of the manager's people who left in the last twelve months",
        "How many of your direct reports left in the last twelve months?",
        (
            "offer.turnover.manager_departures_last_12_months",
            "offer.turnover.manager_reports",
        ),
        turnover.manager_departure_rate,
        better="less",
        range=Interval(0.0, math.inf),
    ),
    _given_fact(
        "turnover.median_tenure_months",
        "months",
        "offer.turnover.median_tenure_months",
        "the median time that people of the team have been there",
        "How long has each person on the team been there?",
        better="more",
    ),
    _given_fact(
        "turnover.layoffs",
        "flag",
        "offer.turnover.layoffs_last_12_months",
        "whether there were layoffs in the last twelve months",
        "Were there layoffs in the last year, and are more planned?",
        better="less",
    ),
    _given_fact(
        "turnover.review_rating",
        "rating",
        "offer.turnover.review_rating",
        "the rating that employees give in public",
        "What do people who work there write about it?",
        better="more",
        yourself=True,
    ),
)

_TERMS = (
    _given_fact(
        "terms.in_writing",
        "flag",
        "offer.in_writing",
        "whether the offer is in writing",
        "When will I have the offer in writing, with everything we agreed?",
        better="more",
    ),
    FactDefinition(
        "terms.days_to_decide",
        "days",
        "days left to decide; negative once the day has passed",
        "By when do you need my answer, and can that move?",
        ("offer.decide_by", "as_of"),
        _days_to_decide,
        better="more",
        range=Interval(-math.inf, math.inf),
    ),
    _given_fact(
        "terms.employment",
        "choice",
        "offer.employment",
        "the kind of employment",
        "Is this a permanent full-time position?",
        choices=("full_time", "part_time", "contract", "temporary", "internship"),
    ),
    _given_fact(
        "terms.changed_after_agreement",
        "flag",
        "offer.terms.changed_after_agreement",
        "terms changed after they were agreed",
        "Does the written offer hold everything we agreed?",
        better="less",
    ),
    _given_fact(
        "terms.answered_questions",
        "flag",
        "offer.terms.answered_questions",
        "whether they answer reasonable questions",
        "Ask the questions below: do they answer them?",
        better="more",
        yourself=True,
    ),
    _given_fact(
        "terms.non_compete_months",
        "months",
        "offer.terms.non_compete_months",
        "how long a non-compete would bind after leaving",
        "Is there a non-compete clause, and what would it stop me from doing for how long?",
        better="less",
    ),
    _given_fact(
        "terms.clawback_months",
        "months",
        "offer.pay.sign_on.clawback_months",
        "how long the sign-on payment can be claimed back",
        "Would I have to pay anything back if I left, and until when?",
        better="less",
    ),
    _given_fact(
        "terms.manager_met",
        "flag",
        "offer.manager.met",
        "whether the candidate has met the manager",
        "Can I talk with the person I would report to before I decide?",
        better="more",
    ),
    _given_fact(
        "terms.manager_conduct",
        "choice",
        "offer.manager.conduct",
        "how the manager behaves",
        "How does the manager treat people, as I saw it and as others tell it?",
        better="more",
        choices=("fine", "evasive", "hostile"),
        yourself=True,
    ),
    _given_fact(
        "terms.manager_evidence",
        "choice",
        "offer.manager.evidence",
        "how bad news about the manager is known",
        "Did I see that myself, or who told me?",
        choices=("seen", "insiders", "reviews", "rumour"),
        yourself=True,
    ),
    _given_fact(
        "terms.disparaged_predecessor",
        "flag",
        "offer.manager.disparaged_predecessor",
        "the manager ran down the person who had the role before",
        "What did the last person in this role do well, and what should be done differently?",
        better="less",
    ),
    _given_fact(
        "terms.relocation_required",
        "flag",
        "offer.terms.relocation_required",
        "whether the candidate would have to move",
        "Would I have to move for this job?",
        better="less",
    ),
    _given_fact(
        "terms.unreimbursed_costs",
        "money",
        "offer.terms.unreimbursed_costs",
        "what taking the job costs the candidate and nobody pays back",
        "Which costs of starting would I have to bear myself?",
        better="less",
    ),
)

_SITUATION = (
    _given_fact(
        "situation.employment",
        "choice",
        "candidate.situation.employment",
        "whether the candidate has work today",
        "Do I have a job today, and will it last?",
        choices=("employed", "ending", "unemployed", "student"),
        yourself=True,
    ),
    FactDefinition(
        "situation.runway_months",
        "months",
        "how long the savings last without this job",
        "How much have I saved, and what do I spend in a month?",
        (
            "candidate.situation.savings",
            "candidate.situation.monthly_expenses",
            "candidate.situation.monthly_income?",
        ),
        situation.runway_months,
        better="more",
        yourself=True,
    ),
    _given_fact(
        "situation.months_searching",
        "months",
        "candidate.situation.months_searching",
        "how long the candidate has been looking",
        "How long have I been looking?",
        yourself=True,
    ),
    FactDefinition(
        "situation.prospects",
        "count",
        "how many other jobs are in sight",
        "Which other jobs am I being considered for?",
        ("candidate.situation.prospects",),
        _prospect_count,
        better="more",
        yourself=True,
    ),
    FactDefinition(
        "situation.preferred_prospect_pending",
        "flag",
        "a prospect the candidate would rather have is still undecided",
        "Is there another job that I would rather have and that is still undecided?",
        ("candidate.situation.prospects",),
        situation.preferred_prospect_pending,
        yourself=True,
    ),
    FactDefinition(
        "situation.preferred_decides_in_days",
        "days",
        "days until the first preferred prospect decides",
        "When will the employer I prefer decide?",
        ("candidate.situation.prospects",),
        situation.preferred_decides_in_days,
        yourself=True,
    ),
    FactDefinition(
        "situation.batna_pay",
        "money",
        "pay for a year of the best alternative that is certain",
        "What would I earn if I said no?",
        (
            "candidate.situation.employment",
            "candidate.situation.current_pay?",
            "candidate.situation.prospects?",
        ),
        situation.batna_pay,
        better="more",
        currency_of="candidate",
        yourself=True,
    ),
    _given_fact(
        "situation.current_job",
        "choice",
        "candidate.situation.current_job",
        "how the candidate finds the job they have",
        "How is the job I have?",
        choices=("good", "tolerable", "toxic"),
        yourself=True,
    ),
    _given_fact(
        "situation.job_market",
        "choice",
        "candidate.situation.job_market",
        "whether jobs of this kind are easy to get now",
        "How many jobs of this kind are open near me?",
        choices=("open", "tight"),
        yourself=True,
    ),
    FactDefinition(
        "situation.short_stints",
        "count",
        "past jobs that ended early, layoffs and ended contracts left out",
        "Which of my past jobs ended early?",
        ("candidate.history", "assumptions.short_stint_months"),
        situation.short_stints,
        better="less",
        yourself=True,
    ),
    FactDefinition(
        "situation.repeated_patterns",
        "count",
        "reasons for leaving past jobs that this offer shows again, by the rule file's patterns",
        "Why did I leave my past jobs?",
        ("candidate.history",),
        None,
        better="less",
        yourself=True,
    ),
    FactDefinition(
        "situation.wait_breakeven_months",
        "months",
        "how late an offer at the market median may come and still beat taking this one",
        "How long could I wait for an offer at the market median?",
        (
            "candidate.situation.employment",
            "fact.pay.base",
            "market.median",
            "assumptions.horizon_months",
        ),
        situation.wait_breakeven_months,
        yourself=True,
    ),
)

CATALOGUE: dict[str, FactDefinition] = {
    definition.name: definition for definition in (*_GOAL, *_PAY, *_TURNOVER, *_TERMS, *_SITUATION)
}
