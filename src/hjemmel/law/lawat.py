"""The law on a day, for a municipality: the only way to a parameter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hjemmel.kernel.errors import DataFileError, MissingDataError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.law.loader import LawBook, load_law
from hjemmel.law.parameters import ParameterVersion, Value
from hjemmel.law.trace import Reading, Trace


class LawAt:
    """The parameters in force on ``as_of``, with the local choices of ``municipality``.

    Args:
        as_of: The day asked about.
        municipality: Four-digit number, or ``None`` for the national rules alone.
        book: All acts and parameters (``load_law()``).

    Reading a value records it; ``readings`` tells afterwards what a result rests on.
    """

    def __init__(self, as_of: date, municipality: str | None = None, *, book: LawBook) -> None:
        self.as_of = as_of
        self.municipality = municipality
        self.book = book
        self._trace = Trace()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What has been read through this object."""
        return self._trace.readings

    def fresh(self) -> LawAt:
        """Return the same law with an empty trace."""
        return LawAt(self.as_of, self.municipality, book=self.book)

    def absorb(self, other: LawAt) -> None:
        """Take over the readings of another trace."""
        for reading in other.readings:
            self._trace.record(reading)

    def version(self, parameter_id: str) -> ParameterVersion:
        """Return the version in force: the value with its source and its review.

        Raises:
            UnknownIdError: No parameter has that id.
            MissingDataError: Nobody has provided a value for the day.
        """
        parameter = self.book.parameter(parameter_id)
        version = parameter.on(self.as_of, self.municipality)
        if version is None:
            raise self._missing(parameter_id)
        self._trace.record(Reading.of(parameter_id, parameter.unit.id, version))
        return version

    def value(self, parameter_id: str) -> Value:
        """Return the value in force; raises as ``version`` does."""
        return self.version(parameter_id).value

    def has(self, parameter_id: str) -> bool:
        """Tell whether a value is in force, without reading it."""
        return self.book.parameter(parameter_id).on(self.as_of, self.municipality) is not None

    def number(self, parameter_id: str) -> Decimal:
        """Return the value as a decimal number."""
        value = self.value(parameter_id)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise _wrong_kind(parameter_id, "number", "tall")
        return Decimal(value)

    def integer(self, parameter_id: str) -> int:
        """Return the value as a whole number."""
        value = self.value(parameter_id)
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong_kind(parameter_id, "whole number", "heltall")
        return value

    def flag(self, parameter_id: str) -> bool:
        """Return the value as yes or no."""
        value = self.value(parameter_id)
        if not isinstance(value, bool):
            raise _wrong_kind(parameter_id, "yes/no", "ja/nei")
        return value

    def items(self, parameter_id: str) -> tuple[Value, ...]:
        """Return the value as a list of items."""
        value = self.value(parameter_id)
        if not isinstance(value, tuple):
            raise _wrong_kind(parameter_id, "list", "liste")
        return value

    def table(self, parameter_id: str) -> tuple[dict[str, str], ...]:
        """Return the rows of the table that the value names, as text by column."""
        name = self.value(parameter_id)
        if not isinstance(name, str):
            raise _wrong_kind(parameter_id, "table", "tabell")
        return self.book.table(name)

    def _missing(self, parameter_id: str) -> MissingDataError:
        parameter = self.book.parameter(parameter_id)
        place = f"law/data/{parameter.file}"
        if self.municipality is not None and parameter.local_bounds is not None:
            place += f" (law/data/local/{self.municipality}/{parameter.file})"
        return MissingDataError(
            Text(
                f"Ingen har oppgitt «{parameter.title.nb}» per {format_date(self.as_of)}.",
                f"Nobody has provided “{parameter.title.en}” as of {format_date(self.as_of, 'en')}.",
            ),
            where=f"{parameter_id}, {self.as_of.isoformat()}",
            remedy=Text(
                f"Legg inn verdien med kilde i {place}.",
                f"Enter the value with its source in {place}.",
            ),
            parameter=parameter_id,
            as_of=self.as_of.isoformat(),
            file=place,
        )


def law_on(as_of: date, municipality: str = "") -> LawAt:
    """Return the law that hjemmel ships with, on a day, for a municipality (empty: none)."""
    return LawAt(as_of, municipality or None, book=load_law())


def _wrong_kind(parameter_id: str, kind_en: str, kind_nb: str) -> DataFileError:
    return DataFileError(
        Text(f"Verdien er ikke {kind_nb}.", f"The value is not a {kind_en}."),
        where=parameter_id,
        remedy=Text("Rett verdien i parameterfilen.", "Correct the value in the parameter file."),
    )
