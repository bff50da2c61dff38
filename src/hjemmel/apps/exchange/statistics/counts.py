"""Turns a cube of Statistics Norway into rows for the register, and says what does not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from hjemmel.apps.exchange.kinds import no_quarantine
from hjemmel.apps.exchange.statistics.jsonstat import STATUS, VALUE, Cube, Dimension
from hjemmel.apps.exchange.statistics.regions import Belongs, RegionMap
from hjemmel.apps.exchange.statistics.tables import Statistic
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text

OLDEST = 105
_SEXES = {"1": "male", "2": "female"}
_CELL, _PLACE = "__cell", "__place"
_LARGEST_DECIMAL = 1e13

SPLIT_REGION = "split_region"
REST_REGION = "rest_region"
NOT_A_COUNT = "not_a_count"
NOT_A_YEAR = "not_a_year"
TOO_LARGE = "too_large"
REASONS: Mapping[str, Text] = {
    SPLIT_REGION: Text(
        "koden ble delt på flere kommuner, så tallene kan ikke føres på én",
        "the code was split between municipalities, so its figures belong to no single one",
    ),
    REST_REGION: Text(
        "samlepost for kommuner som ikke lar seg føre bakover",
        "a sum of municipalities that cannot be followed backwards",
    ),
    NOT_A_COUNT: Text("ikke et helt antall personer", "not a whole number of persons"),
    NOT_A_YEAR: Text("ikke et år", "not a year"),
    TOO_LARGE: Text("for stort tall", "too large a number"),
}
"""Why something of a table does not fit, in words."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a cube holds for a municipality.

    Args:
        frame: Rows to store.
        quarantine: What does not fit, one row per region and reason.
        cells: Cells in the cube.
        without_figure: Cells without a figure, by status.
        elsewhere: Cells about other places.
        empty: Region and year of which everything is 0: the region did not exist then.
    """

    frame: pl.DataFrame
    quarantine: pl.DataFrame
    cells: int
    without_figure: Mapping[str, int] = field(default_factory=dict)
    elsewhere: int = 0
    empty: Sequence[tuple[str, int]] = ()


def person_rows(cube: Cube, statistic: Statistic, regions: RegionMap) -> Rows:
    """Return persons by region, year, age, sex and content.

    Raises:
        DataFileError: A variable is missing, or its values are of another kind.
    """
    require(cube, statistic)
    region, time, content = statistic.region, statistic.time, statistic.content
    ages = _ages(_side(cube, statistic.age, statistic))
    sexes = _sexes(_side(cube, statistic.sex, statistic))
    kept, refused, elsewhere = _placed(cube, statistic, regions, _persons_belong(statistic))
    kept = kept.filter(
        pl.col(statistic.age).is_in(list(ages)) & pl.col(statistic.sex).is_in(list(sexes))
    )
    missing = Counter(kept.filter(pl.col(VALUE).is_null())[STATUS].to_list())
    kept = kept.filter(pl.col(VALUE).is_not_null())
    whole = (pl.col(VALUE) >= 0) & (pl.col(VALUE) == pl.col(VALUE).floor()) & (pl.col(VALUE) < 2e9)
    years = pl.col(time).str.contains(r"^(19|20)[0-9]{2}$")
    refused += [_refused(kept.filter(~whole & years), NOT_A_COUNT, VALUE, region)]
    refused += [_refused(kept.filter(~years), NOT_A_YEAR, time, region)]
    kept = kept.filter(whole & years)
    frame = kept.select(
        _stored(region, regions, cube, "region"),
        _stored(region, regions, cube, "municipality"),
        pl.col(time).cast(pl.Int64).alias("year"),
        pl.col(statistic.age).replace_strict(ages, return_dtype=pl.Int64).alias("age"),
        pl.col(statistic.sex).replace_strict(sexes, return_dtype=pl.String).alias("sex"),
        (pl.col(content) if content in cube.frame.columns else pl.lit("")).alias("content"),
        pl.col(VALUE).cast(pl.Int64).alias("persons"),
    )
    frame, empty = _existing(frame)
    key = ["region", "year", "age", "sex", "content"]
    if frame.select(key).is_duplicated().any():
        raise _refuse(
            cube,
            "To regioner i filen er den samme bydelen",
            "Two regions of the file are the same district",
        )
    return Rows(frame.sort(key), _quarantine(refused), cube.frame.height, missing, elsewhere, empty)


def indicator_rows(cube: Cube, statistic: Statistic, regions: RegionMap) -> Rows:
    """Return published figures by region, year and content; one without a figure keeps its status.

    Raises:
        DataFileError: A variable is missing.
    """
    require(cube, statistic)
    region, time, content = statistic.region, statistic.time, statistic.content
    for name in cube.frame.columns:
        if name not in (region, time, content, VALUE, STATUS) and cube.frame[name].n_unique() > 1:
            raise _refuse(
                cube,
                f"Tabellen er delt på «{name}»; velg den uten",
                f"The table is divided by “{name}”; choose it without",
            )
    _side(cube, content, statistic)
    kept, refused, elsewhere = _placed(cube, statistic, regions, {Belongs.WHOLE, Belongs.COUNTRY})
    years = pl.col(time).str.contains(r"^(19|20)[0-9]{2}$")
    small = pl.col(VALUE).is_null() | (pl.col(VALUE).abs() < _LARGEST_DECIMAL)
    refused += [_refused(kept.filter(~years), NOT_A_YEAR, time, region)]
    refused += [_refused(kept.filter(years & ~small), TOO_LARGE, VALUE, region)]
    kept = kept.filter(years & small)
    missing = Counter(kept.filter(pl.col(VALUE).is_null())[STATUS].to_list())
    frame = kept.select(
        _stored(region, regions, cube, "region"),
        _stored(region, regions, cube, "municipality"),
        pl.col(content).alias("content"),
        pl.col(time).cast(pl.Int64).alias("year"),
        pl.col(VALUE).alias("value"),
        pl.col(STATUS).str.slice(0, 4).alias("status"),
    )
    order = ["region", "content", "year"]
    return Rows(frame.sort(order), _quarantine(refused), cube.frame.height, missing, elsewhere)


def require(cube: Cube, statistic: Statistic) -> None:
    """Raise ``DataFileError`` when the cube is of another table, or lacks a variable."""
    wanted = [statistic.region, statistic.time, statistic.age, statistic.sex]
    for name in filter(None, wanted):
        _side(cube, name, statistic)


def _side(cube: Cube, name: str, statistic: Statistic) -> Dimension:
    side = cube.dimension(name)
    if side is None:
        raise _refuse(
            cube,
            f"Tabellen mangler «{name}», som {statistic.title.nb.lower()} skal ha",
            f"The table lacks “{name}”, which {statistic.title.en.lower()} should have",
        )
    return side


def _refuse(cube: Cube, nb: str, en: str) -> DataFileError:
    return DataFileError(
        Text(f"{nb}.", f"{en}."),
        where=cube.table or cube.label[:60],
        remedy=Text(
            "Hent tabellen med region, ettårig alder, kjønn, statistikkvariabel og år.",
            "Get the table with region, single years of age, sex, contents and year.",
        ),
    )


def _ages(side: Dimension) -> Mapping[str, int]:
    """Return the single years of age by code: 000–104 and 105+; sums are left out."""
    ages = {
        code: int(code.removesuffix("+"))
        for code in side.labels
        if len(code.removesuffix("+")) == 3 and code.removesuffix("+").isdigit()
    }
    open_ended = [code for code in ages if code.endswith("+")]
    sums = [code for code, age in ages.items() if age > OLDEST]
    if not ages or sums or any(ages[code] < max(ages.values()) for code in open_ended):
        raise DataFileError(
            Text(
                "Alderen er gruppert; ettårig alder (000–105+) trengs.",
                "The ages are grouped; single years (000–105+) are needed.",
            ),
            where=side.code,
            remedy=Text(
                "Hent tabellen på nytt uten aldersgruppering.",
                "Get the table again without grouping the ages.",
            ),
        )
    return ages


def _sexes(side: Dimension) -> Mapping[str, str]:
    sexes = {code: _SEXES[code] for code in side.labels if code in _SEXES}
    if not sexes:
        raise DataFileError(
            Text("Kjønn er slått sammen; 1 og 2 trengs.", "The sexes are summed; 1 and 2 needed."),
            where=side.code,
            remedy=Text("Hent tabellen med begge kjønn.", "Get the table with both sexes."),
        )
    return sexes


def _persons_belong(statistic: Statistic) -> set[Belongs]:
    if statistic.id == "districts":
        return {Belongs.DISTRICT}
    return {Belongs.WHOLE, Belongs.COUNTRY}


def _placed(
    cube: Cube, statistic: Statistic, regions: RegionMap, wanted: set[Belongs]
) -> tuple[pl.DataFrame, list[pl.DataFrame], int]:
    """Return the cells that belong here, what was refused, and how many are about other places."""
    places = regions.places(list(_side(cube, statistic.region, statistic).labels))
    belongs = {code: place.belongs.value for code, place in places.items()}
    frame = cube.frame.with_row_index(_CELL, offset=1).with_columns(
        pl.col(statistic.region).replace_strict(belongs, return_dtype=pl.String).alias(_PLACE)
    )
    refused = [
        _refused(frame.filter(pl.col(_PLACE) == kind.value), reason, statistic.region)
        for kind, reason in ((Belongs.PART, SPLIT_REGION), (Belongs.REST, REST_REGION))
    ]
    kept = frame.filter(pl.col(_PLACE).is_in([kind.value for kind in wanted]))
    turned_away = frame[_PLACE].is_in([Belongs.PART.value, Belongs.REST.value]).sum()
    return kept, refused, frame.height - kept.height - int(turned_away)


def _stored(region: str, regions: RegionMap, cube: Cube, what: str) -> pl.Expr:
    side = cube.dimension(region)
    places = regions.places(list(side.labels) if side else [])
    known = {code: getattr(place, what) for code, place in places.items()}
    return pl.col(region).replace_strict(known, return_dtype=pl.String).alias(what)


def _existing(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[tuple[str, int]]]:
    """Leave out a region in a year when it has nobody: the code did not hold then."""
    sums = frame.group_by("region", "year").agg(pl.col("persons").sum())
    empty = sums.filter(pl.col("persons") == 0).select("region", "year")
    return frame.join(empty, on=["region", "year"], how="anti"), sorted(empty.rows())


def _refused(
    frame: pl.DataFrame, reason: str, column: str, region: str | None = None
) -> pl.DataFrame:
    """Return one row of quarantine per region, at its first cell."""
    by = region or column
    said = pl.col(by) if column == by else pl.format("{}: {}", by, column)
    return (
        frame.sort(_CELL)
        .unique(by, keep="first", maintain_order=True)
        .select(
            pl.lit("").alias("sheet"),
            pl.col(_CELL).cast(pl.UInt32).alias("row"),
            pl.lit(column).alias("field"),
            pl.lit(reason).alias("reason"),
            said.cast(pl.String).str.slice(0, 200).alias("value"),
        )
    )


def _quarantine(refused: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.DataFrame(pl.concat([no_quarantine(), *refused]).sort("row"))
