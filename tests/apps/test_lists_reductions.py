"""Reductions: the notice, the digest before the seed, the draw that anyone can make again."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from django.db import connection

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.models import CutOver, Move, Reduction
from hjemmel.apps.lists.selectors.applicants import applicants_on, without_gp
from hjemmel.apps.lists.selectors.differences import preview_cut_over
from hjemmel.apps.lists.selectors.reductions import moves_of_reduction
from hjemmel.apps.lists.services.cut_over import reverse_cut_over, run_cut_over
from hjemmel.apps.lists.services.distributions import propose_distribution
from hjemmel.apps.lists.services.leaving import come_back, opt_out
from hjemmel.apps.lists.services.letting_go import note_death
from hjemmel.apps.lists.services.reductions import (
    announce_draw,
    draw_reduction,
    request_reduction,
    withdraw_reduction,
)
from hjemmel.apps.lists.services.requests import ask_for_gp, withdraw_request
from hjemmel.apps.lists.services.rounds import adopt_round
from hjemmel.apps.registry.models import (
    ListCeiling,
    Membership,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.apps.registry.services.residents import put_on_list
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.change import ChangeCause
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.law import law_on

ASKED = date(2024, 1, 15)
EFFECTIVE = date(2024, 8, 1)
DRAWN = date(2024, 6, 1)
WORKER = system("test")


@pytest.fixture
def shorter(small_register: SyntheticMunicipality) -> PatientList:
    return PatientList.objects.order_by("pk")[2]


def length(row: PatientList, day: date = DRAWN) -> int:
    return Membership.objects.on(day).filter(patient_list=row).count()


def ask(row: PatientList, by_how_many: int = 50, **more: Any) -> Reduction:
    given: dict[str, Any] = {
        "ceiling": length(row) - by_how_many,
        "requested_on": ASKED,
        "effective_on": EFFECTIVE,
        "asked_by_municipality": False,
        "gp_consents": True,
        "shorter_notice_agreed": False,
    } | more
    return request_reduction(patient_list=row.pk, by=WORKER, **given)


def test_draw_takes_the_surplus_keeps_households_and_can_be_made_again(
    shorter: PatientList,
) -> None:
    made = announce_draw(reduction=ask(shorter).pk, as_of=DRAWN, by=WORKER)
    assert (made.state, len(made.digest), made.seed) == ("announced", 64, "")
    drawn = draw_reduction(reduction=made.pk, seed="20240605-04-11-17", by=WORKER)
    tickets = list(drawn.tickets.all())
    assert sum(len(t.members) for t in tickets if t.is_drawn) == 50
    for row in tickets[:20]:
        text = f"20240605-04-11-17:{made.digest}:{row.unit}"
        assert row.ticket == hashlib.sha256(text.encode()).hexdigest()
    assert [row.ticket for row in tickets] == sorted(row.ticket for row in tickets)
    assert sum(len(row.members) for row in tickets) == length(shorter)
    moves = Move.objects.filter(state="planned", cause="list_reduced")
    assert (moves.count(), set(moves.values_list("effective_on", flat=True))) == (50, {EFFECTIVE})


@pytest.mark.parametrize(
    "more",
    [
        {"effective_on": date(2024, 7, 1)},  # five and a half months
        {"effective_on": date(2024, 8, 2)},  # not the first of a month
        {"asked_by_municipality": True, "gp_consents": False},
        {"ceiling": 5_000},
    ],
)
def test_reduction_that_a_rule_does_not_let_is_refused(
    shorter: PatientList, more: dict[str, Any]
) -> None:
    with pytest.raises(InputError):
        ask(shorter, **more)
    assert not Reduction.objects.exists()


def test_shorter_notice_that_was_agreed_is_noted_for_judgement(shorter: PatientList) -> None:
    made = ask(shorter, effective_on=date(2024, 5, 1), shorter_notice_agreed=True)
    assert "needs_judgement" in {finding["outcome"] for finding in made.findings}


def test_seed_comes_after_the_digest_and_only_once(shorter: PatientList) -> None:
    made = ask(shorter)
    with pytest.raises(ConflictError):
        draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    announce_draw(reduction=made.pk, as_of=DRAWN, by=WORKER)
    with pytest.raises(InputError):
        draw_reduction(reduction=made.pk, seed="  ", by=WORKER)
    draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    with pytest.raises(ConflictError):
        draw_reduction(reduction=made.pk, seed="2", by=WORKER)


def test_list_that_changed_after_the_digest_is_not_drawn(shorter: PatientList) -> None:
    made = announce_draw(reduction=ask(shorter).pk, as_of=DRAWN, by=WORKER)
    other = Membership.objects.on(DRAWN).exclude(patient_list=shorter).order_by("pk")[0]
    put_on_list(
        resident=other.resident_id,
        patient_list=shorter.pk,
        valid_from=DRAWN,
        by=WORKER,
        exception="test",
    )
    with pytest.raises(ConflictError, match="changed"):
        draw_reduction(reduction=made.pk, seed="1", by=WORKER)


def test_second_reduction_waits_and_withdrawal_cancels_the_moves(shorter: PatientList) -> None:
    made = ask(shorter)
    with pytest.raises(ConflictError):
        ask(shorter)
    announce_draw(reduction=made.pk, as_of=DRAWN, by=WORKER)
    draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    withdraw_reduction(reduction=made.pk, by=WORKER)
    assert not Move.objects.filter(state="planned").exists()
    assert ask(shorter).state == "requested"


def test_those_drawn_out_are_spread_before_they_lose_their_list(shorter: PatientList) -> None:
    month_before = date(2024, 7, 10)
    made = announce_draw(reduction=ask(shorter).pk, as_of=DRAWN, by=WORKER)
    draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    place = shorter.municipality_id
    drawn = living_here(made, place)
    for row in PatientList.objects.all():
        change_ceiling(
            patient_list=row.pk,
            ceiling=length(row, EFFECTIVE) + (-50 if row == shorter else 60),
            valid_from=EFFECTIVE,
            agreed_with_municipality=True,
            by=WORKER,
        )
    assert not drawn & keys_without_gp(place, date(2024, 7, 1))
    assert drawn <= keys_without_gp(place, EFFECTIVE)
    spread = propose_distribution(municipality=place, as_of=month_before, by=WORKER)
    adopt_round(round=spread.pk, by=WORKER)
    to_lists = Move.objects.filter(state="planned", resident__in=drawn)
    assert set(to_lists.values_list("cause", "from_list")) == {("distributed", shorter.pk)}
    assert not to_lists.filter(to_list=shorter).exists()
    assert to_lists.count() == len(drawn)


def living_here(made: Reduction, place: int) -> set[int]:
    """Return the keys of those drawn who live in the municipality; guests are another's to help."""
    members = [key for ticket in made.tickets.filter(is_drawn=True) for key in ticket.members]
    here = Resident.objects.filter(pk__in=members, municipality=place)
    return set(here.values_list("pk", flat=True))


