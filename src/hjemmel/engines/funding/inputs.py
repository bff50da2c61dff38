"""What the money per list is computed from: lists by month, and the municipality around them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month

Small = NDArray[np.int32]
Whole = NDArray[np.int64]
UNKNOWN = -1
_MOST_PERSONS = 100_000


class Form(IntEnum):
    """The form of a GP's post."""

    NONE = 0
    SELF_EMPLOYED = 1
    SALARIED = 2
    VARIANT_8_2 = 3
    VARIANT_8_2_KEEPS = 4

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _FORMS[self]


_FORMS = {
    Form.NONE: Text("ingen lege", "no doctor"),
    Form.SELF_EMPLOYED: Text("næringsdrivende", "self-employed"),
    Form.SALARIED: Text("fastlønnet", "salaried"),
    Form.VARIANT_8_2: Text(
        "8.2-avtale, kommunen beholder basistilskuddet",
        "8.2 agreement, the municipality keeps the capitation",
    ),
    Form.VARIANT_8_2_KEEPS: Text(
        "8.2-avtale, legen beholder basistilskuddet", "8.2 agreement, the GP keeps the capitation"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingInputs:
    """Lists by month; arrays of shape (lists, months), months from ``first``. −1 is not known.

    Args:
        first: The first month.
        keys: Key of each list, distinct.
        names: What people call each list.
        length: Persons on the list on the first of the month; −1: the list is not there that month.
        ceiling: Persons that it may hold.
        guests: Persons on it who live elsewhere.
        form: The form of the post (``Form``).
        reported: The list's capitation as the state's report has it, øre.
        agreement_month: Number of the month of the agreement, from 1; −1: not known.
        has_guarantee: Whether the municipality guarantees the list an income as new, shape (lists,).
        rent_supplement: 0: none, 1: the lower rate, 2: the higher, shape (lists,).
        inhabitants: Of the municipality, shape (months,).
        positions: Established GP positions of every form, shape (months,).
    """

    first: Month
    keys: tuple[str, ...]
    names: tuple[str, ...]
    length: Small
    ceiling: Small
    guests: Small
    form: Small
    reported: Whole
    agreement_month: Small
    has_guarantee: NDArray[np.bool_]
    rent_supplement: Small
    inhabitants: Small
    positions: Small

    def __post_init__(self) -> None:
        shape = self.length.shape
        if len(shape) != 2 or not shape[1]:
            raise _wrong(
                "length", "Det må være minst én måned.", "There must be at least one month."
            )
        for name in ("ceiling", "guests", "form", "reported", "agreement_month"):
            if getattr(self, name).shape != shape:
                raise _wrong(name, "Kolonnene er ikke like lange.", "The columns differ in length.")
        lists = {len(self.keys), len(self.names), *self.has_guarantee.shape}
        if lists | set(self.rent_supplement.shape) != {shape[0]}:
            raise _wrong("keys", "Antall lister er ulikt.", "The numbers of lists differ.")
        if len(set(self.keys)) != len(self.keys):
            raise _wrong("keys", "En liste står to ganger.", "A list is there twice.")
        if self.inhabitants.shape != shape[1:] or self.positions.shape != shape[1:]:
            raise _wrong("inhabitants", "Antall måneder er ulikt.", "The months differ.")
        if shape[0]:
            self._require_possible()

    def _require_possible(self) -> None:
        for name in ("length", "ceiling", "guests", "reported", "agreement_month"):
            values = getattr(self, name)
            if int(values.min()) < UNKNOWN:
                raise _wrong(name, "Et tall er negativt.", "A number is negative.")
        if int(self.length.max()) > _MOST_PERSONS:
            raise _wrong("length", "En liste er for lang.", "A list is too long.")
        if not np.isin(self.form, list(Form)).all():
            raise _wrong("form", "Ukjent avtaleform.", "An unknown form of post.")
        if bool(((self.guests > self.length) & (self.length >= 0)).any()):
            raise _wrong(
                "guests",
                "En liste har flere gjester enn personer.",
                "A list has more guests than persons.",
            )

    @property
    def months(self) -> tuple[Month, ...]:
        """The months, in order."""
        return tuple(self.first.plus(place) for place in range(self.length.shape[1]))

    def __len__(self) -> int:
        return len(self.keys)

    def place(self, key: str) -> int:
        """Return the position of a list.

        Raises:
            InputError: There is no such list.
        """
        if key in self.keys:
            return self.keys.index(key)
        raise _wrong("list", f"Listen «{key}» er ikke med.", f"The list “{key}” is not there.")

    def only(self, places: Sequence[int]) -> FundingInputs:
        """Return the lists at some positions alone, in that order."""
        rows = list(places)
        changed: dict[str, Any] = {
            name: getattr(self, name)[rows]
            for name in ("length", "ceiling", "guests", "form", "reported", "agreement_month")
        }
        return replace(
            self,
            keys=tuple(self.keys[row] for row in rows),
            names=tuple(self.names[row] for row in rows),
            has_guarantee=self.has_guarantee[rows],
            rent_supplement=self.rent_supplement[rows],
            **changed,
        )

    def fingerprint(self) -> str:
        """Return the SHA-256 of names, kinds and bytes of all columns, as hexadecimal text."""
        made = hashlib.sha256()
        for one in fields(self):
            value: Any = getattr(self, one.name)
            if isinstance(value, np.ndarray):
                column = np.ascontiguousarray(value)
                little = column.astype(column.dtype.newbyteorder("<"), copy=False)
                made.update(f"{one.name}:{column.dtype.str[1:]}:{column.shape};".encode())
                made.update(little.tobytes())
            else:
                made.update(f"{one.name}:{value!r};".encode())
        return made.hexdigest()


def _wrong(where: str, nb: str, en: str) -> InputError:
    return InputError(
        Text(nb, en), where=where, remedy=Text("Rett inndataene.", "Correct the inputs.")
    )
