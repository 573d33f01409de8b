"""Where things are written, named short: the packaged rule file stands in a long folder."""

from __future__ import annotations

from pathlib import Path

from offercheck.report import Decision, Place, Report
from offercheck.rules.loading import packaged_rules


def with_short_places(report: Report) -> Report:
    """The report with the packaged rule file under its bare name wherever a line of it is named.

    Where another file of the report has that name, it says that the packaged one is meant.
    """
    packaged, name = packaged_rules(), short_name(report)

    def shortened(place: Place) -> Place:
        return place._replace(file=name) if place.file == packaged else place

    def decided(decision: Decision) -> Decision:
        return decision._replace(row_at=shortened(decision.row_at))

    return report._replace(
        decided_by=decided(report.decided_by),
        merits_decided_by=decided(report.merits_decided_by),
        rules=[rule._replace(rule_at=shortened(rule.rule_at)) for rule in report.rules],
        repeated_patterns=[
            item._replace(pattern_at=shortened(item.pattern_at))
            for item in report.repeated_patterns
        ],
    )


def short_name(report: Report) -> str:
    """What the packaged rule file is called in a report."""
    packaged = packaged_rules()
    name = Path(packaged).name
    others = {Path(item.file).name for item in report.inputs if item.file != packaged}
    return f"packaged {name}" if name in others else name


def unnamed_rules(report: Report) -> str:
    """What the short name stands for, where the inputs of the report do not name that file."""
    packaged = packaged_rules()
    used = any(rule.rule_at.file == packaged for rule in report.rules)
    named = any(item.file == packaged for item in report.inputs)
    return f"{short_name(report)} is {packaged}" if used and not named else ""
