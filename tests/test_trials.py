"""Trying a change must come to what judging the changed facts anew comes to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evaluation_support import (
    DAY,
    default_rules,
    facts_of,
    partial_facts,
    tried,
    values_of,
)
from offercheck.advice.trials import Trial, Trials
from offercheck.candidate import PastJob, Waiver
from offercheck.evaluation import PATTERNS_FACT, evaluate
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.known import Value

HISTORY = [PastJob(left_because=["pay", "manager", "turnover", "goal", "layoff", "terms"])]
WAIVERS = [Waiver(rule="pay-lagger", reason="A reason."), Waiver(rule="no-access", reason="Known.")]
NAMES = sorted(set(CATALOGUE) - {PATTERNS_FACT})


@st.composite
def _changes(draw: st.DrawFn) -> dict[str, Value | None]:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    return {name: draw(st.none() | values_of(name, bounded=True)) for name in names}


@tried(200)
@given(partial_facts(), _changes(), st.booleans(), st.booleans())
def test_a_change_tried_is_the_changed_case_judged_anew(
    values: dict[str, Value | None],
    changes: dict[str, Value | None],
    with_history: bool,  # noqa: FBT001 - drawn
    with_waivers: bool,  # noqa: FBT001 - drawn
) -> None:
    history = HISTORY if with_history else None
    waivers = WAIVERS if with_waivers else []
    rules = default_rules()
    before = evaluate(facts_of(values), rules, as_of=DAY, history=history, waivers=waivers)
    changed = facts_of(values | changes)
    after = evaluate(changed, rules, as_of=DAY, history=history, waivers=waivers)
    trial = Trials(before, rules, history).change({name: changed[name] for name in changes})
    assert (trial.row.id, trial.overall, trial.coverage) == (
        *(after.row.id, after.overall.value, after.overall.coverage),
    )


@given(partial_facts())
def test_no_change_leaves_everything_as_it_is(values: dict[str, Value | None]) -> None:
    evaluation = evaluate(facts_of(values), default_rules(), as_of=DAY)
    trials = Trials(evaluation, default_rules())
    overall = evaluation.overall
    assert trials.change({}) == Trial(evaluation.row, overall.value, overall.coverage)
