"""The README's console blocks: the command of each, and the output that stands under it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n\$ (?P<command>.*)\n(?P<output>(?:(?!```).*\n)*)```")


class Block(NamedTuple):
    """One command of the README and the output printed under it."""

    command: str
    output: str


def blocks() -> list[Block]:
    """Every console block, in order."""
    return [Block(m["command"], m["output"]) for m in _BLOCK.finditer(README.read_text("utf-8"))]


def output_of(command: str) -> str:
    """What a command prints, both streams, with the program of this environment."""
    program = f"'{sys.executable}' -m offercheck"
    shell = command.replace("offercheck", program, 1)
    run = subprocess.run(
        ["sh", "-c", shell], cwd=ROOT, capture_output=True, text=True, check=False, env=_ENVIRONMENT
    )
    return run.stdout + run.stderr


_ENVIRONMENT = {"PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8"}


def remade() -> str:
    """The README with the output of every block made anew."""

    def fresh(match: re.Match[str]) -> str:
        command = match["command"]
        return f"```console\n$ {command}\n{output_of(command)}```"

    return _BLOCK.sub(fresh, README.read_text("utf-8"))


if __name__ == "__main__":
    README.write_text(remade(), "utf-8")
