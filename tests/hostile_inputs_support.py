"""Inputs meant to hurt, by what they try."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Mapping

from hostile_support import Hostile

OFFER = "company: Acme\ntitle: Nurse\n"
RULES = "extends: default\n"
RULE = "dimension: pay, severity: caution, when: {pay.final: {known: false}}"
LONG = "x" * 99_000
LETTERS = "abcdefghi"
ESCAPES = r"\e[31m[red]x[/red]\e]0;t\a\u202e\u2066\x9b\0"
RAW = "\x1b]0;title\x07\u202e\u2066[red]"
NOT_TEXT = os.fsdecode(b"\xff\xfe")


def laughs(head: str) -> str:
    """Nine lists, each nine times the one before: 387 million values."""
    lists = [f"{LETTERS[0]}: &{LETTERS[0]} [x, x, x, x, x, x, x, x, x]"]
    for before, name in itertools.pairwise(LETTERS):
        lists.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    return head + "\n".join(lists) + "\n"


def numbered(pattern: str, count: int, joint: str = ", ") -> str:
    """The pattern with `#` as 0, 1, 2 and so on."""
    return joint.join(pattern.replace("#", str(number)) for number in range(count))


OFFERS: dict[str, str | bytes] = {
    "lists that alias lists": laughs(OFFER),
    "a long text behind many aliases": (
        f"{OFFER}notes: &a {LONG}\npay: {{currency: EUR, {numbered('a#: *a', 20_000)}}}\n"
    ),
    "a long key behind many aliases": (
        f"{OFFER}notes: &a {LONG}\ntags: [{'{*a : 1, *a : 2}, ' * 8000}]\n"
    ),
    "a list that contains itself": OFFER + "tags: &a [x, *a]\n",
    "lists nested thousands deep": OFFER + "tags: " + "[" * 100_000,
    "mappings nested thousands deep": OFFER + "pay: " + "{a: " * 100_000,
    "blocks nested thousands deep": "- " * 400_000,
    "lines indented ever deeper": "".join(" " * depth + "a:\n" for depth in range(1200)),
    "JSON nested thousands deep": '{"company":' * 80_000,
    "megabytes": OFFER + "notes: " + "x" * 3_000_000 + "\n",
    "more values than anyone needs": OFFER + "tags: [" + "x, " * 300_000 + "]\n",
    "thousands of equal keys below a long one": "? " + LONG + "\n: {" + "a: 1, " * 24_000 + "}\n",
    "thousands of unknown keys": OFFER + numbered("pay_#: 1", 24_000, "\n"),
    "thousands of unknown facts": (
        f"{OFFER}facts: {{{numbered('turnover.manager_departure_ratez#: 1', 20_000)}}}\n"
    ),
    "thousands of refused words": OFFER + "tags: [" + "no, " * 49_000 + "]\n",
    "a number of a million digits": OFFER + "pay: {base: " + "1" * 900_000 + "}\n",
    "a million digits and a letter": OFFER + "notes: " + "1" * 900_000 + "x\n",
    "a million octal digits and a letter": OFFER + "notes: 0" + "7" * 900_000 + "x\n",
    "a time of a million parts": OFFER + "notes: 1" + ":11" * 300_000 + "x\n",
    "money of a million digits": OFFER + "pay: {base: '" + "1" * 900_000 + "x'}\n",
    "money of a million spaces": OFFER + "pay: {base: '1" + " " * 900_000 + "x'}\n",
    "a percentage without end": OFFER + "facts: {pay.change_vs_current: '" + "9" * 400 + "%'}\n",
    "a bonus without end": OFFER + "pay: {base: 1e5, bonus: {target: '" + "9" * 400 + "%'}}\n",
    "words, numbers and dates that are none": (
        f"{OFFER}in_writing: no\nnotes: 9:30\nlocation: 010\ndecide_by: 2026-02-30\n"
        "pay: {base: .nan, sign_on: {amount: .inf}}\ntags: [1e400]\n"
    ),
    "market figures of the year 1": (
        OFFER + "pay: {base: 1e5, market: {p50: 1e-30, source: x, as_of: 0001-01}}\n"
    ),
    "the largest and smallest amounts": (
        OFFER + "pay: {base: {amount: 1e12, per: hour, hours_per_week: 1e-30},"
        " market: {p10: 1e-30, p50: 1e-29, p90: 1e12, source: x, as_of: 9999-12}}\n"
    ),
    "equal keys": "company: a\ncompany: b\ntitle: c\n",
    "two byte order marks": "\ufeff\ufeff" + OFFER,
    "line ends of every kind": OFFER.replace("\n", "\r\n") + "tags: [a,\r b]\x85location: US\r\n",
    "text in UTF-16": OFFER.encode("utf-16"),
    "bytes that are no text": random.Random(1).randbytes(500_000),  # noqa: S311 - any bytes will do
    "surrogates as bytes": OFFER.encode() + b"notes: \xed\xa0\x80\n",
    "half a surrogate pair": '{"company": "\\ud800", "title": "x"}',
    "null bytes": OFFER + "notes: a\0b\n",
    "raw escapes": OFFER + "notes: a\x1b[31mb\n",
    "escapes in a key": f'{OFFER}"{ESCAPES}": 1\n',
    "escapes in wrong values": f'{OFFER}work_mode: "{ESCAPES}"\noccupation: "{ESCAPES}"\n',
    "direction marks around a problem": f"{OFFER}\u202e\u2066lokation\u2069: x\n",
    "a call of the shell": OFFER + "notes: !!python/object/apply:os.system [id]\n",
    "two documents": OFFER + "---\n" + OFFER,
    "a version of YAML that is not": "%YAML 9.9\n---\n" + OFFER,
    "a place of a hundred thousand letters": f"{OFFER}location: '{'Austin, TX ' * 9000}'\n",
    "nothing": "",
    "a comment alone": "# nothing\n",
}
CANDIDATES: dict[str, str] = {
    "lists that alias lists": laughs("goal: {}\n"),
    "fifty long roles": "goal: {roles: ["
    + numbered(f"'senior # {'developer ' * 1500}'", 50)
    + "]}\n",
    "a hundred waivers of no rule": (
        "waive: [" + numbered(f"{{rule: z# {'x' * 900}, reason: y}}", 100) + "]\n"
    ),
    "sums of nothing": (
        "situation: {savings: 0, monthly_expenses: 0, current_pay: 0, pay_floor: 0}\n"
    ),
    "a month that costs nearly nothing": "situation: {savings: 1e12, monthly_expenses: 1e-30}\n",
    "escapes in every text": f'goal: {{roles: ["{ESCAPES}"], level: "{ESCAPES}"}}\n',
    "escapes in a waiver of no rule": f'waive: [{{rule: "{ESCAPES}", reason: x}}]\n',
    "not a mapping": "- goal\n",
}
RULE_FILES: dict[str, str] = {
    "lists that alias lists": laughs(RULES),
    "long texts behind aliases in thousands of rules": (
        f"{RULES}rules:\n  z: {{{RULE}, says: &a {LONG}, do: *a, why: *a, source: *a}}\n"
        + numbered(f"  z#: {{{RULE}, says: *a, do: *a, why: *a, source: *a}}\n", 2300, "")
    ),
    "long texts behind aliases in a condition": (
        f"{RULES}rules: {{z: {{dimension: pay, severity: caution, says: x, source: x,"
        f" why: &a {LONG}, when: {{any: [{'*a, ' * 20_000}]}}}}}}\n"
    ),
    "thousands of rules": RULES
    + "rules:\n"
    + numbered(f"  z#: {{{RULE}, says: s, why: w, source: o}}\n", 2700, ""),
    "thousands of facts that are none": (
        f"{RULES}rules: {{z: {{dimension: pay, severity: caution, says: x, why: x, source: x,"
        f" when: {{any: [{numbered('{turnover.manager_departure_rat#: 1}', 16_000)}]}}}}}}\n"
    ),
    "thousands of values that are none": (
        f"{RULES}rules: {{unrelated-path: {{when: {{goal.path: {{one_of: [{'direkt, ' * 45_000}]}}}}}}}}\n"
    ),
    "thousands of names in a sentence": (
        f"{RULES}rules: {{pay-lagger: {{says: '{'{pay.bas}' * 11_000}'}}}}\n"
    ),
    "thousands of rules that are off and not there": (
        f"{RULES}rules: {{{numbered('pay-laggerz#: off', 20_000)}}}\n"
    ),
    "code in a sentence": (
        f"{RULES}rules: {{pay-lagger: {{says: '{{pay.base.__class__}} {{0}} %s $(id) {{{{7*7}}}}'}}}}\n"
    ),
    "conditions nested deep": (
        f"{RULES}rules: {{z: {{dimension: pay, severity: caution, says: x, why: x, source: x,"
        f" when: {'{not: ' * 39}{{pay.final: true}}{'}' * 39}}}}}\n"
    ),
    "a file that extends itself": "extends: rules.yaml\n",
    "a file that extends no path": r'extends: "a\0b"' + "\n",
    "a file that extends a folder": 'extends: ""\n',
    "a file that extends one without end": "extends: /dev/zero\n",
    "a file that extends an escape": r'extends: "\e[31m\u202e.yaml"' + "\n",
    "thresholds that are no numbers": (
        f"{RULES}rules: {{pay-lagger: {{when: {{pay.market_ratio: {{below: .nan}}}}}}}}\n"
    ),
    "weights beyond measure": (
        f"{RULES}scores: {{path: {{weight: 1e30}}, interest: {{weight: 1e-30}}}}\n"
        "dimensions: {goal: {weight: 1e30}, pay: {weight: 0}, turnover: {weight: 1e-30}}\n"
    ),
    "dimensions that weigh nothing": (
        f"{RULES}dimensions: {{goal: {{weight: 0}}, pay: {{weight: 0}}, turnover: {{weight: 0}},"
        " terms: {weight: 0}}\n"
    ),
    "escapes as the name of a rule": f'{RULES}rules: {{"{ESCAPES}": {{says: x}}}}\n',
    "escapes in every sentence": (
        f'{RULES}dimensions: {{pay: {{title: "{ESCAPES}"}}}}\nrules: {{z: {{{RULE},'
        f' says: "{ESCAPES}", do: "{ESCAPES}", ask: "{ESCAPES}", why: "{ESCAPES}",'
        f' source: "{ESCAPES} 1:1"}}}}\n'
    ),
    "sections of the wrong kind": (
        f"{RULES}rules: 5\nscores: text\npatterns: [1]\nverdicts: 7\ndimensions: 8\n"
    ),
    "assumptions of the wrong kind": f"{RULES}assumptions: [1]\n",
    "keys that are no text": f"{RULES}1: 2\nrules: {{1.5: {{says: x}}, true: off}}\n",
}
LAYERS: dict[str, tuple[str, str]] = {
    "two files that extend each other": ("extends: base.yaml\n", "extends: rules.yaml\n"),
    "rules over no mapping": ("extends: base.yaml\nrules: {a: {says: x}}\n", "rules: 5\n"),
    "rules over nothing": ("extends: base.yaml\nrules: {a: {says: x}}\n", "rules:\n"),
    "assumptions over no mapping": (
        "extends: base.yaml\nassumptions: {take_home_share: 1}\n",
        "assumptions: 5\n",
    ),
    "verdicts over no list": ("extends: base.yaml\nverdicts: [{id: a}]\n", "verdicts: text\n"),
}
AGING = f"{RULES}assumptions: {{market_aging_per_year: 100%}}\n"
DEEP = "a." * 20_000 + "a=1"
ARGUMENTS: dict[str, list[str]] = {
    "a change that is no text": ["evaluate", "offer.yaml", "--set", f"pay.base={NOT_TEXT}"],
    "a change of an entry that is no text": ["evaluate", "offer.yaml", "--set", f"{NOT_TEXT}=1"],
    "a change nested thousands deep": [
        *("evaluate", "offer.yaml", "--set", "pay.currency=EUR", "--set", f"pay.{DEEP}"),
    ],
    "a change with escapes": ["evaluate", "offer.yaml", "--set", f"{RAW}=1"],
    "a date with escapes": ["evaluate", "offer.yaml", "--as-of", RAW],
    "the first day with fast aging": [
        *("evaluate", "offer.yaml", "--rules", "aging.yaml", "--as-of", "0001-01-01"),
    ],
    "the last day with fast aging": [
        *("evaluate", "offer.yaml", "--rules", "aging.yaml", "--as-of", "9999-12-31"),
    ],
    "a verdict with escapes": ["evaluate", "offer.yaml", "--fail-on", RAW],
    "a format with escapes": ["evaluate", "offer.yaml", "--format", RAW],
    "an option with escapes": ["evaluate", "offer.yaml", f"--{RAW}"],
    "a command with escapes": [RAW],
    "one argument too many": ["evaluate", "offer.yaml", RAW],
    "a file name with escapes": ["evaluate", RAW],
    "a file name that is no text": ["evaluate", NOT_TEXT, "--format", "json"],
    "a file name too long": ["evaluate", "x" * 100_000],
    "a file without end": ["evaluate", "/dev/zero"],
    "a folder": ["evaluate", "."],
    "an output with escapes": ["evaluate", "offer.yaml", "-o", f"gone{RAW}/report"],
    "an output that is a folder": ["evaluate", "offer.yaml", "-o", "."],
    "a job title with escapes": ["market", RAW],
    "a job title that is no text": ["market", NOT_TEXT],
    "a place that is no text": ["market", "Nurse", "--location", NOT_TEXT, "--format", "json"],
    "a job title of a hundred thousand words": ["market", "ab " * 40_000],
}


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _named(kind: str, cases: Mapping[str, Hostile]) -> dict[str, Hostile]:
    return {f"{kind}: {name}": case for name, case in cases.items()}


CASES = {
    **_named(
        "offer",
        {
            name: Hostile(["evaluate", "-"], standard_input=_bytes(text))
            for name, text in OFFERS.items()
        },
    ),
    **_named(
        "candidate",
        {
            name: Hostile(
                ["evaluate", "offer.yaml", "--explain"],
                {"offer.yaml": OFFER.encode(), "candidate.yaml": text.encode()},
            )
            for name, text in CANDIDATES.items()
        },
    ),
    **_named(
        "rules",
        {
            name: Hostile(
                ["evaluate", "offer.yaml", "--rules", "rules.yaml", "--explain"],
                {"offer.yaml": OFFER.encode(), "rules.yaml": text.encode()},
            )
            for name, text in RULE_FILES.items()
        },
    ),
    **_named(
        "rules in two files",
        {
            name: Hostile(
                ["evaluate", "offer.yaml", "--rules", "rules.yaml"],
                {
                    "offer.yaml": OFFER.encode(),
                    "rules.yaml": mine.encode(),
                    "base.yaml": base.encode(),
                },
            )
            for name, (mine, base) in LAYERS.items()
        },
    ),
    **_named(
        "arguments",
        {
            name: Hostile(words, {"offer.yaml": OFFER.encode(), "aging.yaml": AGING.encode()})
            for name, words in ARGUMENTS.items()
        },
    ),
}
