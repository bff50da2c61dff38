"""Every form that writes, and who may: one table, driven through each role, allowed and denied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import test_permission_table as table
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from hjemmel.apps.accounts.models import ApiToken, RoleGrant, User
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.accounts.services import DEMO_USERS
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.registry.models import (
    AgreementTerms,
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)

P = Permission
ANYBODY, NOBODY = "signed in", "only an administrator of all municipalities"
Body = dict[str, Any]
Write = tuple[str, str, tuple[Body, ...], Permission | str]
"""What it is called, the name of its address, what is posted there in order, and what it needs."""
PURPOSE = {"what": "open", "purpose": "change"}
QUEUE = {"what": "queue", "class": "change_within"}
STRIKE = {
    "what": "strike_off",
    "conduct": "threat",
    "against": "gp",
    "decided_on": "2024-05-11",
    "demanded_by_gp": "1",
    "told_of_appeal": "1",
    "has_other_care": "1",
    "helfo_notified": "1",
}
OWN_WISH = {"key": "a form", "person": "{self}", "queue": "1"}
WRITES: tuple[Write, ...] = (
    ("ceiling", "lists-one", ({"what": "ceiling", "ceiling": "1200", "valid_from": "2024-05-01", "agreed": "1"},), P.EDIT_CEILINGS),
    ("notice", "lists-one", ({"what": "notice", "received_on": "2024-05-02"},), P.EDIT_AGREEMENTS),
    ("advertise", "lists-one", ({"what": "advertise", "published_on": "2024-05-03", "deadline": "2024-06-03"},), P.EDIT_AGREEMENTS),
    ("vacate", "lists-one", ({"what": "vacate", "valid_from": "2024-05-04"},), P.EDIT_AGREEMENTS),
    ("appoint", "lists-one", ({"what": "appoint", "hpr_number": "991234", "name": "Syntetisk lege", "valid_from": "2024-05-05"},), P.EDIT_AGREEMENTS),
    ("terms", "lists-one", ({"what": "terms", "opening_hours": "37,5", "valid_from": "2024-05-06"},), P.EDIT_AGREEMENTS),
    ("kind", "lists-one", ({"what": "kind", "kind": "shared"},), P.EDIT_AGREEMENTS),
    ("centre", "lists-centre", ({"name": "Syntetisk senter med nytt navn"},), P.EDIT_CENTRES),
    ("doctor", "lists-doctor", ({"competence": "neither", "languages": "norsk, polsk"},), P.EDIT_AGREEMENTS),
    ("new centre", "lists-new", ({"what": "centre", "name": "Nytt syntetisk senter", "district": "460101"},), P.EDIT_AGREEMENTS),
    ("new post", "lists-new", ({"centre": "{centre}", "form": "salaried", "ceiling": "1000", "valid_from": "2024-05-07"},), P.EDIT_AGREEMENTS),
    ("place", "residents-one", (PURPOSE, {"what": "place", "list": "{list}", "valid_from": "2024-05-08", "exception": "birth"}), P.EDIT_RESIDENTS),
    ("queue", "residents-one", (PURPOSE, QUEUE), P.EDIT_RESIDENTS),
    ("leave", "residents-one", (PURPOSE, QUEUE, {"what": "leave"}), P.EDIT_RESIDENTS),
    ("death", "residents-one", (PURPOSE, {"what": "death", "died_on": "2024-05-09"}), P.EDIT_RESIDENTS),
    ("opt out", "residents-one", (PURPOSE, {"what": "opt_out"}), P.EDIT_RESIDENTS),
    ("come back", "residents-one", (PURPOSE, {"what": "opt_out"}, {"what": "come_back"}), P.EDIT_RESIDENTS),
    ("strike off", "residents-one", (PURPOSE, STRIKE), P.RUN_LISTS),
    ("move out", "residents-one", (PURPOSE, {"what": "move_out", "moved_on": "2024-05-10"}), P.EDIT_RESIDENTS),
    ("export", "residents-export", ({"purpose": "insight"},), P.EXPORT_PERSON),
    ("upload", "imports", ({"file": "{file}", "as_of": "01.05.2024"},), P.IMPORT_REGISTER),
    ("columns", "imports-columns", ({},), P.IMPORT_REGISTER),
    ("snapshot", "snapshots", ({"month": "2024-02"},), P.IMPORT_STATISTICS),
    ("user", "users", ({"username": "ny", "password": "et langt passord nr 1"},), P.MANAGE_USERS),
    ("grant", "users-one", ({"what": "grant", "role": "planner", "municipality": "{municipality}"},), P.MANAGE_USERS),
    ("revoke", "users-one", ({"what": "revoke", "grant": "{grant}"},), P.MANAGE_USERS),
    ("password", "users-one", ({"what": "password", "password": "et langt passord nr 2"},), P.MANAGE_USERS),
    ("close", "users-one", ({"what": "close"},), P.MANAGE_USERS),
    ("open", "users-one", ({"what": "close"}, {"what": "open"}), P.MANAGE_USERS),
    ("set up", "setup", ({"number": "5001", "name": "Trondheim"},), NOBODY),
    ("retention", "setup", ({"what": "retention", "number": "4601", "years": "10"},), P.SET_UP),
    ("tie", "users-one", ({"what": "tie", "municipality": "{municipality}", "national_id": "{national id}"},), P.MANAGE_USERS),
    ("own wish", "mine-change", (OWN_WISH,), P.CHANGE_OWN_GP),
    ("own wish for any", "mine-queue", (OWN_WISH,), P.CHANGE_OWN_GP),
    ("day's work", "work", ({"what": "day"},), P.RUN_LISTS),
    ("letter text", "work-letter-template", ({"what": "save", "version": "0", "subject": "{fastlege}", "body": "{slutter} {hjemmel}"},), P.RUN_LISTS),
    ("plan made", "plan", ({"start_from": "", "title": "Ny plan", "id": "ny-plan", "first": "2026-01-01"},), P.WRITE_PLANS),
    ("measure added", "plan-new-measure", ({"number": "99", "title": "Nytt", "cost_kind": "within_budget", "payer": "municipality", "priority": "ordinary"},), P.WRITE_PLANS),
    ("measure status", "plan-measure", ({"what": "status", "status": "in_progress", "version": "1"},), P.WRITE_PLANS),
    ("no promise", "plan-measure", ({"what": "why-none", "why_no_prediction": "Kan ikke sies."},), P.WRITE_PLANS),
    ("indicator value", "plan-indicator", ({"what": "enter", "as_of": "2023-01-01", "value": "2", "source": "Rapport"},), P.WRITE_PLANS),
    ("money set aside", "plan-budget", ({"what": "add", "year": "2026", "payer": "state", "amount": "1"},), P.WRITE_PLANS),
    ("goal", "plan-change", ({"what": "goal", "text": "Alle har fastlege."},), P.WRITE_PLANS),
    ("plan ended", "plan-change", ({"what": "end"},), P.ADOPT_PLANS),
    ("calendar of plan", "plan-feeds", ({"what": "make"},), P.SEE_PLANS),
    ("document", "plan-documents", ({"what": "make", "slag": "case"},), P.WRITE_PLANS),
    ("document released", "plan-document", ({"what": "release"},), P.ADOPT_PLANS),
    ("document text", "plan-document-text", ({"what": "save", "version": "0", "title": "{plan}", "body": "## A\n\n{sum_tiltak}"},), P.WRITE_PLANS),
    ("letter contact", "work-letters", ({"contact": "Ring oss"},), P.RUN_LISTS),
    ("own queue", "mine", ({"what": "leave", "person": "{waiting child}"},), P.CHANGE_OWN_GP),
    ("profile", "profile", ({"full_name": "Nytt Navn", "email": "", "shown_language": "nb"},), ANYBODY),
    ("token", "profile", ({"what": "token", "name": "prøve", "scopes": "{scopes}"},), ANYBODY),
)  # fmt: skip
# What is asked for cannot be done here, so who may is told something else than who may not.
NOT_DONE: tuple[Write, ...] = (
    ("erase", "residents-one", (PURPOSE, {"what": "erase"}), P.ERASE_PERSON),
    ("move in", "residents-one", (PURPOSE, {"what": "move_in", "moved_on": "2024-05-11"}), P.EDIT_RESIDENTS),
    ("load", "imports-run", ({"what": "load"},), P.IMPORT_REGISTER),
    ("stop", "imports-run", ({"what": "stop"},), P.IMPORT_REGISTER),
    ("discard", "imports-run", ({"what": "discard"},), P.IMPORT_REGISTER),
    ("look again", "imports-run", ({"lists.ceiling": "Listetak"},), P.IMPORT_REGISTER),
    ("statistics", "statistics", ({"file": "{file}"},), P.IMPORT_STATISTICS),
)  # fmt: skip
REFUSED = "Rollene dine gir ikke adgang"

addresses = table.addresses


@pytest.fixture
def given(addresses: dict[str, str]) -> dict[str, Any]:
    """What stands in braces in the bodies; the resident is on a list, and in no queue."""
    place = Municipality.objects.get(number="4601")
    resident: Any = Resident.objects.filter(
        municipality=place, waiting=None, memberships__patient_list__isnull=False
    ).order_by("pk")[0]
    for name in ("residents-one", "residents-export"):
        front, _, last = addresses[name].partition("/innbyggere/")
        addresses[name] = f"{front}/innbyggere/{resident.pk}/{last.partition('/')[2]}"
    on = resident.memberships.get(valid_to=None, known_to=None).patient_list_id
    herself = RoleGrant.objects.get(user__username="innbygger").resident_id
    child = Resident.objects.filter(Q(mother=herself) | Q(father=herself)).order_by("pk")[0]
    hers = Membership.objects.known().filter(resident=herself).values("patient_list")
    wanted = PatientList.objects.exclude(pk__in=hers).order_by("pk")[0].pk
    addresses["mine-change"] = f"/nb/min-fastlege/bytt/{wanted}/"
    WaitingEntry.objects.filter(resident=child).delete()
    WaitingEntry.objects.create(
        resident=child,
        municipality=place,
        waiting_class="change_within",
        queued_on=date(2023, 12, 1),
        known_from=timezone.now(),
    )
    return {
        "{self}": herself,
        "{waiting child}": child.pk,
        "{national id}": resident.national_id,
        "{centre}": AgreementTerms.objects.filter(holder__isnull=False).order_by("pk")[0].centre_id,
        "{list}": PatientList.objects.exclude(pk=on).order_by("pk")[0].pk,
        "{municipality}": place.pk,
        "{grant}": RoleGrant.objects.get(user__username="leser").pk,
        "{file}": None,
    }


def client_of(role: Role) -> Client:
    client = Client()
    user = User.objects.get(username=DEMO_USERS[role])
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def filled(body: Body, given: dict[str, Any]) -> Body:
    made: Body = {}
    for name, value in body.items():
        made[name] = given[value] if isinstance(value, str) and value in given else value
    if "file" in made:
        made["file"] = SimpleUploadedFile("liste.csv", b"Listenr;Avtalenr;Listetak\n1;1;1200\n")
    return made


def asked(
    writes: tuple[Write, ...], role: Role, addresses: dict[str, str], given: dict[str, Any]
) -> Iterator[tuple[str, bool, Any, int]]:
    """Post each as a role, and take it back: its name, whether it is open, the answer, what was logged."""
    for name, address, bodies, needed in writes:
        may = needed == ANYBODY or needed in OPENS[role]
        given["{scopes}"] = [sorted(opened.value for opened in OPENS[role])[0]]
        with transaction.atomic():
            client = client_of(role)
            for body in bodies[:-1]:
                client.post(addresses[address], filled(body, given))
            before = AuditEvent.objects.count()
            answer = client.post(addresses[address], filled(bodies[-1], given))
            logged = AuditEvent.objects.count() - before
            transaction.set_rollback(True)
        yield name, may, answer, logged


@pytest.mark.parametrize("role", list(Role))
def test_only_roles_that_may_write_do(
    addresses: dict[str, str], given: dict[str, Any], role: Role
) -> None:
    wrong = []
    for name, may, answer, logged in asked(WRITES, role, addresses, given):
        if may and (answer.status_code not in (200, 302) or not logged):
            wrong.append((name, answer.status_code, logged))
        if not may and (REFUSED not in answer.content.decode() or logged):
            wrong.append((name, answer.status_code, logged))
        if not may and answer.status_code not in (403, 422):
            wrong.append((name, answer.status_code, logged))
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_who_may_not_is_told_so_before_anything_else(
    addresses: dict[str, str], given: dict[str, Any], role: Role
) -> None:
    wrong = []
    for name, may, answer, logged in asked(NOT_DONE, role, addresses, given):
        told = REFUSED in answer.content.decode()
        if told == may or answer.status_code >= 500 or logged:
            wrong.append((name, answer.status_code, told, logged))
    assert wrong == []


def test_nobody_revokes_the_key_of_another(addresses: dict[str, str]) -> None:
    owner = client_of(Role.LEADER)
    owner.post("/nb/profil/", {"what": "token", "name": "prøve", "scopes": ["see_figures"]})
    key = ApiToken.objects.get()
    for role in set(Role) - {Role.LEADER}:
        assert client_of(role).post(f"/nb/profil/nokler/{key.pk}/trekk/").status_code == 404
    key.refresh_from_db()
    assert key.revoked_at is None
    assert owner.post(f"/nb/profil/nokler/{key.pk}/trekk/").status_code == 302
    key.refresh_from_db()
    assert key.revoked_at is not None
