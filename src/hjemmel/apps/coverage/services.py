"""Writes pictures of municipalities."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel import __version__
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.coverage import mappers
from hjemmel.apps.coverage.models import Snapshot, SnapshotDistrict, SnapshotFigure, SnapshotGroup
from hjemmel.apps.coverage.register import register_picture
from hjemmel.apps.registry.selectors.places import MunicipalityView, list_municipalities
from hjemmel.apps.registry.services.revision import lock_municipality, mark_changed
from hjemmel.domain.municipality import MunicipalityOnDay, PictureKind
from hjemmel.kernel.digest import digest
from hjemmel.kernel.errors import InputError, MissingDataError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month


@transaction.atomic
def store_synthetic(*, picture: MunicipalityOnDay, by: str) -> bool:
    """Store the picture of a synthetic municipality; storing the same picture again changes nothing.

    Args:
        picture: A picture from the generator.
        by: Who stores it.

    Returns:
        Whether the picture was new; a version that makes the same one is only noted.

    Raises:
        InputError: The picture is not synthetic, or has no districts.
    """
    if picture.kind is not PictureKind.SYNTHETIC:
        raise InputError(
            Text(
                "Bare syntetiske kommuner lagres her.",
                "Only synthetic municipalities are stored here.",
            ),
            where=picture.id,
            remedy=Text(
                "Publiserte tall ligger i datasettene.", "Published figures are in the data sets."
            ),
        )
    if not picture.districts:
        raise InputError(
            Text("Kommunen har ingen bydeler.", "The municipality has no districts."),
            where=picture.id,
            remedy=Text(
                "Gi minst én bydel; den kan være hele kommunen.",
                "Give at least one district; it may be the whole municipality.",
            ),
        )
    fingerprint = digest(picture)
    same = Snapshot.objects.filter(case_id=picture.id, digest=fingerprint)
    if same.exists():
        if same.exclude(made_by_version=__version__).update(made_by_version=__version__):
            details = {"digest": fingerprint, "version": __version__}
            record(by=by, action="coverage.confirm_synthetic", subject=picture.id, details=details)
        return False
    Snapshot.objects.filter(case_id=picture.id).delete()
    rows = _store(
        picture,
        Snapshot(case_id=picture.id, kind=picture.kind.value, seed=picture.seed),
        fingerprint,
    )
    record(
        by=by,
        action="coverage.store_synthetic",
        subject=picture.id,
        details={"digest": fingerprint, "seed": picture.seed, "districts": rows},
    )
    return True


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """What taking a snapshot came to.

    Args:
        id: Name of the snapshot: ``4601-2024-01-01``.
        as_of: The first of the month.
        is_new: Whether it was taken now.
        is_as_then: Whether the register still says the same.
        digest: SHA-256 of the picture that is stored.
    """

    id: str
    as_of: date
    is_new: bool
    is_as_then: bool
    digest: str


@transaction.atomic
def take_snapshot(*, municipality: MunicipalityView, as_of: date, by: Actor) -> SnapshotTaken:
    """Store the picture of the first of a month, as it is known now; it is never changed again.

    Taken once more, it stays as it was, and the answer says whether the register still says the
    same.

    Args:
        municipality: The municipality.
        as_of: The first of the month.
        by: Who takes it; needs ``IMPORT_STATISTICS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The day is not the first of a month, or has not come.
        MissingDataError: The register has no lists on that day.
    """
    by.require(Permission.IMPORT_STATISTICS, municipality=municipality.key)
    if as_of.day != 1 or as_of > timezone.localdate():
        raise InputError(
            Text(
                "Et månedsbilde gjelder den første i en måned som er begynt.",
                "A monthly snapshot is of the first of a month that has begun.",
            ),
            where="month",
            remedy=Text("Skriv måneden som 2024-01.", "Write the month as 2024-01."),
        )
    lock_municipality(municipality.key)
    picture = replace(register_picture(municipality, as_of, by=by), trends={})
    fingerprint = digest(picture)
    name = _snapshot_name(municipality, as_of)
    stored = Snapshot.objects.filter(case_id=name).values_list("digest", flat=True).first()
    if stored is not None:
        return SnapshotTaken(name, as_of, False, stored == fingerprint, stored)
    row = Snapshot(case_id=name, kind=picture.kind.value, known_at=timezone.now(), taken_by=by.name)
    districts = _store(picture, row, fingerprint)
    mark_changed(municipality.key, people=False)
    record(
        by=by.name,
        action="coverage.take_snapshot",
        subject=name,
        municipality=municipality.number,
        details={"digest": fingerprint, "districts": districts},
    )
    return SnapshotTaken(name, as_of, True, True, fingerprint)


def take_due_snapshots(*, today: date, by: Actor) -> int:
    """Take the snapshots of the month that has begun, where they are not taken; return how many.

    A synthetic municipality is left out: nothing happens in it. So is one without lists on the first
    of the month, until there are some.

    Args:
        today: The day.
        by: Who takes them; those of the municipalities where ``IMPORT_STATISTICS`` is open to her.
    """
    first = Month.of(today).first_day
    taken = 0
    for place in list_municipalities(by=by, permission=Permission.IMPORT_STATISTICS):
        name = _snapshot_name(place, first)
        if place.is_synthetic or Snapshot.objects.filter(case_id=name).exists():
            continue
        try:
            taken += take_snapshot(municipality=place, as_of=first, by=by).is_new
        except MissingDataError:
            continue
    return taken


def _snapshot_name(municipality: MunicipalityView, as_of: date) -> str:
    return f"{municipality.number}-{as_of.isoformat()}"


def _store(picture: MunicipalityOnDay, row: Snapshot, fingerprint: str) -> int:
    """Fill in and store the row of a picture with its parts; return how many districts it has."""
    row.number, row.name, row.as_of = picture.number, picture.name, picture.as_of
    row.source_nb, row.source_en = picture.source.document.nb, picture.source.document.en
    row.digest, row.made_by_version = fingerprint, __version__
    row.save(force_insert=True)
    rows = SnapshotDistrict.objects.bulk_create(
        mappers.district_row(row, district) for district in picture.districts
    )
    SnapshotGroup.objects.bulk_create(
        group
        for stored, district in zip(rows, picture.districts, strict=True)
        for group in mappers.group_rows(stored, district.groups)
    )
    SnapshotFigure.objects.bulk_create(mappers.figure_rows(row, picture))
    return len(rows)
