"""How a run ends: every expected failure in one message and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

COULD_NOT_RUN = 2
INTERRUPTED = 130


def ended(application: Callable[[], Any]) -> int:
    """Run the application and return its exit code.

    A reader of the output that is gone changes nothing and is not worth a message.
    """
    sys.stderr = _Plain(sys.stderr)
    try:
        application()
    except SystemExit as stop:
        return _flushed(stop.code if isinstance(stop.code, int) else int(stop.code is not None))
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()
    return _flushed(0)


class _Plain:
    """Standard error on which nothing acts: argument parsers repeat what they were given."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        from offercheck.render.plain import printable  # noqa: PLC0415 - start-up time

        return int(self._stream.write("\n".join(printable(line) for line in text.split("\n"))))


def print_text(text: str) -> None:
    """Write to standard output as UTF-8, and go on where nobody reads it."""
    try:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
    except OSError as error:
        sys.exit(failed(error))


def _flushed(code: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
    except OSError as error:
        return failed(error)
    return code


def failed(error: OSError) -> int:
    """Say that standard output cannot be written, and write no more of it; the exit code."""
    sys.stderr.write(f"could not write the output: {error.strerror}\n")
    _discard_output()
    return COULD_NOT_RUN


def _discard_output() -> None:
    """Send what is still buffered nowhere, so that closing the output cannot fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
