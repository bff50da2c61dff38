"""What follows from each event of the population register, by the verbs that the register has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.lists.models import Move, PopulationEvent
from hjemmel.apps.lists.selectors.places import places_on
from hjemmel.apps.lists.services import letting_go
from hjemmel.apps.lists.services.locking import lock_list
from hjemmel.apps.registry.models import Membership, Resident
from hjemmel.apps.registry.services import life_events
from hjemmel.apps.registry.services.newcomers import note_household, note_protection
from hjemmel.apps.registry.services.residents import put_on_list
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.domain.population_event import AGES, EventKind
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text
from hjemmel.law import law_on
from hjemmel.law.finding import Finding
from hjemmel.rules.closed_list import child_is_admitted
from hjemmel.rules.switching import child_gets_mothers_gp, parent_may_choose, switch_is_allowed


@dataclass(frozen=True, slots=True)
class Effect:
    """What followed from an event.

    Args:
        reason: Its code, see ``domain.population_event.REASONS``.
        needs_judgement: Whether a case worker must do something.
        findings: What the rules say.
        details: What was done, as plain data without names and ids.
    """

    reason: str = ""
    needs_judgement: bool = False
    findings: tuple[Finding, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event on its way to be applied.

    Args:
        row: The stored event.
        resident: Whom it is about.
        is_new: Whether she came into the register with it.
        acting: The register, acting for who told it.
        today: Today.
    """

    row: PopulationEvent
    resident: Resident
    is_new: bool
    acting: Actor
    today: date

    @property
    def day(self) -> date:
        """The day it happened."""
        return self.row.happened_on

    @property
    def number(self) -> str:
        """Number of the municipality that it was told to."""
        return self.row.municipality.number

    def fact(self, name: str) -> str:
        """Return what was told, or an empty text."""
        return str(self.row.facts.get(name) or "")


def apply(happened: Happened) -> Effect:
    """Let an event have its effect.

    Raises:
        HjemmelError: It cannot be; the message says why.
    """
    return _EFFECTS[EventKind(happened.row.kind)](happened)


def _birth(happened: Happened) -> Effect:
    _join_household(happened)
    child, mother = happened.resident, happened.resident.mother_id
    if Membership.objects.on(happened.day).filter(resident=child).exists():
        return Effect("on_a_list_already")
    law = law_on(happened.day, happened.number)
    findings = (
        child_gets_mothers_gp(True, False, False, law=law),
        child_is_admitted(0, True, law=law),
    )
    if mother is None:
        return Effect("mother_unknown", True, findings[:1])
    hers = Membership.objects.on(happened.day).filter(resident=mother).first()
    if hers is None:
        return Effect("mother_without_gp", True, findings[:1])
    if hers.patient_list_id is None:
        return Effect("mothers_gp_elsewhere", True, findings[:1])
    target = lock_list(hers.patient_list_id)
    if target.closed_on is not None and target.closed_on <= happened.day:
        return Effect("mothers_list_closed", True, findings[:1])
    is_full = places_on(target.pk, happened.day, without=child.pk).free == 0
    put_on_list(
        resident=child.pk,
        patient_list=target.pk,
        valid_from=happened.day,
        exception=findings[1 if is_full else 0].reason,
        by=happened.acting,
    )
    follows = _follow_mother(happened, mother, target.pk)
    details = {"list": target.external_id, "above_ceiling": is_full, "follows_move": follows}
    return Effect("on_mothers_list", False, findings, details)


def _follow_mother(happened: Happened, mother: int, here: int) -> bool:
    """Plan that a newborn goes along when the mother's own move is decided."""
    hers = Move.objects.filter(resident=mother, state="planned", to_list__isnull=False).first()
    if hers is None or hers.to_list_id is None or hers.effective_on < happened.day:
        return False
    target = lock_list(hers.to_list_id)
    Move.objects.create(
        resident=happened.resident,
        municipality_id=hers.municipality_id,
        from_list_id=here,
        to_list=target,
        effective_on=hers.effective_on,
        cause="follows_parent",
        reason="mothers_gp",
        above_ceiling=places_on(target.pk, hers.effective_on).free == 0,
        source=f"event {happened.row.pk}",
        decided_by=happened.acting.name,
        decided_at=timezone.now(),
    )
    return True


def _death(happened: Happened) -> Effect:
    _require_no_later_move(happened)
    done = letting_go.note_death(
        resident=happened.resident.pk,
        died_on=happened.day,
        by=happened.acting,
        today=happened.today,
    )
    return Effect(details=done)


