"""What a shell offers where a value is begun: places, titles and rules, whatever their case."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import islice

MOST_OFFERED = 200


def complete_location(incomplete: str) -> list[str]:
    """Cities and states that begin so, with what was typed left as it is."""
    return _continuing(incomplete, places_beginning(incomplete))


def complete_title(incomplete: str) -> list[str]:
    """Listed job titles that begin so, with what was typed left as it is."""
    return _continuing(incomplete, titles_beginning(incomplete))


def places_beginning(incomplete: str) -> list[str]:
    """Cities and states that begin so, as they are listed."""
    from offercheck.market.areas import places  # noqa: PLC0415 - start-up time

    return _beginning(incomplete, places())


def titles_beginning(incomplete: str) -> list[str]:
    """Job titles that begin so, as they are listed."""
    from offercheck.market.titles import listed_titles  # noqa: PLC0415 - start-up time

    return _beginning(incomplete, (title for title, _ in listed_titles()))


def complete_rule(incomplete: str) -> list[str]:
    """Rules, scores, rows and patterns in force that begin so; none where the rules cannot be read."""
    from offercheck.problem import InputError  # noqa: PLC0415 - start-up time
    from offercheck.rules.loading import find_rules, load_rules  # noqa: PLC0415 - start-up time
    from offercheck.rules.pages import names_of  # noqa: PLC0415 - start-up time

    try:
        rules = load_rules(find_rules(None, os.environ))
    except InputError:
        return []
    return _continuing(incomplete, _beginning(incomplete, names_of(rules)))


def complete_dimension(incomplete: str) -> list[str]:
    """Dimensions of the rules in force that begin so."""
    from offercheck.problem import InputError  # noqa: PLC0415 - start-up time
    from offercheck.rules.loading import find_rules, load_rules  # noqa: PLC0415 - start-up time

    try:
        rules = load_rules(find_rules(None, os.environ))
    except InputError:
        return []
    return _continuing(incomplete, _beginning(incomplete, rules.dimensions))


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    """The names that begin so."""
    wanted = incomplete.lower()
    return list(islice((name for name in names if name.lower().startswith(wanted)), MOST_OFFERED))


def _continuing(incomplete: str, names: Iterable[str]) -> list[str]:
    """The names with what was typed left as it is, as a shell needs them."""
    return [incomplete + name[len(incomplete) :] for name in names]
