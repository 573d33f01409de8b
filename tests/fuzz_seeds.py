"""What a fuzz run begins from: inputs that reach deep, and the words that documents are made of."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import strategies
from hostile_batch_support import LINES, STATES, UNFINISHED
from hostile_inputs_support import CANDIDATES, OFFERS, RULE_FILES
from offercheck.cli.schemas import schema_of
from offercheck.rules.starter import STARTER
from scenario_support import EXAMPLES, REPOSITORY

LARGEST = 8000
SIZES = [64 << doubled for doubled in range(7)]  # of what the strategies build documents from
EXAMPLE_FILES = [file.read_bytes() for file in sorted(EXAMPLES.rglob("*.*")) if file.is_file()]
RULES: list[str | bytes] = [
    STARTER,
    *RULE_FILES.values(),
    *(file.read_bytes() for file in sorted((REPOSITORY / "tests/data").rglob("*.yaml"))),
]
SEAL = """\
extends: default
sealed:
  {date: 2026-01-01, digest: x, pay_floor: 90000, currency: USD, dealbreakers: [tobacco],
   waive: [{rule: posting-age, reason: x}]}
"""
LINE = b'{"id": "a", "company": "Acme", "title": "Nurse", "pay": {"base": "80k"}}'
CHANGES = [
    *("pay.base=131000", "facts.pay.change_vs_current=-20%", "candidate.goal.roles=[a, b]"),
    *("terms={non_compete: true}", "pay.base=", "notes='x'"),
]
TYPED = [
    *("118000", "56.75 an hour", "3 of 12", "10%", "2 years", "2 weeks", "2026-12-04"),
    *("yes", "a, b", "unemp", "none"),
]
KEPT_ANSWERS = [
    """\
{"entry": "offer.company", "value": "A"}
{"unknown": "offer.pay.base"}
""",
    """\
{"entry": "candidate.situation.prospects", "value": [{"stage": "offer"}]}
{"entry": "candidate.situation.prospects.0.pay", "value": 1}
""",
]
POSTINGS = [
    """\
Acme Corp. is pleased to offer you the position of Senior Nurse in Austin, TX.
Base salary: $118,000 per year, sign-on bonus of $10,000, 15 days of paid leave.
Please answer by December 4, 2026. Non-compete of 12 months. Full-time, hybrid.
""",
    "Title: Nurse\nCompany: Acme\nSalary: $50 - $60 an hour\nLocation: Remote, US\n",
]
RULE_TESTS = [
    """\
version: 1
as_of: 2026-12-01
tests:
- {name: a, facts: {pay.market_ratio: 70%},
   expect: {rules: {pay-lagger: fired}, verdict: negotiate, row: otherwise}}
""",
    """\
version: 1
rules: default
as_of: 2026-12-01
tests:
- {name: b, offer: {company: A, title: B}, set: {pay.base: 100000}, candidate: {goal: {}},
   expect: {scores: {pay: {below: 50}}}}
""",
]
SEEDS: dict[str, Sequence[str | bytes]] = {
    "offer": [*EXAMPLE_FILES, *OFFERS.values()],
    "candidate": [*CANDIDATES.values(), *(x.partition(b"candidate:")[2] for x in EXAMPLE_FILES)],
    "rules": RULES,
    "seal": [SEAL, *RULES],
    "line": [LINE, *LINES.values()],
    "change": CHANGES,
    "answer": TYPED,
    "answers": KEPT_ANSWERS,
    "posting": POSTINGS,
    "resume": [*map(strategies.as_json, UNFINISHED.values()), *STATES.values()],
    "rule tests": RULE_TESTS,
}
SIGNS = {"extends: default\n", "\n", ": ", "- ", "{", "}", "[", "]", "&a ", "*a", "!!"}


def seeds(target: str) -> Iterator[bytes]:
    """Inputs to begin from, without their first two bytes; any bytes where something is built."""
    if target not in SEEDS:
        draw = random.Random(target)  # noqa: S311 - repeatable
        yield from (draw.randbytes(size) for size in SIZES for _ in range(3))
        return
    for seed in SEEDS[target]:
        raw = seed.encode() if isinstance(seed, str) else seed
        if len(raw) <= LARGEST:
            yield raw


def words() -> list[str]:
    """Every key and word that a document may hold."""
    schemas = [schema_of(document) for document in ("offer", "candidate", "rules")]
    forms = (form for forms in strategies.FORMS.values() for form in forms)
    return sorted(SIGNS.union(forms, *map(_words_of, schemas)))


def _words_of(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for part in schema:
            yield from _words_of(part)
    elif isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (word for word in schema.get("enum", ()) if isinstance(word, str))
        yield from _words_of(list(schema.values()))
