"""Struck off a list, out of the scheme, and back: what the rules ask for, and what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.models import Move, StruckOff
from hjemmel.apps.lists.selectors.applicants import without_gp
from hjemmel.apps.lists.services.leaving import StrikeOff, come_back, opt_out, strike_off
from hjemmel.apps.lists.services.requests import ask_for_gp
from hjemmel.apps.registry.models import Membership, Resident
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import ConflictError, InputError

TODAY = date(2024, 3, 12)
NEXT = date(2024, 4, 1)
WORKER = system("test")
FACTS = StrikeOff(
    conduct="threat",
    against="staff",
    demanded_by_gp=True,
    told_of_appeal=True,
    has_other_care=True,
    helfo_notified=True,
)


@pytest.fixture
def listed(small_register: SyntheticMunicipality) -> Resident:
    """A grown-up on a list in the municipality."""
    return Resident.objects.filter(
        pk__in=Membership.objects.on(TODAY).filter(patient_list__isnull=False).values("resident"),
        born__year__lt=1980,
    ).order_by("pk")[0]


def list_of(person: Resident) -> int:
    key = Membership.objects.on(TODAY).get(resident=person).patient_list_id
    assert key is not None
    return key


def test_person_struck_off_leaves_and_may_not_choose_that_gp_again(listed: Resident) -> None:
    old = list_of(listed)
    findings = strike_off(resident=listed.pk, decided_on=TODAY, facts=FACTS, by=WORKER)
    assert [finding.is_met for finding in findings] == [True] * 4
    move = Move.objects.get(state="planned")
    assert (move.from_list_id, move.to_list_id, move.effective_on) == (old, None, NEXT)
    assert StruckOff.objects.filter(resident=listed, patient_list=old).exists()
    end_from(Membership, {"resident": listed}, TODAY)
    change_ceiling(
        patient_list=old,
        ceiling=2_400,
        valid_from=date(2024, 3, 1),
        agreed_with_municipality=True,
        by=WORKER,
    )
    made = ask_for_gp(
        key="k", resident=listed.pk, wanted_list=old, asked_on=TODAY, by=WORKER, today=TODAY
    )
    assert (made.state, made.reason) == ("refused", "struck_off")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"conduct": "other"}, "no_ground"),
        ({"against": "other"}, "others_concerned"),
        ({"demanded_by_gp": False}, "not_demanded"),
        ({"told_of_appeal": False}, "appeal_not_stated"),
        ({"has_other_care": False}, "no_other_care"),
        ({"helfo_notified": False}, "not_notified"),
        ({"conduct": "disputed"}, "conduct_disputed"),
    ],
)
def test_striking_off_that_lacks_something_is_refused(
    listed: Resident, change: dict[str, object], reason: str
) -> None:
    facts = replace(FACTS, **change)  # type: ignore[arg-type]
    with pytest.raises(InputError) as raised:
        strike_off(resident=listed.pk, decided_on=TODAY, facts=facts, by=WORKER)
    assert raised.value.data["reason"] == reason
    assert not StruckOff.objects.exists()
    assert not Move.objects.exists()


def test_disputed_conduct_that_a_person_has_judged_is_struck_off(listed: Resident) -> None:
    facts = replace(FACTS, conduct="disputed", judged=True)
    strike_off(resident=listed.pk, decided_on=TODAY, facts=facts, by=WORKER)
    assert StruckOff.objects.count() == 1


def test_resident_who_opts_out_leaves_and_is_not_counted_without_a_gp(listed: Resident) -> None:
    assert opt_out(resident=listed.pk, reported_on=TODAY, by=WORKER).reason == "outside"
    assert Move.objects.get(state="planned").to_list_id is None
    end_from(Membership, {"resident": listed}, NEXT)
    Move.objects.update(state="cancelled")
    place = listed.municipality_id
    assert not without_gp(place, NEXT).filter(pk=listed.pk).exists()
    with pytest.raises(ConflictError):
        opt_out(resident=listed.pk, reported_on=TODAY, by=WORKER)
    come_back(resident=listed.pk, asked_on=TODAY, by=WORKER)
    assert without_gp(place, NEXT).filter(pk=listed.pk).exists()
    with pytest.raises(ConflictError):
        come_back(resident=listed.pk, asked_on=TODAY, by=WORKER)
