"""The advice keeps its word on random partial offers; `python tests/partial_offers.py` tries more."""

from __future__ import annotations

import pytest

from evaluation_support import THOROUGH
from partial_offers import findings

CHUNK = 100
COUNT = 4000 if THOROUGH else 400


@pytest.mark.parametrize("first", range(0, COUNT, CHUNK))
def test_every_completion_answer_and_change_gives_what_was_said_of_it(first: int) -> None:
    found = findings(range(first, first + CHUNK))
    assert found.broken == []
    # Enough of everything was looked at for that to mean something.
    assert min(found.firm, found.answers, found.flips) > CHUNK // 10
