"""A duty district and users of each role in it, for the tests of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.duty.first_fill import fill
from hjemmel.apps.duty.mapping.inputs import inputs_of
from hjemmel.apps.duty.models import DutyRoster
from hjemmel.apps.duty.services.assigning import apply_changes
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.registry.models import Centre
from hjemmel.apps.registry.models import District as Part
from tests.duty_district import BY, District, made_district, register_key

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Place:
    """A district with a published roster of this week on and a draft after it.

    Args:
        district: The district.
        number: Number of its host municipality.
        first: The first day of the published roster, a Monday.
        published: Key of the published roster, four weeks.
        draft: Key of the draft, the two weeks after, with nobody on duty.
    """

    district: District
    number: str
    first: date
    published: int
    draft: int

    @property
    def base(self) -> str:
        """Where the pages of duty begin."""
        return f"/nb/{self.number}/vakt/"

    def roster(self, key: int, rest: str = "") -> str:
        """Return the address of a page of a roster."""
        return f"{self.base}planer/{key}/{rest}"


def made_place(number: str = "5001", doctors: int = 8) -> Place:
    """Make a district with two rosters."""
    district = made_district(doctors, number=number)
    today = timezone.localdate()
    first = today - timedelta(days=today.weekday())
    middle = first + timedelta(weeks=4)
    published = make_roster(district=district.key, name="Nå", first=first, last=middle, by=BY)
    fill_roster(published)
    publish_roster(roster=published, version=version(published), by=BY, tell=False)
    draft = make_roster(
        district=district.key, name="Neste", first=middle, last=middle + timedelta(weeks=2), by=BY
    )
    return Place(district, number, first, published, draft)


def fill_roster(roster: int) -> None:
    """Let each shift have a doctor, lawfully."""
    row = DutyRoster.objects.select_related("district__host").get(pk=roster)
    inputs = inputs_of(row)
    apply_changes(roster=row, put=fill(inputs), off=(), by=BY, origin="solver", inputs=inputs)


def version(roster: int) -> int:
    """Return a roster's version."""
    return DutyRoster.objects.get(pk=roster).version


def _centre(municipality: int) -> Centre:
    district, _ = Part.objects.get_or_create(
        municipality_id=municipality, number=f"{municipality:06}", defaults={"name": "Sentrum"}
    )
    return Centre.objects.get_or_create(
        municipality_id=municipality,
        external_id="c1",
        defaults={"district": district, "name": "Senteret"},
    )[0]


def client_of(role: Role, place: District, doctor: int | None = None) -> Client:
    """Return a browser where somebody with a role in the host municipality is signed in."""
    user = User.objects.create(username=f"{role.value}-{place.key}-{doctor}")
    RoleGrant.objects.create(
        user=user,
        role=role.value,
        municipality_id=place.host,
        centre=_centre(place.host) if role.is_bound_to_a_centre else None,
        doctor_id=None if doctor is None else register_key(doctor),
    )
    client = Client()
    client.force_login(user, BACKEND)
    return client
