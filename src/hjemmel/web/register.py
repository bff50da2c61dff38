"""What every page of the register starts with: the municipality, the two days, and who asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.places import (
    MunicipalityView,
    end_of,
    get_municipality,
    require_possible,
)
from hjemmel.web.actors import actor_for
from hjemmel.web.context import day_asked_for, refuse_what_is_ignored

DAY_KEYS = ("per", "kjent")


class MovedError(Exception):
    """The address has a number that the municipality had before; today's is in ``address``."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True, slots=True)
class RegisterAsked:
    """What a page of the register was asked for.

    Args:
        actor: Who asks.
        municipality: The municipality in the address.
        as_of: The day that the page is about (``?per=``).
        known_on: The day whose knowledge is used (``?kjent=``); ``None`` is now.
        known_at: The end of that day as a moment.
        query: The two days as the address has them, to go on with; empty when it has none.
        is_always_today: Whether the page is about today whatever the address says.
        other_day: The day in the address of such a page; ``None``: it has none.
    """

    actor: Actor
    municipality: MunicipalityView
    as_of: date
    known_on: date | None
    known_at: datetime | None
    query: str = ""
    is_always_today: bool = False
    other_day: date | None = None


def asked_of_register(
    request: HttpRequest,
    case: str,
    permission: Permission,
    known: Collection[str] = (),
) -> RegisterAsked:
    """Return what the address asks for.

    Args:
        request: The request.
        case: The municipality's number in the address.
        permission: What the page needs.
        known: What the address may say beside the days.

    Raises:
        SignInNeededError: Nobody is signed in.
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such municipality.
        InputError: The address says something that the page does not know.
        MovedError: The municipality had that number before.
    """
    actor = actor_for(request)
    refuse_what_is_ignored(request, {*DAY_KEYS, *known})
    municipality = get_municipality(case, by=actor, permission=permission)
    if municipality.number != case and request.method == "GET":
        address = request.get_full_path().replace(f"/{case}/", f"/{municipality.number}/", 1)
        raise MovedError(address)
    request.case = municipality.number  # type: ignore[attr-defined]
    known_on = day_asked_for(request, "kjent")
    days = {key: request.GET[key] for key in DAY_KEYS if request.GET.get(key)}
    asked = RegisterAsked(
        actor=actor,
        municipality=municipality,
        as_of=day_asked_for(request) or municipality.usual_day(timezone.localdate()),
        known_on=known_on,
        known_at=None if known_on is None else end_of(known_on),
        query=f"?{urlencode(days)}" if days else "",
    )
    require_possible(asked.as_of)
    request.register = asked  # type: ignore[attr-defined]
    return asked


def asked_of_work(
    request: HttpRequest,
    case: str,
    permission: Permission,
    known: Collection[str] = (),
) -> RegisterAsked:
    """Return what the address of a page of the work asks for: such a page is always about today.

    Another day in the address is not followed and not gone on with; the page says so.

    Args:
        request: The request.
        case: The municipality's number in the address.
        permission: What the page needs.
        known: What the address may say beside the days.

    Raises:
        SignInNeededError: Nobody is signed in.
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such municipality.
        InputError: The address says something that the page does not know.
        MovedError: The municipality had that number before.
    """
    asked = asked_of_register(request, case, permission, known)
    today = asked.municipality.usual_day(timezone.localdate())
    other = asked.as_of if asked.as_of != today else asked.known_on
    asked = replace(
        asked,
        as_of=today,
        known_on=None,
        known_at=None,
        query="",
        is_always_today=True,
        other_day=other,
    )
    request.register = asked  # type: ignore[attr-defined]
    return asked
