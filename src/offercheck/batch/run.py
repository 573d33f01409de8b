"""Giving out the items of a batch and taking in what comes of them, in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import Protocol

from offercheck.batch.items import Item
from offercheck.batch.tally import Tally
from offercheck.batch.work import Done, Settings, judge_items

# Of one run of items handed to a worker; whole reports take many times as long.
MOST_ITEMS, MOST_FULL_ITEMS, MOST_BYTES = 250, 10, 1_000_000


class Output(Protocol):
    """Where the lines of a batch go, and what they come to."""

    tally: Tally

    def take(self, items: Sequence[Item], texts: Sequence[bytes]) -> None:
        """Write the next lines: those in place, and those of errors apart."""


def run(
    items: Iterator[Item],
    settings: Settings,
    executor: Executor,
    ahead: int,
    output: Output,
    progress: Callable[[Sequence[Item]], None],
) -> None:
    """Judge the items and give their lines to the output, in order.

    At most `ahead` runs of items are out at once, so that memory does not grow with their number.
    """
    packed = settings.packed()
    out: deque[tuple[Sequence[Item], Future[Done]]] = deque()
    for some in _runs(items, MOST_FULL_ITEMS if settings.form.full else MOST_ITEMS):
        out.append((some, executor.submit(judge_items, packed, some)))
        if len(out) >= ahead:
            _take(*out.popleft(), output, progress)
    while out:
        _take(*out.popleft(), output, progress)


def _take(
    items: Sequence[Item],
    future: Future[Done],
    output: Output,
    progress: Callable[[Sequence[Item]], None],
) -> None:
    done = future.result()
    output.tally.counts.update(done.counts)
    output.take(items, (done.lines, done.errors))
    progress(items)


def _runs(items: Iterator[Item], most: int) -> Iterator[list[Item]]:
    some: list[Item] = []
    size = 0
    for item in items:
        some.append(item)
        size += len(item.raw)
        if len(some) >= most or size >= MOST_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some
