"""Reductions: the notice, the digest before the seed, the draw that anyone can make again."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.models import Move, Reduction
from hjemmel.apps.lists.services.reductions import (
    announce_draw,
    draw_reduction,
    request_reduction,
    withdraw_reduction,
)
from hjemmel.apps.registry.models import Membership, PatientList
from hjemmel.apps.registry.services.residents import put_on_list
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import ConflictError, InputError

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
