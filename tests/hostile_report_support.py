"""An offer, a candidate and rules whose every text is hostile, judged into a report."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from offercheck.case import Case, case_of, read_case
from offercheck.document import parse
from offercheck.judgement import judge
from offercheck.market.wages import Database
from offercheck.report import Report
from offercheck.rules.loading import load_rules
from scenario_support import AS_OF

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "image": '<img src="https://evil.example/x.png" onerror="alert(1)">',
    "attribute": "\" onmouseover=\"alert(1)' x='",
    "template": "{{ 7 * 7 }}{% for x in y %}",
    "rich": "[red]not red[/red] [link=https://evil.example]x[/link]",
    "escape": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\ \x1b[31mred",
    "formula": "=cmd|'/C calc'!A0",
    "direction": "safe\u202egnp.exe\u2066\u200f",
    "markdown": "[click](https://evil.example) ![x](https://evil.example/y.png) **b** `c`",
    "bare": "https://evil.example www.evil.example a@evil.example @someone #1 :smile:",
    "reference": "[x]: https://evil.example",
    "issues": 'GH-12 gh-12 #12 ABC-12 @name team/repo#12 (!12) &12 %12 ~bug ~"big bug"',
    "commits": f"{'da39a3ee' * 5} {'1234567890' * 4} me@{'deadbeef' * 5} /{'ab12' * 10} a1b2c3d",
    "heading": "# heading",
    "table": "a | b | c",
    "entity": "&lt;b&gt; &amp; &#60;",
    "control": "bell\x07 null\x00 tab\t line\nbreak \u2028",
    "long": "x" * 10_000,
}


@cache
def hostile_report(text: str) -> Report:
    """The report on an offer in which each free text is the given one."""
    rules = {
        "version": 1,
        "extends": "default",
        "rules": {
            "hostile": {
                "dimension": "terms",
                "severity": "caution",
                "when": {"terms.in_writing": True},
                "says": f"says {_plain(text)}",
                "do": f"do {_plain(text)}",
                "why": f"why {_plain(text)}",
                "source": f"https://evil.example/{_plain(text)}",
            }
        },
    }
    with TemporaryDirectory() as folder:
        file, mine = Path(folder) / "offer.yaml", Path(folder) / "mine.yaml"
        file.write_text(json.dumps(_offer(text)), encoding="utf-8")
        mine.write_text(json.dumps(rules), encoding="utf-8")
        return judge(read_case(str(file)), load_rules(str(mine)), AS_OF, Database())


def _plain(text: str) -> str:
    """Braces name facts in the sentences of a rule file; these do not."""
    return text.replace("{", "(").replace("}", ")")


def hostile_case(text: str) -> Case:
    """The same offer with its candidate, to be judged by other rules."""
    return case_of(parse("offer.yaml", json.dumps(_offer(text)).encode()), None)


def _offer(text: str) -> dict[str, Any]:
    return {
        "company": text,
        "title": text,
        "in_writing": True,
        "location": "US",
        "occupation": "15-1252",
        "pay": {
            "base": 100_000,
            "market": {"p25": 1e5, "p50": 1.2e5, "source": text, "as_of": "2026-10"},
        },
        "notes": text,
        "tags": [text],
        "candidate": {
            "goal": {"roles": [text], "skills": [text], "level": text, "dealbreakers": ["nothing"]},
            "situation": {"employment": "unemployed", "current_pay": 90_000},
            "history": [{"title": text, "months": 5, "left_because": ["pay"]}],
            "waive": [{"rule": "posting-age", "reason": text}],
        },
    }
