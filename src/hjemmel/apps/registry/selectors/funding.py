"""Lists by month as the money is computed from: lengths, ceilings, forms, reports, and who may see whose."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Count, Max, Sum
from numpy.typing import NDArray

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import OPENS, Permission
from hjemmel.apps.registry.models import (
    AgreementTerms,
    ListCeiling,
    ListReport,
    Membership,
    PatientList,
    PopulationCount,
)
from hjemmel.apps.registry.selectors.lists import lists_kept
from hjemmel.apps.registry.selectors.places import MunicipalityView, require_possible
from hjemmel.engines.funding.inputs import UNKNOWN, Form, FundingInputs
from hjemmel.kernel.errors import InputError, MissingDataError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.law import load_law

MOST_MONTHS = 120
_GUARANTEE = "grants.income_floor_list"
_FORMS = {
    "self_employed": Form.SELF_EMPLOYED,
    "salaried": Form.SALARIED,
    "variant_8_2": Form.VARIANT_8_2,
}


@dataclass(frozen=True, slots=True)
class FundedList:
    """A list as the pages of money name it: in its last month.

    Args:
        key: The register's key.
        external_id: The number that the state's register has for it.
        centre: Key of the centre.
        centre_name: Its name.
        doctor: Name of the doctor who holds it.
        form: The form of the post.
    """

    key: int
    external_id: str
    centre: int
    centre_name: str
    doctor: str | None
    form: Form


@dataclass(frozen=True, slots=True)
class FundingPicture:
    """The lists that somebody may see the money of, by month.

    Args:
        inputs: What the engine takes; its keys are the register's.
        rows: The lists, in the order of the inputs.
        guests_as_of: The day that guests are counted on where no report has them.
        is_whole: Whether it is all lists of the municipality.
    """

    inputs: FundingInputs
    rows: tuple[FundedList, ...]
    guests_as_of: date
    is_whole: bool


def own_centres(municipality: int, by: Actor) -> frozenset[int]:
    """Return the keys of the centres whose money somebody sees as her own."""
    wanted = Permission.APPLY_FOR_GRANTS
    if by.scopes is not None and wanted not in by.scopes:
        return frozenset()
    return frozenset(
        grant.centre
        for grant in by.grants
        if grant.centre is not None
        and wanted in OPENS[grant.role]
        and grant.municipality in (None, municipality)
    )


def funding_of(
    municipality: MunicipalityView,
    first: Month,
    months: int,
    as_of: date,
    *,
    by: Actor,
    own: bool = False,
) -> FundingPicture:
    """Return a municipality's lists by month, as known now. Eight queries, however many lists.

    Args:
        municipality: The municipality.
        first: The first month.
        months: How many.
        as_of: The day that guests are counted on where no report has them.
        by: Who asks: whoever sees grants sees all lists.
        own: The lists of one's own centres alone, for their leaders and GPs.

    Raises:
        NotAllowedError: The roles open neither.
        InputError: There are too many months, or impossible ones.
        MissingDataError: There are no lists in the months.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise InputError(
            Text(f"Velg 1–{MOST_MONTHS} måneder.", f"Choose 1–{MOST_MONTHS} months."),
            where="months",
            remedy=Text("Velg en kortere periode.", "Choose a shorter period."),
        )
    span = tuple(first.plus(place) for place in range(months))
    require_possible(span[0].first_day)
    require_possible(span[-1].first_day)
    centres = None
    if own:
        centres = own_centres(municipality.key, by)
        if not centres:
            raise not_allowed(Permission.APPLY_FOR_GRANTS)
    else:
        by.require(Permission.SEE_GRANTS, municipality=municipality.key)
    made = _kept(municipality, first, months, as_of)
    if centres is not None:
        made = _of_centres(made, centres)
    if not made.rows:
        raise MissingDataError(
            Text("Registeret har ingen lister i perioden.", "The register has no lists then."),
            where=f"{municipality.number}, {span[0].first_day:%Y-%m}–{span[-1].first_day:%Y-%m}",
            remedy=Text("Velg et annet år.", "Choose another year."),
        )
    return made


@functools.lru_cache(maxsize=16)
def _kept(municipality: MunicipalityView, first: Month, months: int, as_of: date) -> FundingPicture:
    """Return all lists by month; kept until the revision changes."""
    span = tuple(first.plus(place) for place in range(months))
    return _Reader(municipality, span, as_of).picture()


