"""What is wrong with an input, as a value: where, what was expected, what was found, a way out."""

from decimal import Decimal
from typing import NamedTuple

DataPath = tuple[str | int | Decimal, ...]


class Position(NamedTuple):
    """A place in a file: its name as given, and line and column counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One thing wrong with an input, complete enough to be mended without reading anything else."""

    position: Position
    path: str
    expected: str
    found: str
    suggestion: str = ""
    source: str = ""


class InputError(Exception):
    """An input that cannot be used. Carries every problem found in it, in the order of its lines."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        self.problems = tuple(
            sorted(problems, key=lambda p: (p.position.file, p.position.line, p.position.column))
        )
        super().__init__(
            "; ".join(
                f"{p.position}: {p.path}: expected {p.expected}, found {p.found}"
                for p in self.problems
            )
        )


def dotted(path: DataPath) -> str:
    """Write a path as people do: `situation.prospects[0].pay`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = shorten(str(part))
            text += f".{name}" if text else name
    return text


def closest(word: str, known: list[str] | tuple[str, ...]) -> str:
    """`did you mean X?` for the known word nearest to `word`, or nothing when none is near."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - start-up time
    from rapidfuzz.process import extractOne  # noqa: PLC0415 - the same

    near = extractOne(word.lower(), known, scorer=ratio, score_cutoff=65)
    return f"did you mean `{near[0]}`?" if near else ""


def source_line(lines: list[str], number: int) -> str:
    """The text of a line counted from 1, or nothing past the end of the file."""
    return lines[number - 1] if 0 < number <= len(lines) else ""


def shorten(text: str, width: int = 60) -> str:
    """Cut a text that would fill the screen, marking the cut."""
    return text if len(text) <= width else text[: width - 1] + "…"
