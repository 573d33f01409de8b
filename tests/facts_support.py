"""Offers and candidates in a few words, small round assumptions, and the facts that follow."""

from __future__ import annotations

import datetime
from typing import Any

from offercheck.candidate import Candidate
from offercheck.facts.assumptions import Assumptions
from offercheck.facts.definition import Fact
from offercheck.facts.derivation import derive_facts
from offercheck.facts.known import Value
from offercheck.facts.record import Record
from offercheck.market.finding import MarketFinding, find_market, goal_roles
from offercheck.market.wages import Database
from offercheck.offer import Offer
from offercheck.rules.file import read_entry

DATABASE = Database()
SURVEY_DAY = datetime.date(2025, 5, 15)
FOUR_YEARS_LATER = datetime.date(2029, 5, 15)
AGING = 0.034

ASSUMPTIONS = read_entry(
    Assumptions,
    {
        "hours_per_year": 2080,
        "market_aging_per_year": "3.4%",
        "level_percentile": {"entry": 17, "qualified": 34, "experienced": 50, "expert": 67},
        "bonus_not_guaranteed_discount": "20%",
        "illiquid_equity_discount": "75%",
        "take_home_share": "75%",
        "horizon_months": 24,
        "search_months": 2.5,
        "short_stint_months": 12,
        "alignment": {
            "same_occupation": 100,
            "same_broad_group": 85,
            "same_minor_group": 65,
            "same_major_group": 35,
            "other": 5,
            "all_skills": 70,
        },
        "typical_benefits": {
            "health_premium_employer_share": "80%",
            "retirement_match": "4%",
            "paid_leave_days": 12,
        },
        "in_words": {
            "versus_current": {
                "much_lower": {"at_most": "-20%", "typical": "-30%"},
                "lower": {"at_least": "-20%", "at_most": "-2%", "typical": "-10%"},
                "same": {"at_least": "-2%", "at_most": "2%", "typical": "0%"},
                "higher": {"at_least": "2%", "at_most": "20%", "typical": "10%"},
                "much_higher": {"at_least": "20%", "typical": "25%"},
            },
            "versus_market": {
                "far_below": {"at_most": 0.79, "typical": 0.75},
                "below": {"at_least": 0.8, "at_most": 0.95, "typical": 0.87},
                "at": {"at_least": 0.95, "at_most": 1.05, "typical": 1.0},
                "above": {"at_least": 1.05, "at_most": 1.25, "typical": 1.15},
                "far_above": {"at_least": 1.25, "typical": 1.3},
            },
            "overall": {
                "poor": {"at_most": 0.59, "typical": 0.5},
                "typical": {"at_least": 0.8, "at_most": 1.19, "typical": 1.0},
                "good": {"at_least": 1.2, "typical": 1.3},
            },
            "need_of_pay": {
                "urgent": {"at_most": 2.9, "typical": 1},
                "some": {"at_least": 3, "at_most": 5.9, "typical": 4},
                "none": {"at_least": 6, "typical": 12},
            },
        },
        "negotiation": {
            "ask_percentile": 75,
            "most_percentile": 90,
            "base": {"step": "0.5%", "most": "40%"},
            "bonus_target": {"step": "1%", "most": "20%"},
            "retirement_match": {"step": "1%", "most": "6%"},
            "duties": {"step": "5%", "most": "100%"},
            "paid_leave_days": {"step": 1, "most": 15},
            "more_days": 21,
        },
        "turnover_by_industry": {"information": "36%", "government": "18%"},
    },
)

# Every entry that becomes a fact as it stands.
FULL_OFFER: dict[str, Any] = {
    "location_fit": "fine",
    "commute_minutes": 45,
    "feeling": "mixed",
    "employment": "contract",
    "in_writing": True,
    "pay": {"final": False, "sign_on": {"clawback_months": 12}},
    "role": {
        "path": "direct",
        "duties_toward_goal": "70%",
        "level": "higher",
        "interest": "want",
        "workload": "heavier",
        "people": "liked",
    },
    "turnover": {
        "annual_rate": "28%",
        "seat_holders_last_3_years": 3,
        "predecessor_months": 7,
        "predecessor_left": "quit",
        "times_posted_last_12_months": 4,
        "posting_age_days": 75,
        "median_tenure_months": 14,
        "layoffs_last_12_months": False,
        "review_rating": 3.1,
        "company_outlook": "at_risk",
    },
    "manager": {
        "met": False,
        "conduct": "evasive",
        "evidence": "rumour",
        "disparaged_predecessor": True,
    },
    "terms": {
        "changed_after_agreement": False,
        "answered_questions": True,
        "time_to_read": False,
        "non_compete_months": 6,
        "relocation_required": True,
        "unreimbursed_costs": 800,
    },
}
FULL_SITUATION = {
    "employment": "ending",
    "months_searching": 5,
    "current_job": "toxic",
    "job_market": "tight",
    "job_outlook": "uncertain",
}


def offer_of(**entries: Any) -> Offer:
    """A software engineer's offer with the given entries."""
    return Offer.model_validate({"company": "Acme", "title": "Software Engineer"} | entries)


def candidate_of(**entries: Any) -> Candidate:
    """A candidate with the given blocks."""
    return Candidate.model_validate(entries)


def market_of(offer: Offer, as_of: datetime.date = SURVEY_DAY) -> MarketFinding:
    """The market of an offer, not aged unless a later day is given."""
    return find_market(offer, as_of, AGING, DATABASE)


def facts_of(
    offer: Offer,
    candidate: Candidate | None = None,
    *,
    as_of: datetime.date = SURVEY_DAY,
    stated: dict[str, Value] | None = None,
) -> dict[str, Fact]:
    """Every fact of an offer."""
    person = candidate or Candidate()
    record = Record(
        offer,
        person,
        ASSUMPTIONS,
        market_of(offer, as_of),
        as_of,
        goal_roles(person, DATABASE),
        stated or {},
    )
    return derive_facts(record)