def keys_without_gp(place: int, day: date) -> set[int]:
    """Return the keys of those who have no GP on a day."""
    return set(without_gp(place, day).values_list("pk", flat=True))


def test_those_drawn_out_wait_from_the_day_they_lose_their_list(shorter: PatientList) -> None:
    made = announce_draw(reduction=ask(shorter).pk, as_of=DRAWN, by=WORKER)
    draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    drawn = living_here(made, shorter.municipality_id)
    law = law_on(EFFECTIVE, "4601")
    rows = {row.key: row for row in applicants_on(shorter.municipality_id, EFFECTIVE, law)}
    known = drawn - set(WaitingEntry.objects.values_list("resident_id", flat=True))
    assert {rows[key].since for key in known} == {EFFECTIVE}


def test_wish_of_one_drawn_out_takes_the_place_of_the_move_and_gives_it_back(
    shorter: PatientList,
) -> None:
    made = announce_draw(reduction=ask(shorter).pk, as_of=DRAWN, by=WORKER)
    draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    move = Move.objects.filter(
        state="planned", resident__born__year__lt=1990, resident__municipality__number="4601"
    ).order_by("pk")[0]
    other = PatientList.objects.exclude(pk=shorter.pk).order_by("pk")[0]
    change_ceiling(
        patient_list=other.pk,
        ceiling=2_400,
        valid_from=date(2024, 6, 1),
        agreed_with_municipality=True,
        by=WORKER,
    )
    day = date(2024, 6, 10)
    wish = ask_for_gp(
        key="k",
        resident=move.resident_id,
        wanted_list=other.pk,
        asked_on=day,
        by=WORKER,
        today=day,
        cause=ChangeCause.LIST_REDUCED,
    )
    planned = Move.objects.filter(resident=move.resident_id, state="planned")
    assert [row.to_list_id for row in planned] == [other.pk]
    withdraw_request(request=wish.pk, version=wish.version, by=WORKER)
    assert [row.pk for row in planned.all()] == [move.pk]
    withdraw_reduction(reduction=made.pk, by=WORKER)
    assert not planned.all().exists()


