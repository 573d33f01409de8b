"""Formulas for turnover: of the team against its industry, and under the manager."""

from __future__ import annotations

from collections.abc import Mapping

from offercheck.facts.known import Result, Unknown


def vs_industry(
    annual_rate: float, industry: str, turnover_by_industry: Mapping[str, float]
) -> Result:
    """The yearly rate over the industry's yearly separations: 1.0 is the industry's."""
    usual = turnover_by_industry.get(industry)
    if not usual:
        return Unknown(f"no published rate for the industry {industry}")
    return annual_rate / usual


def manager_departure_rate(departures: int, reports: int) -> Result:
    """People who left the manager in the last 12 months over the people who report now."""
    if reports == 0:
        return Unknown("nobody reports to the manager")
    return departures / reports
