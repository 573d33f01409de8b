"""What a run costs against importing what it stands on: `python tests/benchmarks/startup.py [RUNS]`.

The yardstick is the import of Pydantic, Typer, PyYAML and Rich alone. Yardstick and command run in
turn, and each figure is the median over the pairs of the command's processor time over the
yardstick's, so that a machine that slows down slows both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import sysconfig
from pathlib import Path

RUNS = 25
YARDSTICK = "from pydantic import BaseModel; import typer, yaml, rich.console, rich.table"
EXAMPLE = Path(__file__).parents[2] / "examples" / "strong-offer.yaml"
PROGRAM = str(Path(sysconfig.get_path("scripts")) / "offercheck")
# As installed: the byte code of every module is kept after the first run.
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
COMMANDS = {
    "evaluate, table": ([PROGRAM, "evaluate", str(EXAMPLE)], 1.35),
    "evaluate, JSON": ([PROGRAM, "evaluate", str(EXAMPLE), "--format", "json"], 1.15),
    "--help": ([PROGRAM, "--help"], 0.9),
    "--version": ([PROGRAM, "--version"], 0.5),
}


def seconds(command: list[str]) -> float:
    """Processor seconds, user and system, of one run of a command."""
    process = subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print a row for each command."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    yardstick = [sys.executable, "-c", YARDSTICK]
    base = statistics.median(seconds(yardstick) for _ in range(5))
    sys.stdout.write(f"yardstick {base * 1000:.0f} ms of processor time: {YARDSTICK}\n")
    for name, (command, limit) in COMMANDS.items():
        pairs = [seconds(command) / seconds(yardstick) for _ in range(runs + 1)][1:]
        low, middle, high = min(pairs), statistics.median(pairs), max(pairs)
        sys.stdout.write(
            f"{name:16} {middle:5.2f} times the yardstick (at most {limit}); {low:.2f} to {high:.2f}\n"
        )


if __name__ == "__main__":
    main()
