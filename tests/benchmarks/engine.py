"""The default rules in this engine, by hand, and in others: `python tests/benchmarks/engine.py [RECORDS] [ROUNDS]`.

The engines compared are an extra: `pip install -e '.[bench]'`; one that is not installed is listed
as such. Every contender judges the same rules over the same records: one set in which every fact is
known, and one in which a tenth of the facts is not. Each runs in a process of its own, in turn with
the function written by hand, which is the yardstick, so that a machine that slows down slows both.
The figures are medians over the rounds, in processor time; compare the ratios, each of which is
within one process.
Equal answers, True, False or None for every rule and record, are asserted before anything is timed.

An engine without a third truth value is given each condition twice, once asking whether it is
certainly true and once whether it is certainly false, which makes it right about unknown facts. For
the records without unknown facts it is given the plain condition. Where an engine can be handed
records in a form of its own, making that form is not timed.
"""

from __future__ import annotations

import importlib.metadata
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from engine_by_hand import judge as judge_by_hand

from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import FactDefinition
from offercheck.rules.compiled import compile_conditions
from offercheck.rules.conditions import (
    All,
    Comparison,
    Condition,
    Not,
    Truth,
    comparisons_in,
    walk,
)
from offercheck.rules.loading import load_rules, packaged_rules

RECORDS, ROUNDS = 300, 15
UNKNOWN_SHARE = 0.1
Fact = dict[str, Any]
Judge = Callable[[Any], Sequence[Truth]]


def _with_flat_names(record: Fact) -> Fact:
    return {_flat(name): value for name, value in record.items()}


class Contender(NamedTuple):
    """How an engine is built from the conditions, with or without unknowns, and fed a record."""

    package: str
    build: Callable[[Sequence[Condition], bool], Judge]
    prepare: Callable[[Fact], Any] = _with_flat_names


# --- Records


def records(count: int, unknown_share: float, conditions: Sequence[Condition]) -> list[Fact]:
    """Random records with values at and around the thresholds of the rules; always the same."""
    draw = random.Random(2026)  # noqa: S311 - repeatable test data
    edges = _edges(conditions)
    return [
        {
            name: None if draw.random() < unknown_share else draw.choice(edges[name])
            for name in edges
        }
        for _ in range(count)
    ]


def _edges(conditions: Sequence[Condition]) -> dict[str, list[Any]]:
    edges: dict[str, list[Any]] = {}
    for test in (test for condition in conditions for test in comparisons_in(condition)):
        definition = CATALOGUE[test.fact]
        values = edges.setdefault(test.fact, _harmless(definition))
        if isinstance(test.threshold, float) and not isinstance(test.threshold, bool):
            values += [test.threshold, test.threshold - 0.125, test.threshold + 0.125]
    return edges


def _harmless(definition: FactDefinition) -> list[Any]:
    if definition.kind == "flag":
        return [True, False]
    return list(definition.choices) or [0.5]


# --- Conditions in other languages: `certainly` writes one that is true where the condition is
# certainly true (or false), `plainly` one for known facts only.


def certainly(condition: Condition, wanted: bool, write: Any) -> Any:  # noqa: FBT001 - a truth value
    """The condition asked whether it is certainly `wanted`, in the language of `write`."""
    if isinstance(condition, Comparison):
        return write.comparison(condition, wanted)
    if isinstance(condition, Not):
        return certainly(condition.part, not wanted, write)
    parts = [certainly(part, wanted, write) for part in condition.parts]
    return write.all(parts) if isinstance(condition, All) == wanted else write.any(parts)


def plainly(condition: Condition, write: Any) -> Any:
    """The condition over facts that are all known, in the language of `write`."""
    if isinstance(condition, Comparison):
        return write.known(condition)
    if isinstance(condition, Not):
        return write.negated(plainly(condition.part, write))
    parts = [plainly(part, write) for part in condition.parts]
    return write.all(parts) if isinstance(condition, All) else write.any(parts)


