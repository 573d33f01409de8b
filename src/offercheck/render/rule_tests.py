"""The results of rule tests: for people, for scripts, and as JUnit XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET  # only written, never read

from offercheck.quantities import format_share
from offercheck.render.json_text import to_json
from offercheck.render.plain import printable
from offercheck.rule_tests.running import STATES, Failure, RuleTestResult, RuleTestRun
from offercheck.rules.loading import packaged_rules

MOST_LISTED = 40
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_rule_tests(run: RuleTestRun) -> str:
    """What failed and why, what no test reaches, and a line that sums up."""
    return "\n".join([*_failed(run), *_untested(run), _summary(run)]) + "\n"


def _failed(run: RuleTestRun) -> Iterator[str]:
    for result in run.results:
        if not result.passed:
            where = f"{printable(result.position.file)}:{result.position.line}"
            yield f"FAILED {where}: {printable(result.name)}"
            for failure in result.failures:
                yield f"  {_difference(failure)}"
                yield from (f"    {printable(reason)}" for reason in failure.because)


def _difference(failure: Failure) -> str:
    return (
        f"{failure.what}: expected {printable(failure.expected)}, found {printable(failure.found)}"
    )


def _untested(run: RuleTestRun) -> Iterator[str]:
    untested = list(run.coverage.untested)
    if untested:
        yield "Not tested:"
        yield from (f"  {line}" for line in untested[:MOST_LISTED])
    if len(untested) > MOST_LISTED:
        yield f"  and {len(untested) - MOST_LISTED} more (--format json)"


def _summary(run: RuleTestRun) -> str:
    failed = sum(not result.passed for result in run.results)
    passed = len(run.results) - failed
    rules, rows = run.coverage.rules, run.coverage.rows
    states = sum(len(seen) for seen in rules.values())
    return (
        f"{passed} passed, {failed} failed; coverage {format_share(run.coverage.share)}:"
        f" {states} of {len(STATES) * len(rules)} states of {len(rules)} rules,"
        f" {sum(rows.values())} of {len(rows)} verdict rows of {_rules_name(run.rules)}"
    )


def _rules_name(name: str) -> str:
    return "the default rules" if name == packaged_rules() else printable(name)


def render_rule_tests_json(run: RuleTestRun) -> str:
    """Every result, and the coverage, as JSON."""
    failed = sum(not result.passed for result in run.results)
    return to_json(
        {
            "rules": run.rules,
            "passed": len(run.results) - failed,
            "failed": failed,
            "tests": [_result_data(result) for result in run.results],
            "coverage": {
                "share": run.coverage.share,
                "rules": {rule: list(states) for rule, states in run.coverage.rules.items()},
                "rows": run.coverage.rows,
                "untested": list(run.coverage.untested),
            },
        }
    )


def _result_data(result: RuleTestResult) -> dict[str, object]:
    return {
        "name": result.name,
        "file": result.position.file,
        "line": result.position.line,
        "passed": result.passed,
        "failures": [
            {
                "what": failure.what,
                "expected": failure.expected,
                "found": failure.found,
                "because": list(failure.because),
            }
            for failure in result.failures
        ],
    }


def render_junit(run: RuleTestRun) -> str:
    """The results as JUnit XML, one suite a file. Characters that XML cannot carry are replaced."""
    root = ET.Element("testsuites")
    suites: dict[str, ET.Element] = {}
    for result in run.results:
        file = _xml_text(result.position.file)
        suite = suites.get(file)
        if suite is None:
            suite = suites[file] = ET.SubElement(root, "testsuite", name=file)
        case = ET.SubElement(
            suite,
            "testcase",
            classname=file,
            name=_xml_text(result.name),
            file=file,
            line=str(result.position.line),
        )
        if not result.passed:
            lines = [_difference(failure) for failure in result.failures]
            failed = ET.SubElement(case, "failure", message=_xml_text(lines[0]))
            reasons = [reason for failure in result.failures for reason in failure.because]
            failed.text = _xml_text("\n".join([*lines, *reasons]))
    for suite in suites.values():
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _xml_text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