def _moved_out(happened: Happened) -> Effect:
    _require_lives_here(happened)
    life_events.note_move_out(
        resident=happened.resident.pk, moved_on=happened.day, by=happened.acting
    )
    waits = happened.resident.waiting.filter(
        left_on__isnull=True, wanted_list__isnull=True, municipality=happened.row.municipality_id
    ).exists()
    return Effect("waits_here_still" if waits else "keeps_list", waits)


def _moved_in(happened: Happened) -> Effect:
    if not happened.is_new:
        _move_in(happened)
    _join_household(happened)
    if not Membership.objects.on(happened.day).filter(resident=happened.resident).exists():
        return Effect("without_gp")
    return _may_change(happened)


def _moved_within(happened: Happened) -> Effect:
    _require_lives_here(happened)
    _move_in(happened)
    _join_household(happened)
    return _may_change(happened)


def _move_in(happened: Happened) -> None:
    life_events.note_move_in(
        resident=happened.resident.pk,
        district=happened.fact("district"),
        moved_on=happened.day,
        by=happened.acting,
    )


def _may_change(happened: Happened) -> Effect:
    law = law_on(happened.day, happened.number)
    return Effect("change_not_counted", False, (switch_is_allowed(0, "moved", law=law),))


def _protected(happened: Happened) -> Effect:
    note_protection(
        resident=happened.resident.pk,
        protection=happened.fact("protection") or "confidential",
        by=happened.acting,
    )
    return Effect()


def _unprotected(happened: Happened) -> Effect:
    note_protection(resident=happened.resident.pk, protection="none", by=happened.acting)
    return Effect()


def _turned_16(happened: Happened) -> Effect:
    """End that she follows a parent: planned moves that only follow one fall away."""
    age = AGES[EventKind.TURNED_16]
    findings = (parent_may_choose(age, law=law_on(happened.day, happened.number)),)
    if findings[0].is_met:  # the law of that day lets a parent choose still
        return Effect(findings=findings)
    following = Move.objects.filter(
        resident=happened.resident,
        state="planned",
        cause="follows_parent",
        effective_on__gte=happened.day,
    )
    places = set(following.order_by().values_list("municipality_id", flat=True))
    ended = following.update(state="cancelled")
    for key in sorted(places):
        mark_changed(key, people=False)
    follows = _is_on_a_parents_list(happened) or ended > 0
    return Effect(
        "chooses_alone" if follows else "", follows, findings, {"moves": ended} if ended else {}
    )


def _turned_18(happened: Happened) -> Effect:
    return Effect("of_age")


def _is_on_a_parents_list(happened: Happened) -> bool:
    parents = [k for k in (happened.resident.mother_id, happened.resident.father_id) if k]
    hers = Membership.objects.on(happened.day).filter(resident=happened.resident).first()
    return (
        hers is not None
        and hers.patient_list_id is not None
        and Membership.objects.on(happened.day)
        .filter(resident__in=parents, patient_list=hers.patient_list_id)
        .exists()
    )


def _join_household(happened: Happened) -> None:
    household = happened.fact("household")
    if household:
        note_household(resident=happened.resident.pk, household=household, by=happened.acting)


def _require_lives_here(happened: Happened) -> None:
    if happened.resident.municipality_id != happened.row.municipality_id:
        raise ConflictError(
            Text("Innbyggeren bor ikke i kommunen.", "The resident does not live here."),
            where="lives_elsewhere",
            remedy=Text(
                "Kontroller om innflyttingen mangler.", "Check whether the move here is missing."
            ),
        )


def _require_no_later_move(happened: Happened) -> None:
    arrived = happened.resident.lived_here_from
    if not happened.is_new and arrived is not None and arrived > happened.day:
        raise ConflictError(
            Text(
                "Registeret har en flytting etter dødsdagen.",
                "The register has a move after the day of death.",
            ),
            where="moved_after",
            remedy=Text("Kontroller begge datoene.", "Check both days."),
        )


_EFFECTS: Mapping[EventKind, Callable[[Happened], Effect]] = {
    EventKind.BIRTH: _birth,
    EventKind.DEATH: _death,
    EventKind.MOVED_OUT: _moved_out,
    EventKind.MOVED_IN: _moved_in,
    EventKind.MOVED_WITHIN: _moved_within,
    EventKind.PROTECTED: _protected,
    EventKind.UNPROTECTED: _unprotected,
    EventKind.TURNED_16: _turned_16,
    EventKind.TURNED_18: _turned_18,
}
