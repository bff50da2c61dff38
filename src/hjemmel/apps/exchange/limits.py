"""What the database would refuse of a row, found row by row: the models' own lengths and conditions."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import F, Q

from hjemmel.apps.exchange.fields import all_tables
from hjemmel.apps.lists.models import ContractRow
from hjemmel.apps.registry.models import (
    Advertisement,
    Agreement,
    AgreementTerms,
    Centre,
    Doctor,
    Household,
    ListCeiling,
    ListReport,
    PatientList,
    Resident,
    WaitingEntry,
)

BESIDE = "__beside_"
"""Begins the name of a column with what is stored of a fact that the file does not have."""
_COMPARED: Mapping[str, Callable[[Any, Any], Any]] = {
    "": operator.eq,
    "exact": operator.eq,
    "gte": operator.ge,
    "gt": operator.gt,
    "lte": operator.le,
    "lt": operator.lt,
}
_LOOKED_UP = (AgreementTerms, Centre, Resident)
_RANGES: Mapping[str, tuple[int, int]] = BaseDatabaseOperations.integer_field_ranges


@dataclass(frozen=True, slots=True)
class Stored:
    """A model that a table of a file fills.

    Args:
        model: The model.
        names: The file's field by the model's, where they differ.
    """

    model: type[models.Model]
    names: Mapping[str, str] = field(default_factory=dict)

    def of_file(self, name: str) -> str:
        """Return what the file calls a field of the model."""
        return self.names.get(name, name)


STORED: Mapping[str, tuple[Stored, ...]] = {
    "centres": (Stored(Centre),),
    "doctors": (Stored(Doctor),),
    "agreements": (
        Stored(Agreement),
        Stored(AgreementTerms, {"holder": "holder_hpr", "locum": "locum_hpr"}),
        Stored(Advertisement, {"published_on": "last_advertised_on"}),
    ),
    "lists": (Stored(PatientList), Stored(ListCeiling)),
    "reports": (Stored(ListReport),),
    "residents": (
        Stored(Resident),
        Stored(
            Household,
            {
                "external_id": "household",
                "address": "household_address",
                "postcode": "household_postcode",
            },
        ),
    ),
    "waiting": (Stored(WaitingEntry),),
    "events": (Stored(Resident), Stored(Household, {"external_id": "household"})),
    "contracts": (Stored(ContractRow, {"status": "contract_status"}),),
}


def beyond_columns(table: str, columns: Sequence[str]) -> Iterator[tuple[str, str, pl.Expr]]:
    """Yield field, reason and the rows of it that the columns of the database do not hold."""
    for stored in STORED[table]:
        for fact in stored.model._meta.concrete_fields:
            name = stored.of_file(fact.name)
            if name not in columns:
                continue
            value = pl.col(name)
            if isinstance(fact, models.CharField) and fact.max_length and not fact.choices:
                yield name, "too_long", value.str.len_chars() > fact.max_length
            elif isinstance(fact, models.DecimalField):
                most = 10 ** (fact.max_digits - fact.decimal_places)
                yield name, "out_of_range", value.abs() >= most
            elif fact.get_internal_type() in _RANGES and not fact.is_relation:
                lowest, highest = _RANGES[fact.get_internal_type()]
                yield name, "out_of_range", ~value.is_between(lowest, highest)


def broken_conditions(table: str, columns: Sequence[str]) -> Iterator[tuple[str, str, pl.Expr]]:
    """Yield field, the constraint's name and the rows that break it, of each that the file can break.

    A column that the file lacks is what is stored (``BESIDE``), else what the model writes.
    """
    for stored, constraint, condition, names in _conditions(table):
        given = [name for name in names if stored.of_file(name) in columns]
        if not given:
            continue
        told = next((name for name in given if name not in stored.names), given[0])

        def column(name: str, stored: Stored = stored) -> pl.Expr:
            called = stored.of_file(name)
            if called in columns:
                return pl.col(called)
            default = pl.lit(_default(stored.model, name))
            beside = f"{BESIDE}{called}"
            return pl.coalesce(beside, default) if beside in columns else default

        # As in SQL, a condition that cannot be told holds.
        broken = ~_holds(condition, column).fill_null(True)
        yield stored.of_file(told), constraint, broken


def lacking(table: str, columns: Sequence[str]) -> list[str]:
    """Return the fields that a condition needs beside those of the file, and that may be stored."""
    known = {f.name for f in all_tables()[table].fields}
    found: set[str] = set()
    for stored, _, _, names in _conditions(table):
        called = {stored.of_file(name) for name in names}
        if stored.model in _LOOKED_UP and called & set(columns):
            found |= (called & known) - set(columns)
    return sorted(found)


def _conditions(table: str) -> Iterator[tuple[Stored, str, Q, list[str]]]:
    """Yield every condition of the table's models: its name, what it says, and the fields in it."""
    for stored in STORED[table]:
        for constraint in stored.model._meta.constraints:
            if not isinstance(constraint, models.CheckConstraint):
                continue
            condition = constraint.condition
            if isinstance(condition, Q):
                yield stored, constraint.name, condition, list(dict.fromkeys(_names(condition)))


def _names(condition: Q) -> Iterator[str]:
    children: Sequence[Any] = condition.children
    for child in children:
        if isinstance(child, Q):
            yield from _names(child)
        else:
            path, value = child
            yield path.partition("__")[0]
            if isinstance(value, F):
                yield value.name


def _default(model: type[models.Model], name: str) -> Any:
    fact = model._meta.get_field(name)
    assert isinstance(fact, models.Field)
    return None if fact.null or not fact.has_default() else fact.get_default()


def _holds(condition: Q, column: Callable[[str], pl.Expr]) -> pl.Expr:
    """Return a model's condition as one on a frame."""
    children: Sequence[Any] = condition.children
    parts = [
        _holds(child, column) if isinstance(child, Q) else _lookup(child[0], child[1], column)
        for child in children
    ]
    both = condition.connector == Q.AND
    joined = pl.all_horizontal(parts) if both else pl.any_horizontal(parts)
    return ~joined if condition.negated else joined


def _lookup(path: str, value: Any, column: Callable[[str], pl.Expr]) -> pl.Expr:
    name, _, lookup = path.partition("__")
    left = column(name)
    right: Any = column(value.name) if isinstance(value, F) else value
    if lookup == "isnull":
        return left.is_null() if right else left.is_not_null()
    if lookup == "in":
        return left.is_in(list(right))
    if lookup == "regex":
        return left.str.contains(right)
    compared: pl.Expr = _COMPARED[lookup](left, right)
    return compared
