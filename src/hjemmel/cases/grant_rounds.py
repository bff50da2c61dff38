"""Rounds of grants to try: made-up applicants whose sums are those of a round that was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hjemmel.cases import files
from hjemmel.domain.figure import Source
from hjemmel.engines.funding import Application, GrantRound, RoundScheme, extend_round, run_round
from hjemmel.engines.funding.schemes.legevakt_district import ROUND_SCHEMES
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt, LawBook, load_law

_FOLDER = "grant_rounds"
_KEYS = {
    "id",
    "title_nb",
    "title_en",
    "scheme",
    "synthetic",
    "source",
    "days",
    "columns",
    "name_nb",
    "name_en",
    "applications",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundExample:
    """A round to try.

    Args:
        id: Its name.
        title: What it is called.
        scheme: The scheme.
        is_synthetic: Whether the applicants are invented.
        source: Where the sums and counts are printed.
        days: Day of the first run, and of each extension; the frames are the law's on those days.
        applications: Who applies.
    """

    id: str
    title: Text
    scheme: RoundScheme
    is_synthetic: bool
    source: Source
    days: tuple[date, ...]
    applications: tuple[Application, ...]

    def run(self, book: LawBook | None = None) -> GrantRound:
        """Run the round with all its extensions, each in the law's frame on its day."""
        law = book or load_law()
        first, *later = self.days
        result = run_round(self.scheme, self.applications, LawAt(first, book=law))
        for day in later:
            result = extend_round(result, LawAt(day, book=law))
        return result


def round_examples() -> tuple[str, ...]:
    """Return the names of the examples."""
    found = (files.data_folder() / _FOLDER).iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in found))


def load_round(name: str) -> RoundExample:
    """Return an example.

    Raises:
        UnknownIdError: There is none of that name.
    """
    known = round_examples()
    if name not in known:
        raise UnknownIdError(
            Text(f"Eksempelet «{name}» finnes ikke.", f"There is no example “{name}”."),
            where="example",
            remedy=Text(f"Velg blant {', '.join(known)}.", f"Choose among {', '.join(known)}."),
        )
    where = f"{name}.toml"
    table = files.read(files.data_folder() / _FOLDER / where)
    files.check(table, where, required=_KEYS)
    columns = tuple(files.rows(table, "columns", where))
    prefix = files.both(table, "name", where)
    return RoundExample(
        id=files.words(table, "id", where),
        title=files.both(table, "title", where),
        scheme=ROUND_SCHEMES[files.words(table, "scheme", where)],
        is_synthetic=bool(table["synthetic"]),
        source=files.source(table["source"], where),
        days=tuple(files.rows(table, "days", where)),
        applications=tuple(
            _application(dict(zip(columns, row, strict=True)), prefix)
            for row in files.rows(table, "applications", where)
        ),
    )


def _application(row: Mapping[str, int], prefix: Text) -> Application:
    number = row["number"]
    facts = {name: value for name, value in row.items() if name not in ("number", "sought")}
    return Application(
        key=f"{number:02d}",
        name=f"{prefix.nb} {number}",
        sought=Money.kroner(row["sought"]),
        facts=facts,
    )
