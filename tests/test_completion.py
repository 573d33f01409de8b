"""What a shell offers where a value is begun, asked for as each shell asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from offercheck.market.areas import areas_of, places
from offercheck.market.wages import Database
from scenario_support import REPOSITORY, run_program


def _offered(shell: str, line: str, folder: Path = REPOSITORY) -> str:
    """What completing the last word of a command line gives."""
    settings = {
        "_OFFERCHECK_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    return run_program(folder=folder, settings=settings).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("offercheck ev", "evaluate"),
        ("offercheck rules explain pay-l", "pay-lagger"),
        ("offercheck rules list --dimension tu", "turnover"),
        ("offercheck market X --location Aus", "Austin, TX"),
        ("offercheck market Back", "Backend Engineer"),
    ],
)
def test_a_value_that_was_begun_is_completed(shell: str, line: str, offered: str) -> None:
    assert offered in _offered(shell, line)


def test_what_was_typed_stays_as_it_is() -> None:
    assert _offered("bash", "offercheck market X --location aus").split("\n")[0] == "austin, TX"


def test_rules_that_cannot_be_read_offer_nothing(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("[", encoding="utf-8")
    assert _offered("bash", "offercheck rules explain p", tmp_path).strip() == ""


def test_every_place_that_is_offered_is_understood() -> None:
    database = Database()
    assert all(areas_of(place, database) for place in places()[::7])
