"""How a run ends: every expected failure in one message and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

COULD_NOT_RUN = 2
INTERRUPTED = 130


def ended(app: Callable[[], Any]) -> int:
    """Run the application and return its exit code.

    Bad input prints its problems; a closed pipe ends quietly, as readers of pipes expect.
    """
    try:
        app()
    except SystemExit as stop:
        code = stop.code
        return _flushed(code if isinstance(code, int) else int(code is not None))
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        return _closed_pipe()
    return _flushed(0)


def _flushed(code: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _closed_pipe()
    except OSError as error:
        sys.stderr.write(f"could not write the output: {error.strerror}\n")
        _discard_output()
        return COULD_NOT_RUN
    return code


def _closed_pipe() -> int:
    """Nobody reads on: end without a word. What is left in the buffer goes nowhere."""
    _discard_output()
    return 0


def _discard_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
