"""Where a batch runs: here, in processes of this machine, or on a Dask cluster, all as Executors."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
)
from contextlib import contextmanager
from typing import Any

# What a future raises whose worker ended before it did.
LOST = (BrokenExecutor, CancelledError)
AHEAD = 3  # runs of items handed out for each worker, so that none waits for the next


class Here(Executor):
    """Runs what it is given at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The finished future of a call."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class MissingError(Exception):
    """What a scheduler needs is not installed, or does not answer."""


@contextmanager
def executor_for(jobs: int, scheduler: str | None) -> Iterator[tuple[Executor, int]]:
    """An executor, and how many runs of items to hand to it at once. Raises MissingError."""
    if scheduler is not None:
        with _cluster(scheduler) as (executor, workers):
            yield executor, AHEAD * workers
    elif jobs == 1:
        yield Here(), 1
    else:
        # Started anew rather than forked, so that they are alike on every system.
        context = multiprocessing.get_context("spawn")
        executor = ProcessPoolExecutor(jobs, context, initializer=_begin_worker)
        try:
            yield executor, AHEAD * jobs
        finally:
            executor.shutdown(cancel_futures=True)


def _begin_worker() -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the parent, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that is killed cannot tell its workers."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingError("`--scheduler` needs Dask: pip install distributed") from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise MissingError(f"no scheduler answers at {address}: {error}") from None
    with client:
        workers = len(client.scheduler_info()["workers"])
        if not workers:
            raise MissingError(f"the scheduler at {address} has no workers")
        # A run whose worker dies is given to another; the same run gives the same lines.
        yield client.get_executor(pure=False, retries=3), sum(client.nthreads().values())
