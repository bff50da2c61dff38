"""The national register's contracts, kept as told; the register itself is not changed by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.models import ContractFile, ContractRow
from hjemmel.apps.registry.loading.frames import LoadCounts, TableCounts
from hjemmel.apps.registry.models import Municipality

_BATCH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract as a file has it. Empty or ``None`` is not told.

    Args:
        row: Row of the file.
        agreement: Number of the agreement.
        patient_list: Number of the list.
        doctor_hpr: HPR number of the doctor.
        doctor_name: Name of the doctor.
        form: self_employed, salaried or variant_8_2.
        ceiling: Persons that the list may hold.
        length: Persons on it on the first of the month.
        status: held, served_by_locum or without_doctor.
        is_shared: Whether doctors share it.
        starts_on: First day.
        ends_on: First day after.
    """

    row: int
    agreement: str
    patient_list: str = ""
    doctor_hpr: str = ""
    doctor_name: str = ""
    form: str = ""
    ceiling: int | None = None
    length: int | None = None
    status: str = ""
    is_shared: bool | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def store_contracts(
    *, rows: Sequence[Contract], municipality: int, as_of: date, digest: str, by: Actor
) -> LoadCounts:
    """Keep a file of contracts as a picture of a day; the same file twice is one picture.

    Args:
        rows: The contracts.
        municipality: Key of the municipality.
        as_of: The day that the file is about.
        digest: Digest of the file.
        by: Who loads; needs ``IMPORT_REGISTER`` there.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality)
    place = Municipality.objects.select_for_update().get(pk=municipality)
    counts = LoadCounts(tables={"contracts": TableCounts()})
    file, is_new = ContractFile.objects.get_or_create(
        municipality=place,
        as_of=as_of,
        digest=digest,
        defaults={"loaded_by": by.name, "loaded_at": timezone.now()},
    )
    if is_new:
        ContractRow.objects.bulk_create(
            [ContractRow(file=file, **asdict(row)) for row in rows], batch_size=_BATCH
        )
        counts.tables["contracts"].added = len(rows)
    else:
        counts.tables["contracts"].unchanged = len(rows)
    record(
        by=by.name,
        action="lists.store_contracts",
        subject=place.number,
        municipality=place.number,
        details={"as_of": as_of.isoformat(), "digest": digest, **counts.as_plain()},
    )
    return counts
