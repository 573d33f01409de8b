"""The conditions of the default rules as a person would write them in Python for speed.

It returns what each rule comes to, True, False, or None for unknown, in the order of rules.yaml,
and is kept in step with it by hand: tests/test_compiled.py says which rule differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Truth = bool | None


def judge(facts: Mapping[str, Any]) -> tuple[Truth, ...]:  # noqa: C901, PLR0912, PLR0915 - one rule after the other
    """The truth of every default rule for exact values of facts, None being unknown."""
    get = facts.get
    alignment = get("goal.alignment")
    path = get("goal.path")
    interest = get("goal.interest")
    duties = get("goal.duties_toward_goal")
    level = get("goal.level_change")
    ratio = get("pay.market_ratio")
    final = get("pay.final")
    gap = get("pay.gap_to_floor")
    change = get("pay.change_vs_current")
    variable = get("pay.variable_share")
    covers = get("pay.covers_expenses")
    benefits = get("pay.benefits_ratio")
    churn = get("turnover.seat_churn")
    predecessor = get("turnover.predecessor_months")
    left = get("turnover.predecessor_left")
    turnover = get("turnover.vs_industry")
    tenure = get("turnover.median_tenure_months")
    conduct = get("terms.manager_conduct")
    evidence = get("terms.manager_evidence")
    met = get("terms.manager_met")
    answers = get("terms.answered_questions")
    days = get("terms.days_to_decide")
    non_compete = get("terms.non_compete")
    non_compete_months = get("terms.non_compete_months")
    employment = get("terms.employment")
    runway = get("situation.runway_months")
    work = get("situation.employment")
    searching = get("situation.months_searching")
    hits = get("goal.dealbreakers_hit")
    unwritten = get("goal.internal_move_unwritten")
    overlap = get("goal.skill_overlap")
    feeling = get("goal.feeling")
    place = get("goal.location_fit")
    ask = get("pay.gap_to_ask")
    load = get("goal.workload")
    best = get("pay.versus_best_offer")
    departures = get("turnover.manager_departure_rate")
    reposts = get("turnover.reposts")
    age = get("turnover.posting_age_days")
    layoffs = get("turnover.layoffs")
    outlook = get("turnover.company_outlook")
    rating = get("turnover.review_rating")
    changed = get("terms.changed_after_agreement")
    disparaged = get("terms.disparaged_predecessor")
    writing = get("terms.in_writing")
    clawback = get("terms.clawback_months")
    costs = get("terms.unreimbursed_costs")
    relocation = get("terms.relocation_required")
    reading = get("terms.time_to_read")
    people = get("terms.people")
    commute = get("terms.commute_minutes")
    market = get("situation.job_market")
    current = get("situation.current_job")
    job = get("situation.job_outlook")
    patterns = get("situation.repeated_patterns")
    stints = get("situation.short_stints")
    preferred = get("situation.preferred_prospect_pending")
    batna = get("situation.batna_pay")

    on_goal: Truth
    if path is not None:
        on_goal = path == "direct"
    else:
        on_goal = True if alignment is not None and alignment >= 85 else None

    below_floor = None if gap is None else gap < 0
    far_below = None if ratio is None else ratio < 0.80
    deep_cut = None if change is None else change <= -0.20
    short = None if covers is None else not covers
    if final is None:
        final_low = final_floor = final_cut = final_short = None
        if far_below is False:
            final_low = False
        if below_floor is False:
            final_floor = False
        if deep_cut is False:
            final_cut = False
        if short is False:
            final_short = False
    elif final:
        final_low, final_floor, final_cut, final_short = far_below, below_floor, deep_cut, short
    else:
        final_low = final_floor = final_cut = final_short = False

    step_up: Truth
    if change is not None and change >= 0.03:
        step_up = False
    elif level == "higher" or load == "heavier":
        step_up = None if change is None else True
    elif level is not None and load is not None:
        step_up = False
    else:
        step_up = None

    by_bonus: Truth
    if (ratio is not None and ratio >= 0.90) or (variable is not None and variable < 0.10):
        by_bonus = False
    else:
        by_bonus = None if ratio is None or variable is None else True

    early: Truth
    if predecessor is not None and predecessor >= 12:
        early = False
    elif left is None or left in {"quit", "dismissed"}:
        early = None if predecessor is None else True
    else:
        early = False
    revolving = False if churn is not None and churn < 3 else early if churn is not None else None
    if early is False:
        revolving = False

    stay: Truth
    if (turnover is not None and turnover <= 0.70) or (tenure is not None and tenure >= 47):
        stay = True
    else:
        stay = None if turnover is None or tenure is None else False

    hostile: Truth
    hearsay: Truth
    if conduct is None:
        hostile = False if evidence in {"reviews", "rumour"} else None
        hearsay = False if evidence in {"seen", "insiders"} else None
    elif conduct == "hostile":
        hostile = evidence is None or evidence in {"seen", "insiders"}
        hearsay = None if evidence is None else evidence in {"reviews", "rumour"}
    else:
        hostile = hearsay = False

    clause: Truth
    if non_compete is False or (non_compete_months is not None and non_compete_months >= 12):
        clause = False
    else:
        clause = non_compete

    open_people: Truth
    if met is False or answers is False or (conduct is not None and conduct != "fine"):
        open_people = False
    else:
        open_people = None if met is None or answers is None or conduct is None else True

    without_work = None if work is None else work in {"unemployed", "ending", "student"}
    money: Truth
    if without_work is False or (runway is not None and runway >= 3):
        money = False
    else:
        money = None if without_work is None or runway is None else True
    long_search: Truth
    if without_work is False or (searching is not None and searching < 6):
        long_search = False
    else:
        long_search = None if without_work is None or searching is None else True
    repay: Truth
    if without_work is False or (clawback is not None and clawback <= 0):
        repay = False
    else:
        repay = None if without_work is None or clawback is None else True
    can_wait: Truth
    if (runway is not None and runway >= 6) or work == "employed":
        can_wait = True
    else:
        can_wait = None if runway is None or work is None else False

    return (
        None if hits is None else hits >= 1,
        None if alignment is None else alignment < 30,
        None if path is None else path == "unrelated",
        None if path is None else path == "foot_in_door",
        unwritten,
        None if interest is None else interest == "unwanted",
        None if duties is None else duties < 0.25,
        None if duties is None else 0.25 <= duties < 0.50,
        None if level is None else level == "lower",
        None if overlap is None else overlap < 0.20,
        None if feeling is None else feeling == "bad",
        None if place is None else place == "unwanted",
        on_goal,
        None if path is None else path == "stepping_stone",
        None if duties is None else duties >= 0.70,
        None if interest is None else interest in {"dream", "want"},
        None if level is None else level == "higher",
        far_below,
        None if ratio is None else 0.80 <= ratio < 0.90,
        final_low,
        below_floor,
        final_floor,
        deep_cut,
        None if ask is None else ask < 0,
        step_up,
        None if best is None else best <= -0.05,
        None if change is None else -0.20 < change <= -0.05,
        final_cut,
        by_bonus,
        None if variable is None else variable >= 0.40,
        short,
        final_short,
        None if benefits is None else benefits < 0.60,
        None if ratio is None else ratio >= 1.10,
        None if benefits is None else benefits >= 1.20,
        None if change is None else change >= 0.10,
        revolving,
        None if turnover is None else turnover >= 1.50,
        None if turnover is None else 1.20 <= turnover < 1.50,
        early,
        None if departures is None else departures >= 0.35,
        None if reposts is None else reposts >= 3,
        None if age is None else age >= 60,
        None if tenure is None else tenure < 12,
        layoffs,
        None if outlook is None else outlook == "at_risk",
        None if rating is None else rating < 3.0,
        stay,
        None if left is None else left == "promoted",
        hostile,
        hearsay,
        changed,
        None if met is None else not met,
        None if answers is None else not answers,
        None if conduct is None else conduct == "evasive",
        disparaged,
        None if writing is None else not writing,
        None if days is None else 0 <= days < 3,
        None if days is None else days < 0,
        None if non_compete_months is None else non_compete_months >= 12,
        clause,
        None if clawback is None else clawback > 12,
        None if costs is None else costs > 0,
        relocation,
        None if reading is None else not reading,
        None if people is None else people == "disliked",
        None if commute is None else commute >= 60,
        None if employment is None else employment in {"contract", "temporary"},
        open_people,
        None if people is None else people == "liked",
        money,
        long_search,
        None if market is None else market == "tight",
        None if current is None else current == "toxic",
        None if job is None else job == "uncertain",
        repay,
        None if patterns is None else patterns >= 1,
        None if stints is None else stints >= 2,
        preferred,
        can_wait,
        None if batna is None else batna > 0,
    )
