"""What the engine answers: the coverage of districts and the need for GPs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from hjemmel.engines.coverage.demand import DemandNeed
from hjemmel.engines.coverage.districts import DistrictCoverage
from hjemmel.engines.coverage.hours import HoursNeed
from hjemmel.engines.coverage.inputs import NeedInputs
from hjemmel.engines.coverage.promises import Promise
from hjemmel.engines.coverage.sensitivity import Band, Influence
from hjemmel.engines.coverage.waiting_reserve import WaitingReserveNeed
from hjemmel.kernel.text import Text
from hjemmel.law import Finding, Receipt

MethodId = Literal["list_length", "hours", "demand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageResult:
    """Where the scheme stands.

    Args:
        as_of: The day that the figures are about.
        districts: One row per district.
        total: The whole municipality.
        norm_per_1000: GPs per 1 000 residents that the gap is measured against.
        promises: What was promised, in the order shown.
        receipt: What it was computed from.
    """

    as_of: date
    districts: tuple[DistrictCoverage, ...]
    total: DistrictCoverage
    norm_per_1000: float
    promises: tuple[Promise, ...]
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodResult:
    """The answer of one method; without ``need`` the method could not be used, and ``why`` says why.

    Args:
        method: Which method.
        title: Its name.
        need: GPs needed without reserve.
        target: GPs needed with the reserve chosen, whole doctors.
        band: 80 % band of the target.
        why: Why the method differs from the others, or what is missing.
        remedy: What to do when the method could not be used.
    """

    method: MethodId
    title: Text
    need: float | None
    target: int | None
    band: Band | None
    why: Text
    remedy: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathYear:
    """One year of the path for a district or the whole; numbers of GPs, not rounded.

    Args:
        year: Calendar year.
        population: Residents, persons.
        target: GPs needed with the reserve.
        target_band: 80 % band of the target.
        gps: GPs at year's end with the plan's recruits.
        recruits: Recruits in the year.
        leavers: Leavers in the year.
    """

    year: int
    population: float
    target: float
    target_band: Band
    gps: float
    recruits: float
    leavers: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictPath:
    """The path of one district."""

    number: str
    name: str
    years: tuple[PathYear, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedResult:
    """How many GPs are needed.

    Args:
        inputs: What it was computed from.
        as_of: The day of the GPs counted.
        persons: Residents in the target year and net guests.
        need: GPs needed without reserve, list-length method.
        target: GPs with the reserve chosen, whole doctors.
        target_by_need: GPs with the reserve as a share of the need.
        target_by_capacity_share: GPs with the reserve as a share of the capacity.
        free_share_of_capacity: Share of the capacity that is free at ``target_by_need``.
        reserve_share: The reserve used.
        leavers_per_year: Leavers used, GPs per year.
        recruits: GPs to recruit over the years.
        methods: The three methods side by side.
        hours: Details of the hours method.
        demand: Details of the demand method, when it could be used.
        corrected_list_length: SSB's corrected list length today, persons, when it could be computed.
        waiting_reserve: Trondheim's way of counting, when its inputs are known.
        influences: What each assumption does alone to the target before rounding.
        path: The whole, year by year.
        district_paths: The districts, year by year.
        findings: Limits of law that the assumptions were held against.
        receipt: What it was computed from.
    """

    inputs: NeedInputs
    as_of: date
    persons: float
    need: float
    target: int
    target_by_need: int
    target_by_capacity_share: int
    free_share_of_capacity: float
    reserve_share: float
    leavers_per_year: float
    recruits: int
    methods: tuple[MethodResult, ...]
    hours: HoursNeed
    demand: DemandNeed | None
    corrected_list_length: float | None
    waiting_reserve: WaitingReserveNeed | None
    influences: tuple[Influence, ...]
    path: tuple[PathYear, ...]
    district_paths: tuple[DistrictPath, ...]
    findings: tuple[Finding, ...]
    receipt: Receipt
