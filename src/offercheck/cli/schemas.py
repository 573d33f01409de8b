"""The JSON Schemas of the documents, made from the models that read and write them."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from offercheck.candidate import Candidate
from offercheck.case import OfferFile
from offercheck.report import Report
from offercheck.rules.model import RuleFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[str, Any] = {
    "offer": OfferFile,
    "candidate": Candidate,
    "rules": RuleFile,
    "result": Report,
}


def schema_of(document: str) -> dict[str, Any]:
    """The schema of `offer`, `candidate`, `rules` or `result`. Raises KeyError for another name."""
    schema = TypeAdapter(_MODELS[document]).json_schema()
    return {"$schema": DIALECT, **schema}
