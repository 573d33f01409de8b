"""Changes the code that judges offers one place at a time and runs its tests: `python tests/mutants.py`.

A sample of changes is drawn for each package: comparisons, operators, numbers, words, branches,
results and statements. Wording, types and docstrings are left alone. Each is tried with the tests that
enter the changed function, the quickest first. One that no test notices within the time is printed,
and so is the share that was noticed, with the 95% interval of its estimate.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from mutants_support import SOURCE, Recorded, forked, preload, record, try_out
from mutations_support import Mutation, mutations

PACKAGES = {
    "rules": ["rules/*.py"],
    "evaluation": ["evaluation.py", "scoring.py", "loosening.py"],
    "facts": ["facts/*.py"],
    "advice": ["advice/*.py"],
}
FILES = (
    "agreement",
    "bridge",
    "catalogue",
    "cells",
    "compiled",
    "conditions",
    "counter",
    "default_rules",
    "derivation",
    "evaluation",
    "facts_goal",
    "facts_pay",
    "facts_situation",
    "flips",
    "in_words",
    "laws",
    "packed",
    "partial_offers",
    "questions",
    "rule_checks",
    "rule_layers",
    "rule_loading",
    "rule_tests",
    "rules_schema",
    "rules_show",
    "scenarios",
    "scoring",
    "sealing",
    "trials",
    "waiting",
)
MOST_SECONDS = 45.0  # of tests that enter the changed function, and again of others
MOST_ON_IMPORT = 90.0  # of tests that may notice a change of what runs on import


def concerned(mutation: Mutation, recorded: Sequence[Recorded]) -> list[str]:
    """The tests that enter the changed function, and then others that enter its file, as time allows.

    What runs on import is entered by none: then any test may notice the change, those of its file first.
    """
    function = f"{mutation.file}:{mutation.function}"
    entering = [item for item in recorded if function in item.entered]
    near = [
        item
        for item in recorded
        if function not in item.entered
        and any(name.startswith(f"{mutation.file}:") for name in item.entered)
    ]
    chosen: list[str] = []
    most = MOST_SECONDS if entering else MOST_ON_IMPORT
    others = [item for item in recorded if item not in near]
    for items in (entering, near) if entering else (near, others):
        spent = 0.0
        for item in sorted(items, key=lambda item: item.seconds):
            spent += item.seconds
            if spent <= most:
                chosen.append(item.test)
    return chosen


def interval(noticed: int, tried: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share."""
    z, share = 1.96, noticed / tried
    middle = share + z * z / (2 * tried)
    half = z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    scale = 1 + z * z / tried
    return (middle - half) / scale, (middle + half) / scale


def main() -> None:
    """Draw changes, try each, and print what no test noticed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=", ".join(PACKAGES))
    parser.add_argument("--count", type=int, default=100, help="changes of each package")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    preload(FILES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in forked([partial(record, file, folder) for file in FILES], options.jobs):
            pass
        recorded = [
            Recorded(*item)
            for path in sorted(folder.glob("*.json"))
            for item in json.loads(path.read_text(encoding="utf-8"))
        ]
        for package in options.packages or PACKAGES:
            _sample(package, options, recorded, folder)


def drawn(package: str, count: int, seed: int) -> tuple[list[Mutation], int]:
    """Some changes of a package at random, and how many there are."""
    files = sorted(path for pattern in PACKAGES[package] for path in SOURCE.glob(pattern))
    every = [item for path in files for item in mutations(path)]
    return random.Random(seed).sample(every, min(count, len(every))), len(every)  # noqa: S311


def _sample(package: str, options: Any, recorded: Sequence[Recorded], folder: Path) -> None:
    chosen, of = drawn(package, options.count, options.seed)
    works = [partial(try_out, item, concerned(item, recorded), folder) for item in chosen]
    noticed = 0
    for place, code in forked(works, options.jobs):
        noticed += code != 0
        if code <= 0:
            mutation = chosen[place]
            end = "not noticed" if code == 0 else f"ended by signal {-code}"
            where = f"{Path(mutation.file).relative_to(SOURCE)}:{mutation.line}"
            sys.stdout.write(f"{where} {end}: {mutation.what}\n")
            sys.stdout.flush()
    low, high = interval(noticed, len(chosen))
    sys.stdout.write(
        f"{package}: {noticed} of {len(chosen)} changes noticed, drawn from {of}; "
        f"{noticed / len(chosen):.0%}, between {low:.0%} and {high:.0%}\n"
    )


if __name__ == "__main__":
    main()
