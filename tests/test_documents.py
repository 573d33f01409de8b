"""Whatever a document says, it is judged or refused in words, and everything printed is sound.

The documents are built from the schemas, so that a new field is tried as soon as there is one.
`OFFERCHECK_EXAMPLES` is how many are tried; few where it is not set, since each is judged in full.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import strategies
from evaluation_support import default_rules
from every_output import OUTPUTS, Subject, complaints, complaints_about
from offercheck.assessment import assess
from offercheck.batch.items import Item
from offercheck.batch.reading import read_item
from offercheck.case import Case, case_of
from offercheck.cli.schemas import schema_of
from offercheck.document import parse
from offercheck.market.wages import Database
from offercheck.problem import InputError
from offercheck.rules.loading import load_rules
from scenario_support import AS_OF

NURSE = parse("offer.yaml", b'{"company": "Acme", "title": "Registered Nurse", "location": "US"}')
SCHEMAS = {
    "JSON": "result",
    "counter as JSON": "counter",
    "comparison as JSON": "comparison",
    "line of a batch": "batch",
}


def examples(few: int) -> Callable[[Any], Any]:
    """As many examples as the environment says, else a few."""
    return settings(
        max_examples=int(os.environ.get("OFFERCHECK_EXAMPLES", few)),
        deadline=None,
        derandomize="OFFERCHECK_EXAMPLES" not in os.environ,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def offer_case(data: Any) -> Case:
    return case_of(parse("offer.yaml", strategies.as_json(data)), None)


def accepted(make: Callable[[], Subject]) -> Subject | None:
    """What can be judged; None where it is refused, in words that are sound."""
    try:
        subject = make()
        assess(subject.case, subject.rules, AS_OF, Database())
    except InputError as error:
        wrong = complaints_about(error)
    else:
        return subject
    assert wrong == []
    return None


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(SCHEMAS[name]))


def printed(subject: Subject, name: str) -> None:
    """Print one thing, twice, and look at it."""
    output = OUTPUTS[name]
    text = output.make(subject)
    assert complaints(output, text) == []
    assert output.make(subject) == text
    if name in SCHEMAS:
        assert list(validator(name).iter_errors(json.loads(text))) == []


@examples(10)
@given(st.sampled_from(sorted(OUTPUTS)), strategies.offers())
def test_every_offer_is_printed_soundly_in_every_form(name: str, data: Any) -> None:
    subject = accepted(lambda: Subject(offer_case(data), default_rules()))
    if subject is not None:
        printed(subject, name)


@examples(6)
@given(st.sampled_from(sorted(OUTPUTS)), strategies.candidates())
def test_an_offer_to_every_candidate_is_printed_soundly(name: str, data: Any) -> None:
    person = parse("candidate.yaml", strategies.as_json(data))
    subject = accepted(lambda: Subject(case_of(NURSE, person), default_rules()))
    if subject is not None:
        printed(subject, name)


@examples(60)
@given(strategies.almost(strategies.offers()) | strategies.almost(strategies.candidates()))
def test_what_is_almost_a_document_is_judged_or_refused_in_words(data: Any) -> None:
    accepted(lambda: Subject(offer_case(data), default_rules()))


@examples(25)
@given(strategies.offers() | strategies.almost(strategies.offers()))
def test_a_line_of_a_batch_is_judged_where_the_same_file_is(data: Any) -> None:
    item = Item("offers.jsonl", 1, strategies.as_json(data))
    as_a_line = accepted(
        lambda: Subject(read_item(item, None, with_places=False).case, default_rules())
    )
    as_a_file = accepted(lambda: Subject(offer_case(data), default_rules()))
    assert (as_a_line is None) == (as_a_file is None)


@pytest.mark.parametrize(
    "built",
    [strategies.rule_files(), strategies.almost(strategies.rule_files())],
    ids=["whole", "almost"],
)
@examples(4)
@given(data=st.data(), name=st.sampled_from(sorted(OUTPUTS)))
def test_every_rule_file_is_applied_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory,
    built: st.SearchStrategy[Any],
    data: st.DataObject,
    name: str,
) -> None:
    file = tmp_path_factory.mktemp("rules") / "rules.yaml"
    file.write_bytes(strategies.as_yaml(data.draw(built)))
    subject = accepted(lambda: Subject(case_of(NURSE, None), load_rules(str(file))))
    if subject is not None:
        printed(subject, name)


def test_a_field_that_is_new_is_built_without_being_named_anywhere() -> None:
    schema = schema_of("offer")
    schema["properties"] = {"brand_new": {"$ref": "#/$defs/Pay"}}
    schema["required"] = ["brand_new"]
    found = find(strategies.Builder(schema).documents(), lambda data: "base" in data["brand_new"])
    assert found["brand_new"].keys() == {"base"}
