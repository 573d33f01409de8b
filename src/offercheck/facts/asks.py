"""Questions about single entries of facts that are worked out from several."""

from __future__ import annotations

ENTRY_ASKS = {
    "offer.industry": "Which industry is the company in?",
    "offer.turnover.annual_rate": "Which share of the team left in the last twelve months?",
    "offer.turnover.manager_reports": "How many people report to the manager?",
    "offer.turnover.manager_departures_last_12_months": (
        "How many of the manager's people left in the last twelve months?"
    ),
    "offer.tags": "Does this offer have anything that I would refuse at any pay?",
    "candidate.goal.skills": "Which skills do I want to use?",
    "candidate.situation.savings": "How much have I saved?",
    "candidate.situation.monthly_expenses": "What do I spend in a month?",
}
