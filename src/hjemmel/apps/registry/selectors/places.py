"""Municipalities and districts that somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import District, Municipality
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.law.loader import unknown_id


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    """A municipality that is run in hjemmel.

    Args:
        key: The register's key.
        number: Today's code, four digits.
        name: Name.
        is_synthetic: Whether all its persons are made up.
        data_as_of: The day that the newest file loaded is about.
        revision: Becomes another with every write that can change a figure.
        retention_years: How long it keeps who a resident was; ``None``: not decided.
    """

    key: int
    number: str
    name: str
    is_synthetic: bool
    data_as_of: date | None
    revision: int
    retention_years: int | None = None

    def usual_day(self, today: date) -> date:
        """Return the day that pages show when none is asked for.

        Today, but for a synthetic municipality the day that it was made for: nothing happens in it.
        """
        if self.is_synthetic and self.data_as_of is not None:
            return self.data_as_of
        return today


def view_of(row: Municipality) -> MunicipalityView:
    """Return a row as a frozen value."""
    return MunicipalityView(
        row.pk,
        row.number,
        row.name,
        row.is_synthetic,
        row.data_as_of,
        row.revision,
        row.retention_years,
    )


def list_municipalities(
    *, by: Actor, permission: Permission = Permission.SEE_FIGURES
) -> tuple[MunicipalityView, ...]:
    """Return the municipalities set up in hjemmel where ``permission`` is open to ``by``."""
    rows = Municipality.objects.filter(set_up_on__isnull=False)
    keys = by.municipalities(permission)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    return tuple(view_of(row) for row in rows)


def get_municipality(
    number: str, *, by: Actor, permission: Permission = Permission.SEE_FIGURES
) -> MunicipalityView:
    """Return a municipality by its number, of today or earlier.

    Raises:
        UnknownIdError: No municipality set up in hjemmel has or had that number.
        NotAllowedError: ``permission`` is not open to ``by`` there.
    """
    rows = Municipality.objects.filter(set_up_on__isnull=False)
    row = rows.filter(number=number).first()
    if row is None:
        row = rows.filter(codes__number=number, codes__is_part=False).first()
    if row is None:
        known = [view.number for view in list_municipalities(by=by)]
        raise unknown_id("municipality", number, known)
    open_in = by.municipalities(permission)
    if open_in is not None and row.pk not in open_in:
        raise not_allowed(permission)
    return view_of(row)


def numbers_open_to(by: Actor, permission: Permission) -> frozenset[str] | None:
    """Return the numbers of the municipalities where ``permission`` is open; ``None`` is all.

    Raises:
        NotAllowedError: It is open nowhere.
    """
    open_in = by.municipalities(permission)
    if open_in is None:
        return None
    if not open_in:
        raise not_allowed(permission)
    return frozenset(view.number for view in list_municipalities(by=by, permission=permission))


def not_here(kind: str) -> UnknownIdError:
    """Return the error of a centre or a doctor that a municipality does not have."""
    return UnknownIdError(
        Text("Den finnes ikke i denne kommunen.", "It is not in this municipality."),
        where=kind,
        remedy=Text("Gå tilbake til listene.", "Go back to the lists."),
    )


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def require_possible(day: date) -> None:
    """Raise ``InputError`` for a day that no register tells of."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise InputError(
            Text(
                "Dagen ligger utenfor det registeret kan gjelde.",
                "The day is outside what a register can be about.",
            ),
            where="day",
            remedy=Text("Velg en dag mellom 1900 og 2199.", "Choose a day between 1900 and 2199."),
        )


def end_of(day: date) -> datetime:
    """Return the moment that a day ends in Norway.

    Raises:
        InputError: No register tells of the day.
    """
    require_possible(day)
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def list_districts(municipality: MunicipalityView, *, by: Actor) -> tuple[tuple[str, str], ...]:
    """Return number and name of each district.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_FIGURES, municipality=municipality.key)
    rows = District.objects.filter(municipality=municipality.key).order_by("number")
    return tuple(rows.values_list("number", "name"))
