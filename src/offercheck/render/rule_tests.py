"""The results of rule tests: for people, for scripts, and as JUnit XML."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET  # only written, never read

from offercheck.quantities import format_share
from offercheck.render.json_text import to_json
from offercheck.render.plain import printable
from offercheck.rule_tests.comparison import Failure
from offercheck.rule_tests.coverage import STATES, Coverage
from offercheck.rule_tests.running import RuleTestResult, RuleTestRun
from offercheck.rules.loading import packaged_rules

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_rule_tests(run: RuleTestRun, *, width: int) -> str:
    """What failed and why, what no test reaches, and lines that sum up."""
    untested = _untested(run.coverage, width)
    return "\n".join([*_failed(run), *untested, *_summary(run)]) + "\n"


def _failed(run: RuleTestRun) -> Iterator[str]:
    for result in run.results:
        if not result.passed:
            where = f"{printable(result.position.file)}:{result.position.line}"
            yield f"FAILED {where}: {printable(result.name)}"
            for failure in result.failures:
                yield f"  {printable(_difference(failure))}"
                yield from (f"    {printable(reason)}" for reason in failure.because)


def _difference(failure: Failure) -> str:
    return f"{failure.what}: expected {failure.expected}, found {failure.found}"


def _untested(coverage: Coverage, width: int) -> Iterator[str]:
    """Rules of which some outcome is not reached, then all that no test names, close together."""
    nowhere = [rule for rule, states in coverage.rules.items() if not states]
    partly = [rule for rule, states in coverage.rules.items() if 0 < len(states) < len(STATES)]
    for rule in partly:
        missing = [state for state in STATES if state not in coverage.rules[rule]]
        yield f"Rule {rule}: no test expects it {' or '.join(missing)}"
    rows = [row for row, is_reached in coverage.rows.items() if not is_reached]
    yield from _close_together("Rules that no test expects anything of", nowhere, width)
    yield from _close_together("Verdict rows that decide in no test", rows, width)


def _close_together(title: str, names: Sequence[str], width: int) -> list[str]:
    if not names:
        return []
    return textwrap.wrap(
        f"{title}: {', '.join(names)}", width, subsequent_indent="  ", break_on_hyphens=False
    )


def _summary(run: RuleTestRun) -> Iterator[str]:
    rules, rows = run.coverage.rules, run.coverage.rows
    is_default = run.rules == packaged_rules()
    yield f"Rules: {'the default ones' if is_default else printable(run.rules)}"
    yield (
        f"Coverage {format_share(run.coverage.share)}: {run.coverage.states} of"
        f" {len(STATES) * len(rules)} outcomes of {len(rules)} rule{'s' * (len(rules) != 1)},"
        f" {sum(rows.values())} of {len(rows)} verdict rows"
    )
    yield f"{len(run.results) - run.failed} passed, {run.failed} failed"


def render_rule_tests_json(run: RuleTestRun) -> str:
    """Every result, and the coverage, as JSON."""
    return to_json(
        {
            "rules": run.rules,
            "passed": len(run.results) - run.failed,
            "failed": run.failed,
            "tests": [_result_data(result) for result in run.results],
            "coverage": {
                "share": run.coverage.share,
                "rules": {
                    rule: {state: state in states for state in STATES}
                    for rule, states in run.coverage.rules.items()
                },
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
        if file not in suites:
            suites[file] = ET.SubElement(root, "testsuite", name=file)
        suites[file].append(_testcase(result, file))
    for suite in suites.values():
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written.decode() + "\n"


def _testcase(result: RuleTestResult, file: str) -> ET.Element:
    name, line = _xml_text(result.name), str(result.position.line)
    case = ET.Element("testcase", classname=file, name=name, file=file, line=line)
    if not result.passed:
        message = _xml_text(_difference(result.failures[0]))
        failed = ET.SubElement(case, "failure", message=message)
        failed.text = _xml_text("\n".join(_failure_lines(result)))
    return case


def _failure_lines(result: RuleTestResult) -> Iterator[str]:
    for failure in result.failures:
        yield _difference(failure)
        yield from failure.because


def _xml_text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
