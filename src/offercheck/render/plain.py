"""Text from inputs made safe to show: no control character, escape or direction mark acts."""

from __future__ import annotations

import unicodedata

_ACTING = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS = frozenset({"\u200d", "\ufe0f"})


def printable(text: str, width: int | None = None) -> str:
    r"""The text on one line, with every character that would act on a terminal written out.

    Line breaks and tabs become spaces, escapes and direction marks their code (`\x1b`). With
    `width` a longer text is cut and the cut is marked.
    """
    shown = "".join(_shown(character) for character in text)
    if width is not None and len(shown) > width:
        shown = shown[: max(width - 1, 0)] + "…"
    return shown


def _shown(character: str) -> str:
    if character in "\t\n\r":
        return " "
    if unicodedata.category(character) in _ACTING and character not in _JOINERS:
        code = ord(character)
        return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - two hex digits
    return character
