"""What every page of a plan starts with: whose plans, who asks, and today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.selectors import get_picture
from hjemmel.apps.registry.selectors.places import MunicipalityView, get_municipality
from hjemmel.web.actors import actor_for, find_actor
from hjemmel.web.context import refuse_what_is_ignored
from hjemmel.web.pictures import is_of_register
from hjemmel.web.register import MovedError


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """What a page of a plan was asked for.

    Args:
        actor: Who asks; ``None``: nobody is signed in, and the page is open to everybody.
        case: The municipality's number, or the id of a picture, as the address has it.
        municipality: The municipality of the register; ``None``: the page is about an example.
        name: Name of the municipality.
        today: The day; in a synthetic municipality the one that it was made for.
        is_public: Whether the page is the one that is open to everybody.
        is_closed: Whether the plan has ended, and stands as it is.
    """

    actor: Actor | None
    case: str
    municipality: MunicipalityView | None
    name: str
    today: date
    is_public: bool = False
    is_closed: bool = False

    @property
    def is_example(self) -> bool:
        """Whether the page is about an example that nobody can change."""
        return self.municipality is None and not self.is_public

    def may(self, permission: Permission) -> bool:
        """Tell whether ``permission`` is open to who asks in the municipality."""
        if self.municipality is None or self.actor is None:
            return False
        return self.actor.may(permission, municipality=self.municipality.key)

    @property
    def may_see(self) -> bool:
        """Whether who asks may see more of the plan than everybody may."""
        return self.is_example or self.may(Permission.SEE_PLANS)

    @property
    def may_write(self) -> bool:
        """Whether who asks may write the plan, and it can still be written."""
        return not self.is_closed and self.writes_plans

    @property
    def writes_plans(self) -> bool:
        """Whether who asks may write plans in the municipality."""
        return self.may(Permission.WRITE_PLANS)

    @property
    def may_adopt(self) -> bool:
        """Whether who asks may adopt and publish."""
        return self.may(Permission.ADOPT_PLANS)


def asked_of_plan(
    request: HttpRequest,
    case: str,
    known: Collection[str] = (),
    permission: Permission = Permission.SEE_PLANS,
) -> PlanAsked:
    """Return what the address asks for.

    Args:
        request: The request.
        case: The municipality's number, or the id of a picture.
        known: What the address may say.
        permission: What the page needs in the register; an example is open to everybody, and to be
            read only.

    Raises:
        SignInNeededError: It is about the register, and nobody is signed in.
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such municipality.
        InputError: The address says something that the page does not know.
        MovedError: The municipality had that number before.
    """
    refuse_what_is_ignored(request, known)
    today = timezone.localdate()
    if not is_of_register(case):
        picture = get_picture(case)
        request.case = picture.id  # type: ignore[attr-defined]
        return PlanAsked(find_actor(request), picture.id, None, picture.name, today)
    actor = actor_for(request)
    place = get_municipality(case, by=actor, permission=permission)
    if place.number != case and request.method == "GET":
        raise MovedError(request.get_full_path().replace(f"/{case}/", f"/{place.number}/", 1))
    request.case = place.number  # type: ignore[attr-defined]
    return PlanAsked(actor, place.number, place, place.name, place.usual_day(today))
