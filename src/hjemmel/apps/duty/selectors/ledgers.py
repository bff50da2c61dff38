"""The fairness ledger over years, and hours in any period."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.access import seen_district
from hjemmel.apps.duty.mapping.doctors import doctors_of, key_of
from hjemmel.apps.duty.mapping.handovers import legs_of
from hjemmel.apps.duty.mapping.history import OUT, amounts_of, ledger_at
from hjemmel.apps.duty.mapping.inputs import inputs_of, shares_of
from hjemmel.apps.duty.models import (
    DutyAssignment,
    DutyDistrict,
    DutyDoctor,
    DutyRoster,
    ShiftOffer,
)
from hjemmel.apps.duty.selectors.rosters import seen_roster
from hjemmel.domain.shift import PayForm
from hjemmel.engines.rostering.ledger import SHARED, Balance, Category, Ledger
from hjemmel.engines.rostering.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A doctor's lines of the ledger, thousandths of a shift or an hour.

    Args:
        key: Her key in the district.
        doctor: The register's key.
        name: Her name.
        fraction: Her share of a full load.
        lines: A line for each category.
    """

    key: int
    doctor: int
    name: str
    fraction: Decimal
    lines: Mapping[Category, Balance]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """The ledger of rosters one after the other.

    Args:
        first: The first day of the first roster; ``None``: there is none.
        last: The first day after the last.
        rosters: Names of the rosters.
        rows: A row for each doctor, by name.
    """

    first: date | None
    last: date | None
    rosters: tuple[str, ...]
    rows: tuple[LedgerRow, ...]

    def spread(self, category: Category) -> int:
        """Return the largest closing balance less the smallest, of those who are compared."""
        closing = [row.lines[category].closing for row in self.rows if row.lines[category].counts]
        return max(closing) - min(closing) if closing else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRow:
    """A doctor's time on duty in a period: minutes that pass, by how they are paid."""

    key: int
    name: str
    shifts: int
    minutes: int
    by_pay_form: Mapping[PayForm, int]
    nights: int
    weekends: int


def district_ledger(
    district: int, *, by: Actor, first: date | None = None, last: date | None = None
) -> LedgerPage:
    """Return the ledger of a district's rosters that were sent out, across years.

    Args:
        district: Key of the district.
        by: Who asks; needs ``SEE_ROSTERS`` in the host municipality, or takes duty there.
        first: Rosters that end before it are in the opening balance; ``None``: none are.
        last: Rosters that begin on or after it are left out; ``None``: none are.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    row = seen_district(district, by)
    rosters = DutyRoster.objects.filter(district=row, state__in=OUT).order_by("first")
    if first is not None:
        rosters = rosters.filter(last__gt=first)
    if last is not None:
        rosters = rosters.filter(first__lt=last)
    doctors = list(DutyDoctor.objects.filter(district=row).select_related("doctor").order_by("pk"))
    return _page(row, list(rosters), doctors, {})


def roster_ledger(roster: int, *, by: Actor) -> LedgerPage:
    """Return the ledger of one roster as it stands, a draft too; raises as ``get_roster``."""
    row = seen_roster(roster, by)
    return page_of_roster(
        row, shares_of(Problem.of(inputs_of(row))) if row.state == "draft" else row.shares
    )


def page_of_roster(
    roster: DutyRoster, shares: Mapping[str, Mapping[str, tuple[int, bool]]]
) -> LedgerPage:
    """Return the ledger of one roster with the fair share of each doctor, by key and category."""
    return _page(roster.district, [roster], doctors_of(roster), {roster.pk: shares})


def _page(
    district: DutyDistrict,
    rosters: list[DutyRoster],
    doctors: list[DutyDoctor],
    shares: Mapping[int, Mapping[str, Mapping[str, tuple[int, bool]]]],
) -> LedgerPage:
    keys = [row.pk for row in doctors]
    opening = ledger_at(district.pk, rosters[0].first, keys) if rosters else Ledger()
    taken = amounts_of(rosters, keys)
    lines: dict[tuple[str, Category], Balance] = {}
    for doctor in keys:
        for category in SHARED:
            share, counts = 0, False
            for roster in rosters:
                of_roster = shares.get(roster.pk, roster.shares).get(key_of(doctor), {})
                part, compared = of_roster.get(category.value, (0, False))
                share, counts = share + part, counts or compared
            lines[key_of(doctor), category] = Balance(
                doctor=key_of(doctor),
                category=category,
                opening=opening.line(key_of(doctor), category).opening,
                amount=sum(taken.get((one.pk, doctor, category), 0) for one in rosters),
                share=share,
                counts=counts,
            )
    ledger = Ledger(tuple(lines.values())).with_handed_over(_handed_over(rosters))
    rows = tuple(
        LedgerRow(
            key=row.pk,
            doctor=row.doctor_id,
            name=row.doctor.name,
            fraction=row.fraction,
            lines={category: ledger.line(key_of(row.pk), category) for category in Category},
        )
        for row in sorted(doctors, key=lambda one: (one.doctor.name, one.pk))
    )
    return LedgerPage(
        first=rosters[0].first if rosters else None,
        last=rosters[-1].last if rosters else None,
        rosters=tuple(one.name for one in rosters),
        rows=rows,
    )


def hours_of(
    district: int, *, by: Actor, first: date, last: date, roster: int | None = None
) -> tuple[HoursRow, ...]:
    """Return each doctor's time on duty, of shifts that start from ``first`` to before ``last``.

    Args:
        district: Key of the district.
        by: Who asks; as for ``district_ledger``.
        first: The first day.
        last: The first day after.
        roster: Only of this roster, a draft too; ``None``: of all that were sent out.

    Raises:
        UnknownIdError: There is no such district or roster.
        NotAllowedError: The roles do not open it.
    """
    row = seen_district(district, by)
    found = DutyAssignment.objects.filter(
        shift__roster__district=row,
        shift__day__gte=first,
        shift__day__lt=last,
        ended_at__isnull=True,
    )
    if roster is None:
        found = found.filter(shift__roster__state__in=OUT)
    else:
        found = found.filter(shift__roster=seen_roster(roster, by))
    minutes: dict[int, Counter[PayForm]] = defaultdict(Counter)
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for doctor, starts, ends, pay_form, counts in found.values_list(
        "duty_doctor", "shift__starts", "shift__ends", "shift__pay_form", "shift__counts"
    ):
        minutes[doctor][PayForm(pay_form)] += round((ends - starts).total_seconds() / 60)
        counted[doctor].update(category for category in counts)
    names = dict(
        DutyDoctor.objects.filter(district=row).values_list("pk", "doctor__name").order_by("pk")
    )
    return tuple(
        HoursRow(
            key=key,
            name=name,
            shifts=counted[key][Category.SHIFTS.value],
            minutes=minutes[key].total(),
            by_pay_form=dict(minutes[key]),
            nights=counted[key][Category.NIGHTS.value],
            weekends=counted[key][Category.WEEKENDS.value],
        )
        for key, name in sorted(names.items(), key=lambda one: (one[1], one[0]))
    )


def _handed_over(rosters: list[DutyRoster]) -> list[tuple[str | None, str]]:
    offers = ShiftOffer.objects.filter(
        Q(shift__roster__in=rosters) | Q(wanted_shift__roster__in=rosters), state="accepted"
    )
    keys = {roster.pk for roster in rosters}
    legs = legs_of(offers.select_related("shift", "wanted_shift"))
    return [(leg.giver, leg.taker) for leg in legs if leg.roster in keys]
