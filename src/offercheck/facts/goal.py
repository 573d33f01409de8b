"""Formulas for the goal: how well the work serves it, and what the candidate will not do."""

from __future__ import annotations

from collections.abc import Sequence

from offercheck.facts.assumptions import Alignment
from offercheck.facts.known import Result, Unknown
from offercheck.interval import Interval
from offercheck.market.finding import GoalRole
from offercheck.market.occupations import normal_title
from offercheck.offer import InternalMove

RELOCATION = "relocation"


def alignment(
    title: str,
    occupation: str | None,
    roles: Sequence[GoalRole],
    alignment: Alignment,
    skill_overlap: float | None,
) -> Result:
    """How well the occupation serves the goal, 0-100.

    The best over the goal's roles of what the two SOC 2018 codes share (six digits the occupation,
    five the broad group, three the minor group, two the major group); the same title is the same
    occupation. Where skills are known on both sides, `all_skills` times their overlap counts if it
    is more. A role or a title that is not recognised is left out; with none left it is unknown.
    """
    known = [
        alignment.same_occupation
        if normal_title(role.title) == normal_title(title)
        else _shared(occupation, role.code, alignment)
        for role in roles
        if normal_title(role.title) == normal_title(title) or (occupation and role.code)
    ]
    if not known:
        named = ", ".join(f"`{role.title}`" for role in roles if role.code is None)
        whose = f"the title `{title}`" if occupation is None else f"the goal {named}"
        return Unknown(f"{whose} matches no occupation; state its SOC code")
    by_skill = [alignment.all_skills * skill_overlap] if skill_overlap is not None else []
    best = max(known + by_skill)
    unrecognised = len(roles) - len(known)
    return Interval(best, 100.0) if unrecognised and best < alignment.same_occupation else best


def _shared(offered: str | None, wanted: str | None, alignment: Alignment) -> float:
    if offered is None or wanted is None or offered[:2] != wanted[:2]:
        return alignment.other
    if offered == wanted:
        return alignment.same_occupation
    if offered[: len("15-125")] == wanted[: len("15-125")]:
        return alignment.same_broad_group
    if offered[: len("15-1")] == wanted[: len("15-1")]:
        return alignment.same_minor_group
    return alignment.same_major_group


def skill_overlap(offered: Sequence[str], wanted: Sequence[str]) -> Result:
    """The share of the role's skills that the goal names, as a share; case does not matter."""
    role = {skill.strip().casefold() for skill in offered}
    goal = {skill.strip().casefold() for skill in wanted}
    if not role or not goal:
        return Unknown("no skills are listed")
    return len(role & goal) / len(role)


def dealbreakers_hit(
    dealbreakers: Sequence[str],
    tags: Sequence[str] | None,
    work_mode: str | None,
    employment: str | None,
    relocation_required: bool | None,  # noqa: FBT001 - inputs come in the order of the catalogue
) -> Result:
    """How many of the candidate's dealbreakers the offer has, as a count.

    They are compared with the offer's tags, and with its work mode, employment and required
    relocation. What none of those tells of leaves the count bounded.
    """
    wanted = {_word(text) for text in dealbreakers}
    shown = {_word(text) for text in tags or ()}
    ruled_out: set[str] = set()
    for words, found in ((WORK_MODES, work_mode), (EMPLOYMENTS, employment)):
        if found is not None:
            shown.add(_word(found))
            ruled_out |= {_word(word) for word in words} - {_word(found)}
    if relocation_required is not None:
        (shown if relocation_required else ruled_out).add(RELOCATION)
    hits = len(wanted & shown)
    told_by_tags = wanted - KEYED if tags is not None else set()
    undecided = wanted - shown - ruled_out - told_by_tags
    return Interval(float(hits), float(hits + len(undecided))) if undecided else float(hits)


def _word(text: str) -> str:
    return text.strip().casefold().replace("_", " ").replace("-", " ")


WORK_MODES = ("onsite", "hybrid", "remote")
EMPLOYMENTS = ("full_time", "part_time", "contract", "temporary", "internship")
# Dealbreakers that entries of their own tell of, so that tags do not rule them out.
KEYED = frozenset(_word(word) for word in (*WORK_MODES, *EMPLOYMENTS, RELOCATION))


def internal_move_unwritten(move: InternalMove) -> Result:
    """Whether a later move to another role was promised without being written down."""
    if not move.promised:
        return False
    if move.written is None:
        return Unknown("it is not stated whether the promise is in writing")
    return not move.written
