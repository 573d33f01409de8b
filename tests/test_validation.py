from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from document_support import NAME
from offercheck.candidate import Candidate
from offercheck.document import parse
from offercheck.fields import Model
from offercheck.offer import Offer
from offercheck.problem import InputError, Position, Problem
from offercheck.render.problems import render_problems
from offercheck.rules.loading import load_rules
from offercheck.validation import validate
from scenario_support import Run, run_program

HEAD = "company: Acme\ntitle: Nurse\n"


def problems_of(text: str, model: type[Model] = Offer) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        validate(parse(NAME, text.encode()), model)
    return caught.value.problems


def place(problem: Problem) -> tuple[int, int]:
    return problem.position.line, problem.position.column


# Each stands on the third line of an offer that is otherwise sound; columns counted by hand.
@pytest.mark.parametrize(
    ("line", "column", "path", "expected", "found", "suggestion"),
    [
        (
            "lokation: Austin, TX",
            *(1, "lokation", "a key that is known here", "`lokation`"),
            "did you mean `location`?",
        ),
        (
            "pay: {base: 90000, bonsu: 1}",
            *(20, "pay.bonsu", "a key that is known here", "`bonsu`"),
            "did you mean `bonus`?",
        ),
        (
            "benefits: {zzz: 1}",
            *(12, "benefits.zzz", "a key that is known here", "`zzz`"),
            "one of: health_premium_employer_share, retirement_match, paid_leave_days, overall",
        ),
        (
            "base: 118000",
            *(1, "base", "a key that is known here", "`base`"),
            "it belongs under `pay`: `pay.base`",
        ),
        (
            "pay: {industry: retail}",  # not `equity` or another key that is near in letters
            *(7, "pay.industry", "a key that is known here", "`industry`"),
            "it belongs at the top level, not under another key",
        ),
        (
            "level: same",
            *(1, "level", "a key that is known here", "`level`"),
            (
                "it belongs under `role`: `role.level`, or under `candidate.goal`: "
                "`candidate.goal.level`"
            ),
        ),
        (
            "months: 3",
            *(1, "months", "a key that is known here", "`months`"),
            "it belongs under `candidate.history[0]`: `candidate.history[0].months`",
        ),
        (
            "candidate: {waive: reposted}",
            *(20, "candidate.waive", "a list", "`reposted`"),
            "write it as `[{rule: ..., reason: ...}]`",
        ),
        ("in_writing: maybe", 13, "in_writing", "`true` or `false`", "`maybe`", ""),
        ("manager: {met: 1}", 16, "manager.met", "`true` or `false`", "`1`", ""),
        (
            "work_mode: remot",
            *(12, "work_mode", "one of `onsite`, `hybrid` or `remote`", "`remot`"),
            "did you mean `remote`?",
        ),
        (
            "turnover: {annual_rate: 28}",
            *(25, "turnover.annual_rate", "a share such as 10% or 0.10", "`28`"),
            "did you mean 28%?",
        ),
        (
            "pay: {bonus: {target: 10}}",
            *(23, "pay.bonus.target", "a share of base such as 10%, or an amount", "`10`"),
            "did you mean 10%?",
        ),
        (
            "pay: {base: 56.75}",
            *(13, "pay.base", "pay for a year", "`56.75`"),
            "did you mean 56.75 an hour, or 56,750 a year? An hourly rate is written {amount: 56.75, per: hour}",
        ),
        (
            "pay: {market: {p50: 64, source: x, as_of: 2026-05}}",
            *(21, "pay.market.p50", "pay for a year", "`64`"),
            "did you mean 64 an hour, or 64,000 a year?",
        ),
        *(
            (
                f"candidate: {{situation: {{{entry}: 45}}}}",
                *(27 + len(entry), f"candidate.situation.{entry}", "pay for a year", "`45`"),
                "did you mean 45 an hour, or 45,000 a year?",
            )
            for entry in ("current_pay", "pay_floor", "pay_ask")
        ),
        (
            "decide_by: 2026-02-30",
            *(12, "decide_by", "a date that exists, written 2026-12-04", "`2026-02-30`", ""),
        ),
        (
            "role: {internal_move: {written: true}}",
            *(23, "role.internal_move.promised", "the key `promised`", "nothing", "add it"),
        ),
        (
            "turnover: {review_rating: 7}",
            *(27, "turnover.review_rating", "a value from 1 to 5", "`7`", ""),
        ),
        ("pay: {1.50: 3}", 7, "pay.1.50", "a key that is text", "`1.50`", ""),
        ("pay: {08: 3}", 7, "pay[8]", "a key that is text", "`8`", ""),
        ("1e3: x", 1, "1E+3", "a key that is text", "`1E+3`", ""),
        ("tags: defence", 7, "tags", "a list", "`defence`", "write it as `[defence]`"),
        ("tags: [a, {b: c}]", 11, "tags[1]", "text", "a mapping", ""),
        ("pay: 118000", 6, "pay", "a mapping", "`118000`", "write it as `{base: ...}`"),
        ("location: ''", 11, "location", "text that is not empty", "``", ""),
        (
            "occupation: 15-12",
            *(13, "occupation", "a SOC 2018 code such as 15-1252", "`15-12`", ""),
        ),
        (
            "pay: {currency: usd}",
            *(17, "pay.currency", "a currency code such as USD", "`usd`", ""),
        ),
        (
            "pay: {base: [1]}",
            *(13, "pay.base", "a number", "a list", ""),
        ),
        (
            "pay: {market: {p50: 50000, source: x, as_of: 2026-13}}",
            *(46, "pay.market.as_of", "a month such as 2026-05, or a day", "`2026-13`", ""),
        ),
        (
            "candidate: {waive: [{rule: reposted}]}",
            *(21, "candidate.waive[0].reason", "the key `reason`", "nothing", "add it"),
        ),
    ],
)
def test_a_mistake_is_named_with_its_place_and_the_way_out(
    line: str, column: int, path: str, expected: str, found: str, suggestion: str
) -> None:
    (problem,) = problems_of(f"{HEAD}{line}\nnotes: last\n")
    assert problem == Problem(Position(NAME, 3, column), path, expected, found, suggestion, line)


