"""The fuzz run itself is run by hand; here its targets take their first seeds, so that none rots."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from fuzz_seeds import SEEDS, seeds, words
from fuzz_targets import ALLOWED, TARGETS

FEW = 3


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_seeds_and_raises_only_what_it_may(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told: list[str] = []
    for which, seed in enumerate(islice(seeds(name), FEW)):
        try:
            told.append(TARGETS[name](which, seed))
        except ALLOWED:
            told.append("refused")
    assert set(told) != {"refused"} or name not in SEEDS


def test_every_target_that_builds_nothing_has_seeds_of_its_own() -> None:
    assert [name for name in TARGETS if not name.startswith("built")] == list(SEEDS)


def test_the_words_are_keys_and_values_of_every_document() -> None:
    assert {"company", "stepping_stone", "waive", "pay.market_ratio", "at_least"} <= set(words())
