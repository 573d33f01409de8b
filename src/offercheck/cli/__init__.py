"""The command line: wiring only."""

from __future__ import annotations

import gc
import os
import sys

from offercheck import __version__
from offercheck.cli.ending import ended, print_text

# A run makes some 70,000 objects that live to its end. Python's own threshold would look through them
# a hundred times for garbage that is not there; this one still bounds what a long run leaves behind.
OBJECTS_BETWEEN_COLLECTIONS = 200_000


def main() -> None:
    """Run the program named `offercheck`.

    The process ends at once, without the exit handlers of Python: everything is written and closed by
    then, and taking objects apart that the system takes back anyway would cost time.
    """
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    if sys.argv[1:] == ["--version"]:
        # Answered before anything is imported that this answer does not need.
        os._exit(ended(lambda: print_text(f"offercheck {__version__}\n")))
    # Plugins of other packages could change what validation does.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from offercheck.cli.postponed import postpone  # noqa: PLC0415 - start-up time

    postpone()
    from offercheck.cli.app import application  # noqa: PLC0415 - start-up time

    os._exit(ended(application(sys.argv[1:])))