def test_the_industries_named_are_those_of_the_benchmarks_without_all_together() -> None:
    (problem,) = problems_of(HEAD + "industry: zz\n")
    named = problem.expected.removeprefix("an industry: ").split(", ")
    assert "retail_trade" in named
    assert "total" not in named
    whole = validate(parse(NAME, f"{HEAD}industry: total\n".encode()), Offer)
    assert whole.industry == "total"


@pytest.mark.parametrize(
    ("text", "found"),
    [("- a\n", "a list"), ("just text\n", "`just text`"), ("# none\n", "nothing")],
)
def test_a_document_that_is_no_mapping_is_refused_at_its_start(text: str, found: str) -> None:
    (problem,) = problems_of(text)
    assert (place(problem), problem.expected, problem.found) == ((1, 1), "a mapping", found)


def test_what_is_missing_from_a_file_is_placed_at_its_start() -> None:
    found = problems_of("# offer\nlocation: US\n")
    assert [(place(p), p.path) for p in found] == [((2, 1), "company"), ((2, 1), "title")]


def test_an_ambiguous_amount_names_both_readings() -> None:
    (problem,) = problems_of(HEAD + "pay: {base: 35.000}\n")
    assert "35000" in problem.suggestion
    assert "35 " in problem.suggestion


def test_a_key_that_is_no_text_is_placed_at_the_key() -> None:
    (problem,) = problems_of(HEAD + "pay:\n  base: 90000\n12: 2\n")
    assert place(problem) == (5, 1)


