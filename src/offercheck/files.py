"""Files: written so that they appear only when whole and never through a link; others refused."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READABLE, PRIVATE = 0o644, 0o600


def is_file(path: Path) -> bool:
    """Whether there is such a file; not where there can be none by that name."""
    try:
        return path.is_file()
    except OSError:
        return False


def refuse_other_than_file(path: Path) -> None:
    """Raise OSError for a folder, a pipe or a device: reading one could wait, or never end."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "a folder, a pipe or a device")


def replace_file(content: bytes, target: Path, mode: int = READABLE) -> None:
    """Put a file in the place of what has its name. Raises OSError, and then leaves that as it was."""
    with _written_beside(content, target, mode) as beside:
        beside.replace(target)


def create_file(content: bytes, target: Path) -> None:
    """Write a file that is not there yet. Raises FileExistsError where it is, and other OSErrors."""
    with _written_beside(content, target, READABLE) as beside:
        os.link(beside, target)  # refuses to take the place of a file or a link


@contextmanager
def _written_beside(content: bytes, target: Path, mode: int) -> Iterator[Path]:
    import tempfile  # noqa: PLC0415 - start-up time

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".offercheck-")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(mode)
        yield beside
    finally:
        beside.unlink(missing_ok=True)
