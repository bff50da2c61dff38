"""Brukere og roller: who may what where, and what of it stands in the log of each municipality."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import IntegrityError, transaction
from django.test import Client
from web_page import Page

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.accounts.services import (
    DEMO_PASSWORD,
    appoint_administrator,
    change_user,
    create_user,
    grant_role,
    revoke_role,
)
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.registry.models import (
    AgreementTerms,
    Centre,
    ListDoctor,
    Municipality,
    Resident,
)
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import ConflictError, InputError

NEW = "et nytt og langt passord"
Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def _there(small_register: SyntheticMunicipality) -> None:
    """The register is loaded, with a user for each role."""


@pytest.fixture
def bergen() -> int:
    return Municipality.objects.get(number="4601").pk


@pytest.fixture
def trondheim() -> int:
    return set_up_municipality(number="5001", name="Trondheim", districts={}, by=system("test"))


def signed_in(username: str) -> Client:
    client = Client()
    given = {"login": username, "password": DEMO_PASSWORD}
    assert client.post("/konto/login/", given).status_code == 302
    return client


@pytest.fixture
def administrator() -> Client:
    return signed_in("administrator")


def a_post() -> AgreementTerms:
    """Terms that hold now, of a post with a doctor."""
    found: AgreementTerms = (
        AgreementTerms.objects.known()
        .filter(holder__isnull=False, valid_to__isnull=True)
        .order_by("pk")[1]
    )
    return found


def logged(action: str) -> list[tuple[str, str, str]]:
    rows = AuditEvent.objects.filter(action=action).order_by("pk")
    return [(row.by, row.subject, row.municipality) for row in rows]


def test_municipal_administrator_sees_in_the_log_what_is_done_to_her_users(
    administrator: Client, bergen: int
) -> None:
    administrator.post("/nb/brukere/", {"username": "kari", "password": NEW})
    kari = User.objects.get(username="kari")
    page = f"/nb/brukere/{kari.pk}/"
    administrator.post(page, {"what": "grant", "role": "reader", "municipality": bergen})
    administrator.post(page, {"what": "password", "password": f"{NEW} 2"})
    administrator.post(page, {"what": "close"})
    administrator.post(page, {"what": "revoke", "grant": kari.grants.get().pk})
    shown = administrator.get("/nb/logg/", {"handling": "accounts."}).content.decode()
    for done in ("create_user", "grant_role", "set_password", "change_user", "revoke_role"):
        assert logged(f"accounts.{done}") == [("administrator", "kari", "4601")]
        assert f"accounts.{done}" in shown
    assert logged("accounts.sign_in") == [("administrator", "administrator", "4601")]


def test_what_is_done_to_a_user_of_two_municipalities_stands_in_both_logs(
    bergen: int, trondheim: int
) -> None:
    by = system("test")
    key = User.objects.get(username="leser").pk
    grant_role(user=key, role=Role.PLANNER, municipality=trondheim, by=by)
    assert logged("accounts.grant_role")[-1] == ("system:test", "leser", "5001")
    change_user(user=key, full_name="En Leser", by=by)
    assert logged("accounts.change_user") == [
        ("system:test", "leser", "4601"),
        ("system:test", "leser", "5001"),
    ]
    assert "En Leser" not in str(list(AuditEvent.objects.values("details")))


def test_administrator_elsewhere_sees_nothing_of_it(trondheim: int) -> None:
    by = system("test")
    key = create_user(username="kari", municipality=None, password=DEMO_PASSWORD, by=by)
    grant_role(user=key, role=Role.ADMINISTRATOR, municipality=trondheim, by=by)
    change_user(user=User.objects.get(username="leser").pk, language="en", by=by)
    table = Page(signed_in("kari").get("/nb/logg/")).one("table", id="t-log").text
    assert "Ga en rolle" in table
    assert "Endret en bruker" not in table


def test_gp_is_tied_to_her_doctor_and_holds_more_roles(administrator: Client, bergen: int) -> None:
    post = a_post()
    assert post.holder is not None
    key = create_user(username="kari", municipality=None, by=system("test"))
    page = f"/nb/brukere/{key}/"
    assert f"{post.holder.name} ({post.centre.name})" in administrator.get(page).content.decode()
    gp = {"role": "gp", "municipality": bergen, "centre": post.centre_id, "doctor": post.holder_id}
    leader = {"role": "centre_leader", "municipality": bergen, "centre": post.centre_id}
    for given in (gp, leader, {"role": "reader", "municipality": bergen}):
        assert administrator.post(page, {"what": "grant", **given}).status_code == 302
    held = {grant.role: grant for grant in actor_named("kari").grants}
    assert held[Role.GP].doctor == post.holder_id
    assert held[Role.CENTRE_LEADER].centre == post.centre_id
    assert set(held) == {Role.GP, Role.CENTRE_LEADER, Role.READER}
    assert post.holder.name in administrator.get(page).content.decode()


def test_doctor_who_shares_a_list_is_a_gp_there(administrator: Client, bergen: int) -> None:
    post = a_post()
    other = AgreementTerms.objects.known().exclude(centre=post.centre).exclude(holder=None)[0]
    assert other.holder is not None
    key = create_user(username="kari", municipality=None, by=system("test"))
    gp: Any = {"role": Role.GP, "municipality": bergen, "centre": post.centre_id}
    with pytest.raises(InputError, match="no agreement"):
        grant_role(user=key, **gp, doctor=other.holder_id, by=system("test"))
    ListDoctor.objects.create(
        patient_list=post.agreement.lists.all()[0],
        doctor=other.holder,
        valid_from=post.valid_from,
        known_from=post.known_from,
    )
    page = administrator.get(f"/nb/brukere/{key}/").content.decode()
    centres = ", ".join(sorted({post.centre.name, other.centre.name}))
    assert f"{other.holder.name} ({centres})" in page
    grant_role(user=key, **gp, doctor=other.holder_id, by=system("test"))
    assert actor_named("kari").grants[0].doctor == other.holder_id


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"doctor": ""}, "knyttes til legen hun er"),
        ({"centre": ""}, "gjelder ved ett legesenter"),
        ({"role": "centre_leader"}, "Bare en fastlege"),
        ({"role": "reader"}, "gjelder i en kommune"),
        ({"role": "reader", "centre": ""}, "Bare en fastlege"),
        ({"doctor": "another"}, "ingen avtale ved det legesenteret"),
        ({"centre": "elsewhere"}, "Velg et gyldig valg"),
        ({"municipality": "everywhere"}, "Velg et gyldig valg"),
    ],
)
def test_role_that_does_not_hang_together_is_refused(
    administrator: Client, bergen: int, trondheim: int, changes: dict[str, str], said: str
) -> None:
    post = a_post()
    another = AgreementTerms.objects.known().exclude(centre=post.centre).exclude(holder=None)[0]
    elsewhere = Centre.objects.create(
        municipality_id=trondheim,
        district=post.centre.district,
        external_id="1",
        name="Syntetisk senter i nord",
    )
    named = {"another": another.holder_id, "elsewhere": elsewhere.pk}
    given = {
        "what": "grant",
        "role": "gp",
        "municipality": bergen,
        "centre": post.centre_id,
        "doctor": post.holder_id,
        **{name: named.get(value, value) for name, value in changes.items()},
    }
    key = User.objects.get(username="leser").pk
    before = RoleGrant.objects.count()
    answer = administrator.post(f"/nb/brukere/{key}/", given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert RoleGrant.objects.count() == before
    if "elsewhere" in changes.values():
        with pytest.raises(InputError, match="not in that municipality"):
            grant_role(
                user=key,
                role=Role.CENTRE_LEADER,
                municipality=bergen,
                centre=elsewhere.pk,
                by=system("test"),
            )


def test_database_ties_nobody_but_a_gp_to_a_doctor(bergen: int) -> None:
    leser = User.objects.get(username="leser")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.filter(user=leser).update(doctor_id=a_post().holder_id)


def test_last_administrator_stays_unless_somebody_governs_all(bergen: int) -> None:
    by = system("test")
    grant = RoleGrant.objects.get(user__username="administrator")
    with pytest.raises(ConflictError, match="last administrator"):
        revoke_role(grant=grant.pk, by=by)
    key = create_user(username="sjef", municipality=None, by=by)
    appoint_administrator(user=key, municipality=bergen, by=by)
    revoke_role(grant=grant.pk, by=by)
    with pytest.raises(ConflictError, match="last administrator"):
        change_user(user=key, is_active=False, by=by)


def test_change_of_ones_own_password_stands_in_the_log() -> None:
    given = {"oldpassword": DEMO_PASSWORD, "password1": NEW, "password2": NEW}
    client = signed_in("leser")
    assert client.post("/konto/password/change/", given).status_code == 302
    assert logged("accounts.change_own_password") == [("leser", "leser", "4601")]


def test_first_password_of_ones_own_stands_in_the_log(client: Client) -> None:
    user = User.objects.get(username="leser")
    user.set_unusable_password()
    user.save()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    given = {"password1": NEW, "password2": NEW}
    assert client.post("/konto/password/set/", given).status_code == 302
    assert logged("accounts.change_own_password") == [("leser", "leser", "4601")]


def test_second_factor_on_reset_and_off_stand_in_the_log(
    django_capture_on_commit_callbacks: Run,
) -> None:
    client = signed_in("leser")
    client.post("/konto/reauthenticate/", {"password": DEMO_PASSWORD})
    client.get("/konto/2fa/totp/activate/")
    secret = client.session[SECRET_SESSION_KEY]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    for page, given in (
        ("totp/activate/", {"code": code}),
        ("recovery-codes/generate/", {}),
        ("totp/deactivate/", {}),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(f"/konto/2fa/{page}", given).status_code == 302, page
    own = AuditEvent.objects.filter(action__startswith="accounts.second_factor").order_by("pk")
    assert [(row.action.rpartition("_")[2], row.details["kind"]) for row in own] == [
        ("added", "totp"),
        ("added", "recovery_codes"),
        ("reset", "recovery_codes"),
        ("removed", "totp"),
        ("removed", "recovery_codes"),
    ]
    assert {(row.by, row.subject, row.municipality) for row in own} == {("leser", "leser", "4601")}
    assert secret not in str([row.details for row in own])


def test_administrator_ties_a_user_to_a_resident_in_a_form_and_never_in_an_address(
    administrator: Client, bergen: int
) -> None:
    key = create_user(username="nora", municipality=None, by=system("test"))
    tied = RoleGrant.objects.filter(resident__isnull=False).values("resident")
    person = (
        Resident.objects.filter(municipality=bergen, protection="none", died_on=None)
        .exclude(pk__in=tied)
        .order_by("pk")[0]
    )
    page, number = f"/nb/brukere/{key}/", person.national_id or ""
    given = {"what": "tie", "municipality": bergen, "national_id": f"{number[:6]} {number[6:]}"}
    answer = administrator.post(page, given)
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert actor_named("nora").residents == {person.pk}
    shown = administrator.get(page).content.decode()
    assert "knyttet til en person i registeret" in shown
    assert number not in shown
    assert number not in str(list(AuditEvent.objects.values()))
    refused = administrator.post(page, given | {"national_id": "12345678901"})
    assert refused.status_code == 422
    assert "12345678901" not in refused.content.decode()
    assert "resident" not in shown.split('name="role"')[1].split("</select>")[0]
