"""Sets up municipalities: no code is written for a new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.models import District, Municipality
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.identifiers import DistrictNumber, MunicipalityNumber
from hjemmel.kernel.text import Text

_LONGEST_RETENTION = 100


@transaction.atomic
def set_up_municipality(
    *,
    number: str,
    name: str,
    districts: Mapping[str, str],
    by: Actor,
    is_synthetic: bool = False,
    on: date | None = None,
) -> int:
    """Make a municipality ready for use; once more with the same changes nothing.

    Args:
        number: Four digits.
        name: Name.
        districts: Names of the districts by six-digit number; empty: one that is the whole.
        by: Who sets it up; needs ``SET_UP`` everywhere.
        is_synthetic: Whether all its persons are made up.
        on: The day; today when not given.

    Returns:
        The municipality's key.

    Raises:
        InputError: A number or a name is not possible.
        ConflictError: It is set up already, with made-up persons where these are real, or the reverse.
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SET_UP)
    checked = MunicipalityNumber(number.strip()).value
    shown = name.strip()
    if not shown:
        raise InputError(
            Text("Kommunen mangler navn.", "The municipality has no name."),
            where="name",
            remedy=Text("Skriv navnet.", "Write the name."),
        )
    wanted = {n: districts[n].strip() for n in districts} or {f"{checked}00": shown}
    for district, called in wanted.items():
        if DistrictNumber(district).municipality.value != checked or not called:
            raise InputError(
                Text(
                    f"Bydelen {district} hører ikke til {checked}, eller mangler navn.",
                    f"The district {district} is not in {checked}, or has no name.",
                ),
                where="districts",
                remedy=Text(
                    "Bydelsnummeret er kommunens fire sifre og to til.",
                    "A district's number is the municipality's four digits and two more.",
                ),
            )
    row, _ = Municipality.objects.get_or_create(number=checked, defaults={"name": shown})
    if row.set_up_on is not None and row.is_synthetic != is_synthetic:
        raise _other_kind(row)
    same = row.set_up_on is not None and row.name == shown
    stored = dict(District.objects.filter(municipality=row).values_list("number", "name"))
    if same and stored == {**stored, **wanted}:
        return row.pk
    Municipality.objects.filter(pk=row.pk).update(
        name=shown,
        is_synthetic=is_synthetic,
        set_up_on=row.set_up_on or on or timezone.localdate(),
    )
    for district, called in wanted.items():
        District.objects.update_or_create(
            number=district, defaults={"name": called, "municipality": row}
        )
    mark_changed(row.pk)
    record(
        by=by.name,
        action="registry.set_up_municipality",
        subject=checked,
        municipality=checked,
        details={"name": shown, "districts": sorted(wanted), "synthetic": is_synthetic},
    )
    return row.pk


def _other_kind(row: Municipality) -> ConflictError:
    kind = Text("syntetisk", "synthetic") if row.is_synthetic else Text("virkelig", "real")
    return ConflictError(
        Text(
            f"{row.number} er satt opp fra før, som {kind.nb} kommune.",
            f"{row.number} is set up already, as a {kind.en} municipality.",
        ),
        where="number",
        remedy=Text(
            "Bruk en egen database til syntetiske kommuner.",
            "Use a database of its own for synthetic municipalities.",
        ),
    )


@transaction.atomic
def decide_retention(*, municipality: int, years: str, by: Actor) -> None:
    """Store how long the municipality keeps who a resident was after she moved or died.

    Args:
        municipality: Key of the municipality.
        years: Whole years, 0 to 100, as typed.
        by: Who; needs ``SET_UP`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: ``years`` is something else.
    """
    by.require(Permission.SET_UP, municipality=municipality)
    typed = years.strip()
    if not (typed.isdecimal() and int(typed) <= _LONGEST_RETENTION):
        raise InputError(
            Text(f"«{typed[:20]}» er ikke et antall år.", f"“{typed[:20]}” is not years."),
            where="retention_years",
            remedy=Text(
                f"Skriv et helt tall fra 0 til {_LONGEST_RETENTION}.",
                f"Write a whole number from 0 to {_LONGEST_RETENTION}.",
            ),
        )
    row = Municipality.objects.select_for_update().get(pk=municipality)
    if row.retention_years == int(typed):
        return
    before, row.retention_years = row.retention_years, int(typed)
    row.save(update_fields=["retention_years"])
    record(
        by=by.name,
        action="registry.decide_retention",
        subject=row.number,
        municipality=row.number,
        details={"before": before, "years": row.retention_years},
    )
