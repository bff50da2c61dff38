"""Who stands where among those who want a place, and why: by role, for a purpose, and logged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record_reads
from hjemmel.apps.lists.selectors.applicants import Applicant, applicants_on
from hjemmel.apps.registry.models import PatientList, Resident
from hjemmel.apps.registry.selectors.places import MunicipalityView, require_possible
from hjemmel.apps.registry.selectors.purpose import purpose_of
from hjemmel.apps.registry.selectors.residents import open_to
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text
from hjemmel.law import Finding, law_on
from hjemmel.rules.waiting_order import GP_HERE, WITHOUT_GP, comes_before

_Order = tuple[bool, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePlace:
    """Where somebody stands.

    Args:
        number: One more than those who go before her; those who have waited equally long share it.
        equal: How many others share it; the seed of a round draws between them.
        resident: Key of the resident.
        without_gp: Whether she has no GP.
        since: The day she has waited from.
        wanted_list: Key of the list she waits for; ``None`` is any.
        external_id: Its number.
        number_for_list: Her number among those who wait for the same list.
        why: Why she stands there, sentence by sentence.
    """

    number: int
    equal: int
    resident: int
    without_gp: bool
    since: date
    wanted_list: int | None
    external_id: str
    number_for_list: int
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """Those who want a place.

    Args:
        total: Everybody who wants one, whoever they are.
        rows: Those asked for, in the order they are served.
        rules: What the rules say of the order.
        leaves_out: Whether persons with a protected address are left out of the rows.
    """

    total: int
    rows: tuple[QueuePlace, ...]
    rules: tuple[Finding, ...]
    leaves_out: bool


@transaction.atomic
def queue_places(
    municipality: MunicipalityView,
    as_of: date,
    *,
    by: Actor,
    purpose: str,
    wanted_list: int | None = None,
    resident: int | None = None,
    skip: int = 0,
    most: int | None = None,
) -> Queue:
    """Return who stands where and why on a day; each one returned is logged as seen.

    Those with a decided move to a list do not stand there any more.

    Args:
        municipality: The municipality.
        as_of: The day.
        by: Who asks; needs ``SEE_RESIDENTS`` there.
        purpose: What it is for.
        wanted_list: Only those who wait for this list, by key.
        resident: Only this resident, by key.
        skip: How many to pass over.
        most: How many to return; ``None`` is all.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: No purpose is given, or no register tells of the day.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    require_possible(as_of)
    said = purpose_of(purpose)
    law = law_on(as_of, municipality.number)
    rules = _rules(as_of, municipality.number)
    everybody = applicants_on(municipality.key, as_of, law)
    line = _Line(everybody, without_gp_first=rules[0].is_met)
    fits = [
        row
        for row in line.ordered
        if (wanted_list is None or row.wanted == wanted_list)
        and (resident is None or row.key == resident)
    ]
    seen = _seen([row.key for row in fits], municipality, by)
    shown = [row for row in fits if row.key in seen]
    shown = shown[skip : None if most is None else skip + most]
    names = dict(
        PatientList.objects.filter(
            pk__in={row.wanted for row in shown if row.wanted is not None}
        ).values_list("pk", "external_id")
    )
    record_reads(
        by=by.name,
        residents=[row.key for row in shown],
        municipality=municipality.number,
        purpose=said,
        what="queue",
    )
    return Queue(
        total=len(everybody),
        rows=tuple(line.place_of(row, names.get(row.wanted or 0, "")) for row in shown),
        rules=rules,
        leaves_out=not by.may(Permission.SEE_PROTECTED, municipality=municipality.key),
    )


