"""A synthetic municipality's queue of the years before: who stood in it, and why they left."""

from __future__ import annotations

import polars as pl
from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.models import Municipality, PatientList, Resident, WaitingEntry
from hjemmel.apps.registry.services.revision import lock_municipality, mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cases.synthetic.queue_history import past_queue
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text

_AT_A_TIME = 5_000


@transaction.atomic
def load_queue_history(*, made: SyntheticMunicipality, municipality: int, by: Actor) -> int:
    """Load who stood in the queue of a synthetic municipality before; return how many.

    Args:
        made: The municipality, loaded already.
        municipality: Its key.
        by: Who loads; needs ``IMPORT_REGISTER`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: Its persons are not made up, or somebody has left the queue there already.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality)
    lock_municipality(municipality)
    place = Municipality.objects.get(pk=municipality)
    entries = WaitingEntry.objects.filter(municipality=place)
    if not place.is_synthetic or entries.filter(left_on__isnull=False).exists():
        raise ConflictError(
            Text(
                "Oppdiktet køhistorikk kan bare legges i en syntetisk kommune som ikke har noen.",
                "A made-up history of the queue fits only a synthetic municipality that has none.",
            ),
            where="waiting",
            remedy=Text("Lag demoen på nytt.", "Make the demo anew."),
        )
    rows = past_queue(made).join(
        made.residents.select("resident_id", "national_id"), on="resident_id", maintain_order="left"
    )
    persons = _keys_of(rows["national_id"])
    lists = dict(PatientList.objects.filter(municipality=place).values_list("external_id", "pk"))
    now = timezone.now()
    WaitingEntry.objects.bulk_create(
        (
            WaitingEntry(
                resident_id=persons[row["national_id"]],
                municipality=place,
                wanted_list_id=lists[str(row["wanted_list_id"])],
                waiting_class=row["waiting_class"],
                queued_on=row["queued"],
                left_on=row["left"],
                left_reason=row["reason"],
                known_from=now,
            )
            for row in rows.iter_rows(named=True)
        ),
        batch_size=_AT_A_TIME,
    )
    mark_changed(municipality, people=False)
    record(
        by=by.name,
        action="registry.load_queue_history",
        subject=f"municipality {municipality}",
        municipality=place.number,
        details={"entries": rows.height, "synthetic": True},
    )
    return rows.height


def _keys_of(national_ids: pl.Series) -> dict[str, int]:
    """Return the register's key of each national id, some thousands at a time."""
    found: dict[str, int] = {}
    wanted = national_ids.to_list()
    for start in range(0, len(wanted), _AT_A_TIME):
        rows = Resident.objects.filter(national_id__in=wanted[start : start + _AT_A_TIME])
        found |= {number: key for number, key in rows.values_list("national_id", "pk") if number}
    return found
