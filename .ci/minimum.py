"""Prints the lower bounds of pyproject.toml as constraints: the oldest versions that are to work."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))[
    "project"
]

for requirement in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]:
    if requirement.startswith(PROJECT["name"]):
        continue  # another extra of this project
    name, bound, version = requirement.partition(">=")
    if not bound:
        sys.exit(f"{name} has no lower bound")
    sys.stdout.write(f"{name}=={version}\n")
