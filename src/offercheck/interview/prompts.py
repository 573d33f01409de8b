"""What is asked, entry by entry: first what every offer needs, then what decides most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from offercheck.advice.questions import Question
from offercheck.facts.asks import ENTRY_ASKS
from offercheck.facts.catalogue import CATALOGUE
from offercheck.interview.forms import Form, form_of
from offercheck.market.occupations import OccupationMatch


class Prompt(NamedTuple):
    """One question about one entry."""

    entry: str
    ask: str
    form: Form


def _prompt(entry: str, ask: str) -> Prompt:
    form = form_of(entry)
    if form is None:
        raise ValueError(f"{entry} holds entries of its own")
    return Prompt(entry, ask, form)


# Without these there is nothing to look up or to judge by.
FIRST = (
    _prompt("offer.company", "Which company is the offer from?"),
    _prompt("offer.title", "What is the job title?"),
    _prompt("offer.location", "Where is the job? City and state, or US"),
    _prompt("offer.pay.base", "What is the base pay?"),
)
LEVEL = _prompt("offer.role.seniority", "Which level of experience does the role ask for?")
ABOUT_YOU = (
    _prompt("candidate.goal.roles", "Which job titles do I want in the long run?"),
    _prompt("candidate.situation.employment", "Do I have a job today, and will it last?"),
)
# Where the question of the catalogue asks for several entries at once, or for more than a short answer.
ASKS = ENTRY_ASKS | {
    "candidate.goal.dealbreakers": "What would I refuse at any pay?",
    "offer.in_writing": "Is the offer in writing, with everything we agreed?",
    "offer.decide_by": "By when must I answer?",
    "offer.pay.final": "Have they said that pay cannot move?",
    "offer.role.duties_toward_goal": "How much of the work is the work I want to do?",
    "offer.turnover.layoffs_last_12_months": "Were there layoffs in the last twelve months?",
    "offer.turnover.predecessor_left": "Why did the last person in the role leave?",
    "offer.manager.met": "Have I met the manager I would report to?",
    "offer.manager.disparaged_predecessor": (
        "Did the manager run down the person who had the role before?"
    ),
    "offer.terms.changed_after_agreement": "Did terms change after they were agreed?",
    "offer.terms.answered_questions": "Do they answer reasonable questions?",
    "offer.terms.time_to_read": "Do they give me time to read the contract and have it read?",
    "offer.terms.non_compete": "Is there a non-compete clause?",
    "offer.terms.non_compete_months": (
        "For how many months would a non-compete clause bind me? 0 if there is none"
    ),
    "offer.pay.sign_on.clawback_months": (
        "For how many months could they claim the sign-on payment back? 0 if there is none"
    ),
    "offer.terms.unreimbursed_costs": "Which costs of starting would I bear myself? 0 if none",
}
# Whoever has no work to go back to is asked how long the money lasts.
WITHOUT_WORK = frozenset({"unemployed", "ending", "student"})
MONEY = (
    _prompt("candidate.situation.savings", ENTRY_ASKS["candidate.situation.savings"]),
    _prompt(
        "candidate.situation.monthly_expenses", ENTRY_ASKS["candidate.situation.monthly_expenses"]
    ),
)
# Entries that hold entries of their own are asked for part by part.
PARTS = {
    "offer.benefits": (
        (
            "offer.benefits.health_premium_employer_share",
            "Which share of the health premium do they pay?",
        ),
        ("offer.benefits.retirement_match", "How much of base is the retirement match?"),
        ("offer.benefits.paid_leave_days", "How many working days of paid leave are there a year?"),
    ),
    "offer.pay.bonus": (
        ("offer.pay.bonus.target", "What is the target bonus a year? 0 if there is none"),
        ("offer.pay.bonus.guaranteed", "Is that bonus guaranteed?"),
    ),
    "offer.pay.equity": (("offer.pay.equity.annual_value", "What is the equity worth a year?"),),
    "offer.role.internal_move": (
        ("offer.role.internal_move.promised", "Was a later move to another role promised?"),
        ("offer.role.internal_move.written", "Is that promise in writing?"),
    ),
}
MOST_CANDIDATES = 5
KNOWN, NAMED = "known", "named"
# A part that only makes sense after a certain answer to another.
ONLY_AFTER = {
    "offer.turnover.manager_reports": ("offer.turnover.manager_departures_last_12_months", KNOWN),
    "offer.role.internal_move.written": ("offer.role.internal_move.promised", True),
    "candidate.situation.prospects.0.pay": ("candidate.situation.prospects", NAMED),
    "candidate.situation.prospects.0.preferred": ("candidate.situation.prospects", NAMED),
}
FEW = 2  # a fact worked out from more asks for something wider than one of its entries
STAGES = ("none", "applied", "interviewing", "final_round", "offer")
PROSPECTS = Prompt(
    "candidate.situation.prospects",
    "Am I in the running for another job? How far?",
    Form("choice", " | ".join(STAGES), STAGES),
)
AFTER_PROSPECTS = (
    ("candidate.situation.prospects.0.pay", "What would that job pay a year?"),
    ("candidate.situation.prospects.0.preferred", "Would I rather have that job?"),
)
_REASONS = form_of("candidate.history.0.left_because")
HISTORY = Prompt(
    "candidate.history",
    "Why did I leave my last job? With commas, or none",
    Form(
        "list", _REASONS.hint if _REASONS else "", ("none", *(_REASONS.choices if _REASONS else ()))
    ),
)
IN_LISTS = frozenset({PROSPECTS.entry, HISTORY.entry, *(entry for entry, _ in AFTER_PROSPECTS)})
# Never asked: a person cannot say it in a line, or it follows from what is asked anyway.
NOT_ASKED = frozenset(
    {"offer.pay.market", "offer.occupation", "offer.title", "candidate.goal.level", "offer.facts"}
)


def prompts_for(question: Question) -> Iterator[Prompt]:
    """The prompts for a question of the advice; none where it cannot be answered in a line."""
    entry = question.entry
    if entry in NOT_ASKED or not entry.startswith(("offer.", "candidate.")):
        return
    if entry == PROSPECTS.entry:
        yield PROSPECTS
        yield from (_prompt(*part) for part in AFTER_PROSPECTS)
    elif entry == HISTORY.entry:
        yield HISTORY
    elif entry in PARTS:
        yield from (_prompt(*part) for part in PARTS[entry])
    elif (form := form_of(entry)) is not None:
        yield Prompt(entry, ASKS.get(entry, question.ask), form)


def which_occupation(found: OccupationMatch) -> Prompt:
    """Which of the nearest occupations a title stands for."""
    shown = found.candidates[:MOST_CANDIDATES]
    lines = [f"  {place}. {code} {title}" for place, (code, title) in enumerate(shown, 1)]
    ask = "\n".join([f"{found.reason}:", *lines, "Which of these is it?"])
    codes = tuple(code for code, _ in shown)
    return Prompt("offer.occupation", ask, Form("numbered", "its number", codes))


def listed_dealbreakers(lines: list[str]) -> Prompt:
    """Whether the offer has what was listed: matched by the same words, so those are offered."""
    ask = f"Which of these does this offer have: {', '.join(lines)}? With commas, or none"
    return Prompt("offer.tags", ask, Form("list", "", ("none", *lines)))


def ask_of(entry: str) -> str:
    """The question behind an entry; nothing where there is none."""
    named = {prompt.entry: prompt.ask for prompt in (*FIRST, *ABOUT_YOU, PROSPECTS, HISTORY)}
    named |= dict(part for parts in (*PARTS.values(), AFTER_PROSPECTS) for part in parts)
    among = [(fact, [path.rstrip("?") for path in fact.inputs]) for fact in CATALOGUE.values()]
    # A fact that is worked out from this entry alone asks for nothing else.
    own = [fact.ask for fact, inputs in among if inputs == [entry]]
    shared = (fact.ask for fact, inputs in among if entry in inputs and len(inputs) <= FEW)
    asks = [*own, *shared]
    return ASKS.get(entry) or named.get(entry) or next(iter(asks), "")
