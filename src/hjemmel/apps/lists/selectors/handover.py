"""The hand-over file: what an adopted round or a cut-over decided, person by person.

It is for those who carry the decision on: the state's register, the centres. That it was taken out,
and how many rows it had, is logged.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

import polars as pl
import xlsxwriter
from django.db import transaction
from django.db.models import QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.models import AllocationRound, CutOver, Move
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.residents import open_to
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Language, Text

Kind = Literal["csv", "xlsx"]
KINDS: tuple[Kind, ...] = ("csv", "xlsx")
_NATIONAL_ID = "national_id"
_COLUMNS = {
    "resident": pl.Int64,
    _NATIONAL_ID: pl.String,
    "from_list": pl.String,
    "to_list": pl.String,
    "effective_on": pl.Date,
    "cause": pl.String,
    "reason": pl.String,
}


@dataclass(frozen=True, slots=True)
class HandOver:
    """What is handed over.

    Args:
        name: Name of the file without its ending; it tells of no person.
        effective_on: The day the moves take effect.
        frame: One row for each move, by resident.
        leaves_out: Whether persons with a protected address are left out.
    """

    name: str
    effective_on: date
    frame: pl.DataFrame
    leaves_out: bool


@transaction.atomic
def hand_over_round(key: int, municipality: MunicipalityView, *, by: Actor) -> HandOver:
    """Return the moves that an adopted round or distribution decided.

    Args:
        key: Key of the round.
        municipality: Its municipality.
        by: Who takes it out; needs ``RUN_LISTS`` there. National ids only with ``SEE_RESIDENTS``.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such round in the municipality.
        ConflictError: It is not adopted.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    row = AllocationRound.objects.filter(pk=key, municipality=municipality.key).first()
    if row is None:
        raise not_there("round")
    if row.state != "adopted":
        raise ConflictError(
            Text("Runden er ikke tatt i bruk.", "The round is not adopted."),
            where="round",
            remedy=Text("Ta den i bruk først.", "Adopt it first."),
        )
    moves = Move.objects.filter(source=f"round {row.pk}").exclude(state="cancelled")
    return _hand_over("round", row.pk, row.effective_on, moves, municipality, by)


@transaction.atomic
def hand_over_cut_over(key: int, municipality: MunicipalityView, *, by: Actor) -> HandOver:
    """Return the moves that a cut-over carried out.

    Args:
        key: Key of the cut-over.
        municipality: Its municipality.
        by: Who takes it out; needs ``RUN_LISTS`` there. National ids only with ``SEE_RESIDENTS``.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such cut-over in the municipality.
        ConflictError: It was taken back.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    row = CutOver.objects.filter(pk=key, municipality=municipality.key).first()
    if row is None:
        raise not_there("cut_over")
    if row.state != "done":
        raise ConflictError(
            Text("Månedsskiftet er tatt tilbake.", "The cut-over was taken back."),
            where="cut_over",
            remedy=Text("Kjør det på nytt først.", "Run it again first."),
        )
    moves = Move.objects.of(row).filter(state="done")
    return _hand_over("cut-over", row.pk, row.effective_on, moves, municipality, by)


def as_file(handed: HandOver, kind: Kind, language: Language) -> bytes:
    """Return what is handed over as a file; the same moves give the same bytes.

    Args:
        handed: What is handed over.
        kind: ``csv`` (semicolons in Norwegian, as Excel reads it) or ``xlsx``.
        language: Language of the reader.
    """
    made = io.BytesIO()
    if kind == "csv":
        separator = ";" if language == "nb" else ","
        handed.frame.write_csv(made, separator=separator, include_bom=True)
        return made.getvalue()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(handed.effective_on, time())})
        handed.frame.write_excel(book, worksheet=handed.name[:31], autofit=False)
    return made.getvalue()


def _hand_over(
    kind: str,
    key: int,
    effective_on: date,
    moves: QuerySet[Move],
    municipality: MunicipalityView,
    by: Actor,
) -> HandOver:
    rows = (
        moves.filter(open_to(municipality.key, by, "resident__"))
        .order_by("resident_id", "pk")
        .values_list(
            "resident_id",
            "resident__national_id",
            "from_list__external_id",
            "to_list__external_id",
            "effective_on",
            "cause",
            "reason",
        )
    )
    frame = pl.DataFrame(list(rows), schema=_COLUMNS, orient="row")
    if not by.may(Permission.SEE_RESIDENTS, municipality=municipality.key):
        frame = frame.drop(_NATIONAL_ID)
    record(
        by=by.name,
        action="lists.hand_over",
        subject=f"{kind} {key}",
        municipality=municipality.number,
        details={"rows": frame.height, "national_id": _NATIONAL_ID in frame.columns},
    )
    return HandOver(
        name=f"{kind}-{key}-{municipality.number}-{effective_on.isoformat()}",
        effective_on=effective_on,
        frame=frame,
        leaves_out=not by.may(Permission.SEE_PROTECTED, municipality=municipality.key),
    )
