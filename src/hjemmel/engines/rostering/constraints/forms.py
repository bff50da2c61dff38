"""The few forms in which a constraint is stated; arrays of shape (doctors, shifts) unless said."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.engines.rostering.frame import Flags, Whole
from hjemmel.engines.rostering.terms import Level

NONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Forbidden:
    """Doctors who may not be on a shift."""

    mask: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """How many doctors each shift needs, shape (shifts,)."""

    need: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """Doctors who must be on a shift."""

    mask: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """Minutes between the end of a shift and the start of the next.

    Args:
        minutes: The least for each doctor, shape (doctors,); ``-1``: not asked of her.
    """

    minutes: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Cap:
    """A sum over shifts in a bucket that may not go beyond a limit.

    Args:
        bucket: Bucket of each shift, shape (shifts,); ``-1``: in none.
        amount: What each shift adds, shape (shifts,).
        most: The limit for each doctor, shape (doctors,); ``-1``: none.
        before: What each doctor has in a bucket already, shape (doctors, buckets).
    """

    bucket: Whole
    amount: Whole
    most: Whole
    before: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Buckets in a row with a shift in them, at most ``most``.

    Args:
        bucket: Bucket of each shift, shape (shifts,); ``-1``: in none.
        most: The limit.
        before: Whether each doctor has a shift in a bucket already, shape (doctors, buckets).
    """

    bucket: Whole
    most: int
    before: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Free:
    """A stretch without shifts within each window.

    Args:
        minutes: How long for each doctor, shape (doctors,); ``-1``: not asked of her.
        starts: Minutes since 1970 at which each window starts, shape (windows,).
        ends: Minutes since 1970 at which each window ends, shape (windows,).
    """

    minutes: Whole
    starts: Whole
    ends: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Cost:
    """Points for a doctor on a shift; below 0 where it is wanted."""

    points: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A doctor who wants at least one of some shifts.

    Args:
        doctor: Row of the doctor.
        columns: The shifts, shape (some,).
        points: The price of none of them.
    """

    doctor: int
    columns: Whole
    points: int


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """The difference between the largest and the smallest balance, kept small.

    Args:
        amount: What each shift adds, thousandths, shape (categories, shifts).
        base: Opening balance less fair share, thousandths, shape (categories, doctors).
        share: Fair share, thousandths, shape (categories, doctors).
        group: Doctors compared with each other have one number, shape (categories, doctors);
            ``-1``: compared with nobody.
    """

    amount: Whole
    base: Whole
    share: Whole
    group: Whole


Form = Forbidden | Demand | Fixed | Gap | Cap | Run | Free | Cost | tuple[Wanted, ...] | Spans


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """A constraint as it holds for given inputs.

    Args:
        key: The constraint.
        form: What it says.
        level: Who set it here.
    """

    key: str
    form: Form
    level: Level
