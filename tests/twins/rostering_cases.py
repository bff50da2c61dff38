"""Small duty rosters for tests: builders with everything open, and generated problems."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from hjemmel.domain.duty_doctor import Absence, DutyDoctor, Employment, Exemption, ExemptionGround
from hjemmel.domain.duty_roster import Assignment, DutyPicture, Wish, WishKind
from hjemmel.domain.shift import NORWAY, Role, Shift
from hjemmel.engines.rostering import RosterInputs
from hjemmel.engines.rostering.terms import Effort, Level, Limit, Terms
from hjemmel.kernel.time import Period

MONDAY = date(2026, 3, 2)
ALWAYS = Period(date(2020, 1, 1))
QUICK = Effort(seconds=20.0, workers=2, seed=1)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in Norway, days counted from the Monday."""
    return datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), tzinfo=NORWAY)


def days(first: int, last: int) -> Period:
    """Days counted from the Monday, both inside."""
    return Period(MONDAY + timedelta(days=first), MONDAY + timedelta(days=last + 1))


def shift(day: int, hour: int = 8, hours: int = 8, **others: Any) -> Shift:
    """A shift; by default one of eight hours from 08."""
    starts = moment(day, hour)
    ends = datetime.fromtimestamp(starts.timestamp() + hours * 3600, NORWAY)
    given = {"station": "a", "kind": "day", **others}
    key = given.pop("key", f"{given['station']}{day}-{hour:02}")
    return Shift(key=key, starts=starts, ends=ends, **given)


def doctor(key: str, **others: Any) -> DutyDoctor:
    """A doctor to whom everything is open."""
    return DutyDoctor(
        key=key,
        **{"alone": (ALWAYS,), "roles": frozenset({Role.DOCTOR, Role.BACK_UP}), **others},
    )


def terms(**others: Any) -> Terms:
    """Limits: none but those given; the night is from 23 to 06, three hours of it make a night shift."""
    return Terms(
        **{"night_starts": time(23), "night_ends": time(6), "night_minutes": 180, **others}
    )


def for_all(value: int, level: Level = Level.LAW) -> dict[Employment, Limit]:
    """The same limit for every employment."""
    return dict.fromkeys(Employment, Limit(value=value, level=level))


def made(
    doctors: Iterable[DutyDoctor],
    shifts: Iterable[Shift],
    *,
    length: int = 14,
    limits: Terms | None = None,
    fixed: Iterable[tuple[str, str]] = (),
    wishes: Iterable[Wish] = (),
    earlier: Iterable[tuple[Shift, str]] = (),
    **others: Any,
) -> RosterInputs:
    """The inputs of a roster."""
    picture = DutyPicture(
        period=days(0, length - 1),
        doctors=tuple(doctors),
        shifts=tuple(shifts),
        wishes=tuple(wishes),
        fixed=frozenset(Assignment(*pair) for pair in fixed),
        earlier=tuple(earlier),
    )
    return RosterInputs(picture=picture, terms=limits or terms(), **others)


def on(*pairs: tuple[str, str]) -> tuple[Assignment, ...]:
    """Assignments from pairs of shift and doctor."""
    return tuple(Assignment(*pair) for pair in pairs)


@st.composite
def problems(draw: st.DrawFn) -> RosterInputs:
    """A problem small enough to try every roster of."""
    number = draw(st.integers(1, 3))
    doctors = []
    for place in range(number):
        away = draw(st.none() | st.integers(0, 6))
        exempt = draw(st.none() | st.integers(0, 6))
        doctors.append(
            doctor(
                f"d{place}",
                fraction=draw(st.sampled_from([Decimal(1), Decimal("0.5")])),
                employment=draw(st.sampled_from([Employment.EMPLOYED, Employment.SELF_EMPLOYED])),
                alone=draw(st.sampled_from([(ALWAYS,), (ALWAYS,), ()])),
                stations=draw(st.sampled_from([frozenset(), frozenset({"a"})])),
                absences=() if away is None else (Absence(moment(away, 0), moment(away + 1, 12)),),
                exemptions=()
                if exempt is None
                else (
                    Exemption(
                        days(exempt, exempt + 2), ExemptionGround.HEALTH, draw(st.booleans())
                    ),
                ),
            )
        )
    shifts = [
        shift(
            draw(st.integers(0, 8)),
            draw(st.sampled_from([8, 16, 23])),
            draw(st.sampled_from([8, 9, 24])),
            key=f"s{place}",
            station=draw(st.sampled_from(["a", "b"])),
        )
        for place in range(draw(st.integers(1, 5)))
    ]
    wishes = [
        Wish(
            doctor=f"d{draw(st.integers(0, number - 1))}",
            kind=draw(st.sampled_from(WishKind)),
            period=days(first := draw(st.integers(0, 7)), first + 1),
            weight=draw(st.integers(1, 10)),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    limits = terms(
        rest=draw(st.sampled_from([{}, for_all(8 * 60), for_all(11 * 60)])),
        week=draw(st.sampled_from([{}, for_all(17 * 60)])),
        weekly_rest=draw(
            st.sampled_from([{}, {Employment.EMPLOYED: Limit(value=100 * 60)}]),
        ),
        nights_in_a_row=draw(st.sampled_from([None, Limit(value=1)])),
        weekends_in_a_row=draw(st.sampled_from([None, Limit(value=1)])),
        alone=draw(st.sampled_from([None, Limit(value=1)])),
    )
    return made(doctors, shifts, limits=limits, wishes=wishes)
