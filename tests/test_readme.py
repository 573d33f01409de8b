from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from offercheck.case import read_case
from offercheck.rules.conditions import comparisons_in
from offercheck.rules.loading import load_rules
from readme_support import PICTURE, README, ROOT, Block, blocks, output_of, picture
from scenario_support import PROGRAM, run_program

RULES, TESTS, OFFER = range(3)  # the order of the YAML blocks


@pytest.mark.parametrize("block", blocks(), ids=lambda block: block.command)
def test_each_command_of_the_readme_prints_what_stands_under_it(block: Block) -> None:
    if "jq" in block.command and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    assert output_of(block.command) == block.output


def test_the_readme_shows_at_least_four_commands() -> None:
    assert len(blocks()) >= 4


def test_ci_runs_the_readmes_test_command() -> None:
    command = "python -m pytest -n auto"
    assert command in README.read_text("utf-8")
    assert command in (ROOT / ".ci" / "run").read_text("utf-8")


def test_every_file_the_readme_links_to_exists() -> None:
    links = [part.split(")")[0] for part in README.read_text("utf-8").split("](")[1:]]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_picture_is_the_one_that_the_program_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert PICTURE.read_text("utf-8") == picture()


def test_the_python_of_the_readme_runs() -> None:
    (code,) = [part.split("```")[0] for part in README.read_text("utf-8").split("```python\n")[1:]]
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("ask_first [")


def test_the_way_of_a_newcomer_runs_as_it_is_told(tmp_path: Path) -> None:
    told = " ".join(README.read_text("utf-8").split())
    assert "offercheck new ``` asks about the offer" in told
    letter = tmp_path / "letter.txt"
    letter.write_text("Company: Acme\nJob title: Nurse\n", "utf-8")
    run = subprocess.run(
        [*PROGRAM, "new", "--from", "letter.txt"],
        cwd=tmp_path,
        input=b"yes\nyes\ndone\n",
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0
    page = run_program("evaluate", "offer.yaml", "--format", "html", folder=tmp_path)
    assert page.stdout.startswith("<!doctype html>")


def yaml_blocks() -> list[str]:
    return [part.split("```")[0] for part in README.read_text("utf-8").split("```yaml\n")[1:]]


def test_the_offer_in_the_readme_can_be_judged(tmp_path: Path) -> None:
    offer = tmp_path / "offer.yaml"
    offer.write_text(yaml_blocks()[OFFER], "utf-8")
    assert read_case(str(offer)).offer.company == "Northwind Robotics"


def test_the_rule_file_in_the_readme_changes_what_it_says(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(yaml_blocks()[RULES], "utf-8")
    rules = {rule.id: rule for rule in load_rules(str(file)).rules}
    assert rules["posting-age"].entry.off
    assert comparisons_in(rules["short-tenure"].when)[0].threshold == 18


def test_the_rule_tests_in_the_readme_pass(tmp_path: Path) -> None:
    (tmp_path / "tests.yaml").write_text(yaml_blocks()[TESTS], "utf-8")
    shutil.copy(ROOT / "examples" / "pay-lagger-open.yaml", tmp_path)
    run = run_program("rules", "test", "tests.yaml", folder=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert "2 passed, 0 failed" in run.stdout
