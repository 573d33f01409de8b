"""Finding the rule file to use, and loading its rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from offercheck.rules.model import RuleSet
from offercheck.rules.packed import unpacked

RULES_FILE = "rules.yaml"
ENVIRONMENT_VARIABLE = "OFFERCHECK_RULES"


def find_rules(option: str | None, environment: Mapping[str, str]) -> str:
    """The rule file to use: `--rules`, else $OFFERCHECK_RULES, else ./rules.yaml, else the packaged one."""
    named = option or environment.get(ENVIRONMENT_VARIABLE)
    if named:
        return named
    return RULES_FILE if Path(RULES_FILE).is_file() else packaged_rules()


def packaged_rules() -> str:
    """The path of the default rules: in the package, or beside it in a working copy."""
    package = Path(__file__).parents[1]
    packaged = package / RULES_FILE
    return str(packaged if packaged.is_file() else package.parents[1] / RULES_FILE)


def load_rules(name: str) -> RuleSet:
    """The rules of a file, unpacked where they are the packaged ones.

    Raises InputError with every problem found in it.
    """
    packed = unpacked(name)
    if packed is not None:
        return packed
    from offercheck.rules.reading import read_rules  # noqa: PLC0415 - start-up time

    return read_rules(name)
