"""Who takes her own shifts, who gives them away and who takes them over, as figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.access import seen_district
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.handovers import legs_of
from hjemmel.apps.duty.mapping.history import OUT
from hjemmel.apps.duty.models import DutyAssignment, DutyDoctor, ShiftOffer

_BY_CHOICE = ("swap", "given", "open_shift")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRow:
    """What a doctor did with her shifts in a period.

    Args:
        key: Her key in the district.
        name: Her name.
        kept: Shifts that she got by the roster and has.
        given_away: Shifts that she gave away of her own choice; a swap is one given and one taken.
        taken_over: Shifts that she took over of her own choice.
    """

    key: int
    name: str
    kept: int
    given_away: int
    taken_over: int

    @property
    def share_kept(self) -> Decimal | None:
        """How large a share of the shifts that she could give away she kept; ``None``: she had none."""
        had = self.kept + self.given_away
        return Decimal(self.kept) / had if had else None


def handovers_of(district: int, *, by: Actor, first: date, last: date) -> tuple[HandoverRow, ...]:
    """Return who kept her shifts, who gave them away and who took them over, by name.

    Args:
        district: Key of the district.
        by: Who asks; needs ``SEE_ROSTERS`` in the host municipality, or takes duty there.
        first: Of shifts that start from this day.
        last: To before this day.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    row = seen_district(district, by)
    days = {"day__gte": first, "day__lt": last}
    offers = ShiftOffer.objects.filter(
        Q(**{f"shift__{name}": day for name, day in days.items()})
        | Q(**{f"wanted_shift__{name}": day for name, day in days.items()}),
        shift__roster__district=row,
        state="accepted",
    ).select_related("shift", "wanted_shift")
    given, taken = Counter[str](), Counter[str]()
    for leg in legs_of(offers):
        if first <= leg.day < last:
            taken[leg.taker] += 1
            if leg.giver is not None:
                given[leg.giver] += 1
    kept = Counter(
        DutyAssignment.objects.filter(
            shift__roster__district=row,
            shift__roster__state__in=OUT,
            ended_at__isnull=True,
            **{f"shift__{name}": day for name, day in days.items()},
        )
        .exclude(origin__in=_BY_CHOICE)
        .values_list("duty_doctor", flat=True)
    )
    names = DutyDoctor.objects.filter(district=row).values_list("pk", "doctor__name")
    return tuple(
        HandoverRow(
            key=key,
            name=name,
            kept=kept[key],
            given_away=given[key_of(key)],
            taken_over=taken[key_of(key)],
        )
        for key, name in sorted(names, key=lambda one: (one[1], one[0]))
    )
