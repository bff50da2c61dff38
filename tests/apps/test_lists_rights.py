"""What daily operation keeps of a person goes out with her data, and what was written freely is erased."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.models import ChangeRequest
from hjemmel.apps.lists.services.requests import ask_for_gp
from hjemmel.apps.lists.services.rights import erase_person, export_person
from hjemmel.apps.registry.models import Membership, Municipality, PatientList, Resident
from hjemmel.apps.registry.services.history import end_from
from hjemmel.cases.synthetic import SyntheticMunicipality

TODAY = date(2024, 3, 12)
WORKER = system("test")


def wishing() -> Resident:
    wanted = PatientList.objects.annotate(n=Count("memberships")).order_by("n", "pk")[0]
    person = Resident.objects.filter(
        pk__in=Membership.objects.on(TODAY).exclude(patient_list=wanted).values("resident"),
        born__year__lt=1980,
    ).order_by("pk")[0]
    ask_for_gp(
        key="k",
        resident=person.pk,
        wanted_list=wanted.pk,
        asked_on=TODAY,
        by=WORKER,
        today=TODAY,
    )
    return person


def test_export_has_wishes_and_moves_beside_what_the_register_has(
    small_register: SyntheticMunicipality,
) -> None:
    person = wishing()
    data = export_person(resident=person.pk, purpose="insight", by=WORKER)
    assert [row["key"] for row in data["requests"]] == ["k"]
    assert {"resident", "memberships", "moves", "letters", "events", "struck_off"} <= set(data)


def test_erasure_takes_what_was_written_freely(small_register: SyntheticMunicipality) -> None:
    person = wishing()
    ChangeRequest.objects.update(note="Noe om henne", state="refused")
    end_from(Membership, {"resident": person}, date(2012, 1, 1))
    person.waiting.all().delete()
    Resident.objects.filter(pk=person.pk).update(died_on=date(2012, 1, 1))
    Municipality.objects.update(retention_years=10)
    erase_person(resident=person.pk, by=WORKER, today=TODAY)
    assert ChangeRequest.objects.get().note == ""
    assert Resident.objects.get(pk=person.pk).national_id is None
