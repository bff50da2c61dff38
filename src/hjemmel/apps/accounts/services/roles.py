"""Gives roles and takes them."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.notes import note
from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission, Role
from hjemmel.apps.accounts.services.refusals import unknown
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text


@transaction.atomic
def appoint_administrator(
    *, user: int, municipality: int, by: Actor, everywhere: bool = False
) -> bool:
    """Let a user administer a municipality; once more changes nothing.

    The first administrator there is, is one for all municipalities: nobody else can set up more of
    them, or make another such administrator. Those of a demo do not count.

    Args:
        user: Key of the user.
        municipality: Key of the municipality.
        by: Who; needs ``MANAGE_USERS`` everywhere.
        everywhere: Let her administer all municipalities, whoever does already.

    Returns:
        Whether she administers all municipalities.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such user.
    """
    by.require(Permission.MANAGE_USERS)
    row = lock_user(user)
    held = set(
        row.grants.filter(role=Role.ADMINISTRATOR.value).values_list("municipality", flat=True)
    )
    others = RoleGrant.objects.filter(
        role=Role.ADMINISTRATOR.value, user__is_active=True, user__is_demo=False
    )
    if None not in held and (everywhere or not others.exists()):
        grant_role(user=user, role=Role.ADMINISTRATOR, municipality=None, by=by)
        return True
    if None not in held and municipality not in held:
        grant_role(user=user, role=Role.ADMINISTRATOR, municipality=municipality, by=by)
    return None in held


@transaction.atomic
def grant_role(
    *,
    user: int,
    role: Role,
    by: Actor,
    municipality: int | None,
    centre: int | None = None,
    doctor: int | None = None,
    resident: int | None = None,
) -> None:
    """Give a user a role in a municipality, at a centre, or (``None``) everywhere.

    Nobody gives what reaches further than her own right to manage users.

    Args:
        user: Key of the user.
        role: The role.
        by: Who; needs ``MANAGE_USERS`` there.
        municipality: Key of the municipality; ``None`` is everywhere.
        centre: Key of the centre, for a role that is bound to one.
        doctor: Key of the doctor that the user is, for a GP.
        resident: Key of the resident that the user is, for a resident.

    Raises:
        NotAllowedError: The roles do not open it there.
        UnknownIdError: There is no such user.
        InputError: The centre, the doctor or the resident is missing, not there, or not for that role.
        ConflictError: She has the role there already, or she or the resident is tied to another.
    """
    by.require(Permission.MANAGE_USERS, municipality=municipality)
    row = lock_user(user)
    grant = RoleGrant(
        user=row,
        role=role.value,
        municipality_id=municipality,
        centre_id=centre,
        doctor_id=doctor,
        resident_id=resident,
    )
    _check_centre(grant, role)
    _check_doctor(grant, role)
    _check_resident(grant, role)
    try:
        with transaction.atomic():
            grant.save(force_insert=True)
    except IntegrityError:
        raise _held_already(role) from None
    note(
        by=by.name,
        action="accounts.grant_role",
        user=row,
        details={"role": role.value, "centre": centre, "doctor": doctor, "resident": resident},
        municipalities=[municipality],
    )


def _check_centre(grant: RoleGrant, role: Role) -> None:
    at_a_centre = role.is_bound_to_a_centre
    if at_a_centre != (grant.centre_id is not None) or (at_a_centre and not grant.municipality_id):
        raise InputError(
            Text(
                f"Rollen {role.label.nb} gjelder {'ved ett legesenter' if at_a_centre else 'i en kommune'}.",
                f"The role {role.label.en} holds {'at one centre' if at_a_centre else 'in a municipality'}.",
            ),
            where="centre",
            remedy=Text(
                "Velg kommunen og legesenteret for rollen.",
                "Choose the municipality and the centre for the role.",
            )
            if at_a_centre
            else Text("La legesenteret stå tomt.", "Leave the centre empty."),
        )
    try:
        elsewhere = (
            grant.centre is not None and grant.centre.municipality_id != grant.municipality_id
        )
    except ObjectDoesNotExist:
        elsewhere = True
    if elsewhere:
        raise InputError(
            Text("Legesenteret er ikke i den kommunen.", "The centre is not in that municipality."),
            where="centre",
            remedy=Text("Velg et legesenter i kommunen.", "Choose a centre in the municipality."),
        )


def _check_doctor(grant: RoleGrant, role: Role) -> None:
    if (role is Role.GP) != (grant.doctor_id is not None):
        raise InputError(
            Text("Bare en fastlege knyttes til en lege.", "Only a GP is tied to a doctor.")
            if grant.doctor_id is not None
            else Text(
                "En fastlege knyttes til legen hun er.", "A GP is tied to the doctor that she is."
            ),
            where="doctor",
            remedy=Text("La legen stå tom.", "Leave the doctor empty.")
            if grant.doctor_id is not None
            else Text("Velg legen.", "Choose the doctor."),
        )
    if grant.doctor_id is not None and not _works_there(grant):
        raise InputError(
            Text(
                "Legen har ingen avtale ved det legesenteret.",
                "The doctor has no agreement at that centre.",
            ),
            where="doctor",
            remedy=Text(
                "Velg legesenteret der legen har avtale, vikarierer eller deler en liste.",
                "Choose the centre where the doctor has an agreement, is a locum or shares a list.",
            ),
        )


def _check_resident(grant: RoleGrant, role: Role) -> None:
    if role.is_bound_to_a_resident and not (grant.resident_id and grant.municipality_id):
        raise InputError(
            Text(
                "Rollen innbygger knyttes til innbyggeren som brukeren er.",
                "The role resident is tied to the resident that the user is.",
            ),
            where="resident",
            remedy=Text(
                "Skriv fødselsnummeret under «Knytt til en innbygger».",
                "Write the national id under “Tie to a resident”.",
            ),
        )
    if grant.resident_id is not None and not role.is_bound_to_a_resident:
        raise InputError(
            Text("Bare en innbygger knyttes til en innbygger.", "Only a resident is tied to one."),
            where="resident",
            remedy=Text("La innbyggeren stå tom.", "Leave the resident empty."),
        )


def _held_already(role: Role) -> ConflictError:
    if role.is_bound_to_a_resident:
        return ConflictError(
            Text(
                "Brukeren eller innbyggeren er knyttet til en annen fra før.",
                "The user or the resident is tied to another already.",
            ),
            where="resident",
            remedy=Text("Ta bort den rollen først.", "Take that role away first."),
        )
    return ConflictError(
        Text("Brukeren har rollen der fra før.", "The user has the role there already."),
        where="role",
        remedy=Text("Velg en annen rolle.", "Choose another role."),
    )


def _works_there(grant: RoleGrant) -> bool:
    """Tell whether the doctor has, or will have, a post or a share of a list at the centre."""
    try:
        doctor, centre = grant.doctor, grant.centre
    except ObjectDoesNotExist:
        return False
    if doctor is None or centre is None:
        return False
    today = timezone.localdate()
    at = centre.terms.known().filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today))
    if at.filter(Q(holder=doctor) | Q(locum=doctor)).exists():
        return True
    shared = doctor.shared_lists.known().filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today))
    return bool(shared.filter(patient_list__agreement__in=at.values("agreement")).exists())


@transaction.atomic
def revoke_role(*, grant: int, by: Actor) -> None:
    """Take a role from a user.

    Raises:
        UnknownIdError: There is no such grant.
        NotAllowedError: The roles do not open it there.
        ConflictError: It would leave the municipality without an administrator.
    """
    row = RoleGrant.objects.select_related("user").filter(pk=grant).first()
    if row is None:
        raise unknown("grant")
    by.require(Permission.MANAGE_USERS, municipality=row.municipality_id)
    if row.role == Role.ADMINISTRATOR.value:
        _refuse_last(row)
    row.delete()
    note(
        by=by.name,
        action="accounts.revoke_role",
        user=row.user,
        details={
            "role": row.role,
            "centre": row.centre_id,
            "doctor": row.doctor_id,
            "resident": row.resident_id,
        },
        municipalities=[row.municipality_id],
    )


@transaction.atomic
def untie_resident(*, resident: int, by: Actor) -> None:
    """Take the role of a resident from the user who is tied to her, if any, as a part of her erasure.

    Args:
        resident: Key of the resident.
        by: Who erases her; needs ``ERASE_PERSON``.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    if by.municipalities(Permission.ERASE_PERSON) == frozenset():
        raise not_allowed(Permission.ERASE_PERSON)
    for row in RoleGrant.objects.select_related("user").filter(resident=resident):
        row.delete()
        note(
            by=by.name,
            action="accounts.revoke_role",
            user=row.user,
            details={"role": row.role, "resident": resident},
            municipalities=[row.municipality_id],
        )


def refuse_last_administrator(row: User) -> None:
    """Refuse to close the only one who administers a municipality."""
    for grant in row.grants.filter(role=Role.ADMINISTRATOR.value):
        _refuse_last(grant)


def _refuse_last(grant: RoleGrant) -> None:
    """Refuse it when nobody else administers the same; who administers all, administers each."""
    there = Q(municipality__isnull=True)
    if grant.municipality_id is not None:
        there |= Q(municipality=grant.municipality_id)
    others = RoleGrant.objects.filter(
        there, role=Role.ADMINISTRATOR.value, user__is_active=True
    ).exclude(user=grant.user_id)
    if not others.exists():
        raise ConflictError(
            Text(
                "Dette er den siste administratoren der.", "This is the last administrator there."
            ),
            where="role",
            remedy=Text("Gi en annen rollen først.", "Give the role to somebody else first."),
        )


def lock_user(key: int) -> User:
    """Return a user whom nobody else changes until the transaction ends.

    Raises:
        UnknownIdError: There is no such user.
    """
    row = User.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise unknown("user")
    return row
