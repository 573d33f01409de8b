"""What is made from the rules and the program: the packed rules, and the README's outputs."""

from __future__ import annotations

import datetime
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from offercheck.case import read_case
from offercheck.judgement import judge
from offercheck.market.wages import Database
from offercheck.render.table import render_table
from offercheck.rules.layers import read_layers
from offercheck.rules.loading import load_rules, packaged_rules
from offercheck.rules.packed import PACKED_FILE, pack
from offercheck.rules.reading import read_rules

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PICTURE = ROOT / ".github" / "verdict.svg"
PICTURE_WIDTH = 100
AS_OF = datetime.date(2026, 11, 25)
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


def picture() -> str:
    """The picture at the top: the table of an example in colour, as the program prints it."""
    report = judge(
        read_case("examples/pay-lagger-open.yaml"), load_rules("rules.yaml"), AS_OF, Database()
    )
    console = Console(record=True, width=PICTURE_WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(render_table(report, width=PICTURE_WIDTH, colour=True)), end="")
    # Without the fonts that Rich would have a reader fetch from elsewhere.
    form = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return console.export_svg(title="offercheck evaluate offer.yaml", code_format=form)


def packed_rules() -> str:
    """The packed form of the packaged rules, as they stand."""
    name = packaged_rules()
    return pack(read_rules(name), read_layers(name, name).last)


if __name__ == "__main__":
    os.chdir(ROOT)
    PACKED_FILE.write_text(packed_rules(), "ascii")
    README.write_text(remade(), "utf-8")
    PICTURE.write_text(picture(), "utf-8")
