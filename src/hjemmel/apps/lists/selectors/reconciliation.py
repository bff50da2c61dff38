"""The register beside the national register's contracts: who disagrees on what, since when, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.models import ContractFile, ContractRow
from hjemmel.apps.lists.selectors.contract_pictures import Ours, due_moves, known_lists, ours_on
from hjemmel.apps.registry.selectors.places import MunicipalityView, end_of
from hjemmel.domain.reconciliation import Disagreement, Fact, Reconciliation
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_months

_FILES_BACK = 36
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Found:
    """A disagreement before it is explained."""

    ours: Ours | None
    theirs: ContractRow | None
    what: str

    @property
    def key(self) -> _Key:
        if self.ours is not None:
            return (self.ours.agreement, self.ours.patient_list, self.what)
        assert self.theirs is not None
        return (self.theirs.agreement, self.theirs.patient_list, self.what)


def reconcile(
    municipality: MunicipalityView, *, by: Actor, today: date, as_of: date | None = None
) -> Reconciliation | None:
    """Return where the register and a file of contracts disagree; ``None`` when no file is loaded.

    A handful of queries for each file, however many lists.

    Args:
        municipality: The municipality.
        by: Who asks; needs ``SEE_LISTS`` there.
        today: Today.
        as_of: The day of the file; ``None`` is the newest.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no file of that day.
    """
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    files = _files(municipality.key)
    if not files:
        return None
    file = files[0] if as_of is None else next((f for f in files if f.as_of == as_of), None)
    if file is None:
        raise UnknownIdError(
            Text("Ingen fil gjelder den dagen.", "No file is about that day."),
            where="as_of",
            remedy=Text("Velg en av dagene på siden.", "Choose one of the days on the page."),
        )
    ours = ours_on(municipality.key, file.as_of)
    theirs = list(file.rows.all())
    found = _disagreements(ours, theirs)
    since = _since(municipality.key, files[files.index(file) + 1 :], file.as_of, found)
    reasons = _Reasons(municipality.key, file.as_of, today)
    rows = [_told(one, since[one.key], reasons) for one in found]
    return Reconciliation(
        as_of=file.as_of,
        loaded_at=file.loaded_at,
        days=tuple(one.as_of for one in files),
        contracts=len(theirs),
        lists=len(ours),
        rows=tuple(
            sorted(rows, key=lambda row: (_in_order(row.agreement), _in_order(row.patient_list)))
        ),
    )


def _in_order(number: str) -> tuple[int, str]:
    """Return what sorts 9 before 10."""
    return (len(number), number)


def _files(municipality: int) -> list[ContractFile]:
    """Return the newest file of each day, newest day first."""
    rows: dict[date, ContractFile] = {}
    for file in ContractFile.objects.filter(municipality=municipality).order_by("-as_of", "-pk"):
        rows.setdefault(file.as_of, file)
    return list(rows.values())


def _disagreements(ours: tuple[Ours, ...], theirs: list[ContractRow]) -> list[_Found]:
    by_list = {(row.agreement, row.patient_list): row for row in ours}
    by_agreement: dict[str, list[Ours]] = {}
    for row in ours:
        by_agreement.setdefault(row.agreement, []).append(row)
    found: list[_Found] = []
    matched = set()
    for told in theirs:
        mine = by_list.get((told.agreement, told.patient_list))
        several = by_agreement.get(told.agreement, [])
        if mine is None and not told.patient_list and len(several) == 1:
            mine = several[0]
        if mine is None:
            found.append(_Found(None, told, "unknown_here"))
            continue
        matched.add(mine.key)
        found += [
            _Found(mine, told, what)
            for what, fact in facts_told(told).items()
            if not _agree(what, mine, fact)
        ]
    found += [_Found(row, None, "unknown_there") for row in ours if row.key not in matched]
    return found


def _agree(what: str, ours: Ours, theirs: Fact) -> bool:
    mine = ours.facts.get(what)
    return (what == "length" and mine is None) or mine == theirs


def facts_told(row: ContractRow) -> Mapping[str, Fact]:
    """Return the facts that a file tells of a contract; what it does not tell is left out."""
    told: dict[str, Fact] = {}
    if row.doctor_hpr or row.status == "without_doctor":
        told["holder"] = row.doctor_hpr
    for what, fact in (("ceiling", row.ceiling), ("length", row.length)):
        if fact is not None:
            told[what] = fact
    for what, code in (("form", row.form), ("status", row.status)):
        if code:
            told[what] = code
    if row.is_shared is not None:
        told["shared"] = row.is_shared
    if row.ends_on is not None:
        told["ends_on"] = row.ends_on
    return told


def _since(
    municipality: int, older: list[ContractFile], day: date, found: list[_Found]
) -> dict[_Key, date]:
    """Return the day of the first file of an unbroken row in which each disagreement stood."""
    since = {one.key: day for one in found}
    still = set(since)
    for file in older[:_FILES_BACK]:
        if not still:
            break
        theirs = list(file.rows.all())
        before = {one.key for one in _disagreements(ours_on(municipality, file.as_of), theirs)}
        still &= before
        for key in still:
            since[key] = file.as_of
    return since


class _Reasons:
    """What the register had, and has, at other times; each looked up once, when it is needed."""

    def __init__(self, municipality: int, day: date, today: date) -> None:
        known_at = end_of(day)
        self._then = {row.key: row for row in ours_on(municipality, day, known_at)}
        self._before = {row.key: row for row in ours_on(municipality, add_months(day, -1))}
        self._later = {row.key: row for row in ours_on(municipality, max(day, today))}
        self._moves = due_moves(municipality, day)
        self._known = known_lists(municipality)

    def of(self, found: _Found, theirs: Fact) -> str:
        """Return the code of what explains a disagreement."""
        if found.ours is None:
            assert found.theirs is not None
            told = (found.theirs.agreement, found.theirs.patient_list)
            is_known = any(told in ((a, name), (a, "")) for a, name in self._known)
            return "closed_here" if is_known else "unexplained"
        ours, what = found.ours, found.what
        then = self._then.get(ours.key)
        if what == "unknown_there":
            return "known_later" if self._then and then is None else "unexplained"
        mine = ours.facts.get(what)
        known_then = None if then is None else then.facts.get(what)
        if then is not None and known_then != mine and known_then == theirs:
            return "corrected_since"
        if what == "length" and isinstance(mine, int):
            joined, left = self._moves.get(ours.key, (0, 0))
            if (joined or left) and mine + joined - left == theirs:
                return "moves_not_carried_out"
        for when, code in ((self._later, "changes_later"), (self._before, "not_caught_up")):
            other = when.get(ours.key)
            if other is not None and other.facts.get(what) == theirs:
                return code
        if (
            self._then and known_then != mine
        ):  # a register that was not in use then explains nothing
            return "known_later"
        return "unexplained"


def _is_same_name(found: _Found) -> bool:
    """Tell whether both have a doctor of the same name, and only the number differs."""
    if found.what != "holder" or found.ours is None or found.theirs is None:
        return False
    named = found.theirs.doctor_name.casefold()
    return bool(found.theirs.doctor_hpr) and named == found.ours.doctor.casefold() != ""


def _told(found: _Found, since: date, reasons: _Reasons) -> Disagreement:
    ours, theirs = found.ours, found.theirs
    told = None if theirs is None else facts_told(theirs).get(found.what)
    mine = None if ours is None else ours.facts.get(found.what)
    if found.what == "holder":
        mine, told_name = ours.doctor if ours else "", theirs.doctor_name if theirs else ""
        shown: Fact = told and (told_name or told)
    else:
        shown = told
    agreement, patient_list, _ = found.key
    return Disagreement(
        key=None if ours is None else ours.key,
        agreement=agreement,
        patient_list=patient_list,
        doctor=ours.doctor if ours is not None else theirs.doctor_name if theirs else "",
        what=found.what,
        ours=mine,
        theirs=shown,
        since=since,
        why="other_number" if _is_same_name(found) else reasons.of(found, told),
    )
