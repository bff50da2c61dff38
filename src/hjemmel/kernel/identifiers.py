"""Numbers that name things: municipality, district, person, health worker, organisation.

All are text: leading zeros carry meaning, and none is ever counted with. A person's number is never
shown in full by ``repr`` or in an error, so that it cannot end up in a log.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum

from stdnum.no import orgnr

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

K1_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
K2_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def _refuse(kind: str, nb: str, en: str) -> InputError:
    return InputError(
        Text(nb, en),
        where=kind,
        remedy=Text("Kontroller sifrene.", "Check the digits."),
    )


def _digits(text: str, kind: str, *lengths: int) -> str:
    if not (text.isascii() and text.isdigit() and len(text) in lengths):
        wanted = " eller ".join(map(str, lengths)), " or ".join(map(str, lengths))
        raise _refuse(kind, f"Ventet {wanted[0]} siffer.", f"Expected {wanted[1]} digits.")
    return text


@dataclass(frozen=True, slots=True, order=True)
class MunicipalityNumber:
    """Four digits, text: ``0301`` is Oslo."""

    value: str

    def __post_init__(self) -> None:
        _digits(self.value, "municipality_number", 4)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, order=True)
class DistrictNumber:
    """Six digits: the municipality's four and the district's two; ``…99`` is «not stated»."""

    value: str

    def __post_init__(self) -> None:
        _digits(self.value, "district_number", 6)

    @property
    def municipality(self) -> MunicipalityNumber:
        """The municipality that the district lies in."""
        return MunicipalityNumber(self.value[:4])

    def __str__(self) -> str:
        return self.value


class NationalIdKind(Enum):
    """What kind of number a national id is, read from its first digits."""

    FNR = "fødselsnummer"
    DNR = "d-nummer"
    SYNTHETIC = "synthetic"
    HELP = "h-nummer"


def _remainder(digits: str, weights: tuple[int, ...]) -> int:
    total = sum(int(d) * w for d, w in zip(digits, weights, strict=False))
    return (total + int(digits[len(weights)])) % 11


@dataclass(frozen=True, slots=True)
class NationalId:
    """An eleven-digit national identity number with valid check digits.

    Args:
        value: The eleven digits.
        k1_remainders: The remainders that the first check digit may leave; ``{0}`` today and
            ``{0, 1, 2, 3}`` from 2032 (parameter ``identifiers.national_id_k1_remainders``).

    >>> NationalId("01817900131").kind
    <NationalIdKind.SYNTHETIC: 'synthetic'>
    """

    value: str = field(repr=False)
    k1_remainders: Collection[int] = field(default=(0,), repr=False, compare=False)

    def __post_init__(self) -> None:
        digits = _digits(self.value, "national_id", 11)
        first = _remainder(digits, K1_WEIGHTS)
        second = _remainder(digits, K2_WEIGHTS)
        if first not in self.k1_remainders or second != 0:
            raise _refuse("national_id", "Kontrollsifrene stemmer ikke.", "Wrong check digits.")

    @property
    def kind(self) -> NationalIdKind:
        """The kind of number; month + 80 is synthetic and never belongs to a person."""
        month = int(self.value[2:4])
        if month > 80:
            return NationalIdKind.SYNTHETIC
        if month > 40:
            return NationalIdKind.HELP
        return NationalIdKind.DNR if self.value[0] in "4567" else NationalIdKind.FNR

    @property
    def is_synthetic(self) -> bool:
        """Whether the number can never belong to a real person."""
        return self.kind is NationalIdKind.SYNTHETIC


def synthetic_check_digits(nine_digits: str) -> str | None:
    """Return the two check digits of nine digits, or ``None`` when no valid pair exists."""
    first = -sum(int(d) * w for d, w in zip(nine_digits, K1_WEIGHTS, strict=True)) % 11
    if first == 10:
        return None
    ten = nine_digits + str(first)
    second = -sum(int(d) * w for d, w in zip(ten, K2_WEIGHTS, strict=True)) % 11
    return None if second == 10 else f"{first}{second}"


@dataclass(frozen=True, slots=True)
class HprNumber:
    """A health worker's number: up to nine digits without check digit."""

    value: str

    def __post_init__(self) -> None:
        _digits(self.value, "hpr_number", *range(1, 10))


@dataclass(frozen=True, slots=True)
class OrganisationNumber:
    """Nine digits with a check digit, as in the register of entities.

    >>> OrganisationNumber("123456785").value
    '123456785'
    """

    value: str

    def __post_init__(self) -> None:
        _digits(self.value, "organisation_number", 9)
        if not orgnr.is_valid(self.value):
            raise _refuse(
                "organisation_number", "Kontrollsifferet stemmer ikke.", "Wrong check digit."
            )
