"""A wish for a GP judged by every rule that bears on it, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hjemmel.domain.change import Asker, Care, ChangeCase, WantedList
from hjemmel.kernel.text import Text
from hjemmel.law.finding import Finding, Outcome
from hjemmel.law.lawat import LawAt
from hjemmel.rules.child_in_care import child_welfare_may_choose
from hjemmel.rules.closed_list import child_is_admitted, returning_resident_is_admitted
from hjemmel.rules.list_limits import list_is_open
from hjemmel.rules.right_to_gp import person_has_right
from hjemmel.rules.switching import (
    child_may_demand_change,
    first_of_next_month,
    gp_may_be_chosen,
    parent_may_choose,
    switch_is_allowed,
    switch_takes_effect_on,
)
from hjemmel.rules.waiting_order import person_may_join


class Answer(Enum):
    """What becomes of a wish."""

    GRANTED = "granted"
    QUEUED = "queued"
    REFUSED = "refused"
    LIST_FULL = "list_full"
    NEEDS_JUDGEMENT = "needs_judgement"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]


_LABELS = {
    Answer.GRANTED: Text("Innvilget", "Granted"),
    Answer.QUEUED: Text("Settes i kø", "Put in the queue"),
    Answer.REFUSED: Text("Avslått", "Refused"),
    Answer.LIST_FULL: Text("Listen er full", "The list is full"),
    Answer.NEEDS_JUDGEMENT: Text("Må vurderes", "Needs judgement"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the rules say of a wish.

    Args:
        answer: What becomes of it.
        findings: What each rule says, in the order asked.
        decisive: The finding that settled it.
        effective_on: The day it takes effect when granted; of a place in the queue, the earliest.
        counts: Whether it is one of the calendar year's changes.
        exception: Reason of the rule that admits her to a closed list; empty for none.
    """

    answer: Answer
    findings: tuple[Finding, ...]
    decisive: Finding
    effective_on: date
    counts: bool
    exception: str = ""


def judge_change(case: ChangeCase, law: LawAt) -> Judgement:
    """Judge a wish for a GP.

    A closed list gives way to the exceptions; without one the answer is that the list is full, and a
    place in the queue can be offered. Joining a first list is not a change and is not counted. Whoever
    wants any list is put in the queue for the first free place: places that nobody has chosen are given
    in the order of the queue.

    Args:
        case: The wish.
        law: The law on the day it was asked for.
    """
    effective = first_of_next_month(case.asked_on)
    conditions, counts = _conditions(case, law)
    if case.wanted is None:
        return _judge_any(conditions, effective, law, counts=counts)
    place, exception = _place(case, case.wanted, law)
    takes_effect = switch_takes_effect_on(case.asked_on, effective, law=law)
    findings = (*conditions, *place, takes_effect)
    broken = _first(conditions, Outcome.NOT_MET)
    unsure = _first(conditions, Outcome.NEEDS_JUDGEMENT) or _first(
        (*place, takes_effect), Outcome.NEEDS_JUDGEMENT
    )
    if broken is not None:
        answer, decisive = Answer.REFUSED, broken
    elif not place:
        answer, decisive = Answer.NEEDS_JUDGEMENT, unsure or takes_effect
    elif not (place[0].is_met or exception):
        answer, decisive = Answer.LIST_FULL, place[0]
    elif unsure is not None:
        answer, decisive = Answer.NEEDS_JUDGEMENT, unsure
    else:
        answer, decisive = Answer.GRANTED, place[0] if not exception else place[-1]
    return Judgement(
        answer=answer,
        findings=findings,
        decisive=decisive,
        effective_on=effective,
        counts=counts,
        exception=exception,
    )


def _conditions(case: ChangeCase, law: LawAt) -> tuple[list[Finding], bool]:
    """Return what must hold whatever list it is, and whether the change is counted."""
    conditions = [person_has_right(case.stays_as, law=law), _who_asks(case, law)]
    if case.wanted is not None:
        conditions.append(gp_may_be_chosen(case.wanted.struck_off, law=law))
    if not case.has_gp:
        return conditions, False
    switch = switch_is_allowed(case.counted_this_year, case.cause.value, law=law)
    conditions.append(switch)
    return conditions, switch.is_met and switch.reason != "not_counted"


def _judge_any(
    conditions: list[Finding], effective: date, law: LawAt, *, counts: bool
) -> Judgement:
    """Judge a wish for any list: a place in that queue; one in another is given up for it."""
    joins = person_may_join(0, law=law)
    findings = (*conditions, joins)
    broken, unsure = _first(findings, Outcome.NOT_MET), _first(findings, Outcome.NEEDS_JUDGEMENT)
    if broken is not None:
        answer = Answer.REFUSED
    else:
        answer = Answer.QUEUED if unsure is None else Answer.NEEDS_JUDGEMENT
    return Judgement(
        answer=answer,
        findings=findings,
        decisive=broken or unsure or joins,
        effective_on=effective,
        counts=counts,
    )


def _who_asks(case: ChangeCase, law: LawAt) -> Finding:
    if case.asked_by is Asker.PARENT:
        return parent_may_choose(case.age, law=law)
    if case.asked_by is Asker.CHILD_WELFARE:
        return child_welfare_may_choose(
            case.age, case.care is Care.TAKEN, case.care is Care.SHORT, law=law
        )
    return child_may_demand_change(case.age, case.parent_consents, law=law)


def _place(case: ChangeCase, wanted: WantedList, law: LawAt) -> tuple[tuple[Finding, ...], str]:
    """Return what the rules say of the place, and the exception that gives one on a full list."""
    if wanted.ceiling is None:
        return (), ""
    is_open = list_is_open(wanted.length, wanted.ceiling, law=law)
    if is_open.is_met:
        return (is_open,), ""
    exceptions = [child_is_admitted(case.age, wanted.parent_is_listed, law=law)]
    if case.came_back is not None:
        exceptions.append(
            returning_resident_is_admitted(
                case.came_back.moved_out, case.came_back.moved_back, case.asked_on, law=law
            )
        )
    admitting = _first(exceptions, Outcome.MET)
    kept = tuple(one for one in exceptions if one is not admitting)
    if admitting is None:
        return (is_open, *kept), ""
    return (is_open, *kept, admitting), admitting.reason


def _first(findings: list[Finding] | tuple[Finding, ...], outcome: Outcome) -> Finding | None:
    return next((one for one in findings if one.outcome is outcome), None)
