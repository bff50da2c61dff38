"""Where the scheme stands: the district table and the promises."""

from __future__ import annotations

from hjemmel import __version__
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.engines.coverage.districts import cover, sum_up
from hjemmel.engines.coverage.promises import promises
from hjemmel.engines.coverage.results import CoverageResult
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt, Receipt


def run_coverage(picture: MunicipalityOnDay, law: LawAt) -> CoverageResult:
    """Compute GPs per 1 000, gaps, free places and the promises of a municipality.

    Raises:
        MissingDataError: Nobody lives in the districts, so that nothing can be measured per resident.
    """
    norm = float(law.number("planning.norm_gps_per_1000"))
    total = sum_up(picture, norm)
    if picture.districts and total.population == 0:
        raise MissingDataError(
            Text(
                f"{picture.name} har ingen innbyggere per {format_date(picture.as_of)}.",
                f"{picture.name} has no residents as of {format_date(picture.as_of, 'en')}.",
            ),
            where=f"{picture.id}: population",
            remedy=Text(
                "Legg inn folketallet i datasettet.", "Enter the population in the data set."
            ),
        )
    rows = tuple(cover(district, norm) for district in picture.districts)
    return CoverageResult(
        as_of=picture.as_of,
        districts=rows,
        total=total,
        norm_per_1000=norm,
        promises=promises(picture, rows, total, law),
        receipt=Receipt.issue(picture, law, code_version=__version__),
    )
