"""Generated offers as JSON Lines, always the same: `python tests/made_offers.py COUNT > FILE`.

Each states a random part of what an offer and its candidate can state, with a title of the packaged
list or, for one in ten, one that people made up, and a place in the United States.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator

from offercheck.market.areas import places
from offercheck.market.titles import listed_titles
from partial_offers import offer_of

TITLES, PLACES = 400, 300
MADE_UP = 0.1
LEVELS = ("", "Senior ", "Junior ", "Lead ")


def made_offers(count: int, seed: int = 2026) -> Iterator[bytes]:
    """That many lines, each with an `id`."""
    draw = random.Random(seed)  # noqa: S311 - repeatable test data
    titles = draw.sample([title for title, _ in listed_titles()], TITLES)
    where = draw.sample(places(), PLACES)
    for number in range(count):
        offer = offer_of(draw)
        del offer["occupation"]
        title = draw.choice(titles)
        offer["title"] = title
        if draw.random() < MADE_UP:
            offer["title"] = f"{draw.choice(LEVELS)}{title}, team {draw.randrange(20)}"
        offer["location"] = draw.choice(where)
        yield json.dumps({"id": number, **offer}).encode() + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.writelines(made_offers(int(sys.argv[1])))
