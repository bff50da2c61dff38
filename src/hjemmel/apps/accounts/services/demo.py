"""Makes the users of a demo."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.notes import number_of
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.services import record
from hjemmel.kernel.errors import NotAllowedError
from hjemmel.kernel.text import Text

DEMO_PASSWORD = "hjemmel-demo"  # noqa: S105  (a demo's, printed at start)
DEMO_USERS = {
    Role.ADMINISTRATOR: "administrator",
    Role.LEADER: "leder",
    Role.PLANNER: "planlegger",
    Role.CASE_WORKER: "saksbehandler",
    Role.CENTRE_LEADER: "senterleder",
    Role.GP: "fastlege",
    Role.READER: "leser",
    Role.RESIDENT: "innbygger",
}
DEMO_WAITING_RESIDENT = "innbygger2"


@transaction.atomic
def make_demo_users(
    *,
    municipality: int,
    centre: int,
    doctor: int | None,
    by: Actor,
    parent: int | None = None,
    waiting: int | None = None,
) -> None:
    """Make one user per role, with a password that everybody knows; never in production.

    Args:
        municipality: Key of the municipality.
        centre: Key of the centre, for the roles that are bound to one.
        doctor: Key of the doctor that the GP is.
        by: Who asks for it.
        parent: Key of a made-up resident who has children; ``None``: no such user.
        waiting: Key of a made-up resident who stands in the queue; ``None``: no such user.

    Raises:
        NotAllowedError: This is production.
    """
    if settings.IS_PRODUCTION:
        raise NotAllowedError(
            Text("Demobrukere finnes bare i demo.", "Demo users are only for a demo."),
            where="HJEMMEL_MODE",
            remedy=Text("Bruk «hjemmel setup».", "Use “hjemmel setup”."),
        )
    residents = {DEMO_USERS[Role.RESIDENT]: parent, DEMO_WAITING_RESIDENT: waiting}
    for username, resident in residents.items():
        if resident is not None:
            RoleGrant.objects.get_or_create(
                user=_demo_user(Role.RESIDENT, username),
                role=Role.RESIDENT.value,
                defaults={"municipality_id": municipality, "resident_id": resident},
            )
    for role, username in DEMO_USERS.items():
        if role.is_bound_to_a_resident:
            continue
        user = _demo_user(role, username)
        at_centre = role.is_bound_to_a_centre
        RoleGrant.objects.get_or_create(
            user=user,
            role=role.value,
            municipality_id=municipality,
            centre_id=centre if at_centre else None,
            defaults={"doctor_id": doctor if role is Role.GP else None},
        )
    made = {name for name, resident in residents.items() if resident is not None}
    others = {name for role, name in DEMO_USERS.items() if not role.is_bound_to_a_resident}
    details = {"users": sorted(made | others)}
    record(
        by=by.name,
        action="accounts.make_demo_users",
        subject="demo",
        municipality=number_of(municipality),
        details=details,
    )


def _demo_user(role: Role, username: str) -> User:
    user, is_new = User.objects.get_or_create(
        username=username, defaults={"is_demo": True, "full_name": f"{role.label.nb} (demo)"}
    )
    if is_new:
        user.set_password(DEMO_PASSWORD)
        user.save(update_fields=["password"])
    return user
