"""Between stored rows and the frozen picture that the engine takes."""

from __future__ import annotations

from decimal import Decimal

from hjemmel.apps.coverage.models import (
    Snapshot,
    SnapshotDistrict,
    SnapshotFigure,
    SnapshotGroup,
)
from hjemmel.domain.figure import Figure, Source
from hjemmel.domain.municipality import (
    DISTRICT_COUNTS,
    DistrictOnDay,
    MunicipalityOnDay,
    PictureKind,
)
from hjemmel.domain.population import AGE_BANDS, AgeSexCounts
from hjemmel.domain.waiting_list import WaitingClass, WaitingCount
from hjemmel.kernel.text import Text

_WAITING = "waiting."


def to_picture(snapshot: Snapshot) -> MunicipalityOnDay:
    """Return the picture that a snapshot holds; expects its rows to be prefetched."""
    source = Source(Text(snapshot.source_nb, snapshot.source_en))
    rows = list(snapshot.figures.all())
    return MunicipalityOnDay(
        id=snapshot.case_id,
        number=snapshot.number,
        name=snapshot.name,
        as_of=snapshot.as_of,
        kind=PictureKind(snapshot.kind),
        source=source,
        district_source=source,
        districts=tuple(_to_district(row) for row in snapshot.districts.all()),
        figures={
            row.name: Figure(_whole_if_possible(row.value), row.as_of, source, _note(row))
            for row in rows
            if row.value is not None and not row.name.startswith(_WAITING)
        },
        waiting=tuple(
            WaitingCount(
                WaitingClass(row.name.removeprefix(_WAITING)),
                None if row.value is None else int(row.value),
            )
            for row in rows
            if row.name.startswith(_WAITING)
        ),
        seed=snapshot.seed,
    )


def _note(row: SnapshotFigure) -> Text | None:
    return Text(row.note_nb, row.note_en) if row.note_nb else None


def _whole_if_possible(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value.normalize()


def _to_district(row: SnapshotDistrict) -> DistrictOnDay:
    groups = {group.age_band: group for group in row.groups.all()}
    return DistrictOnDay(
        number=row.number,
        name=row.name,
        doctor_ages=tuple(row.doctor_ages),
        groups=AgeSexCounts(
            male=tuple(groups[band.id].male for band in AGE_BANDS),
            female=tuple(groups[band.id].female for band in AGE_BANDS),
        )
        if groups
        else None,
        **{name: getattr(row, name) for name in DISTRICT_COUNTS},
    )


def district_row(snapshot: Snapshot, district: DistrictOnDay) -> SnapshotDistrict:
    """Return the unsaved row of a district."""
    return SnapshotDistrict(
        snapshot=snapshot,
        number=district.number,
        name=district.name,
        doctor_ages=list(district.doctor_ages),
        **{name: getattr(district, name) for name in DISTRICT_COUNTS},
    )


def group_rows(row: SnapshotDistrict, groups: AgeSexCounts | None) -> list[SnapshotGroup]:
    """Return the unsaved rows of a district's residents by age and sex."""
    if groups is None:
        return []
    return [
        SnapshotGroup(district=row, age_band=band.id, male=male, female=female)
        for band, male, female in zip(AGE_BANDS, groups.male, groups.female, strict=True)
    ]


def figure_rows(snapshot: Snapshot, picture: MunicipalityOnDay) -> list[SnapshotFigure]:
    """Return the unsaved rows of the figures for the whole and the waiting list."""
    figures = [
        SnapshotFigure(
            snapshot=snapshot,
            name=name,
            value=figure.value,
            as_of=figure.as_of,
            note_nb="" if figure.note is None else figure.note.nb,
            note_en="" if figure.note is None else figure.note.en,
        )
        for name, figure in picture.figures.items()
    ]
    waiting = [
        SnapshotFigure(
            snapshot=snapshot,
            name=_WAITING + count.waiting_class.value,
            value=count.persons,
            as_of=picture.as_of,
        )
        for count in picture.waiting
    ]
    return figures + waiting
