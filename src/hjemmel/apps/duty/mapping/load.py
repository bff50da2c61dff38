"""What an exemption does to colleagues' load: the fair share of each, with and without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q

from hjemmel.apps.duty.mapping.doctors import key_of, pictures_of
from hjemmel.apps.duty.mapping.inputs import terms_of
from hjemmel.apps.duty.mapping.shifts import shift_type_of
from hjemmel.apps.duty.models import DutyDoctor
from hjemmel.domain.duty_doctor import DutyDoctor as Picture
from hjemmel.domain.duty_doctor import Exemption
from hjemmel.domain.duty_roster import DutyPicture
from hjemmel.engines.rostering import RosterInputs
from hjemmel.engines.rostering.ledger import Category
from hjemmel.engines.rostering.legal_terms import red_days_between
from hjemmel.engines.rostering.shares import fair_shares
from hjemmel.engines.rostering.shift_types import shifts_from
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.time import Period
from hjemmel.law import law_on

HALF_A_YEAR = timedelta(days=182)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A doctor's fair share of a period before and after, thousandths of an hour or a night."""

    doctor: int
    name: str
    hours_before: int
    hours_after: int
    nights_before: int
    nights_after: int

    def as_plain(self) -> dict[str, object]:
        """Return it as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


def loads(doctor: DutyDoctor, exemption: Exemption) -> tuple[Period, tuple[Load, ...]]:
    """Return each doctor's fair share without an exemption and with it, by name.

    The shifts are those that the district's types hold in the period of the exemption, half a year of
    it at most; who has fewer colleagues to share with carries more. Nothing is held: nobody is listed.

    Args:
        doctor: Who is to be exempt, with district and host.
        exemption: What she is to be exempt from.
    """
    first = exemption.period.start
    last = min(exemption.period.end or date.max, first + HALF_A_YEAR)
    period = Period(first, last)
    district = doctor.district
    law = law_on(first, district.host.number).fresh()
    rows = list(
        DutyDoctor.objects.filter(
            Q(member_to__isnull=True) | Q(member_to__gt=first),
            district=district,
            member_from__lt=last,
        ).select_related("doctor", "municipality")
    )
    red_days = red_days_between(first, last, law)
    types = district.shift_types.select_related("station").order_by("starts", "pk")
    try:
        shifts = shifts_from(
            [shift_type_of(row, row.station.code) for row in types], period, red_days
        )
    except InputError:  # no type is held then, so there is nothing to share
        return period, ()
    pictures = pictures_of(rows, period, law, {})
    key = key_of(doctor.pk)
    without = _with(pictures, key, exemption, is_exempt=False)
    inputs = RosterInputs(
        picture=DutyPicture(period=period, doctors=without, shifts=shifts),
        terms=terms_of(district, law),
        red_days=red_days,
    )
    before = fair_shares(inputs)
    exempt = _with(pictures, key, exemption, is_exempt=True)
    after = fair_shares(replace(inputs, picture=replace(inputs.picture, doctors=exempt)))
    return period, tuple(
        Load(
            doctor=row.pk,
            name=row.doctor.name,
            hours_before=before[key_of(row.pk)][Category.HOURS],
            hours_after=after[key_of(row.pk)][Category.HOURS],
            nights_before=before[key_of(row.pk)][Category.NIGHTS],
            nights_after=after[key_of(row.pk)][Category.NIGHTS],
        )
        for row in sorted(rows, key=lambda row: (row.doctor.name, row.pk))
    )


def _with(
    pictures: Sequence[Picture], key: str, exemption: Exemption, *, is_exempt: bool
) -> tuple[Picture, ...]:
    """Return the doctors with the exemption of one of them, or without it."""
    found = []
    for one in pictures:
        if one.key == key:
            others = tuple(other for other in one.exemptions if other != exemption)
            found.append(replace(one, exemptions=(*others, exemption) if is_exempt else others))
        else:
            found.append(one)
    return tuple(found)
