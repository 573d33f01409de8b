"""Several offers side by side: each judged on its own, the best first, and what would change that."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation_support import default_rules, tried
from offercheck.case import case_of, read_case
from offercheck.comparison import compare
from offercheck.document import parse
from offercheck.market.wages import Database
from offercheck.report import Comparison
from offercheck.rules.model import BETTER
from partial_offers import offer_of
from scenario_support import AS_OF, EXAMPLES, judged, run_program

FOLDER = EXAMPLES / "three-offers"
FILES = [FOLDER / name for name in ("northwind.yaml", "harbor-bank.yaml", "meadow-health.yaml")]
DATABASE = Database()


def _compared(*files: Path, changes: dict[Path, list[str]] | None = None) -> Comparison:
    cases = [read_case(str(file), changes=(changes or {}).get(file, [])) for file in files]
    return compare(cases, default_rules(), AS_OF, DATABASE)


def test_offers_stand_by_their_verdicts_and_then_by_their_scores() -> None:
    found = _compared(*FILES).offers
    assert [offer.company for offer in found] == [
        "Meadow Health",
        "Northwind Robotics",
        "Harbor Bank",
    ]
    keys = [(BETTER[offer.verdict], offer.overall.value or 0.0) for offer in found]
    assert keys == sorted(keys, reverse=True)
    assert [offer.rank for offer in found] == [1, 2, 3]


@pytest.mark.parametrize("files", list(itertools.permutations(FILES)))
def test_the_order_does_not_hang_on_the_order_given(files: tuple[Path, ...]) -> None:
    assert [offer.rank for offer in _compared(*files).offers] == [1, 2, 3]
    assert _compared(*files).offers == _compared(*FILES).offers


@pytest.mark.parametrize("left_out", FILES)
def test_an_offer_more_never_reorders_the_others(left_out: Path) -> None:
    fewer = [file for file in FILES if file != left_out]
    every = [offer.file for offer in _compared(*FILES).offers if offer.file != str(left_out)]
    assert [offer.file for offer in _compared(*fewer).offers] == every


@settings(tried(20), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.randoms(use_true_random=False), min_size=3, max_size=3))
def test_adding_a_third_random_offer_never_reorders_the_first_two(draws: list) -> None:  # type: ignore[type-arg]
    cases = []
    for index, draw in enumerate(draws):
        data = offer_of(draw)
        data.pop("candidate", None)
        document = parse(f"offer-{index}", json.dumps(data).encode())
        cases.append(case_of(document, None))
    two = [offer.file for offer in compare(cases[:2], default_rules(), AS_OF, DATABASE).offers]
    three = [offer.file for offer in compare(cases, default_rules(), AS_OF, DATABASE).offers]
    assert [file for file in three if file in two] == two


def test_each_is_judged_as_it_is_alone() -> None:
    for offer in _compared(*FILES).offers:
        alone = judged(Path(offer.file))
        assert (offer.verdict, offer.overall, offer.scores) == (
            *(alone.verdict, alone.overall, alone.scores),
        )


def test_the_change_that_puts_an_offer_first_does_and_a_step_less_does_not() -> None:
    northwind = FILES[0]
    second = _compared(*FILES).offers[1]
    assert second.company == "Northwind Robotics"
    ways = [change for (change,) in second.to_lead if change.lever == "base"]
    assert [change.after for change in ways] == ["$127,500 a year"]
    changed = _compared(*FILES, changes={northwind: ["pay.base=127500"]})
    assert changed.offers[0].company == "Northwind Robotics"
    less = _compared(*FILES, changes={northwind: ["pay.base=127000"]})  # a step of 500
    assert less.offers[0].company == "Meadow Health"


def test_equal_offers_share_their_place_and_stay_as_they_were_given() -> None:
    found = _compared(FILES[0], FILES[1], FILES[0]).offers
    assert [offer.rank for offer in found] == [1, 1, 3]
    assert [offer.to_lead for offer in found[:2]] == [[], []]


def test_what_is_not_known_may_put_another_first_and_a_firm_order_says_so() -> None:
    by_company = {offer.company: offer for offer in _compared(*FILES).offers}
    assert by_company["Northwind Robotics"].could_lead
    firm = _compared(EXAMPLES / "strong-offer.yaml", EXAMPLES / "strong-offer.yaml").offers
    assert not any(offer.could_lead for offer in firm)


@pytest.mark.parametrize(
    ("changes", "could_lead"),
    [
        # 93.0, at least 92.5, stands first. Without its benefits the same offer has 92.9 and may
        # reach 93.3; with work that is only fine it stays below 92.5 whatever is found out.
        (["benefits="], True),
        (["role.interest=fine", "location_fit=fine"], False),
    ],
)
def test_of_two_firm_verdicts_the_ends_of_the_scores_tell_who_could_lead(
    changes: list[str],
    could_lead: bool,  # noqa: FBT001 - drawn from the table
) -> None:
    strong = str(EXAMPLES / "strong-offer.yaml")
    cases = [read_case(strong), read_case(strong, changes=changes)]
    first, second = compare(cases, default_rules(), AS_OF, DATABASE).offers
    assert (first.firm, second.firm, second.verdict) == (True, True, "accept")
    assert (second.rank, second.could_lead) == (2, could_lead)


# --- The command


def test_the_program_compares_in_a_table_and_in_json() -> None:
    files = [str(file.relative_to(EXAMPLES.parent)) for file in FILES]
    table = run_program("compare", *files, "--as-of", AS_OF.isoformat())
    assert (table.returncode, table.stderr) == (0, "")
    assert table.stdout.startswith("Meadow Health · Backend Engineer is ahead: ASK FIRST")
    assert max(map(len, table.stdout.splitlines())) <= 80
    told = run_program("compare", *files, "--as-of", AS_OF.isoformat(), "--format", "json")
    ranks = {offer["company"]: offer["rank"] for offer in json.loads(told.stdout)["offers"]}
    assert ranks == {"Meadow Health": 1, "Northwind Robotics": 2, "Harbor Bank": 3}


def test_the_program_compares_in_markdown() -> None:
    files = [str(file.relative_to(EXAMPLES.parent)) for file in FILES]
    found = run_program("compare", *files, "--as-of", AS_OF.isoformat(), "--format", "markdown")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("# 3 offers, the best first\n")


def test_offers_to_different_people_are_refused() -> None:
    found = run_program("compare", "examples/strong-offer.yaml", "examples/pay-lagger-open.yaml")
    assert (found.returncode, found.stdout) == (2, "")
    told = " ".join(found.stderr.split())
    assert "expected the same candidate as in examples/strong-offer.yaml" in told


def test_a_single_offer_is_no_comparison() -> None:
    found = run_program("compare", "examples/strong-offer.yaml")
    assert found.returncode == 2
    assert "name two offers or more" in found.stderr


def test_the_problems_of_all_offers_are_reported_together(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / f"{name}.yaml").write_text("company: A\n", encoding="utf-8")
    found = run_program("compare", "one.yaml", "other.yaml", folder=tmp_path)
    assert found.returncode == 2
    assert {"one.yaml:1:1: title", "other.yaml:1:1: title"} <= {
        line.rpartition(": expected")[0] for line in found.stderr.splitlines()
    }


def test_none_worth_taking_is_said_in_the_first_lines() -> None:
    pair = ["examples/three-offers/harbor-bank.yaml"] * 2
    found = run_program("compare", *pair, "--as-of", AS_OF.isoformat())
    assert "None of these offers is worth taking as it stands." in found.stdout
