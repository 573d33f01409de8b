"""What a plain scalar of YAML means: the rules of YAML 1.2, refusing what 1.1 reads otherwise.

Readers of YAML 1.1 take `no` for false, `9:30` for 570 and `010` for 8. Such a value has two
meanings, so it is refused with both ways of writing it rather than read in one of them.
"""

import re
from decimal import Decimal
from typing import NamedTuple

MAX_LENGTH = 40
MAX_EXPONENT = 30


class Refusal(NamedTuple):
    """Why a scalar is not read: what is expected in its place, and how to write what was meant."""

    expected: str
    suggestion: str


Scalar = str | int | Decimal | bool | None


def plain_scalar(text: str, plain_words: frozenset[str] = frozenset()) -> Scalar | Refusal:
    """The value of a scalar written without quotes. Decimals keep their digits as written.

    `plain_words` are words, such as `off`, that have a meaning of their own in this document.
    """
    if text in _NULL:
        return None
    if text[0] in _NUMBER_STARTS:
        return _number(text)
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    truth = _BOOLEAN_1_1.get(text.lower())
    if truth is not None and text not in plain_words:
        plain = text.lower() if text.lower() in plain_words else truth
        return Refusal("a word with one meaning", f'write {plain}, or "{text}" if it is text')
    return text


def _number(text: str) -> Scalar | Refusal:  # noqa: PLR0911 - one for each form
    digits = text[1:] if text[0] in "+-" else text
    if ":" in digits and re.fullmatch(_SEXAGESIMAL, digits):
        return Refusal("a value that YAML reads in one way", f'write "{text}" if it is text')
    if digits[:1] == "0" and re.fullmatch(_OTHER_BASE, digits):
        hint = f'write it without the leading 0, or "{text}" if it is text'
        return Refusal("a decimal number", hint)
    if digits in _NOT_FINITE:
        return Refusal("a finite number", "leave the key out when the value is not known")
    if not _DECIMAL.fullmatch(digits):
        return text
    if len(text) <= MAX_LENGTH:
        if digits.isdecimal():
            return int(text)
        number = Decimal(text)
        if number.is_finite() and abs(number.adjusted()) <= MAX_EXPONENT:
            return number
    return Refusal("a number of a reasonable size", "")


_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEAN = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_BOOLEAN_1_1 = {
    "yes": "true",
    "on": "true",
    "y": "true",
    "no": "false",
    "off": "false",
    "n": "false",
}
_NUMBER_STARTS = frozenset("0123456789+-.")
# All without their signs. The texts are patterns that few files need: compiled when they are met.
_DECIMAL = re.compile(r"([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_SEXAGESIMAL = r"[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?"
_OTHER_BASE = r"0(x[0-9a-fA-F_]+|o?[0-7_]+|b[01_]+)"
_NOT_FINITE = frozenset({".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"})