class Infix:
    """Expressions as text, with the words of one language."""

    def __init__(self, **words: str) -> None:
        self.words = {"and": "&&", "or": "||", "not": "!", "null": "null"} | words

    def comparison(self, test: Comparison, wanted: bool) -> str:  # noqa: FBT001 - a truth value
        if test.operator == "known":
            return self.known(test) if wanted else self.negated(self.known(test))
        text = self.known(test) if wanted else self.negated(self.known(test))
        return f"({_flat(test.fact)} != {self.words['null']} {self.words['and']} {text})"

    def known(self, test: Comparison) -> str:
        fact = _flat(test.fact)
        if test.operator == "known":
            return f"({fact} {'!=' if test.threshold else '=='} {self.words['null']})"
        if isinstance(test.threshold, tuple):
            return f"({fact} in [{', '.join(self.literal(choice) for choice in test.threshold)}])"
        sign = {"is": "==", "below": "<", "at_most": "<=", "above": ">", "at_least": ">="}
        return f"({fact} {sign[test.operator]} {self.literal(test.threshold)})"

    def literal(self, value: Any) -> str:
        if isinstance(value, bool):
            return self.words.get(str(value), str(value).lower())
        return f"'{value}'" if isinstance(value, str) else repr(value)

    def negated(self, text: str) -> str:
        return f"{self.words['not']}{text}" if self.words["not"] == "!" else f"(not {text})"

    def all(self, parts: Sequence[str]) -> str:
        return "(" + f" {self.words['and']} ".join(parts) + ")"

    def any(self, parts: Sequence[str]) -> str:
        return "(" + f" {self.words['or']} ".join(parts) + ")"


class JsonLogic:
    """Expressions as JSONLogic."""

    def comparison(self, test: Comparison, wanted: bool) -> Any:  # noqa: FBT001 - a truth value
        plain = self.known(test) if wanted else self.negated(self.known(test))
        if test.operator == "known":
            return plain
        return {"and": [{"!==": [{"var": _flat(test.fact)}, None]}, plain]}

    def known(self, test: Comparison) -> Any:
        fact = {"var": _flat(test.fact)}
        if test.operator == "known":
            return {"!==" if test.threshold else "===": [fact, None]}
        if isinstance(test.threshold, tuple):
            return {"in": [fact, list(test.threshold)]}
        sign = {"is": "===", "below": "<", "at_most": "<=", "above": ">", "at_least": ">="}
        return {sign[test.operator]: [fact, test.threshold]}

    def negated(self, part: Any) -> Any:
        return {"!": [part]}

    def all(self, parts: Sequence[Any]) -> Any:
        return {"and": list(parts)}

    def any(self, parts: Sequence[Any]) -> Any:
        return {"or": list(parts)}


def _flat(name: str) -> str:
    return name.replace(".", "_")


# --- The contenders


def _ours(conditions: Sequence[Condition], _unknowns: bool) -> Judge:  # noqa: FBT001 - a form
    return compile_conditions(conditions)


def _walk(conditions: Sequence[Condition], _unknowns: bool) -> Judge:  # noqa: FBT001 - a form
    return lambda record: walk(conditions, record)


def _datalogic(conditions: Sequence[Condition], unknowns: bool) -> Judge:  # noqa: FBT001 - a form
    import datalogic_py  # noqa: PLC0415 - an extra

    write = JsonLogic()
    if unknowns:
        rules: list[Any] = [
            {"if": [certainly(c, True, write), True, certainly(c, False, write), False, None]}  # noqa: FBT003 - truth values
            for c in conditions
        ]
    else:
        rules = [plainly(condition, write) for condition in conditions]
    rule = datalogic_py.Engine().compile(rules)
    evaluate: Judge = rule.evaluate_data
    return evaluate


def _datalogic_record(record: Fact) -> Any:
    import datalogic_py  # noqa: PLC0415 - an extra

    return datalogic_py.DataHandle(json.dumps(_with_flat_names(record)))


def _zen(conditions: Sequence[Condition], unknowns: bool) -> Judge:  # noqa: FBT001 - a form
    import zen  # noqa: PLC0415 - an extra

    write = Infix(**{"and": "and", "or": "or", "not": "not"})
    evaluate: Judge = zen.compile_expression(_list_of(conditions, unknowns, write)).evaluate
    return evaluate


