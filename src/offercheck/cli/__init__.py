"""The command line: wiring only."""

from __future__ import annotations

import os
import sys

from offercheck import __version__
from offercheck.cli.ending import ended, print_text


def main() -> None:
    """Run the program named `offercheck`."""
    if sys.argv[1:] == ["--version"]:
        # Answered before anything is imported that this answer does not need.
        sys.exit(ended(lambda: print_text(f"offercheck {__version__}\n")))
    # Plugins of other packages could change what validation does.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from offercheck.cli.app import application  # noqa: PLC0415 - start-up time

    sys.exit(ended(application(sys.argv[1:])))
