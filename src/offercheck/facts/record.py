"""What facts are derived from: one offer, its candidate, its market, and a day."""

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from offercheck.candidate import Candidate
from offercheck.facts.assumptions import Assumptions
from offercheck.facts.known import Value
from offercheck.market.finding import GoalRole, MarketFinding
from offercheck.offer import Offer


class Record(NamedTuple):
    """Everything that facts are derived from. `stated` are the facts stated directly."""

    offer: Offer
    candidate: Candidate
    assumptions: Assumptions
    market: MarketFinding
    as_of: datetime.date
    goal_roles: tuple[GoalRole, ...] | None = None
    stated: Mapping[str, Value] = MappingProxyType({})
