"""Runs of the program without its start: a process that has imported all of it forks for each run.

A run has its own folder, environment, streams, exit code and memory, as one that is started has. What
hangs on the start itself, on how Python ends, or on pipes and terminals needs a run that is started.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import offercheck
from offercheck.cli import main

STREAMS = ("stdin", "stdout", "stderr")
ENDLESS = 120  # seconds after which a run is taken to hang; no run takes a hundredth of it
HUNG = -signal.SIGALRM
UNBOUNDED = resource.RLIM_INFINITY


class Ended(NamedTuple):
    """How a run ended: its exit code, or less a signal, what it wrote, and its largest memory."""

    returncode: int
    stdout: bytes
    stderr: bytes
    peak_mb: int


def run_forked(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    standard_input: bytes = b"",
    *,
    seconds: int = ENDLESS,
    address_space: int = UNBOUNDED,
) -> Ended:
    """Run the program in a folder; after so many seconds it is ended, with the exit code HUNG."""
    with tempfile.TemporaryDirectory() as place:
        streams = [Path(place) / name for name in STREAMS]
        for stream, content in zip(streams, (standard_input, b"", b""), strict=True):
            stream.write_bytes(content)
        job = {
            "arguments": [os.fsencode(argument).hex() for argument in arguments],
            "folder": str(folder),
            "environment": dict(environment),
            "streams": [str(stream) for stream in streams],
            "seconds": seconds,
            "address_space": address_space,
        }
        requests, answers = _server()
        requests.write(json.dumps(job) + "\n")
        requests.flush()
        code, peak_mb = json.loads(answers.readline())
        _, out, err = streams
        return Ended(code, out.read_bytes(), err.read_bytes(), peak_mb)


@cache
def _server() -> tuple[Any, Any]:
    """Where to write requests to the process that forks, and where to read its answers."""
    process = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    atexit.register(process.communicate)
    return process.stdin, process.stdout


def _serve() -> None:
    """Import all of the program, and then fork for every request; no run has a terminal."""
    for module in pkgutil.walk_packages(offercheck.__path__, "offercheck."):
        if module.name != "offercheck.__main__":
            import_module(module.name)
    gc.freeze()
    for line in sys.stdin:
        process = os.fork()
        if not process:
            _become(json.loads(line))
        _, status, usage = os.wait4(process, 0)
        answer = (os.waitstatus_to_exitcode(status), usage.ru_maxrss // 1024)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _become(job: Mapping[str, Any]) -> None:
    """Be the program with these arguments to the end, and end as Python does."""
    code: Any = 1
    try:
        os.chdir(job["folder"])
        os.environ.clear()
        os.environ.update(job["environment"])
        for descriptor, name in enumerate(job["streams"]):
            os.dup2(os.open(name, os.O_RDWR), descriptor)
        sys.stdin, sys.stdout = open(0, encoding="utf-8"), open(1, "w", encoding="utf-8")  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1)  # noqa: SIM115
        sys.argv = ["offercheck", *(os.fsdecode(bytes.fromhex(word)) for word in job["arguments"])]
        signal.alarm(job["seconds"])
        resource.setrlimit(resource.RLIMIT_AS, (job["address_space"],) * 2)
        main()
    except SystemExit as stop:
        code = stop.code
    except BaseException:  # noqa: BLE001 - what Python does at the end of a program
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