def _of_centres(picture: FundingPicture, centres: frozenset[int]) -> FundingPicture:
    """Return the lists of some centres alone."""
    places = [place for place, row in enumerate(picture.rows) if row.centre in centres]
    return replace(
        picture,
        inputs=picture.inputs.only(places),
        rows=tuple(picture.rows[place] for place in places),
        is_whole=False,
    )


class _Reader:
    """Reads a municipality's lists over some months."""

    def __init__(self, municipality: MunicipalityView, span: Sequence[Month], as_of: date) -> None:
        self._place, self._span, self._as_of = municipality, span, as_of
        self._days = [month.first_day for month in span]

    def picture(self) -> FundingPicture:
        """Return all lists."""
        terms = self._by_month(
            AgreementTerms.objects.known().filter(agreement__municipality=self._place.key),
            "agreement_id",
            ("form", "held_since", "status", "centre_id", "centre__name", "holder__name"),
        )
        lists = [
            row
            for row in PatientList.objects.filter(municipality=self._place.key)
            .values("pk", "external_id", "agreement_id", "opened_on", "closed_on")
            .order_by("pk")
            if any(self._is_there(row, day) for day in self._days)
            and _last(terms.get(row["agreement_id"], []))
        ]
        return FundingPicture(
            inputs=self._inputs(lists, terms),
            rows=tuple(_funded(row, _last(terms[row["agreement_id"]]) or {}) for row in lists),
            guests_as_of=self._as_of,
            is_whole=True,
        )

    def _inputs(
        self, lists: Sequence[Mapping[str, Any]], terms: Mapping[int, list[Any]]
    ) -> FundingInputs:
        shape = (len(lists), len(self._span))
        length = np.full(shape, UNKNOWN, np.int32)
        ceiling, guests, form = length.copy(), length.copy(), np.zeros(shape, np.int32)
        reported, age = np.full(shape, UNKNOWN, np.int64), length.copy()
        lengths = defaultdict(lambda: np.zeros(len(self._days), np.int64), self._lengths())
        reports, here = self._reports(), self._guests()
        ceilings = self._by_month(
            ListCeiling.objects.known().filter(patient_list__municipality=self._place.key),
            "patient_list_id",
            ("ceiling",),
        )
        for row, one in enumerate(lists):
            key = one["pk"]
            for column, day in enumerate(self._days):
                held = terms[one["agreement_id"]][column]
                if held is None or not self._is_there(one, day):
                    continue
                report = reports.get((key, day))
                persons = report["length"] if report else int(lengths[key][column])
                length[row, column] = persons
                form[row, column] = (
                    Form.NONE if held["status"] == "without_doctor" else _FORMS[held["form"]]
                )
                age[row, column] = _month_of_agreement(held["held_since"], self._span[column])
                limit = ceilings.get(key, [None] * len(self._span))[column]
                ceiling[row, column] = UNKNOWN if limit is None else limit["ceiling"]
                visiting = report["guests"] if report else None
                visiting = here.get(key) if visiting is None else visiting
                guests[row, column] = UNKNOWN if visiting is None else min(visiting, persons)
                if report and report["base_amount_ore"] is not None:
                    reported[row, column] = report["base_amount_ore"]
        return FundingInputs(
            first=self._span[0],
            keys=tuple(str(one["pk"]) for one in lists),
            names=tuple(one["external_id"] for one in lists),
            length=length,
            ceiling=ceiling,
            guests=guests,
            form=form,
            reported=reported,
            agreement_month=age,
            has_guarantee=self._guaranteed(lists, terms),
            rent_supplement=np.zeros(len(lists), np.int32),
            inhabitants=self._inhabitants(),
            positions=self._positions(terms),
        )

    def _by_month(self, rows: Any, key: str, names: tuple[str, ...]) -> dict[int, list[Any]]:
        """Return what holds on the first of each month, by key; ``None`` where nothing does."""
        found: dict[int, list[Any]] = defaultdict(lambda: [None] * len(self._days))
        reached = rows.filter(valid_from__lte=self._days[-1]).exclude(valid_to__lte=self._days[0])
        for row in reached.values(key, "valid_from", "valid_to", *names):
            for column, day in enumerate(self._days):
                if row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"]):
                    found[row[key]][column] = row
        return dict(found)

    @staticmethod
    def _is_there(row: Mapping[str, Any], day: date) -> bool:
        opened, closed = row["opened_on"], row["closed_on"]
        return (opened is None or opened <= day) and (closed is None or day < closed)

    def _lengths(self) -> dict[int, NDArray[np.int64]]:
        """Return members on the first of each month: those of the first, and who came and left since."""
        members = Membership.objects.filter(patient_list__municipality=self._place.key)
        first, last = self._days[0], self._days[-1]
        change: dict[int, NDArray[np.int64]] = {}

        def add(key: int, day: date, persons: int) -> None:
            column = next(place for place, start in enumerate(self._days) if day <= start)
            one = change.setdefault(key, np.zeros(len(self._days), np.int64))
            one[column] += persons

        on_first = members.on(first).values_list("patient_list_id").annotate(n=Count("pk"))
        for key, persons in on_first.order_by():
            add(key, first, persons)
        for field, sign in (("valid_from", 1), ("valid_to", -1)):
            moved = (
                members.known()
                .filter(**{f"{field}__gt": first, f"{field}__lte": last})
                .values_list("patient_list_id", field)
                .annotate(n=Count("pk"))
                .order_by()
            )
            for key, day, persons in moved:
                add(key, day, sign * persons)
        return {key: np.cumsum(counts) for key, counts in change.items()}

    def _reports(self) -> dict[tuple[int, date], Mapping[str, Any]]:
        rows = ListReport.objects.filter(
            patient_list__municipality=self._place.key, as_of__in=self._days
        ).values("patient_list_id", "as_of", "length", "guests", "base_amount_ore")
        return {(row["patient_list_id"], row["as_of"]): row for row in rows}

    def _guests(self) -> dict[int, int]:
        kept = lists_kept(self._place.key, self._place.revision, self._as_of, None)
        return {row.key: row.guests for row in kept.rows if row.guests is not None}

    def _guaranteed(
        self, lists: Iterable[Mapping[str, Any]], terms: Mapping[int, list[Any]]
    ) -> NDArray[np.bool_]:
        """Return which lists were taken over after the municipality decided to guarantee new ones."""
        versions = load_law().parameter(_GUARANTEE).local.get(self._place.number, ())
        decided = min((version.valid_from for version in versions), default=None)
        held = [(_last(terms[one["agreement_id"]]) or {}).get("held_since") for one in lists]
        return np.array(
            [decided is not None and since is not None and since >= decided for since in held], bool
        )

    def _inhabitants(self) -> NDArray[np.int32]:
        """Return the published population at the start of each month's year; −1 where there is none."""
        rows = PopulationCount.objects.filter(
            municipality=self._place.number, region=self._place.number
        )
        years = {month.year for month in self._span}
        tables = dict(
            rows.filter(year__in=years).values_list("year").annotate(table=Max("table")).order_by()
        )
        persons = {
            year: rows.filter(year=year, table=table).aggregate(n=Sum("persons"))["n"]
            for year, table in tables.items()
        }
        return np.array([persons.get(month.year, UNKNOWN) for month in self._span], np.int32)

    def _positions(self, terms: Mapping[int, list[Any]]) -> NDArray[np.int32]:
        """Return the established posts of each month, those without a doctor too."""
        columns = range(len(self._span))
        return np.array(
            [
                sum(by_month[column] is not None for by_month in terms.values())
                for column in columns
            ],
            np.int32,
        )


def _last(by_month: Sequence[Any]) -> Mapping[str, Any] | None:
    return next((row for row in reversed(by_month) if row is not None), None)


def _month_of_agreement(since: date | None, month: Month) -> int:
    if since is None:
        return UNKNOWN
    start = Month.of(since)
    passed = (month.year - start.year) * 12 + month.number - start.number
    return passed + 1 if passed >= 0 else UNKNOWN


def _funded(row: Mapping[str, Any], held: Mapping[str, Any]) -> FundedList:
    is_empty = held["status"] == "without_doctor"
    return FundedList(
        key=row["pk"],
        external_id=row["external_id"],
        centre=held["centre_id"],
        centre_name=held["centre__name"],
        doctor=None if is_empty else held["holder__name"],
        form=Form.NONE if is_empty else _FORMS[held["form"]],
    )