class _Line:
    """The applicants in serving order, with what is asked of it again and again worked out once."""

    def __init__(self, everybody: tuple[Applicant, ...], *, without_gp_first: bool) -> None:
        self._first = without_gp_first
        self.ordered = sorted(everybody, key=lambda row: (*self._order(row), row.key))
        self._orders = [self._order(row) for row in self.ordered]
        self._without = sum(row.without_gp for row in everybody)
        self._of_list: dict[int | None, list[_Order]] = {}
        for row in self.ordered:
            self._of_list.setdefault(row.wanted, []).append(self._order(row))

    def place_of(self, row: Applicant, external_id: str) -> QueuePlace:
        """Return where somebody stands and why."""
        order = self._order(row)
        before = bisect_left(self._orders, order)
        equal = bisect_right(self._orders, order) - before - 1
        own = self._of_list[row.wanted]
        number_for_list = bisect_left(own, order) + 1
        return QueuePlace(
            number=before + 1,
            equal=equal,
            resident=row.key,
            without_gp=row.without_gp,
            since=row.since,
            wanted_list=row.wanted,
            external_id=external_id,
            number_for_list=number_for_list,
            why=self._why(row, before, equal, number_for_list, len(own), external_id),
        )

    def _order(self, row: Applicant) -> _Order:
        return (self._first and not row.without_gp, row.since)

    def _why(
        self, row: Applicant, before: int, equal: int, for_list: int, of_list: int, external_id: str
    ) -> tuple[Text, ...]:
        nb = "uten fastlege" if row.without_gp else "har fastlege"
        en = "without a GP" if row.without_gp else "has a GP"
        number, of = before + 1, len(self.ordered)
        said = [
            Text(
                f"Nummer {n(number)} av {n(of)} i kommunen: {nb}, har ventet siden "
                f"{format_date(row.since)}.",
                f"Number {n(number, 'en')} of {n(of, 'en')} in the municipality: {en}, has waited "
                f"since {format_date(row.since, 'en')}.",
            )
        ]
        if external_id:
            said.append(
                Text(
                    f"Nummer {n(for_list)} av {n(of_list)} som venter på liste {external_id}.",
                    f"Number {n(for_list, 'en')} of {n(of_list, 'en')} who wait for list "
                    f"{external_id}.",
                )
            )
        elif row.wanted is None and row.in_queue:
            said.append(
                Text(
                    f"Nummer {n(for_list)} av {n(of_list)} som tar første ledige plass.",
                    f"Number {n(for_list, 'en')} of {n(of_list, 'en')} who take the first free place.",
                )
            )
        if before:
            said.append(self._ahead(row, before))
        if equal:
            said.append(
                Text(
                    f"{n(equal)} andre har ventet like lenge; loddtrekning i runden avgjør.",
                    f"{n(equal, 'en')} others have waited equally long; a draw in the round decides.",
                )
            )
        return tuple(said)

    def _ahead(self, row: Applicant, before: int) -> Text:
        without = self._without if self._first and not row.without_gp else 0
        longer = before - without
        nb = [f"{n(without)} som ikke har fastlege"] if without else []
        en = [f"{n(without, 'en')} without a GP"] if without else []
        if longer:
            nb.append(f"{n(longer)} som har ventet lenger")
            en.append(f"{n(longer, 'en')} who have waited longer")
        return Text(f"Foran står {' og '.join(nb)}.", f"Before her come {' and '.join(en)}.")


def _rules(as_of: date, number: str) -> tuple[Finding, ...]:
    """Return what the rules say of the two questions of order, on the day."""
    law = law_on(as_of, number)
    early = date.fromordinal(as_of.toordinal() - 1)
    return (
        comes_before(WITHOUT_GP, as_of, GP_HERE, early, law=law),
        comes_before(GP_HERE, early, GP_HERE, as_of, law=law),
    )


def _seen(keys: list[int], municipality: MunicipalityView, by: Actor) -> frozenset[int]:
    """Return those that ``by`` may know of; asked for those hidden, who are few."""
    if by.may(Permission.SEE_PROTECTED, municipality=municipality.key):
        return frozenset(keys)
    hidden = Resident.objects.exclude(open_to(municipality.key, by)).filter(
        protection__in=("confidential", "strictly_confidential")
    )
    return frozenset(keys) - frozenset(hidden.values_list("pk", flat=True))
