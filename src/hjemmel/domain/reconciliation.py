"""Where the municipality's register and the national register's contracts disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hjemmel.kernel.numbers import format_date, format_number
from hjemmel.kernel.text import Language, Text

Fact = str | int | bool | date | None
"""A fact as a code, a number or a day; ``None`` is none, or not told."""

WHAT: Mapping[str, Text] = {
    "holder": Text("Lege", "Doctor"),
    "ceiling": Text("Listetak", "Ceiling"),
    "length": Text("Listelengde", "List length"),
    "form": Text("Driftsform", "Form"),
    "status": Text("Status", "Status"),
    "shared": Text("Fellesliste", "Shared list"),
    "ends_on": Text("Sluttdato", "End date"),
    "unknown_here": Text("Ukjent her", "Unknown here"),
    "unknown_there": Text("Ukjent i fastlegeregisteret", "Unknown in the national register"),
}
WHY: Mapping[str, Text] = {
    "corrected_since": Text(
        "Rettet her etter filens dag; fastlegeregisteret har det som sto her da",
        "Corrected here after the file's day; the national register has what stood here then",
    ),
    "known_later": Text("Kjent her først etter filens dag", "Known here only after the file's day"),
    "moves_not_carried_out": Text(
        "Vedtatte flyttinger er ikke gjennomført her; kjør månedsskiftet",
        "Decided moves have not been carried out here; run the cut-over",
    ),
    "changes_later": Text(
        "Gjelder her fra en senere dag enn filens", "Holds here from a day after the file's"
    ),
    "not_caught_up": Text(
        "Fastlegeregisteret har det som gjaldt måneden før",
        "The national register has what held the month before",
    ),
    "other_number": Text(
        "Samme navn, men et annet HPR-nummer", "The same name, but another HPR number"
    ),
    "closed_here": Text(
        "Listen er lagt ned her, eller ikke åpnet den dagen",
        "The list is closed down here, or not open on that day",
    ),
    "unexplained": Text(
        "Ingen kjent grunn: avklar med Helfo", "No known reason: settle it with Helfo"
    ),
}
FORMS: Mapping[str, Text] = {
    "self_employed": Text("Næringsdrivende", "Self-employed"),
    "salaried": Text("Fastlønn", "Salaried"),
    "variant_8_2": Text("8.2-avtale", "8.2 agreement"),
}
STATUSES: Mapping[str, Text] = {
    "held": Text("Besatt", "Held"),
    "served_by_locum": Text("Betjent av vikar", "Served by a locum"),
    "without_doctor": Text("Uten lege", "Without a doctor"),
}


_YES, _NO = Text("ja", "yes"), Text("nei", "no")
_NOBODY = Text("ingen", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One fact on which the two registers disagree about one list.

    Args:
        key: The register's key of the list; ``None``: unknown here.
        agreement: Number of the agreement.
        patient_list: Number of the list.
        doctor: Name of who serves it here, or there when it is unknown here.
        what: The fact, see ``WHAT``.
        ours: What the register has on the file's day.
        theirs: What the file has.
        since: The day of the first file in an unbroken row of files in which they disagreed.
        why: What explains it, see ``WHY``.
    """

    key: int | None
    agreement: str
    patient_list: str
    doctor: str
    what: str
    ours: Fact
    theirs: Fact
    since: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The register beside one file of contracts.

    Args:
        as_of: The day of the file.
        loaded_at: When it was loaded.
        days: The days of all files, newest first.
        contracts: Contracts in the file.
        lists: Lists open in the register on that day.
        rows: Where they disagree, by list.
    """

    as_of: date
    loaded_at: datetime
    days: tuple[date, ...]
    contracts: int
    lists: int
    rows: tuple[Disagreement, ...]

    @property
    def disagreeing(self) -> int:
        """Lists with at least one disagreement."""
        return len({(row.agreement, row.patient_list) for row in self.rows})

    @property
    def by_what(self) -> Mapping[str, int]:
        """How many disagreements there are of each fact, in the order of ``WHAT``."""
        counts = {what: sum(row.what == what for row in self.rows) for what in WHAT}
        return {what: count for what, count in counts.items() if count}


def words(what: str, fact: Fact, language: Language) -> str:
    """Return a fact as people read it; a dash where it is not told."""
    if what in ("unknown_here", "unknown_there"):
        return "–"
    if fact is None or fact == "":
        return _NOBODY.in_language(language)
    if isinstance(fact, bool):
        return (_YES if fact else _NO).in_language(language)
    if isinstance(fact, int):
        return format_number(fact, language)
    if isinstance(fact, date):
        return format_date(fact, language)
    known = {"form": FORMS, "status": STATUSES}.get(what, {})
    return known[fact].in_language(language) if fact in known else fact