def test_ceiling_is_lowered_from_the_day_the_reduction_holds_and_raised_when_withdrawn(
    shorter: PatientList,
) -> None:
    made = announce_draw(reduction=ask(shorter).pk, as_of=DRAWN, by=WORKER)
    before = ListCeiling.objects.on(EFFECTIVE).get(patient_list=shorter).ceiling
    draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    assert ListCeiling.objects.on(DRAWN).get(patient_list=shorter).ceiling == before
    assert ListCeiling.objects.on(EFFECTIVE).get(patient_list=shorter).ceiling == made.ceiling
    withdraw_reduction(reduction=made.pk, by=WORKER)
    assert ListCeiling.objects.on(EFFECTIVE).get(patient_list=shorter).ceiling == before


def test_who_has_died_or_left_since_the_announcement_is_left_out_of_the_draw(
    shorter: PatientList,
) -> None:
    made = announce_draw(reduction=ask(shorter).pk, as_of=DRAWN, by=WORKER)
    later = date(2024, 6, 20)
    members = Membership.objects.on(DRAWN).filter(
        patient_list=shorter, resident__died_on__isnull=True
    )
    on_list = list(members.order_by("pk").values_list("resident_id", flat=True)[:40])
    dead, early, moved = set(on_list[:20]), set(on_list[20:25]), set(on_list[25:40])
    for key in dead:
        note_death(resident=key, died_on=date(2024, 6, 10), by=WORKER, today=later)
    for key in early:  # told of after the announcement, and dead before it
        note_death(resident=key, died_on=date(2024, 5, 20), by=WORKER, today=later)
    for key in moved:
        end_from(Membership, {"resident_id": key}, date(2024, 7, 1))
    drawn = draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    tickets = list(drawn.tickets.all())
    gone = dead | early | moved
    assert drawn.digest == made.digest
    assert {key for ticket in tickets for key in ticket.left_out} == gone
    leave = {key for ticket in tickets if ticket.is_drawn for key in ticket.members} - gone
    moves = Move.objects.filter(state="planned", cause="list_reduced")
    assert set(moves.values_list("resident_id", flat=True)) == leave
    assert drawn.surplus == 50 - len(gone) == len(leave)
    assert length(shorter, EFFECTIVE) - len(leave) == drawn.ceiling


def test_reduction_that_deaths_have_made_needless_draws_nobody(shorter: PatientList) -> None:
    made = announce_draw(reduction=ask(shorter, 3).pk, as_of=DRAWN, by=WORKER)
    members = Membership.objects.on(DRAWN).filter(
        patient_list=shorter, resident__died_on__isnull=True
    )
    for key in list(members.order_by("pk").values_list("resident_id", flat=True)[:4]):
        note_death(resident=key, died_on=date(2024, 6, 10), by=WORKER, today=date(2024, 6, 20))
    drawn = draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    assert drawn.surplus == 0
    assert not drawn.tickets.filter(is_drawn=True).exists()
    assert not Move.objects.exists()


def test_household_that_changes_after_the_announcement_is_drawn_as_it_was_announced(
    shorter: PatientList,
) -> None:
    made = announce_draw(reduction=ask(shorter).pk, as_of=DRAWN, by=WORKER)
    members = Membership.objects.on(DRAWN).filter(patient_list=shorter)
    Resident.objects.filter(pk__in=members.values("resident")).update(household=None)
    assert draw_reduction(reduction=made.pk, seed="1", by=WORKER).digest == made.digest


def test_moves_of_a_reduction_are_found_by_an_index(shorter: PatientList) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "move_of_reduction" in moves_of_reduction(7).explain()


