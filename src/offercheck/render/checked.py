"""What `rules check` found, for people and for scripts."""

from __future__ import annotations

from offercheck.render.json_text import problem_data, to_json
from offercheck.render.plain import printable
from offercheck.render.problems import render_problem
from offercheck.rules.checks import CheckedFile


def render_checked(checked: CheckedFile) -> str:
    """Every problem with the check that found it, and a line that sums up."""
    name = printable(checked.name)
    size = f"{checked.rules} rules, {checked.scores} scores, {checked.rows} verdict rows"
    parts = [f"{render_problem(item.problem)}\n  check: {item.check}" for item in checked.findings]
    count = len(checked.findings)
    found = "no problem" if not count else "1 problem" if count == 1 else f"{count} problems"
    more = "" if checked.is_whole else "; too large to compare every rule and row with the others"
    return "\n".join([*parts, f"{name}: {found} in {size}{more}"]) + "\n"


def render_checked_json(checked: CheckedFile) -> str:
    """The same as JSON."""
    return to_json(
        {
            "file": checked.name,
            "rules": checked.rules,
            "scores": checked.scores,
            "rows": checked.rows,
            "every_proof": checked.is_whole,
            "problems": [
                {"check": item.check} | problem_data(item.problem) for item in checked.findings
            ],
        }
    )
