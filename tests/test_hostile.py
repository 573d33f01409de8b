from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hostile_inputs_support import CASES, OFFER, RULES
from hostile_support import Hostile, complaints, run
from offercheck.problem import InputError
from offercheck.rules.loading import load_rules

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="memory is bounded and measured the way of Linux"
)

PROGRAM = [sys.executable, "-m", "offercheck"]

# A text, and how it looks where it is shown: what would act is written out, all else stands as it is.
TEXTS = {
    "Rich markup": ("[red]x[/red] [b", "[red]x[/red] [b"),
    "terminal escapes": ("\x1b[31mred\x1b]0;t\x07\x9b1m", "\\x1b[31mred\\x1b]0;t\\x07\\x9b1m"),
    "direction marks": ("a\u202egnp.exe\u2066\u200f", "a\\u202egnp.exe\\u2066\\u200f"),
    "line breaks": ("a\nACCEPT\r\n\u2028\x85b", "a ACCEPT  \\u2028\\x85b"),
    "a spreadsheet formula": ('=HYPERLINK("//x";"y")', '=HYPERLINK("//x";"y")'),
    "HTML": ("<script>a('x')</script>&lt;", "<script>a('x')</script>&lt;"),
    "Markdown": ("| a | ![x](//y) `z` **b**", "| a | ![x](//y) `z` **b**"),
    "templates": ("{pay.base} {0} %s $(id)", "{pay.base} {0} %s $(id)"),
    "ten thousand letters": ("x" * 10_000, "xxxxxxxxxxxxxxxxxxxx"),
}


def filled(text: str, *options: str) -> Hostile:
    """A run on an offer, a candidate and rules in which every free text is `text`."""
    offer = {
        "company": text,
        "title": text,
        "location": text,
        "occupation": "29-1141",
        "tags": [text],
        "notes": text,
        "pay": {
            "base": 90_000,
            "market": {"p50": 80_000, "p90": 99_000, "source": text, "as_of": "2026-05"},
        },
        "role": {"skills": [text]},
        "turnover": {"posting_age_days": 90},
    }
    candidate = {
        "goal": {"roles": [text], "skills": [text], "level": text, "dealbreakers": [text]},
        "history": [{"title": text, "months": 3, "left_because": ["pay"]}],
        "waive": [{"rule": "posting-age", "reason": text}],
    }
    rule = {"says": text, "do": text, "ask": text, "why": text, "source": text + " 1:1"}
    mine = {
        "extends": "default",
        "dimensions": {"pay": {"title": text}},
        "rules": {
            "mine": {
                "dimension": "pay",
                "severity": "red_flag",
                "when": {"pay.base": {"above": 1}},
                **rule,
            }
        },
    }
    files = {
        name: json.dumps(data).replace("\\u001b", "\\e").encode()
        for name, data in (("offer", offer), ("candidate", candidate), ("mine", mine))
    }
    return Hostile(
        ["evaluate", "offer.yaml", "--rules", "mine.yaml", "--as-of", "2026-09-01", *options],
        {f"{name}.yaml": content for name, content in files.items()},
    )


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_input_ends_in_a_clear_message(name: str, tmp_path: Path) -> None:
    assert complaints(run(CASES[name], tmp_path)) == []


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_shown_as_it_stands_and_does_not_act(name: str, tmp_path: Path) -> None:
    text, shown = TEXTS[name]
    ended = run(filled(text, "--explain"), tmp_path)
    assert (complaints(ended), ended.code) == ([], 0)
    assert shown in ended.out.splitlines()[0]


def test_hostile_texts_stay_what_they_are_in_json(tmp_path: Path) -> None:
    text = " ".join(text for text, _ in TEXTS.values())
    ended = run(filled(text, "--format", "json"), tmp_path)
    report = json.loads(ended.out)
    assert complaints(ended) == []
    assert [report["company"], report["title"], report["market"]["source"]] == [text] * 3


def test_no_text_makes_the_table_wider_than_80_columns(tmp_path: Path) -> None:
    ended = run(filled("x" * 10_000, "--explain"), tmp_path)
    assert max(len(line) for line in ended.out.splitlines()) <= 80


def test_a_report_that_cannot_be_written_leaves_no_file_behind(tmp_path: Path) -> None:
    ended = run(
        Hostile(["evaluate", "offer.yaml", "-o", "."], {"offer.yaml": OFFER.encode()}), tmp_path
    )
    assert ended.code == 2
    assert [entry.name for entry in (tmp_path / "place").iterdir()] == ["offer.yaml"]


@pytest.mark.parametrize("output_format", ["table", "json"])
def test_a_full_disk_ends_in_a_message(output_format: str, tmp_path: Path) -> None:
    (tmp_path / "offer.yaml").write_text(OFFER)
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*PROGRAM, "evaluate", "offer.yaml", "--format", output_format],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1)


def test_rules_that_extend_a_link_to_itself_are_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "rules.yaml").write_text(RULES.replace("default", "loop.yaml"))
    with pytest.raises(InputError):
        load_rules(str(tmp_path / "rules.yaml"))
