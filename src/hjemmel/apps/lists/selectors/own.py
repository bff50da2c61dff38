"""What a resident who signs in sees: her own GP, her wishes and place in the queue, and her children's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.lists.findings import ToldFinding, told
from hjemmel.apps.lists.models import ChangeRequest, Move
from hjemmel.apps.lists.selectors.any_queue import unqueued_ahead
from hjemmel.apps.lists.selectors.changes import counted_changes
from hjemmel.apps.lists.selectors.letters import LetterRow, own_letter, own_letters
from hjemmel.apps.lists.selectors.wait import ExpectedWait, expected_wait
from hjemmel.apps.registry.models import (
    AgreementTerms,
    Membership,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.selectors.own import own_day, own_residents
from hjemmel.apps.registry.selectors.places import MunicipalityView, view_of
from hjemmel.domain.change import Asker
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.law import law_on

_ANY = Text("hvilken som helst fastlege i kommunen", "any GP in the municipality")


@dataclass(frozen=True, slots=True)
class OwnGp:
    """A GP as her patients know her; ``since`` is the first day on, or to be on, the list.

    ``elsewhere`` is the number of the municipality, where it is another.
    """

    doctor: str
    centre: str
    phone: str
    since: date
    elsewhere: str = ""

    @property
    def words(self) -> Text:
        """Name, centre and telephone, as a sentence has them."""
        if self.elsewhere:
            return Text("fastlege i en annen kommune", "a GP in another municipality")
        more = f", {self.centre}" if self.centre else ""
        nb, en = (f", {name} {self.phone}" if self.phone else "" for name in ("telefon", "phone"))
        return Text(
            f"{self.doctor or 'en liste uten lege nå'}{more}{nb}",
            f"{self.doctor or 'a list without a doctor at present'}{more}{en}",
        )


@dataclass(frozen=True, slots=True)
class OwnWish:
    """A wish for a GP; ``None`` is any. ``version`` goes with the form that withdraws it."""

    key: int
    version: int
    gp: OwnGp | None
    asked_on: date
    asked_by: Asker
    state: str
    note: str
    findings: tuple[ToldFinding, ...]

    @property
    def words(self) -> Text:
        """The GP that is wished for, as a sentence has it."""
        return _ANY if self.gp is None else self.gp.words

    @property
    def is_open(self) -> bool:
        """Whether it can still be withdrawn."""
        return self.state in ("granted", "needs_judgement")


@dataclass(frozen=True, slots=True)
class OwnQueue:
    """A place in the queue.

    Args:
        key: Key of the entry.
        gp: The GP waited for; ``None`` is any.
        waiting_class: Why she waits.
        expected: Her place, and how long she may expect to wait.
        first: How many in that queue come before because they have no GP.
        longer: How many come before because they have waited longer.
        unqueued: How many have no GP and get a place before, without being in the queue; counted only
            where she waits for any, since they take any list.
    """

    key: int
    gp: OwnGp | None
    queued_on: date
    waiting_class: WaitingClass
    expected: ExpectedWait
    first: int
    longer: int
    unqueued: int = 0

    @property
    def words(self) -> Text:
        """The GP waited for, as a sentence has it."""
        return _ANY if self.gp is None else self.gp.words


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """Somebody whose GP the one who signs in may see to.

    Args:
        key: Key of the resident; for forms, never for an address.
        position: Her number among them: 0 is herself.
        acts_as: On whose behalf.
        district: Number of the district she lives in; empty when not known.
        gp: Her GP today.
        coming: The GP that is decided, but has not taken effect.
        move: Key of that decision.
        wish: Her latest wish.
        queue: Her place in the queue.
        used: Changes of this calendar year that count.
        most: Changes that the law gives in a calendar year.
        letters: The letters to her, newest first.
    """

    key: int
    position: int
    name: str
    born: date
    acts_as: Asker
    municipality: MunicipalityView
    district: str
    day: date
    gp: OwnGp | None
    coming: OwnGp | None
    move: int | None
    wish: OwnWish | None
    queue: OwnQueue | None
    used: int
    most: int
    letters: tuple[LetterRow, ...]

    @property
    def label(self) -> Text:
        """What the page calls her: residents of a synthetic municipality have no names."""
        if self.acts_as is Asker.SELF:
            return Text("Deg selv", "Yourself")
        if self.name:
            return Text(self.name, self.name)
        born = self.born
        return Text(f"Barn født {format_date(born)}", f"Child born {format_date(born, 'en')}")

    @property
    def left(self) -> int:
        """Changes left this calendar year."""
        return max(0, self.most - self.used)


def own_persons(*, by: Actor) -> tuple[OwnPerson, ...]:
    """Return those whose GP ``by`` may see to, with all that concerns it: herself first.

    Raises:
        NotAllowedError: She is tied to no resident.
    """
    found = own_residents(by=by)
    return tuple(_person(row, asker, position) for position, (row, asker) in enumerate(found))


def own_person(position: int, *, by: Actor) -> OwnPerson:
    """Return one of those whose GP ``by`` may see to, by her number among them.

    Raises:
        NotAllowedError: She is tied to no resident.
        UnknownIdError: There are not so many.
    """
    found = own_residents(by=by)
    if not 0 <= position < len(found):
        raise UnknownIdError(
            Text("Du kan ikke se til så mange.", "You see to fewer than that."),
            where="hvem",
            remedy=Text("Gå tilbake til Min fastlege.", "Go back to My GP."),
        )
    row, asker = found[position]
    return _person(row, asker, position)


def own_letter_pdf(letter: int, position: int, *, by: Actor) -> bytes:
    """Return a letter to one of those whose GP ``by`` may see to, as PDF.

    Raises:
        NotAllowedError: She is tied to no resident.
        UnknownIdError: There is no such letter to that person.
    """
    return own_letter(letter, own_person(position, by=by).key)


def _person(row: Resident, asker: Asker, position: int) -> OwnPerson:
    day = own_day(row)
    law = law_on(day, row.municipality.number)
    move = (
        Move.objects.filter(resident=row, state="planned", to_list__isnull=False)
        .select_related("to_list")
        .first()
    )
    return OwnPerson(
        key=row.pk,
        position=position,
        name=row.name,
        born=row.born,
        acts_as=asker,
        municipality=view_of(row.municipality),
        district="" if row.district is None else row.district.number,
        day=day,
        gp=_gp_today(row, day),
        coming=None
        if move is None or move.to_list is None
        else _gp(move.to_list, move.effective_on, move.effective_on),
        move=None if move is None else move.pk,
        wish=_wish(row),
        queue=_queue(row, day),
        used=counted_changes(row.pk, day.year),
        most=law.integer("switching.max_per_calendar_year"),
        letters=own_letters(row.pk),
    )


def _gp_today(row: Resident, day: date) -> OwnGp | None:
    held = Membership.objects.on(day).filter(resident=row).select_related("patient_list").first()
    if held is None:
        return None
    if held.patient_list is None:
        return OwnGp("", "", "", held.valid_from, held.elsewhere)
    return _gp(held.patient_list, held.valid_from, day)


def _gp(row: PatientList, since: date, day: date) -> OwnGp:
    terms = (
        AgreementTerms.objects.on(day)
        .filter(agreement=row.agreement_id)
        .select_related("holder", "locum", "centre")
        .first()
    )
    if terms is None:
        return OwnGp("", "", "", since)
    doctor = terms.locum if terms.status == "served_by_locum" else terms.holder
    name = "" if doctor is None else doctor.name
    return OwnGp(name, terms.centre.name, terms.centre.phone, since)


def _wish(row: Resident) -> OwnWish | None:
    made = ChangeRequest.objects.filter(resident=row).select_related("wanted_list").first()
    if made is None:
        return None
    return OwnWish(
        key=made.pk,
        version=made.version,
        gp=None
        if made.wanted_list is None
        else _gp(made.wanted_list, made.effective_on, made.effective_on),
        asked_on=made.asked_on,
        asked_by=Asker(made.asked_by),
        state=made.state,
        note=made.note,
        findings=told(made.findings),
    )


def _queue(row: Resident, day: date) -> OwnQueue | None:
    entry = row.waiting.filter(left_on=None).select_related("wanted_list").first()
    if entry is None:
        return None
    waiting_class = WaitingClass(entry.waiting_class)
    expected = expected_wait(entry, day)
    first = 0
    if waiting_class is not WaitingClass.WITHOUT_GP:
        first = WaitingEntry.objects.filter(
            municipality=entry.municipality_id,
            wanted_list=entry.wanted_list_id,
            waiting_class=WaitingClass.WITHOUT_GP.value,
            left_on=None,
            queued_on__lte=day,
        ).count()
    wanted = entry.wanted_list
    return OwnQueue(
        key=entry.pk,
        gp=None if wanted is None else _gp(wanted, entry.queued_on, day),
        queued_on=entry.queued_on,
        waiting_class=waiting_class,
        expected=expected,
        first=first,
        longer=max(0, expected.place - 1 - first),
        unqueued=0
        if wanted is not None
        else unqueued_ahead(
            entry.municipality_id,
            row.pk,
            day,
            without_gp=waiting_class is WaitingClass.WITHOUT_GP,
            since=entry.queued_on,
        ),
    )