def _list_of(conditions: Sequence[Condition], unknowns: bool, write: Infix) -> str:  # noqa: FBT001 - a form
    """All conditions as one list, in a language with `? :`."""
    if not unknowns:
        return "[" + ", ".join(plainly(condition, write) for condition in conditions) + "]"
    return "[" + ", ".join(_ternary(condition, write) for condition in conditions) + "]"


def _ternary(condition: Condition, write: Infix) -> str:
    true, false = certainly(condition, True, write), certainly(condition, False, write)  # noqa: FBT003 - truth values
    return f"({true} ? 1 : ({false} ? 0 : 2))"


def _three(values: Sequence[Any]) -> list[Truth]:
    """0, 1 and 2 as false, true and unknown; truths as they are."""
    return [None if value is None or value == 2 else bool(value) for value in values]


def _cel_rust(conditions: Sequence[Condition], unknowns: bool) -> Judge:  # noqa: FBT001 - a form
    import cel  # noqa: PLC0415 - an extra

    evaluate: Judge = cel.compile(_list_of(conditions, unknowns, Infix())).execute
    return evaluate


def _cel_cpp(conditions: Sequence[Condition], unknowns: bool) -> Judge:  # noqa: FBT001 - a form
    from cel_expr_python import cel  # noqa: PLC0415 - an extra

    names = {test.fact for condition in conditions for test in comparisons_in(condition)}
    environment = cel.NewEnv(variables={_flat(name): cel.Type.DYN for name in names})
    expression = environment.compile(_list_of(conditions, unknowns, Infix()))
    return lambda record: [
        item.value() if hasattr(item, "value") else item
        for item in expression.eval(data=record).value()
    ]


def _simpleeval(conditions: Sequence[Condition], unknowns: bool) -> Judge:  # noqa: FBT001 - a form
    import simpleeval  # noqa: PLC0415 - an extra

    write = Infix(
        **{"and": "and", "or": "or", "not": "not", "null": "None", "True": "True", "False": "False"}
    )
    engine = simpleeval.EvalWithCompoundTypes()

    def texts(condition: Condition) -> str:
        if not unknowns:
            return str(plainly(condition, write))
        true, false = certainly(condition, True, write), certainly(condition, False, write)  # noqa: FBT003 - truth values
        return f"1 if {true} else 0 if {false} else 2"

    parsed = [(text := texts(condition), engine.parse(text)) for condition in conditions]

    def judge(record: Any) -> Sequence[Truth]:
        engine.names = {**record, "None": None, "True": True, "False": False}
        return [engine.eval(text, previously_parsed=tree) for text, tree in parsed]

    return judge


def _rule_engine(conditions: Sequence[Condition], unknowns: bool) -> Judge:  # noqa: FBT001 - a form
    import rule_engine  # noqa: PLC0415 - an extra

    write = Infix(**{"and": "and", "or": "or", "not": "not"})

    def text(condition: Condition) -> str:
        return _ternary(condition, write) if unknowns else str(plainly(condition, write))

    compiled_rules = [rule_engine.Rule(text(condition)) for condition in conditions]
    return lambda record: [rule.evaluate(record) for rule in compiled_rules]


OURS, WALKED = "this engine", "plain walk of the same rules"
CONTENDERS = {
    OURS: Contender("offercheck", _ours, dict),
    WALKED: Contender("offercheck", _walk, dict),
    "datalogic (JSONLogic, Rust)": Contender("datalogic-py", _datalogic, _datalogic_record),
    "ZEN (GoRules, Rust)": Contender("zen-engine", _zen),
    "CEL (Rust)": Contender("common-expression-language", _cel_rust),
    "CEL (C++)": Contender("cel-expr-python", _cel_cpp),
    "simpleeval": Contender("simpleeval", _simpleeval),
    "rule-engine": Contender("rule-engine", _rule_engine),
}


# --- Measuring


