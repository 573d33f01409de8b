"""What the advice costs: `python tests/benchmarks/advice.py [RUNS]`.

The yardstick is `evaluate --format json` of the same file with the advice left out: its modules are
replaced by empty ones, so that neither their import nor their work is in it. Yardstick and command run
in turn, each a process of its own, and each figure is the median over the pairs of the processor time
of the one over that of the other.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from startup import seconds

RUNS = 15
LIMIT = 1.15
EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = (
    "strong-offer.yaml",
    "pay-lagger-open.yaml",
    "one-month-of-savings.yaml",
    "revolving-door.yaml",
    "only-company-and-title.yaml",
)
RUN = """
import sys
from offercheck.cli.app import application
application(sys.argv[1:])(sys.argv[1:])
"""
# What the modules of the advice give the rest of the program, giving nothing.
WITHOUT = """
import sys, types
GIVEN = {
    "bridge": {"Bridge": object, "bridge": lambda *_: None},
    "counter": {"Counter": object, "counter": lambda *_: None},
    "flips": {"Flip": object, "flips": lambda *_: ()},
    "moves": {"Change": object, "Moves": lambda *_: None},
    "questions": {"Question": object, "questions": lambda *_: ()},
    "trials": {"Trials": lambda *_: None},
    "waiting": {"Waiting": object, "waiting": lambda *_: None},
}
for name, given in GIVEN.items():
    module = types.ModuleType(f"offercheck.advice.{name}")
    module.__dict__.update(given)
    sys.modules[module.__name__] = module
"""


def main() -> None:
    """Print a row for each file."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    ratios = []
    for file in FILES:
        arguments = ["evaluate", str(EXAMPLES / file), "--format", "json", "--as-of", "2026-11-25"]
        commands = [[sys.executable, "-c", code, *arguments] for code in (RUN, WITHOUT + RUN)]
        pairs = [seconds(commands[0]) / seconds(commands[1]) for _ in range(runs + 1)][1:]
        low, middle, high = min(pairs), statistics.median(pairs), max(pairs)
        ratios.append(middle)
        sys.stdout.write(f"{file:30} {middle:5.2f} times without advice; {low:.2f} to {high:.2f}\n")
    middle = statistics.median(ratios)
    sys.stdout.write(f"{'median':30} {middle:5.2f} times without advice (at most {LIMIT})\n")


if __name__ == "__main__":
    main()
