"""The command line: wiring only."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the program named `offercheck`."""
    if sys.argv[1:] == ["--version"]:
        # Answered before anything is imported that this answer does not need.
        from offercheck import __version__  # noqa: PLC0415

        sys.stdout.write(f"offercheck {__version__}\n")
        return
    from offercheck.cli.app import run  # noqa: PLC0415 - start-up time

    run()