@pytest.mark.parametrize("by", ["request", "distribution"])
def test_cut_over_taken_back_brings_back_the_move_that_gave_way(
    shorter: PatientList, by: str
) -> None:
    """The wish, or the spread, took the place of the reduction's move; without it that one holds."""
    made = announce_draw(reduction=ask(shorter).pk, as_of=DRAWN, by=WORKER)
    draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    rooms_for_all(shorter)
    day = date(2024, 7, 10) if by == "distribution" else date(2024, 6, 10)
    of_adult = {"resident__born__year__lt": 1990, "resident__municipality__number": "4601"}
    move = Move.objects.filter(state="planned", **of_adult).order_by("pk")[0]
    if by == "request":
        other = PatientList.objects.exclude(pk=shorter.pk).order_by("pk")[0]
        ask_for_gp(
            key="k",
            resident=move.resident_id,
            wanted_list=other.pk,
            asked_on=day,
            by=WORKER,
            today=day,
            cause=ChangeCause.LIST_REDUCED,
        )
    else:
        spread = propose_distribution(municipality=shorter.municipality_id, as_of=day, by=WORKER)
        adopt_round(round=spread.pk, by=WORKER)
    taken = Move.objects.get(resident=move.resident_id, state="planned")
    assert taken.pk != move.pk
    run = cut_over(shorter.municipality_id, taken.effective_on, day)
    reverse_cut_over(cut_over=run.pk, by=WORKER)
    planned = Move.objects.get(resident=move.resident_id, state="planned")
    assert (planned.pk, planned.reason) == (move.pk, "")
    assert Membership.objects.on(EFFECTIVE).get(resident=move.resident).patient_list == shorter


def test_move_that_gave_way_stays_away_when_another_plan_or_a_withdrawal_came_since(
    shorter: PatientList,
) -> None:
    made = announce_draw(reduction=ask(shorter).pk, as_of=DRAWN, by=WORKER)
    draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    rooms_for_all(shorter)
    day = date(2024, 6, 10)
    of_adult = {"resident__born__year__lt": 1990, "resident__municipality__number": "4601"}
    first, second = Move.objects.filter(state="planned", **of_adult).order_by("pk")[:2]
    lists = list(PatientList.objects.exclude(pk=shorter.pk).order_by("pk")[:2])
    for key, move in (("a", first), ("b", second)):
        ask_for_gp(
            key=key,
            resident=move.resident_id,
            wanted_list=lists[0].pk,
            asked_on=day,
            by=WORKER,
            today=day,
            cause=ChangeCause.LIST_REDUCED,
        )
    run = cut_over(shorter.municipality_id, date(2024, 7, 1), day)
    later = date(2024, 7, 5)
    again = ask_for_gp(
        key="c",
        resident=first.resident_id,
        wanted_list=lists[1].pk,
        asked_on=later,
        by=WORKER,
        today=later,
        cause=ChangeCause.MOVED,
    )
    reverse_cut_over(cut_over=run.pk, by=WORKER)
    [planned] = Move.objects.filter(resident=first.resident_id, state="planned")
    assert planned.source == f"request {again.pk}"
    withdraw_request(request=again.pk, version=again.version, by=WORKER)
    assert Move.objects.get(resident=first.resident_id, state="planned").pk == first.pk
    assert Move.objects.get(resident=second.resident_id, state="planned").pk == second.pk
    withdraw_reduction(reduction=made.pk, by=WORKER)
    assert not Move.objects.filter(state="planned", cause="list_reduced").exists()


def test_one_drawn_out_who_regrets_leaving_the_scheme_is_drawn_out_still(
    shorter: PatientList,
) -> None:
    made = announce_draw(reduction=ask(shorter).pk, as_of=DRAWN, by=WORKER)
    draw_reduction(reduction=made.pk, seed="1", by=WORKER)
    move = Move.objects.filter(state="planned", resident__municipality__number="4601")[0]
    opt_out(resident=move.resident_id, reported_on=date(2024, 6, 10), by=WORKER)
    assert Move.objects.get(resident=move.resident_id, state="planned").pk != move.pk
    come_back(resident=move.resident_id, asked_on=date(2024, 6, 12), by=WORKER)
    assert Move.objects.get(resident=move.resident_id, state="planned").pk == move.pk


def rooms_for_all(shorter: PatientList) -> None:
    """Give every other list room for 60 more, and the shorter one no more than its reduction leaves."""
    for row in PatientList.objects.all():
        change_ceiling(
            patient_list=row.pk,
            ceiling=length(row, EFFECTIVE) + (-50 if row == shorter else 60),
            valid_from=EFFECTIVE if row == shorter else DRAWN,
            agreed_with_municipality=True,
            by=WORKER,
        )


def cut_over(place: int, day: date, today: date) -> CutOver:
    digest = preview_cut_over(place, day, by=WORKER).digest
    run = run_cut_over(municipality=place, effective_on=day, digest=digest, by=WORKER, today=today)
    assert run is not None
    return run
