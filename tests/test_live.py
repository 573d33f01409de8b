"""The interview in a terminal: matches and market while typing, and answers after a posting was piped in."""

from __future__ import annotations

from pathlib import Path

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from interview_support import AGING, DAY, read_yaml
from offercheck.cli.live import LiveTerminal
from offercheck.interview.session import Setting
from scenario_support import AS_OF, PROGRAM, RULES
from screen_support import Screen

WHOLE = "\x0c"  # Ctrl-L paints the whole screen again, not only what has changed
NEW = (*PROGRAM, "new", "--as-of", DAY)


def test_matches_and_the_market_are_on_the_screen_before_enter(tmp_path: Path) -> None:
    with Screen(NEW, tmp_path) as screen:
        screen.wait_for("Which company")
        screen.type("Acme\r")
        screen.wait_for("What is the job title?")
        screen.type("registered nu")
        screen.type(WHOLE)
        # 97,550 of the survey, aged by 3.4% a year from 2025-05-15 to 2026-11-25
        screen.wait_for("Registered Nurse Case Manager", "median $102,672 in United States")
        assert "Taken for" not in screen.seen
        screen.type("rse\r")
        screen.wait_for("Taken for 29-1141 Registered Nurses", "Which level")
        screen.type("expert\r")
        screen.wait_for("Where is the job?")
        screen.type("austin")
        screen.type(WHOLE)
        screen.wait_for("Austin, TX", "Austin-Round Rock-San Marcos, TX")
        screen.type("\t")
        screen.wait_for("Austin, TX")
        screen.type("\r")
        screen.wait_for("What is the base pay?")
        screen.type("\x03")
        screen.wait_for("your 4 answers are kept")
    kept = (tmp_path / ".offer.yaml.answers").read_text(encoding="utf-8")
    assert '"value": "Austin, TX"' in kept


def test_enter_takes_what_was_typed_and_no_match() -> None:
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text("registered nu\r")
        terminal = LiveTerminal(Setting(AS_OF, str(RULES), AGING, None))
        assert terminal.ask("What is the job title?", "offer.title") == "registered nu"


def test_a_dumb_terminal_is_asked_in_plain_lines(tmp_path: Path) -> None:
    with Screen(NEW, tmp_path, term="dumb") as screen:
        screen.wait_for("Which company", "> ")
        for line in ("Acme", "Nurse", "done"):
            screen.type(f"{line}\n")
        screen.wait_for("wrote offer.yaml")
        assert "\x1b" not in screen.seen
    assert read_yaml(tmp_path / "offer.yaml") == {"company": "Acme", "title": "Nurse"}


def test_after_a_posting_on_standard_input_the_terminal_answers(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Company: Valley Hospital\n", encoding="utf-8")
    command = f"cat letter.txt | {' '.join(NEW)} --from -"
    with Screen(("/bin/sh", "-c", command), tmp_path) as screen:
        screen.wait_for("company: Valley Hospital?")
        screen.type("yes\r")
        screen.wait_for("What is the job title?")
        screen.type("Nurse\r")
        screen.wait_for("Which level")
        screen.type("done\r")
        screen.wait_for("wrote offer.yaml")
    assert read_yaml(tmp_path / "offer.yaml")["company"] == "Valley Hospital"
