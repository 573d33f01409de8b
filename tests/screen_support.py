"""A terminal of 80 columns that a program runs in, typed into and read as a person would."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from forking_support import ENDLESS
from scenario_support import environment

SIZE = (24, 80)
WHERE, TOP = b"\x1b[6n", b"\x1b[1;1R"  # a program asks for the line of the cursor: the first
# The terminal becomes the one that /dev/tty names, as a shell would have it.
_AS_A_SHELL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(1, termios.TIOCSCTTY, 0);"
    " os.execv(sys.argv[1], sys.argv[1:])"
)


class Screen:
    """A running program. `seen` is everything that it wrote since the last typing."""

    def __init__(self, command: Sequence[str], folder: Path, term: str = "xterm") -> None:
        self._terminal, inside = pty.openpty()
        termios.tcsetwinsize(inside, SIZE)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _AS_A_SHELL, *command],
            cwd=folder,
            env=environment() | {"TERM": term},
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        )
        os.close(inside)
        self.seen = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(ENDLESS)
        os.close(self._terminal)

    def type(self, text: str) -> None:
        """Type without Enter."""
        self.seen = ""
        os.write(self._terminal, text.encode())

    def wait_for(self, *texts: str) -> None:
        """Read until each text was seen. Raises AssertionError where the program ends without."""
        until = time.monotonic() + ENDLESS
        while not all(text in self.seen for text in texts):
            assert time.monotonic() < until, self.seen
            if not select.select([self._terminal], [], [], 1)[0]:
                continue
            try:
                read = os.read(self._terminal, 65_536)
            except OSError:  # the program has ended
                read = b""
            assert read, self.seen
            self.seen += read.decode("utf-8", "replace")
            if WHERE in read:
                os.write(self._terminal, TOP)
