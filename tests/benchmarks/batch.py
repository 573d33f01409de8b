"""What a batch costs: `PYTHONPATH=tests python tests/benchmarks/batch.py [OFFERS] [ROUNDS] [MEMORY]`.

Over made offers, in processor time of one process, the median of the rounds, each part in turn:

- the floor: what no program that answers the same can leave out. Each line decoded and validated by
  Pydantic, the rules as a function written by hand over known facts, and the same result written as
  JSON. Facts, scores, bounds, and what the verdict could become are not in it.
- the batch, from line to line, with the share of each of its steps;
- scaling: the wall time of the whole command with one process and with two;
- memory: the largest of the command over 10,000 offers and over MEMORY.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from engine_by_hand import judge as judge_by_hand

from batch_support import command, settings
from evaluation_support import default_rules
from made_offers import made_offers
from offercheck.assessment import assess
from offercheck.batch.items import Item
from offercheck.batch.reading import read_item
from offercheck.batch.work import judge_items
from offercheck.facts.definition import Fact
from offercheck.facts.known import Value
from offercheck.interval import Interval
from offercheck.market.wages import Database
from offercheck.offer import Offer
from offercheck.rules.compiled import compiled
from scenario_support import AS_OF

FEWER = 10_000
# Run from a small process, since the memory of the one that starts a command counts as the command's.
WATCH = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(usage.ru_maxrss // 1024)
sys.exit(process.returncode)
"""


def main() -> None:
    """Print each part."""
    count, rounds, most = (
        int(sys.argv[place]) if len(sys.argv) > place else default
        for place, default in ((1, 2_000), (2, 5), (3, 0))
    )
    _speed(count, rounds)
    with tempfile.TemporaryDirectory() as folder:
        _scaling(Path(folder), FEWER)
        if most:
            _memory(Path(folder), most)


def _speed(count: int, rounds: int) -> None:
    items = [
        Item("offers.jsonl", number, line.rstrip(b"\n"))
        for number, line in enumerate(made_offers(count), 1)
    ]
    packed = settings()
    results = [json.loads(line) for line in judge_items(packed, items).lines.splitlines()]
    texts = [item.raw.decode() for item in items if isinstance(item.raw, bytes)]
    offers = [{k: v for k, v in json.loads(text).items() if k != "id"} for text in texts]
    cases = [read_item(item, None, with_places=False).case for item in items]
    rules, database = compiled(default_rules()), Database()
    exact = [_exact(assess(case, rules, AS_OF, database).evaluation.facts) for case in cases]
    steps: dict[str, Callable[[], object]] = {
        "floor: decode and validate": lambda: [
            (json.loads(text), Offer.model_validate(offer))
            for text, offer in zip(texts, offers, strict=True)
        ],
        "floor: rules by hand": lambda: [judge_by_hand(record) for record in exact],
        "floor: write": lambda: [json.dumps(result) for result in results],
        "batch: read": lambda: [read_item(item, None, with_places=False) for item in items],
        "batch: read, judge": lambda: [
            assess(read_item(item, None, with_places=False).case, rules, AS_OF, database) and None
            for item in items
        ],
        "batch: read, judge, write": lambda: judge_items(packed, items),
    }
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            start = time.process_time()
            step()
            times[name].append((time.process_time() - start) / count)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, seconds in medians.items():
        sys.stdout.write(f"{name:28} {seconds * 1e6:7.0f} us an offer\n")
    floor = sum(seconds for name, seconds in medians.items() if name.startswith("floor"))
    whole = medians["batch: read, judge, write"]
    sys.stdout.write(
        f"floor {1 / floor:,.0f} offers a second and core; batch {1 / whole:,.0f}; "
        f"{whole / floor:.2f} times the floor\n"
    )


def _exact(facts: Mapping[str, Fact]) -> dict[str, Value | None]:
    """The values that the function by hand takes: of bounded facts none."""
    return {
        name: None if isinstance(fact.value, Interval) else fact.value
        for name, fact in facts.items()
    }


def _scaling(folder: Path, count: int) -> None:
    _write(folder / "offers.jsonl", count)
    walls = {}
    for jobs in ("1", "2"):
        start = time.monotonic()
        _run(folder, "--jobs", jobs)
        walls[jobs] = time.monotonic() - start
    sys.stdout.write(
        f"{count:,} offers: one process {walls['1']:.1f} s, two {walls['2']:.1f} s, "
        f"{walls['1'] / walls['2']:.2f} times as fast\n"
    )


def _memory(folder: Path, most: int) -> None:
    peaks = {}
    for count in (FEWER, most):
        _write(folder / "offers.jsonl", count)
        start = time.monotonic()
        peaks[count] = _run(folder)
        rate = count / (time.monotonic() - start)
        sys.stdout.write(f"{count:,} offers: peak {peaks[count]} MB, {rate:,.0f} a second\n")
    sys.stdout.write(f"peak {peaks[most] / peaks[FEWER]:.3f} times that of {FEWER:,}\n")


def _write(file: Path, count: int) -> None:
    with file.open("wb") as stream:
        stream.writelines(made_offers(count))


def _run(folder: Path, *arguments: str) -> int:
    """Run the command, and give its largest memory in megabytes."""
    run = command(
        *("offers.jsonl", "-o", "out.jsonl", "--compact", "id,verdict,on_merits,could_become"),
        *("--summary", "none", *arguments),
    )
    watched = [sys.executable, "-c", WATCH, *run]
    return int(subprocess.run(watched, cwd=folder, check=True, stdout=subprocess.PIPE).stdout)


if __name__ == "__main__":
    main()
