"""Grant schemes with cases in the register, for tests: a municipality, a centre, a GP, and who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.test import Client

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.grants.models import GrantApplication, SchemeYear
from hjemmel.apps.grants.services.applications import (
    attach_file,
    save_application,
    start_application,
    submit_application,
)
from hjemmel.apps.grants.services.cases import grant_application
from hjemmel.apps.grants.services.schemes import adopt_scheme, open_year
from hjemmel.apps.registry.models import Centre, District, Doctor, Municipality
from hjemmel.domain.grant_scheme import ApplicantKind
from hjemmel.kernel.money import Money

BY = system("test")
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 10, 10, tzinfo=UTC)
PDF = b"%PDF-1.7\n%a small file\n"


@dataclass(frozen=True, slots=True)
class GrantPlace:
    """A municipality that runs schemes."""

    key: int
    number: str
    centre: int
    doctor: int

    def actor(self, role: Role, *, centre: int | None = None, name: str = "") -> Actor:
        """Return somebody with a role; a centre leader or GP at the centre."""
        at = (centre or self.centre) if role.is_bound_to_a_centre else None
        doctor = self.doctor if role is Role.GP else None
        return Actor(name or f"{role.value}-1", (Grant(role, self.key, at, doctor),))

    def year(self, scheme: str, *, year: int = 2026, frame: Money | None = None) -> int:
        """Take a scheme into use and open it for a year; return the year's key."""
        key = adopt_scheme(municipality=self.key, scheme=scheme, by=BY)
        source = "" if frame is None else "budsjettvedtaket"
        return open_year(scheme=key, year=year, frame=frame, source=source, by=BY)

    def another_centre(self, name: str) -> int:
        """Add a centre; return its key."""
        return _centre(Municipality.objects.get(pk=self.key), name)


def made_place(number: str = "5001", name: str = "Trondheim") -> GrantPlace:
    """Make a municipality with a centre and a GP."""
    place, _ = Municipality.objects.get_or_create(
        number=number,
        defaults={"name": name, "is_synthetic": True, "set_up_on": date(2024, 1, 1)},
    )
    doctor, _ = Doctor.objects.get_or_create(
        hpr_number=f"88{number}001", defaults={"name": "Lege 01", "is_synthetic": True}
    )
    return GrantPlace(place.pk, number, _centre(place, "Nytt legesenter"), doctor.pk)


def _centre(place: Municipality, name: str) -> int:
    district, _ = District.objects.get_or_create(
        number=f"{place.number}00", defaults={"municipality": place, "name": place.name}
    )
    centre, _ = Centre.objects.get_or_create(
        municipality=place, external_id=name, defaults={"name": name, "district": district}
    )
    return centre.pk


def draft(
    place: GrantPlace,
    year: int,
    facts: dict[str, str],
    sought: str,
    *,
    kind: ApplicantKind = ApplicantKind.CENTRE,
    centre: int | None = None,
    number: str = "",
    email: str = "",
) -> int:
    """Write a draft with its documents; return its key."""
    key = start_application(
        scheme_year=year,
        kind=kind,
        centre=centre or place.centre,
        doctor=place.doctor if kind is ApplicantKind.GP else None,
        number=number,
        name=f"Kommune {number}" if number else "",
        email=email,
        by=BY,
    )
    row = GrantApplication.objects.select_related("scheme_year__scheme").get(pk=key)
    save_application(
        case=key, version=row.version, typed=facts, sought=sought, purpose="Søkt formål", by=BY
    )
    for document, _, _, required in row.scheme_year.scheme.documents:
        if required:
            attach_file(case=key, kind=document, name="fil.pdf", content=PDF, by=BY)
    return key


def submitted(
    place: GrantPlace,
    year: int,
    facts: dict[str, str],
    sought: str,
    *,
    kind: ApplicantKind = ApplicantKind.CENTRE,
    centre: int | None = None,
    number: str = "",
    email: str = "",
) -> int:
    """Write and submit an application on ``TODAY``; return its key."""
    key = draft(place, year, facts, sought, kind=kind, centre=centre, number=number, email=email)
    submit_application(case=key, version=version(key), by=BY, today=TODAY)
    return key


def version(case: int) -> int:
    """Return the version that a case has now."""
    return GrantApplication.objects.values_list("version", flat=True).get(pk=case)


def state(case: int) -> str:
    """Return how far a case has come."""
    return GrantApplication.objects.values_list("state", flat=True).get(pk=case)


def client_of(role: Role, place: GrantPlace) -> Client:
    """Return a browser of somebody with a role; whoever is bound to one is at the place's centre."""
    user, _ = User.objects.get_or_create(username=f"{role.value}-{place.number}")
    RoleGrant.objects.get_or_create(
        user=user,
        role=role.value,
        municipality=Municipality.objects.get(pk=place.key),
        centre_id=place.centre if role.is_bound_to_a_centre else None,
        doctor_id=place.doctor if role is Role.GP else None,
    )
    client = Client()
    client.force_login(user, _BACKEND)
    return client


def frame(year: int) -> tuple[int, int]:
    """Return the frame of a scheme's year and what of it is given away, in øre."""
    row = SchemeYear.objects.get(pk=year)
    return row.frame_oere, row.committed_oere


def grant(case: int, amount: Money | None = None) -> Money:
    """Grant a case and return how much."""
    return grant_application(
        case=case,
        version=version(case),
        reason="Oppfyller vilkårene.",
        amount=amount,
        by=BY,
        now=NOW,
    ).amount