def test_a_mistake_behind_an_alias_is_placed_at_both_uses() -> None:
    found = problems_of(HEAD + "pay: &same {x: 1}\nbenefits: *same\n")
    assert [(p.position.line, p.path) for p in found] == [(3, "pay.x"), (4, "benefits.x")]


@pytest.mark.parametrize("word", ["no", ".nan", "010"])
def test_a_word_refused_in_reading_is_reported_once(word: str) -> None:
    (problem,) = problems_of(f"company: {word}\ntitle: Nurse\n")
    assert problem.found == f"`{word}`"


def test_mistakes_of_reading_and_of_meaning_come_together_in_the_order_of_lines() -> None:
    text = "company: Acme\nin_writing: no\ntags: x\ntags: [z]\nlokation: Austin\n"
    assert [(p.position.line, p.path) for p in problems_of(text)] == [
        (1, "title"),
        (2, "in_writing"),
        (3, "tags"),
        (4, "tags"),
        (5, "lokation"),
    ]


def test_every_mistake_of_a_candidate_is_reported() -> None:
    text = """\
goal: {roles: Nurse}
situation:
  employment: freelance
  savings: 9.000
  prospects:
    - {stage: offer, pay: 100k}
    - {stage: ofer, decides_in_days: 3 months}
history: [{months: -1, left_because: [boredom]}]
"""
    assert [(*place(p), p.path) for p in problems_of(text, Candidate)] == [
        (1, 15, "goal.roles"),
        (3, 15, "situation.employment"),
        (4, 12, "situation.savings"),
        (7, 15, "situation.prospects[1].stage"),
        (7, 38, "situation.prospects[1].decides_in_days"),
        (8, 20, "history[0].months"),
        (8, 39, "history[0].left_because[0]"),
    ]


@pytest.mark.parametrize(
    ("line", "place_in_file"),
    [
        ("version: true", (2, 10)),
        ("rules: [a, b]", (2, 1)),
        ("rules: {pay-lager: {severity: caution}}", (2, 9)),
        ("rules: {pay-lagger: {severity: bad}}", (2, 32)),
        ("rules: {pay-lagger: {when: {pay.market_ratoi: {below: 0.8}}}}", (2, 29)),
        ("rules: {pay-lagger: {when: {pay.market_ratio: {under: 0.8}}}}", (2, 48)),
        ("rules: {pay-lagger: {says: 'It is {pay.bas}.'}}", (2, 28)),
        ("scores: {interest: {value: {dream: 101, want: 1, fine: 1, unwanted: 1}}}", (2, 36)),
        ("dimensions: {pay: {weight: -1}}", (2, 28)),
        ("assumptions: {take_home_share: 75}", (2, 32)),
        ("verdicts: [{id: mine, verdict: maybe, says: x}]", (2, 32)),
        ("ruels: {}", (2, 1)),
    ],
)
def test_a_mistake_in_a_rule_file_is_placed_in_that_file(
    line: str, place_in_file: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"extends: default\n{line}\n")
    with pytest.raises(InputError) as caught:
        load_rules(str(file))
    assert caught.value.problems[0].position == Position(str(file), *place_in_file)


def test_every_mistake_of_a_rule_file_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("""\
extends: default
dimensions: {pay: {weight: heavy}}
rules:
  pay-lagger: {severity: awful}
  high-turnover: {when: {turnover.anual_rate: {above: 20%}}}
""")
    with pytest.raises(InputError) as caught:
        load_rules(str(file))
    assert [p.position.line for p in caught.value.problems] == [2, 4, 5]


def test_a_caret_stands_under_the_place_of_a_problem() -> None:
    text = HEAD + "pay: {base: 90000, bonsu: 1}\n"
    _, excerpt, caret, _ = render_problems(problems_of(text), width=80).splitlines()
    assert excerpt[caret.index("^") :] == "bonsu: 1}"


