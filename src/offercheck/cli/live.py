"""A terminal that shows what an answer would be matched with, and its market, while it is typed.

Nothing is taken that was not typed or chosen with the Tab or arrow keys. Imported only where
standard input and output are terminals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document  # noqa: TC002 - as the others of the library

from offercheck.cli.completion import places_beginning, titles_beginning
from offercheck.cli.terminal import LINE, Terminal
from offercheck.interview.session import Setting, market_of
from offercheck.quantities import format_money
from offercheck.render.plain import printable

TITLE, PLACE, ROLES = "offer.title", "offer.location", "candidate.goal.roles"
MATCHES: Mapping[str, Callable[[str], Sequence[str]]] = {
    TITLE: titles_beginning,
    PLACE: places_beginning,
    ROLES: titles_beginning,
}
MEDIAN = 50.0


class LiveTerminal(Terminal):
    """Shows the listed titles and places that begin as typed, and below the line the market."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._title: str | None = None
        self._told = cache(self._market_below)

    def _line(self, complete: str) -> str:
        matches = MATCHES.get(complete)
        if matches is None:
            return PromptSession[str]().prompt("> ")

        def below() -> str:
            typed = _last(session.default_buffer.text, complete)
            best = next(iter(matches(typed)), "") if typed else ""
            return self._told(complete, typed, best, self._title)

        session = PromptSession[str](
            completer=_Matching(matches, complete),
            complete_while_typing=True,
            bottom_toolbar=below,
        )
        line = session.prompt("> ")
        if complete == TITLE:
            self._title = line
        return line

    def _market_below(self, entry: str, typed: str, best: str, title: str | None) -> str:
        """What the best match is and what the market pays for it, on one line."""
        what = "place" if entry == PLACE else "title"
        if not best:
            told = f"no listed {what} begins so; Enter takes what is typed" if typed else ""
            return told or f"listed {what}s show while you type; Tab or arrows choose one"
        occupation, place = (title or "", best) if entry == PLACE else (best, None)
        found = market_of(occupation, place, self._setting)
        wage = dict(found.wages.points).get(MEDIAN) if found.wages is not None else None
        area = found.area.name if found.area else ""
        median = f"median {format_money(wage)} in {area}" if wage is not None else ""
        name = f"{found.occupation} {found.occupation_name}" if found.occupation else ""
        return printable(" \u00b7 ".join(part for part in (best, median, name) if part), LINE)


class _Matching(Completer):
    def __init__(self, matches: Callable[[str], Sequence[str]], entry: str) -> None:
        self._matches = matches
        self._entry = entry

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - of the library
    ) -> Iterable[Completion]:
        """The listed names that begin as typed."""
        typed = _last(document.text_before_cursor, self._entry)
        for name in self._matches(typed) if typed else ():
            yield Completion(name, start_position=-len(typed))


def _last(text: str, entry: str) -> str:
    """What is being typed: of several titles with commas, the last."""
    return text.rpartition(",")[2].lstrip() if entry == ROLES else text.lstrip()
