"""Reads pictures of municipalities, published or stored."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.mappers import to_picture
from hjemmel.apps.coverage.models import Snapshot
from hjemmel.apps.registry.models import AgreementTerms
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.cases.published import list_cases, load_case, no_figures_on
from hjemmel.domain.municipality import MunicipalityOnDay, PictureKind, place_key
from hjemmel.law.loader import unknown_id


@dataclass(frozen=True, slots=True)
class PictureSummary:
    """One choice in the menu of municipalities."""

    id: str
    number: str
    name: str
    as_of: date
    kind: PictureKind

    @property
    def place(self) -> str:
        """The same for all pictures of a place, and for no other place."""
        return place_key(self.number, self.name)


def list_pictures() -> tuple[PictureSummary, ...]:
    """Return everything that anyone can look at: synthetic first, then published."""
    stored = [
        PictureSummary(s.case_id, s.number, s.name, s.as_of, PictureKind(s.kind))
        for s in Snapshot.objects.filter(kind=PictureKind.SYNTHETIC.value)
    ]
    published = [
        PictureSummary(c.id, c.number, c.name, c.as_of, PictureKind.PUBLISHED)
        for c in list_cases()
        if c.number or "gps" in load_case(c.id).figures
    ]
    return tuple(stored + published)


def made_by_version(case_id: str) -> str | None:
    """Return the version of hjemmel that made a stored picture, or ``None`` when it is not stored."""
    versions = Snapshot.objects.filter(case_id=case_id).values_list("made_by_version", flat=True)
    return versions.first()


def get_picture(case_id: str, *, as_of: date | None = None) -> MunicipalityOnDay:
    """Return a picture by id; with ``as_of``, that municipality's picture on that day.

    Raises:
        UnknownIdError: No picture has that id; the error names the nearest.
        MissingDataError: There are no figures on that day; the error names the days there are.
    """
    summaries = {summary.id: summary for summary in list_pictures()}
    if case_id not in summaries:
        raise unknown_id("case", case_id, summaries)
    wanted = summaries[case_id]
    if as_of is not None and as_of != wanted.as_of:
        wanted = on_day(wanted, tuple(summaries.values()), as_of)
    if wanted.kind is PictureKind.PUBLISHED:
        return load_case(wanted.id)
    try:
        return _newest(wanted.id)
    except Snapshot.DoesNotExist:
        try:  # the picture was replaced while it was read
            return _newest(wanted.id)
        except Snapshot.DoesNotExist:
            others = [summary.id for summary in list_pictures() if summary.id != wanted.id]
            raise unknown_id("case", wanted.id, others) from None


def _newest(case_id: str) -> MunicipalityOnDay:
    fingerprint = Snapshot.objects.values_list("digest", flat=True).get(case_id=case_id)
    return _stored(case_id, fingerprint)


@functools.lru_cache(maxsize=64)
def _stored(case_id: str, fingerprint: str) -> MunicipalityOnDay:
    """Read a picture once; a new fingerprint is a new picture.

    The parts come by queries of their own, and the picture may be replaced between them. Rows are
    never changed in place, and a row takes its parts with it: what is still there after the last
    query was whole throughout. A transaction would not promise that at PostgreSQL's isolation
    level, and on SQLite it would wait for whoever writes.

    Raises:
        Snapshot.DoesNotExist: The picture is not there, or not any more; nothing is remembered.
    """
    rows = Snapshot.objects.filter(kind=PictureKind.SYNTHETIC.value).prefetch_related(
        "districts__groups", "figures"
    )
    row = rows.get(case_id=case_id, digest=fingerprint)
    found = to_picture(row)
    if not found.districts or not Snapshot.objects.filter(pk=row.pk, digest=fingerprint).exists():
        raise Snapshot.DoesNotExist
    return found


@dataclass(frozen=True, slots=True)
class RegisterDays:
    """The days of a municipality in the register.

    Args:
        first: The first day that it has agreements; ``None`` where it has none.
        snapshots: The days of its snapshots, newest first.
    """

    first: date | None
    snapshots: tuple[date, ...]


def days_of_register(municipality: MunicipalityView, *, by: Actor) -> RegisterDays:
    """Return from which day a municipality has figures, and which months were stored.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_FIGURES, municipality=municipality.key)
    return _days_kept(municipality)


@functools.lru_cache(maxsize=64)
def _days_kept(municipality: MunicipalityView) -> RegisterDays:
    terms = AgreementTerms.objects.filter(agreement__municipality=municipality.key)
    stored = Snapshot.objects.filter(number=municipality.number, kind=PictureKind.REGISTER.value)
    return RegisterDays(
        terms.aggregate(first=Min("valid_from"))["first"],
        tuple(stored.order_by("-as_of").values_list("as_of", flat=True)),
    )


@dataclass(frozen=True, slots=True)
class SnapshotView:
    """A month of the register that was stored."""

    as_of: date
    known_on: date
    taken_by: str
    digest: str


def list_snapshots(municipality: MunicipalityView, *, by: Actor) -> tuple[SnapshotView, ...]:
    """Return the months of a municipality that were stored, newest first.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_FIGURES, municipality=municipality.key)
    rows = Snapshot.objects.filter(number=municipality.number, kind=PictureKind.REGISTER.value)
    return tuple(
        SnapshotView(row.as_of, timezone.localdate(row.known_at), row.taken_by, row.digest)
        for row in rows.order_by("-as_of")
    )


def same_place(
    wanted: PictureSummary, summaries: tuple[PictureSummary, ...]
) -> tuple[PictureSummary, ...]:
    """Return the pictures of the same place and kind, oldest first."""
    same = [s for s in summaries if (s.place, s.kind) == (wanted.place, wanted.kind)]
    return tuple(sorted(same, key=lambda summary: summary.as_of))


def on_day(
    wanted: PictureSummary, summaries: tuple[PictureSummary, ...], as_of: date
) -> PictureSummary:
    """Return the picture of the same place on ``as_of``."""
    same = same_place(wanted, summaries)
    for summary in same:
        if summary.as_of == as_of:
            return summary
    raise no_figures_on(as_of, wanted.name, wanted.id, tuple(s.as_of for s in same))
