"""What every page of grants starts with: the municipality, who asks, and today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.selectors.own import may_apply
from hjemmel.apps.registry.selectors.places import MunicipalityView, get_municipality
from hjemmel.kernel.errors import InputError, NotAllowedError
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import read_number
from hjemmel.kernel.text import Text
from hjemmel.web.actors import actor_for
from hjemmel.web.context import language_of, refuse_what_is_ignored
from hjemmel.web.register import MovedError


@dataclass(frozen=True, slots=True)
class GrantsAsked:
    """What a page of grants was asked for.

    Args:
        actor: Who asks.
        municipality: The municipality in the address.
        today: The day.
    """

    actor: Actor
    municipality: MunicipalityView
    today: date

    @property
    def number(self) -> str:
        """The municipality's number."""
        return self.municipality.number

    def may(self, permission: Permission) -> bool:
        """Tell whether ``permission`` is open to who asks in the municipality."""
        return self.actor.may(permission, municipality=self.municipality.key)

    @property
    def may_see(self) -> bool:
        """Whether who asks sees schemes and cases."""
        return self.may(Permission.SEE_GRANTS)

    @property
    def may_handle(self) -> bool:
        """Whether who asks handles cases."""
        return self.may(Permission.HANDLE_GRANTS)

    @property
    def may_decide(self) -> bool:
        """Whether who asks decides, pays and revokes."""
        return self.may(Permission.DECIDE_GRANTS)

    @property
    def may_apply(self) -> bool:
        """Whether who asks applies for a centre, or herself."""
        return may_apply(self.municipality.key, by=self.actor)


def asked_of_grants(
    request: HttpRequest,
    case: str,
    known: Collection[str] = (),
    *,
    permission: Permission = Permission.SEE_GRANTS,
    or_own: bool = False,
) -> GrantsAsked:
    """Return what the address asks for.

    Args:
        request: The request.
        case: The municipality's number in the address.
        known: What the address may say.
        permission: What the page needs.
        or_own: Whether it is also for those who apply.

    Raises:
        SignInNeededError: Nobody is signed in.
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such municipality.
        InputError: The address says something that the page does not know.
        MovedError: The municipality had that number before.
    """
    actor = actor_for(request)
    refuse_what_is_ignored(request, known)
    try:
        place = get_municipality(case, by=actor, permission=permission)
    except NotAllowedError:
        if not or_own:
            raise
        place = get_municipality(case, by=actor, permission=Permission.APPLY_FOR_GRANTS)
    if place.number != case and request.method == "GET":
        address = request.get_full_path().replace(f"/{case}/", f"/{place.number}/", 1)
        raise MovedError(address)
    request.case = place.number  # type: ignore[attr-defined]
    return GrantsAsked(actor, place, timezone.localdate())


def typed_kroner(request: HttpRequest, name: str) -> Money | None:
    """Return an amount of a form in kroner; ``None`` when nothing was typed.

    Raises:
        InputError: It is not an amount.
    """
    given = (request.POST.get(name) or "").strip()
    if not given:
        return None
    try:
        return Money.kroner(str(read_number(given, language_of(request))))
    except ValueError:
        raise InputError(
            Text(f"«{given[:20]}» er ikke et beløp.", f"“{given[:20]}” is not an amount."),
            where=name,
            remedy=Text("Skriv beløpet i kroner.", "Write the amount in kroner."),
        ) from None
