"""What the program promises as a whole: verdicts in a situation, market figures, and the levels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from offercheck.document import read
from offercheck.render.table import render_table
from offercheck.report import Bounds, Report
from scenario_support import EXAMPLES, RULES, SURVEYED, fact_of, fired, judged, judged_text, run

CUSTOMER_SERVICE = "customer-service-for-a-developer.yaml"
FOOT_IN_THE_DOOR = "foot-in-the-door.yaml"
FINAL_PAY, OPEN_PAY = "pay-lagger-final.yaml", "pay-lagger-open.yaml"
DECLINED = (
    CUSTOMER_SERVICE,
    FOOT_IN_THE_DOOR,
    FINAL_PAY,
    "revolving-door.yaml",
    "hostile-manager-at-twice-the-market.yaml",
)

# The least that the declined offers pay is 45,500 a year; at the assumed take-home of 75% that is
# 45,500 * 0.75 / 12 = 2,843.75 a month, which covers expenses of 2,000.
OUT_OF_WORK = (
    "candidate.situation.employment=unemployed",
    "candidate.situation.current_job=",
    "candidate.situation.prospects=[]",
    "candidate.situation.monthly_expenses=2000",
)
ONE_MONTH = (*OUT_OF_WORK, "candidate.situation.savings=2000")
TWELVE_MONTHS = (*OUT_OF_WORK, "candidate.situation.savings=24000")
SITUATION_DECIDED = "situation changed the answer, not the offer"

each_declined = pytest.mark.parametrize("file", DECLINED)


def table_of(report: Report) -> str:
    return render_table(report, width=80, colour=False)


def head_of(report: Report) -> str:
    """The first lines of the table, up to the first empty one, on one line."""
    return " ".join(table_of(report).split("\n\n", maxsplit=1)[0].split())


@each_declined
def test_a_free_agent_declines(file: str) -> None:
    report = judged(EXAMPLES / file)
    assert (report.verdict, report.on_merits) == ("decline", "decline")


@pytest.mark.parametrize(
    ("file", "minute"), [(CUSTOMER_SERVICE, "[04:26]"), (FOOT_IN_THE_DOOR, "[04:38]")]
)
def test_the_table_cites_the_minute_that_speaks_against_the_offer(file: str, minute: str) -> None:
    assert minute in table_of(judged(EXAMPLES / file))


@each_declined
def test_one_month_of_money_makes_a_bridge_of_what_merits_a_no(file: str) -> None:
    report = judged(EXAMPLES / file, ONE_MONTH)
    assert (report.verdict, report.on_merits) == ("bridge", "decline")


@each_declined
def test_need_of_money_clears_no_red_flag(file: str) -> None:
    grave = ("dealbreaker", "red_flag")
    assert fired(judged(EXAMPLES / file, ONE_MONTH), *grave) == fired(
        judged(EXAMPLES / file), *grave
    )


@each_declined
def test_need_of_money_changes_no_score(file: str) -> None:
    needy, free = judged(EXAMPLES / file, ONE_MONTH), judged(EXAMPLES / file)
    # What the pay must cover is a fact about the pay; it is in no score.
    assert [(s.name, s.value) for s in needy.scores] == [(s.name, s.value) for s in free.scores]


@each_declined
def test_the_first_lines_say_that_the_situation_changed_the_answer(file: str) -> None:
    assert SITUATION_DECIDED in head_of(judged(EXAMPLES / file, ONE_MONTH))


@each_declined
def test_the_first_lines_name_the_verdict_on_the_merits(file: str) -> None:
    assert "decline" in head_of(judged(EXAMPLES / file, ONE_MONTH)).lower()


@each_declined
def test_with_twelve_months_of_money_a_no_stays_a_no(file: str) -> None:
    report = judged(EXAMPLES / file, TWELVE_MONTHS)
    assert (report.verdict, report.on_merits) == ("decline", "decline")


@each_declined
def test_the_situation_is_not_blamed_for_a_no_on_the_merits(file: str) -> None:
    assert SITUATION_DECIDED not in " ".join(
        table_of(judged(EXAMPLES / file, TWELVE_MONTHS)).split()
    )


@each_declined
def test_pay_that_does_not_cover_the_expenses_is_no_bridge(file: str) -> None:
    # 170,000 * 0.75 / 12 = 10,625 is the most that a month of these offers brings home.
    changes = (*ONE_MONTH, "candidate.situation.monthly_expenses=11000")
    assert judged(EXAMPLES / file, changes).verdict == "decline"


def test_the_two_pay_laggers_differ_only_in_what_is_final() -> None:
    final, still_open = (read(str(EXAMPLES / file)).data for file in (FINAL_PAY, OPEN_PAY))
    assert still_open == final | {"pay": final["pay"] | {"final": False}}


def test_low_pay_that_can_move_is_negotiated_where_the_work_is_wanted() -> None:
    assert judged(EXAMPLES / FINAL_PAY, ["pay.final=false"]).verdict == "negotiate"


def test_nothing_but_the_title_makes_no_fact_but_the_market_for_it() -> None:
    facts = judged(EXAMPLES / "only-company-and-title.yaml").facts
    assert {fact.name for fact in facts if fact.value is not None} == {"pay.market_reference"}


# Figures published for May 2025 by the US Bureau of Labor Statistics, OEWS survey.
AUSTIN = {"p10": 96110, "p25": 104000, "p50": 134120, "p75": 168730, "p90": 209890}
MARKET = ("market", "Backend Engineer", "--location", "Austin, TX")


def test_the_market_of_austin_is_the_published_one(tmp_path: Path) -> None:
    result = json.loads(run(*MARKET, "--format", "json", folder=tmp_path).stdout)
    assert {name: result["published"][name] for name in AUSTIN} == AUSTIN


@pytest.mark.parametrize("figure", ["96,110", "104,000", "134,120", "168,730", "209,890"])
def test_the_market_is_shown_as_published(figure: str, tmp_path: Path) -> None:
    assert figure in run(*MARKET, folder=tmp_path).stdout.decode()


def test_the_market_says_of_when_its_figures_are(tmp_path: Path) -> None:
    assert "May 2025" in run(*MARKET, folder=tmp_path).stdout.decode()


DEVELOPER = """\
company: Example
title: {title}
occupation: "15-1252"
location: US
pay: {{base: {base}}}
role: {{{role}}}
"""


def developer(
    folder: Path, base: float, *, title: str = "Software Developer", role: str = ""
) -> Report:
    """An offer for 15-1252 in the United States, judged on the day of the survey."""
    return judged_text(folder, DEVELOPER.format(title=title, base=base, role=role))


@pytest.mark.parametrize(
    ("base", "percentile"),
    [
        (135980, "50th"),
        (82460, "10th"),
        (105210, "25th"),
        (300000, "above the 90th"),
        (60000, "below the 10th"),
    ],
)
def test_a_wage_stands_at_its_published_percentile(
    base: int, percentile: str, tmp_path: Path
) -> None:
    assert fact_of(developer(tmp_path, base), "pay.market_percentile").text == percentile


# Published for cardiologists in Corpus Christi: p10 120,360, p25 225,580, and for the median and
# above only "at least 239,200".
PHYSICIAN = """\
company: Example
title: Cardiologist
occupation: "29-1212"
location: Corpus Christi, TX
pay: {base: 330000}
role: {seniority: experienced}
"""


def test_a_median_published_only_as_a_bound_is_no_number(tmp_path: Path) -> None:
    published = judged_text(tmp_path, PHYSICIAN).market.published
    assert published is not None
    assert (published.p25, published.p50, published.bound) == (225580, None, 239200)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("pay.market_reference", 239200, None),
        # 330,000 over at least 239,200
        ("pay.market_ratio", 0, 330000 / 239200),
        # above the 25th percentile, and nobody knows how far
        ("pay.market_percentile", 25, 100),
    ],
)
def test_what_follows_from_a_bound_is_only_bounded(
    name: str, low: float, high: float | None, tmp_path: Path
) -> None:
    value = fact_of(judged_text(tmp_path, PHYSICIAN), name).value
    assert isinstance(value, Bounds)
    assert (value.low, value.high) == pytest.approx((low, high))


# 15-1252 in the nation: p10 82,460, p25 105,210, p50 135,980. Wages are interpolated in their
# logarithm, so the 20th percentile is 82,460 * (105,210 / 82,460) ** (10 / 15) = 97,004.
AT_THE_20TH = 97004


def test_the_20th_percentile_is_where_hand_calculation_puts_it(tmp_path: Path) -> None:
    assert fact_of(developer(tmp_path, AT_THE_20TH), "pay.market_percentile").text == "20th"


@pytest.mark.parametrize(
    ("title", "role"),
    [("Software Developer", "seniority: entry"), ("Junior Software Developer", "")],
)
def test_pay_at_the_20th_percentile_is_fair_for_an_entry_role(
    title: str, role: str, tmp_path: Path
) -> None:
    # The entry level is compared with the 17th percentile, 92,390: a ratio of 1.05.
    report = developer(tmp_path, AT_THE_20TH, title=title, role=role)
    of_pay = {rule.id for rule in report.rules if rule.dimension == "pay"}
    assert fired(report) & of_pay == set()


def test_pay_at_the_20th_percentile_lags_for_a_senior_role(tmp_path: Path) -> None:
    # The experienced level is compared with the median: 97,004 / 135,980 = 0.713.
    report = developer(tmp_path, AT_THE_20TH, title="Senior Software Developer")
    assert fired(report) & {"pay-lagger", "lagging-pay"}


def test_an_unknown_level_leaves_open_what_the_pay_is_compared_with(tmp_path: Path) -> None:
    # At the 20th percentile an entry role is paid fairly and a senior one lags: the median stands in,
    # and the verdict cannot be called firm in what rests on it.
    report = developer(tmp_path, AT_THE_20TH, role="path: direct, interest: want")
    assert fact_of(report, "pay.market_ratio").value == pytest.approx(0.713, abs=0.001)
    question = next(q for q in report.questions if q.fact == "pay.level")
    assert question.entry == "offer.role.seniority"
    assert [(a.answer, a.verdict) for a in question.answers] == [("entry", "accept")]
    assert "accept" in report.could_become
    stated = developer(tmp_path, AT_THE_20TH, role="path: direct, interest: want, seniority: entry")
    assert (report.verdict, stated.verdict) == ("negotiate", "accept")


def test_dealbreakers_that_may_be_met_are_asked_about(tmp_path: Path) -> None:
    # Listed, and not known whether the offer has them: between none and both are met.
    report = judged_text(
        tmp_path,
        "company: A\ntitle: Nurse\ncandidate: {goal: {dealbreakers: [weekend work, travel]}}\n",
    )
    question = next(q for q in report.questions if q.entry == "offer.tags")
    assert question.ask == "Does this offer have anything that I would refuse at any pay?"
    assert [(a.answer, a.verdict) for a in question.answers] == [("1 or more", "decline")]


NURSE = EXAMPLES / "nurse-36-hours-a-week.yaml"


def test_a_nurse_is_paid_for_36_hours() -> None:
    # 55.75 * 36 * 52
    assert fact_of(judged(NURSE), "pay.base").value == pytest.approx(104364)


def test_a_nurse_is_compared_by_the_hour() -> None:
    # 55.75 * 2,080, whatever the hours
    assert fact_of(judged(NURSE), "pay.comparable_base").value == pytest.approx(115960)


def test_shorter_hours_at_the_same_rate_do_not_lower_the_market_ratio() -> None:
    full_time = judged(NURSE, ["pay.base.hours_per_week=40"])
    ratios = [fact_of(report, "pay.market_ratio").value for report in (judged(NURSE), full_time)]
    assert ratios[0] == ratios[1]


def test_the_table_says_that_a_nurse_is_compared_by_the_hour() -> None:
    assert "2,080" in table_of(judged(NURSE))


def test_a_changed_threshold_changes_its_rule_and_nothing_else(tmp_path: Path) -> None:
    text = RULES.read_text(encoding="utf-8")
    line = "    when: {pay.market_ratio: {below: 0.80}}\n"
    assert text.count(line) == 1
    copy = tmp_path / "rules.yaml"
    copy.write_text(text.replace(line, line.replace("0.80", "0.95")), encoding="utf-8")
    offer = tmp_path / "offer.yaml"
    # 125,000 / 135,980 = 0.919, between the two thresholds and above that of lagging-pay, 0.90
    offer.write_text(DEVELOPER.format(title="Software Developer", base=125000, role=""))
    before, after = (
        {rule.id: rule.outcome for rule in judged(offer, as_of=SURVEYED, rules=rules).rules}
        for rules in (RULES, copy)
    )
    assert after == before | {"pay-lagger": "fired"}
