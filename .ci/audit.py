"""Asks whether what the program runs on has known vulnerabilities, and fails where it has.

Where nobody answers, or some packages are not known there, it says so and goes on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LOCK = Path(__file__).with_name("run-time.lock")
SECONDS = 20
OPTIONS = (
    "--disable-pip",
    "--require-hashes",
    "--format=json",
    "--progress-spinner=off",
    "--timeout=5",
)


def main() -> None:
    """Print what was found; exit with 1 where a package is vulnerable."""
    try:
        command = [sys.executable, "-m", "pip_audit", *OPTIONS, "--requirement", str(LOCK)]
        told = subprocess.run(  # noqa: S603 - a command of our own
            command, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        packages = json.loads(told.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        sys.stdout.write(f"not audited: no answer within {SECONDS} seconds\n")
        return
    except json.JSONDecodeError:
        sys.stdout.write(f"not audited: {told.stderr.strip()[-300:]}\n")
        return
    sys.stdout.write("\n".join(_said(packages)) + "\n")
    sys.exit(any(package.get("vulns") for package in packages))


def _said(packages: list[dict[str, Any]]) -> Iterator[str]:
    """A line for each package with known vulnerabilities, and one for all the others of a kind."""
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    sound = [package["name"] for package in packages if package.get("vulns") == []]
    for package in packages:
        if package.get("vulns"):
            known = ", ".join(found["id"] for found in package["vulns"])
            yield f"{package['name']} {package['version']}: {known}"
    for names, what in ((sound, "no known vulnerability"), (skipped, "not audited, no data")):
        if names:
            yield f"{what}: {', '.join(names)}"


if __name__ == "__main__":
    main()
