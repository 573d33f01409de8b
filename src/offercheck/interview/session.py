"""The interview: asks, checks each answer at once, and stops when a verdict stands or enough is asked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from offercheck import api
from offercheck.interview.answers import Answers
from offercheck.interview.forms import read_answer
from offercheck.interview.prompts import (
    ABOUT_YOU,
    FIRST,
    HISTORY,
    KNOWN,
    LEVEL,
    MONEY,
    NAMED,
    ONLY_AFTER,
    PROSPECTS,
    WITHOUT_WORK,
    Prompt,
    listed_dealbreakers,
    prompts_for,
    which_occupation,
)
from offercheck.market.areas import UnknownPlaceError, areas_of
from offercheck.market.finding import MarketFinding, match_of, survey_market
from offercheck.market.occupations import seniority_in
from offercheck.market.wages import Database
from offercheck.problem import InputError
from offercheck.quantities import QuantityError
from offercheck.report import Report

MOST_ASKED = 18
DO_NOT_KNOW = frozenset(
    {"", "?", "don't know", "dont know", "unknown", "not sure", "n/a", "no idea", "idk"}
)
BACK, ENOUGH, HELP = "back", "done", "help"
HELP_TEXT = (
    "Type an answer and press Enter. An empty line, or `don't know`, leaves it open. `back` takes the"
    " last answer back, `done` ends with a verdict, `help` shows this. Ctrl-D leaves; your answers are"
    " kept."
)
FIRST_QUESTION = "This is the first question."
MOST_TYPED = 2000


class Dialogue(Protocol):
    """Whom the interview talks with."""

    def ask(self, text: str, complete: str) -> str:
        """Ask, and return the answer. `complete` names what may be completed. Raises EOFError."""

    def tell(self, text: str) -> None:
        """Say something."""

    def show_market(self, found: MarketFinding, as_of: datetime.date) -> None:
        """Show what the market pays."""


class Setting(NamedTuple):
    """What an interview is about: the day, the rules, and the candidate where there is one already.

    `market_aging_per_year` is a share, from the rules.
    """

    as_of: datetime.date
    rules: str
    market_aging_per_year: float
    candidate: str | None


class EnoughError(Exception):
    """The person wants no further question."""


def interview(answers: Answers, dialogue: Dialogue, setting: Setting) -> Report | None:
    """Ask until the verdict is firm, enough is asked, or the person has had enough.

    None where not even the company and the title were told. Raises EOFError where the person leaves.
    """
    talk = _Talk(answers, dialogue, setting)
    try:
        while (prompt := talk.next()) is not None:
            talk.put(prompt)
    except EnoughError:
        pass
    return talk.report()


class _Talk:
    """One interview."""

    def __init__(self, answers: Answers, dialogue: Dialogue, setting: Setting) -> None:
        self._answers = answers
        self._dialogue = dialogue
        self._setting = setting
        self._asked: dict[str, Prompt] = {}
        self._again: Prompt | None = None

    def next(self) -> Prompt | None:
        """What was taken back, then what comes first, then what decides most; None at the end."""
        if self._again is not None:
            again, self._again = self._again, None
            return again
        for prompt in self._beginning():
            if prompt.entry not in self._answers:
                return prompt
        report = self.report()
        if report is None or report.firm or len(self._answers) >= MOST_ASKED:
            return None
        return next(self._deciding(report), None)

    def _beginning(self) -> Iterator[Prompt]:
        company, title, *others = FIRST
        yield company
        yield title
        told = self._answers.value(title.entry)
        if told is not None:
            found = match_of(str(told), Database())
            if found.code is None and found.candidates:
                yield which_occupation(found)
            if seniority_in(str(told)) is None:
                yield LEVEL
        yield from others
        if self._setting.candidate is None:
            yield from ABOUT_YOU
            if self._answers.value("candidate.situation.employment") in WITHOUT_WORK:
                yield from MONEY
            lines = self._answers.value("candidate.goal.dealbreakers")
            if lines:
                yield listed_dealbreakers(lines)

    def _deciding(self, report: Report) -> Iterator[Prompt]:
        """The prompts not answered yet, those that decide most first."""
        for question in report.questions:
            if question.entry.startswith("candidate.") and self._setting.candidate is not None:
                continue
            for prompt in prompts_for(question):
                if prompt.entry not in self._answers and self._makes_sense(prompt):
                    yield prompt

    def put(self, prompt: Prompt) -> None:
        """Ask one question until its answer can be read, is not known, or is taken back."""
        self._asked[prompt.entry] = prompt
        hint = f" ({prompt.form.hint})" if prompt.form.hint else ""
        while True:
            text = self._dialogue.ask(f"{prompt.ask}{hint}", prompt.entry).strip()
            if text.lower() == ENOUGH:
                raise EnoughError
            if text.lower() == BACK:
                self._go_back()
                return
            if text.lower() == HELP:
                self._dialogue.tell(HELP_TEXT)
                continue
            if text.lower() in DO_NOT_KNOW:
                if prompt.entry in {"offer.company", "offer.title"}:
                    self._dialogue.tell(
                        "Without this nothing can be written down; any name will do."
                    )
                    continue
                self._answers.leave_open(prompt.entry)
                return
            problem = self._problem_of(prompt, text)
            if problem is None:
                self._answered(prompt)
                return
            self._dialogue.tell(problem)

    def report(self) -> Report | None:
        """The report on what is known; None before there is a company and a title."""
        offer = self._answers.document("offer")
        if not {"company", "title"} <= offer.keys():
            return None
        return api.evaluate(
            offer,
            self._setting.candidate or self._answers.document("candidate") or None,
            self._setting.rules,
            as_of=self._setting.as_of,
        )

    def _problem_of(self, prompt: Prompt, text: str) -> str | None:
        """What is wrong with an answer, or None where it was kept."""
        if len(text) > MOST_TYPED:
            return _complaint(f"an answer of at most {MOST_TYPED:,} characters", "")
        try:
            value = _as_entry(prompt, read_answer(prompt.form, text))
        except QuantityError as error:
            return _complaint(error.expected, error.suggestion)
        if prompt.entry == "offer.location" and (no_place := _no_place(text)) is not None:
            return no_place
        try:
            self._answers.give(prompt.entry, value)
        except InputError as error:
            problem = error.problems[0]
            return _complaint(problem.expected, problem.suggestion)
        return None

    def _go_back(self) -> None:
        """Take the last answer back, and ask for it next."""
        entry = self._answers.take_back()
        if entry is None:
            self._dialogue.tell(FIRST_QUESTION)
        else:
            self._again = self._asked.get(entry)

    def _makes_sense(self, prompt: Prompt) -> bool:
        if prompt.entry not in ONLY_AFTER:
            return True
        entry, wanted = ONLY_AFTER[prompt.entry]
        value = self._answers.value(entry)
        if wanted == KNOWN:
            return value is not None
        return bool(value) if wanted == NAMED else value == wanted

    def _answered(self, prompt: Prompt) -> None:
        """What is told at once after an answer."""
        if prompt.entry == "offer.title":
            self._tell_occupation(str(self._answers.value("offer.title")))
        if prompt.entry == "offer.location":
            self._show_market()
        if prompt.entry == "candidate.goal.roles":
            self._tell_unknown_roles()

    def _tell_unknown_roles(self) -> None:
        database = Database()
        for role in self._answers.value("candidate.goal.roles") or ():
            if match_of(role, database).code is None:
                self._dialogue.tell(
                    f"{role}: no occupation is known for that; only its words count."
                )

    def _tell_occupation(self, title: str) -> None:
        found = match_of(title, Database())
        if found.code is not None:
            self._dialogue.tell(f"Taken for {found.code} {found.name} ({found.reason}).")
        elif not found.candidates:
            self._dialogue.tell(
                f"Which occupation that is, is not known: {found.reason}. `back` lets you write"
                " another title."
            )

    def _show_market(self) -> None:
        title = self._answers.value("offer.occupation") or self._answers.value("offer.title")
        place = self._answers.value("offer.location")
        found = market_of(str(title), place, self._setting)
        self._dialogue.show_market(found, self._setting.as_of)


def market_of(title_or_code: str, place: str | None, setting: Setting) -> MarketFinding:
    """What the market pays for a title in a place, or in the nation, on the day of the interview."""
    database = Database()
    match = match_of(title_or_code, database)
    return survey_market(match, place, setting.as_of, setting.market_aging_per_year, database)


def _as_entry(prompt: Prompt, value: Any) -> Any:
    """An answer in the shape that the entry has in a file."""
    if prompt.entry == "offer.tags" and value == ["none"]:
        return []
    if prompt.entry == PROSPECTS.entry:
        return [] if value == "none" else [{"stage": value}]
    if prompt.entry == HISTORY.entry:
        return [] if value == ["none"] else [{"left_because": value}]
    return value


def _no_place(text: str) -> str | None:
    """Why a place cannot be looked up; None where it can."""
    try:
        areas_of(text, Database())
    except UnknownPlaceError:
        return (
            "Expected a city with its state, such as Denver, CO; or a state, or US. Leave it empty"
            " where the job is abroad."
        )
    return None


def _complaint(expected: str, suggestion: str) -> str:
    more = f"; {suggestion}" if suggestion and expected not in suggestion else ""
    return f"Expected {expected}{more}{'' if more.endswith('?') else '.'} Or leave it empty."
