"""What `rules check` found, for people and for scripts."""

from __future__ import annotations

from offercheck.render.json_text import problem_data, to_json
from offercheck.render.plain import printable
from offercheck.render.problems import MOST_SHOWN, render_problem
from offercheck.rules.checks import CheckedFile, Finding


def render_checked(checked: CheckedFile, *, width: int) -> str:
    """Every problem with the check that found it, and a line that sums up."""
    shown = [_finding(item, width) for item in checked.findings[:MOST_SHOWN]]
    if len(checked.findings) > MOST_SHOWN:
        shown.append(f"and {len(checked.findings) - MOST_SHOWN} more problems")
    return "\n".join([*shown, _summary(checked)]) + "\n"


def render_checked_json(checked: CheckedFile) -> str:
    """The same as JSON."""
    return to_json(
        {
            "file": checked.name,
            "rules": checked.rules,
            "scores": checked.scores,
            "rows": checked.rows,
            "every_proof": checked.is_proved,
            "problems": [
                {"check": item.check} | problem_data(item.problem) for item in checked.findings
            ],
        }
    )


def _finding(item: Finding, width: int) -> str:
    return f"{render_problem(item.problem, width=width)}\n  check: {item.check}"


def _summary(checked: CheckedFile) -> str:
    count = len(checked.findings)
    problems = "no problem" if not count else "1 problem" if count == 1 else f"{count} problems"
    size = f"{checked.rules} rules, {checked.scores} scores, {checked.rows} verdict rows"
    more = "" if checked.is_proved else "; the file is too large for every proof"
    return f"{printable(checked.name)}: {problems} in {size}{more}"
