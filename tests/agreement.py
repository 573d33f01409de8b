"""How far the rules agree with published experts: `python tests/agreement.py [RULES] [--each]`.

42 people described a job offer in public and an expert said what to do. Each stands under
tests/cases/ as an offer that states only what the text states. The expert's verdict counts 1, a
second one that the same text allows a half. Beside the rules stands a plain weighted score with
three cut-offs: the overall score of the same rule file, unknown scores left out, with the cut-offs
that fit these very cases best.
"""

from __future__ import annotations

import datetime
import itertools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from offercheck.case import read_case
from offercheck.judgement import judge
from offercheck.market.wages import Database
from offercheck.rules.loading import load_rules, packaged_rules

CASES = Path(__file__).parent / "cases"
EXPECTED = Path(__file__).parent / "published_cases.yaml"
AS_OF = datetime.date(2026, 11, 25)
VERDICTS = ("accept", "negotiate", "ask_first", "bridge", "decline")
BASELINE = ("accept", "negotiate", "ask_first", "decline")  # from the best score to the worst


class Outcome(NamedTuple):
    """One published case: what the expert said, and what the rules say."""

    name: str
    expected: str
    also: str
    strict: bool
    verdict: str
    row: str
    coverage: float
    score: float | None


def outcomes(rules_file: str | None = None) -> list[Outcome]:
    """Every case judged by a rule file, the packaged one unless another is named."""
    rules, database = load_rules(rules_file or packaged_rules()), Database()
    results = []
    for name, told in yaml.safe_load(EXPECTED.read_text(encoding="utf-8")).items():
        report = judge(read_case(str(CASES / f"{name}.yaml")), rules, AS_OF, database)
        overall = report.overall
        results.append(
            Outcome(
                *(name, told["verdict"], told.get("also", ""), told["strict"], report.verdict),
                *(report.decided_by.row, overall.coverage, overall.value),
            )
        )
    return results


def points(case: Outcome, verdict: str) -> float:
    """1 for the expert's verdict, a half for the other one that the text allows."""
    return 1.0 if verdict == case.expected else 0.5 if verdict == case.also else 0.0


def plain_verdict(score: float | None, cuts: Sequence[float]) -> str:
    """The verdict of a weighted score by three cut-offs, falling; nothing known is asked about."""
    if score is None:
        return "ask_first"
    return next(
        (word for word, cut in zip(BASELINE, cuts, strict=False) if score >= cut), "decline"
    )


def best_cuts(cases: Sequence[Outcome]) -> tuple[int, ...]:
    """The three cut-offs, in steps of 5, with which the plain score does best on the cases."""
    tried = itertools.combinations(range(100, -1, -5), 3)
    return max(tried, key=lambda cuts: sum(points(c, plain_verdict(c.score, cuts)) for c in cases))


def share(cases: Sequence[Outcome], verdict_of: Callable[[Outcome], str]) -> str:
    """Points of a set of cases, as `18.0 of 21, 86%`."""
    total = sum(points(case, verdict_of(case)) for case in cases)
    exact = sum(case.expected == verdict_of(case) for case in cases)
    return f"{total:4.1f} of {len(cases)}, {total / len(cases):4.0%}, exact {exact}"


def main() -> None:
    """Print the agreement, and with --each every case."""
    files = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    cases = outcomes(files[0] if files else None)
    strict = [case for case in cases if case.strict]
    cuts = best_cuts(cases)
    if "--each" in sys.argv:
        for case in cases:
            also = f" (or {case.also})" if case.also else ""
            mark = "strict" if case.strict else ""
            sys.stdout.write(
                f"{points(case, case.verdict):3.1f} {mark:6} {case.name}: {case.expected}{also};"
                f" {case.verdict} by {case.row}, {case.coverage:.0%} known\n"
            )
    for title, chosen in (("strict set", strict), ("all cases", cases)):
        sys.stdout.write(f"{title}\n")
        for label, verdict_of in (
            ("rules", lambda case: case.verdict),
            (f"weighted score, cut at {cuts}", lambda case: plain_verdict(case.score, cuts)),
        ):
            sys.stdout.write(f"  {label:40} {share(chosen, verdict_of)}\n")
        for word in VERDICTS:
            part = [case for case in chosen if case.expected == word]
            sys.stdout.write(f"    rules, {word:30} {share(part, lambda case: case.verdict)}\n")


if __name__ == "__main__":
    main()
