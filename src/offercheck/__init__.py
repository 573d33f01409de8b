"""Judge a job offer by facts, a rule file that its owner can read, and the market."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from offercheck.api import compare as compare
    from offercheck.api import evaluate as evaluate
    from offercheck.problem import InputError as InputError
    from offercheck.report import Comparison as Comparison
    from offercheck.report import Report as Report

__version__ = "0.1.0"
_HOMES = {
    "evaluate": "offercheck.api",
    "compare": "offercheck.api",
    "InputError": "offercheck.problem",
    "Comparison": "offercheck.report",
    "Report": "offercheck.report",
}
__all__ = ["Comparison", "InputError", "Report", "compare", "evaluate"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: the program itself starts without them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - start-up time

    return getattr(import_module(_HOMES[name]), name)
