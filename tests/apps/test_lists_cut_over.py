"""The month's cut-over: a dry run, a run, the same run again, and the way back."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.models import CutOver, Move
from hjemmel.apps.lists.selectors.differences import Differences, preview_cut_over
from hjemmel.apps.lists.services.cut_over import reverse_cut_over, run_cut_over
from hjemmel.apps.registry.models import (
    ListCeiling,
    Membership,
    Municipality,
    PatientList,
    WaitingEntry,
)
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError

TODAY = date(2024, 3, 12)
NEXT = date(2024, 4, 1)
WORKER = system("test")
Rows = list[tuple[int, int | None, date, date | None]]


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> int:
    """The municipality, with room on every list."""
    for row in PatientList.objects.order_by("pk"):
        change_ceiling(
            patient_list=row.pk,
            ceiling=2_400,
            valid_from=date(2024, 3, 1),
            agreed_with_municipality=True,
            by=WORKER,
        )
    return Municipality.objects.get(number="4601").pk


def plan(place: int, count: int = 40) -> list[Move]:
    """Everybody of some list to the next list, one off all lists, and one without a list to a list."""
    lists = list(PatientList.objects.order_by("pk"))
    moves = []
    on_lists = Membership.objects.on(NEXT).filter(patient_list__isnull=False).order_by("pk")
    for at, row in enumerate(on_lists[:count]):
        target = lists[(at + 1) % len(lists)]
        if target.pk == row.patient_list_id:
            target = lists[(at + 2) % len(lists)]
        moves.append(_move(place, row.resident_id, row.patient_list_id, target.pk))
    last = on_lists[count]
    moves.append(_move(place, last.resident_id, last.patient_list_id, None, "left_scheme"))
    taken = [move.resident_id for move in moves]
    waiting = WaitingEntry.objects.filter(left_on__isnull=True)
    entry = waiting.exclude(resident__in=taken).order_by("pk")[0]
    end_from(Membership, {"resident": entry.resident}, date(2024, 2, 1))
    moves.append(_move(place, entry.resident_id, None, entry.wanted_list_id, "allocated"))
    return moves


def _move(
    place: int, who: int, here: int | None, there: int | None, cause: str = "request"
) -> Move:
    return Move.objects.create(
        resident_id=who,
        municipality_id=place,
        from_list_id=here,
        to_list_id=there,
        effective_on=NEXT,
        cause="queue" if cause == "request" else cause,
        source="test",
        decided_by="test",
        decided_at=timezone.now(),
    )


def known(day: date | None = None) -> Rows:
    """What holds, as known now."""
    rows = Membership.objects.known()
    if day is not None:
        rows = rows.on(day)
    fields = ("resident_id", "patient_list_id", "valid_from", "valid_to")
    return sorted(rows.values_list(*fields), key=str)


def dry(place: int) -> Differences:
    return preview_cut_over(place, NEXT, by=WORKER)


def run(place: int, digest: str) -> CutOver | None:
    return run_cut_over(
        municipality=place, effective_on=NEXT, digest=digest, by=WORKER, today=TODAY
    )


def test_dry_run_says_what_the_run_then_does(place: int) -> None:
    moves = plan(place)
    held = known()
    shown = dry(place)
    assert shown.moves == len(moves)
    assert known() == held
    assert run(place, shown.digest) is not None
    for row in shown.lists:
        assert Membership.objects.on(NEXT).filter(patient_list=row.key).count() == row.after


def test_nothing_is_lost_and_each_ends_where_the_move_says(place: int) -> None:
    moves = plan(place)
    shown = dry(place)
    before = Membership.objects.on(NEXT).filter(patient_list__isnull=False).count()
    run(place, shown.digest)
    after = Membership.objects.on(NEXT).filter(patient_list__isnull=False).count()
    joined = sum(1 for move in moves if move.to_list_id)
    left = sum(1 for move in moves if move.from_list_id)
    assert after == before + joined - left
    assert shown.members_after - shown.members_before == joined - left
    for move in moves:
        now_on = Membership.objects.on(NEXT).filter(resident=move.resident_id).first()
        assert (None if now_on is None else now_on.patient_list_id) == move.to_list_id
    assert not Move.objects.filter(state="planned").exists()


def test_what_was_known_before_is_still_known_as_of_then(place: int) -> None:
    moment = timezone.now()
    moves = plan(place)
    then = Membership.objects.on(NEXT, moment).filter(resident=moves[0].resident_id).get()
    run(place, dry(place).digest)
    again = Membership.objects.on(NEXT, moment).filter(resident=moves[0].resident_id).get()
    assert again.pk == then.pk


def test_second_run_finds_nothing_to_do(place: int) -> None:
    plan(place)
    digest = dry(place).digest
    run(place, digest)
    once = known()
    assert run(place, digest) is None
    assert known() == once
    assert CutOver.objects.count() == 1


def test_those_placed_leave_the_queue(place: int) -> None:
    moves = plan(place)
    run(place, dry(place).digest)
    entry = WaitingEntry.objects.filter(resident=moves[-1].resident_id).get()
    assert (entry.left_on, entry.left_reason) == (NEXT, "placed")


def test_run_taken_back_leaves_what_held_before(place: int) -> None:
    moves = plan(place)
    before = known()
    made = run(place, dry(place).digest)
    assert made is not None
    assert known() != before
    back = reverse_cut_over(cut_over=made.pk, by=WORKER)
    assert known() == before
    assert back.state == "reversed"
    assert Move.objects.filter(state="reversed").count() == len(moves)
    entry = WaitingEntry.objects.filter(resident=moves[-1].resident_id).get()
    assert entry.left_on is None
    with pytest.raises(ConflictError):
        reverse_cut_over(cut_over=made.pk, by=WORKER)


def test_run_is_not_taken_back_once_somebody_has_moved_again(place: int) -> None:
    moves = plan(place)
    made = run(place, dry(place).digest)
    assert made is not None
    lists = PatientList.objects.exclude(pk=moves[0].to_list_id).order_by("pk")
    again = _move(place, moves[0].resident_id, moves[0].to_list_id, lists[0].pk)
    run(place, dry(place).digest)
    held = known()
    with pytest.raises(ConflictError):
        reverse_cut_over(cut_over=made.pk, by=WORKER)
    assert known() == held
    assert Move.objects.get(pk=again.pk).state == "done"


def test_run_is_not_taken_back_once_its_places_are_given_to_others(place: int) -> None:
    moves = plan(place)
    left = moves[0].from_list_id
    assert left is not None
    held = Membership.objects.on(NEXT).filter(patient_list=left).count()
    made = run(place, dry(place).digest)
    assert made is not None
    change_ceiling(
        patient_list=left,
        ceiling=held,
        valid_from=date(2024, 3, 1),
        agreed_with_municipality=True,
        by=WORKER,
    )
    moved = [move.resident_id for move in moves]
    others = Membership.objects.on(NEXT).exclude(patient_list=left).exclude(resident__in=moved)
    other = others.filter(patient_list__isnull=False).order_by("pk")[0]
    promise = _move(place, other.resident_id, other.patient_list_id, left)
    after = known()
    with pytest.raises(ConflictError, match="given to others"):
        reverse_cut_over(cut_over=made.pk, by=WORKER)
    assert known() == after
    promise.delete()
    assert reverse_cut_over(cut_over=made.pk, by=WORKER).state == "reversed"


def test_moves_that_came_after_the_dry_run_stop_the_run(place: int) -> None:
    plan(place, count=10)
    digest = dry(place).digest
    extra = Membership.objects.on(NEXT).filter(patient_list__isnull=False).order_by("-pk")[0]
    _move(place, extra.resident_id, extra.patient_list_id, None, "left_scheme")
    held = known()
    with pytest.raises(ConflictError):
        run(place, digest)
    assert known() == held
    assert not CutOver.objects.exists()


def test_list_above_its_ceiling_stops_the_run(place: int) -> None:
    moves = plan(place, count=10)
    target = moves[0].to_list_id
    members = Membership.objects.on(NEXT).filter(patient_list=target).count()
    ListCeiling.objects.filter(patient_list=target, known_to__isnull=True).update(
        known_to=timezone.now()
    )
    ListCeiling.objects.create(
        patient_list_id=target,
        ceiling=max(1, members - 5),
        valid_from=date(2024, 3, 1),
        known_from=timezone.now(),
    )
    shown = dry(place)
    assert [row.key for row in shown.breaches] == [target]
    with pytest.raises(ConflictError, match="ceiling"):
        run(place, shown.digest)
    Move.objects.filter(to_list=target).update(above_ceiling=True)
    assert run(place, dry(place).digest) is not None


@pytest.mark.parametrize("day", [date(2024, 4, 2), date(2024, 6, 1)])
def test_other_day_than_the_coming_first_is_refused(place: int, day: date) -> None:
    with pytest.raises(InputError):
        run_cut_over(municipality=place, effective_on=day, digest="", by=WORKER, today=TODAY)


def test_reader_may_neither_look_nor_run(place: int) -> None:
    reader = Actor("reader", (Grant(Role.READER, municipality=place),))
    with pytest.raises(NotAllowedError):
        preview_cut_over(place, NEXT, by=reader)
    with pytest.raises(NotAllowedError):
        run_cut_over(municipality=place, effective_on=NEXT, digest="", by=reader, today=TODAY)


def test_run_and_way_back_are_audited_once_each(place: int) -> None:
    plan(place)
    made = run(place, dry(place).digest)
    assert made is not None
    reverse_cut_over(cut_over=made.pk, by=WORKER)
    actions = AuditEvent.objects.filter(action__startswith="lists.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "lists.run_cut_over",
        "lists.reverse_cut_over",
    ]
