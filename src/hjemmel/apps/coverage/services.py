"""Writes pictures of municipalities."""

from __future__ import annotations

from django.db import transaction

from hjemmel import __version__
from hjemmel.apps.audit.services import record
from hjemmel.apps.coverage import mappers
from hjemmel.apps.coverage.models import Snapshot, SnapshotDistrict, SnapshotFigure, SnapshotGroup
from hjemmel.domain.municipality import MunicipalityOnDay, PictureKind
from hjemmel.kernel.digest import digest
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


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
    snapshot = Snapshot.objects.create(
        case_id=picture.id,
        number=picture.number,
        name=picture.name,
        as_of=picture.as_of,
        kind=picture.kind.value,
        source_nb=picture.source.document.nb,
        source_en=picture.source.document.en,
        seed=picture.seed,
        digest=fingerprint,
        made_by_version=__version__,
    )
    rows = SnapshotDistrict.objects.bulk_create(
        mappers.district_row(snapshot, district) for district in picture.districts
    )
    SnapshotGroup.objects.bulk_create(
        group
        for row, district in zip(rows, picture.districts, strict=True)
        for group in mappers.group_rows(row, district.groups)
    )
    SnapshotFigure.objects.bulk_create(mappers.figure_rows(snapshot, picture))
    record(
        by=by,
        action="coverage.store_synthetic",
        subject=picture.id,
        details={"digest": fingerprint, "seed": picture.seed, "districts": len(rows)},
    )
    return True
