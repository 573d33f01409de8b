"""The command line: wiring only."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the program named `offercheck`."""
    if sys.argv[1:] == ["--version"]:
        # Answered before anything is imported that this answer does not need.
        from offercheck import __version__  # noqa: PLC0415

        sys.stdout.write(f"offercheck {__version__}\n")
        return
    # Plugins of other packages could change what validation does, and looking for them takes time.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from offercheck.cli.app import run  # noqa: PLC0415 - start-up time

    run()