def measured(name: str, count: int, rounds: int) -> dict[str, Any]:
    """The figures of one contender beside the yardstick, in microseconds a record."""
    contender = CONTENDERS[name]
    rules = load_rules(packaged_rules()).rules
    conditions = [rule.when for rule in rules]
    figures: dict[str, Any] = {"version": importlib.metadata.version(contender.package)}
    for label, share in (("known", 0.0), ("unknown", UNKNOWN_SHARE)):
        plain = records(count, share, conditions)
        given = [contender.prepare(record) for record in plain]
        started = time.process_time()
        judge = contender.build(conditions, share > 0)
        figures.setdefault("built", (time.process_time() - started) * 1e3)
        for record, prepared in zip(plain, given, strict=True):
            answers = zip(rules, _three(judge(prepared)), judge_by_hand(record), strict=True)
            differing = [rule.id for rule, found, by_hand in answers if found is not by_hand]
            if differing:
                raise AssertionError(f"another answer than by hand: {', '.join(differing)}")
        pairs = [(_each(judge, given), _each(judge_by_hand, plain)) for _ in range(rounds)]
        figures[label] = statistics.median(theirs for theirs, _ in pairs)
        figures[f"{label}, ratio"] = statistics.median(a / b for a, b in pairs)
        figures[f"{label}, by hand"] = statistics.median(by_hand for _, by_hand in pairs)
    return figures


def _each(judge: Judge, given: Sequence[Any]) -> float:
    """Microseconds of processor time a record: what else the machine does in between is not counted."""
    started = time.process_time()
    for record in given:
        judge(record)
    return (time.process_time() - started) / len(given) * 1e6


ROW = "{:30} {:>8} {:>9} {:>8} {:>9} {:>8} {:>9}\n".format


def main() -> None:
    """Print a row for each contender, or, with a name, its figures as JSON.

    Exits with 1 where a contender gave another answer or could not run.
    """
    if sys.argv[1:2] == ["--one"]:
        name, count, rounds = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
        sys.stdout.write(json.dumps(measured(name, count, rounds)))
        return
    count, rounds = (int(text) for text in (*sys.argv[1:], *map(str, (RECORDS, ROUNDS)))[:2])
    sys.stdout.write(ROW("", "", "known", "", "a tenth", "", ""))
    sys.stdout.write(ROW("", "version", "us", "ratio", "not, us", "ratio", "built ms"))
    installed = [name for name in CONTENDERS if _is_installed(name)]
    figures = {name: _figures(name, count, rounds) for name in installed}
    ours, walked = figures[OURS], figures[WALKED]
    if ours and walked:
        records_needed = ours["built"] * 1e3 / (walked["unknown"] - ours["unknown"])
        sys.stdout.write(f"Generating the function pays from {records_needed:.0f} records on.\n")
    sys.exit(not all(figures.values()))


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.version(CONTENDERS[name].package)
    except importlib.metadata.PackageNotFoundError:
        sys.stdout.write(f"{name:30} not installed\n")
        return False
    return True


def _figures(name: str, count: int, rounds: int) -> dict[str, Any]:
    """The figures of one contender from a process of its own, printed; none where it failed."""
    command = [sys.executable, __file__, "--one", name, str(count), str(rounds)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        reason = (run.stderr.strip().splitlines() or [f"ended with {run.returncode}"])[-1]
        sys.stdout.write(f"{name:30} failed: {reason}\n")
        return {}
    found: dict[str, Any] = json.loads(run.stdout)
    if name == OURS:
        row = (f"{found['known, by hand']:.2f}", "1.00", f"{found['unknown, by hand']:.2f}")
        sys.stdout.write(ROW("written by hand", "", *row, "1.00", ""))
    row = (f"{found['known']:.2f}", f"{found['known, ratio']:.2f}", f"{found['unknown']:.2f}")
    built = f"{found['built']:.1f}"
    sys.stdout.write(
        ROW(name, found["version"], *row, f"{found['unknown, ratio']:.2f}", built),
    )
    sys.stdout.flush()
    return found


if __name__ == "__main__":
    main()