def test_a_caret_stands_right_behind_characters_that_are_written_out() -> None:
    text = HEAD + '"\u202ea\u202c": {zz: 1}\n'
    _, excerpt, caret, _ = render_problems(problems_of(text), width=400).splitlines()
    assert excerpt[caret.index("^") :].startswith('"')


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize(
    "line",
    [
        "industry: zz",
        f"{{a: '{'x' * 200}', zz: 1}}: 1",
        f"notes: {'word ' * 40}",
        f"tags: {'word ' * 40}",
        f'"{chr(0x202E) * 90}": {{zz: 1}}',
        f"pay: {{market: {{p50: 100000, source: '{'my own survey ' * 9}'}}, bsae: 1}}",
        "turnover: {zzz: 1}",
        f"industry: {'東京' * 60}",
        f"{{a: '{'東' * 70}', zz: 1}}: 1",
    ],
)
def test_no_line_of_a_problem_is_longer_than_the_width(line: str, width: int) -> None:
    try:
        validate(parse(NAME, f"{HEAD}{line}\n".encode()), Offer)
    except InputError as error:
        shown = render_problems(error.problems, width=width)
        assert max(map(cell_len, shown.splitlines())) <= width


def test_a_caret_counts_the_two_columns_of_a_wide_character() -> None:
    text = HEAD + "pay: {currency: 東京東京, bonsu: 1}\n"
    shown = render_problems(problems_of(text)[-1:], width=80)
    excerpt, caret = shown.splitlines()[-3:-1]
    assert cell_len(excerpt[: excerpt.index("bonsu")]) == caret.index("^")


# Six different mistakes, on lines 2, 3, 5, 7, 8 and 11.
SIX_MISTAKES = """\
company: Acme
titel: Nurse
in_writing: no
pay:
  base: 35.000
turnover:
  annual_rate: 28
  predecessor_left: quitt
# a comment
terms:
  non_compete_months: 6 weeks
title: Nurse
"""
LINES = [2, 3, 5, 7, 8, 11]


def evaluate(tmp_path: Path, *options: str) -> Run:
    (tmp_path / "offer.yaml").write_text(SIX_MISTAKES)
    return run_program("evaluate", "offer.yaml", *options, folder=tmp_path)


def test_six_mistakes_give_six_problems_with_exact_lines_and_no_report(tmp_path: Path) -> None:
    run = evaluate(tmp_path)
    heads = [line for line in run.stderr.splitlines() if line.startswith("offer.yaml:")]
    assert (run.returncode, run.stdout) == (2, "")
    assert [int(line.split(":")[1]) for line in heads] == LINES


def test_problems_are_json_on_standard_error_where_json_is_asked_for(tmp_path: Path) -> None:
    run = evaluate(tmp_path, "--format", "json")
    problems = json.loads(run.stderr)["problems"]
    assert (run.returncode, run.stdout) == (2, "")
    assert [(p["file"], p["line"]) for p in problems] == [("offer.yaml", line) for line in LINES]
    assert problems[0] == {
        "file": "offer.yaml",
        "line": 2,
        "column": 1,
        "path": "titel",
        "expected": "a key that is known here",
        "found": "`titel`",
        "suggestion": "did you mean `title`?",
    }


def test_an_hourly_rate_that_is_pay_for_a_year_is_refused() -> None:
    (problem,) = problems_of(HEAD + "pay: {base: {amount: 85k, per: hour}}\n")
    assert (problem.path, problem.expected) == ("pay.base", "an hourly rate of less than 1,000")
    assert problem.suggestion == "did you mean 85,000 a year?"
    assert validate(
        parse(NAME, f"{HEAD}pay: {{base: {{amount: 999, per: hour}}}}\n".encode()), Offer
    )


@pytest.mark.parametrize(
    ("text", "found"), [("tags: {}", "an empty mapping"), ("pay: []", "an empty list")]
)
def test_what_is_empty_is_told_as_empty(text: str, found: str) -> None:
    (problem,) = problems_of(f"{HEAD}{text}\n")
    assert problem.found == found
