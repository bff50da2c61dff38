"""What every page of duty starts with: the host municipality, who asks, and today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.districts import DistrictView, get_district, list_districts
from hjemmel.apps.duty.selectors.rosters import RosterView, get_roster
from hjemmel.apps.registry.selectors.places import MunicipalityView, get_municipality
from hjemmel.kernel.errors import InputError, NotAllowedError, UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.web.actors import actor_for
from hjemmel.web.context import refuse_what_is_ignored
from hjemmel.web.register import MovedError


@dataclass(frozen=True, slots=True)
class DutyAsked:
    """What a page of duty was asked for.

    Args:
        actor: Who asks.
        number: Number of the host municipality, as the address has it.
        municipality: The host; ``None`` for a doctor of another municipality who takes duty there.
        today: The day.
    """

    actor: Actor
    number: str
    municipality: MunicipalityView | None
    today: date

    def may(self, permission: Permission) -> bool:
        """Tell whether ``permission`` is open to who asks in the host municipality."""
        if self.municipality is None:
            return False
        return self.actor.may(permission, municipality=self.municipality.key)

    @property
    def may_plan(self) -> bool:
        """Whether who asks may make rosters."""
        return self.may(Permission.PLAN_ROSTERS)

    @property
    def may_decide(self) -> bool:
        """Whether who asks may decide exemptions and set rules aside."""
        return self.may(Permission.DECIDE_DUTY)

    @property
    def is_synthetic(self) -> bool:
        """Whether all persons of the host municipality are made up."""
        return self.municipality is not None and self.municipality.is_synthetic

    def districts(self) -> tuple[DistrictView, ...]:
        """Return the districts of the host municipality that who asks may see."""
        return tuple(one for one in list_districts(by=self.actor) if one.host == self.number)

    def districts_elsewhere(self) -> tuple[DistrictView, ...]:
        """Return the districts that the municipality shares, and that another one runs."""
        if self.municipality is None:
            return ()
        name = self.municipality.name
        return tuple(
            one
            for one in list_districts(by=self.actor)
            if one.host != self.number and name in one.municipalities
        )


def asked_of_duty(request: HttpRequest, case: str, known: Collection[str] = ()) -> DutyAsked:
    """Return what the address asks for.

    Raises:
        SignInNeededError: Nobody is signed in.
        NotAllowedError: The roles do not open it, and she takes no duty there.
        UnknownIdError: There is no such municipality.
        InputError: The address says something that the page does not know.
        MovedError: The municipality had that number before.
    """
    actor = actor_for(request)
    refuse_what_is_ignored(request, known)
    place: MunicipalityView | None = None
    try:
        place = get_municipality(case, by=actor, permission=Permission.SEE_ROSTERS)
    except NotAllowedError:
        if not any(one.host == case for one in list_districts(by=actor)):
            raise
    if place is not None and place.number != case and request.method == "GET":
        address = request.get_full_path().replace(f"/{case}/", f"/{place.number}/", 1)
        raise MovedError(address)
    number = case if place is None else place.number
    request.case = number  # type: ignore[attr-defined]
    return DutyAsked(actor, number, place, timezone.localdate())


def district_of(asked: DutyAsked, key: int) -> DistrictView:
    """Return a district of the municipality in the address; raises as ``get_district``."""
    found = get_district(key, by=asked.actor)
    if found.host != asked.number:
        raise _elsewhere("district")
    return found


def roster_of(asked: DutyAsked, key: int) -> RosterView:
    """Return a roster of the municipality in the address; raises as ``get_roster``."""
    found = get_roster(key, by=asked.actor)
    place = asked.municipality
    if place is None:
        is_here = found.district in {one.key for one in asked.districts()}
    else:
        is_here = found.host == place.key
    if not is_here:
        raise _elsewhere("roster")
    return found


def _elsewhere(kind: str) -> UnknownIdError:
    return UnknownIdError(
        Text("Den finnes ikke i denne kommunen.", "It is not in this municipality."),
        where=kind,
        remedy=Text("Gå tilbake til vaktplanene.", "Go back to the rosters."),
    )


def key_in_address(request: HttpRequest, name: str) -> int | None:
    """Return a key of the address, if it has one.

    Raises:
        InputError: It is none.
    """
    given = request.GET.get(name)
    if not given:
        return None
    if not given.isascii() or not given.isdecimal() or len(given) > 12:
        raise InputError(
            Text("Tallet kan ikke leses.", "The number cannot be read."),
            where=name,
            remedy=Text("Gå tilbake og velg fra listen.", "Go back and choose from the list."),
        )
    return int(given)
