"""What a letter is about: a move, an entry in the queue, or a membership of a list whose GP ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.models import Move
from hjemmel.apps.lists.services.letter_facts import of_ending, of_moves, of_waiting
from hjemmel.apps.registry.models import AgreementTerms, Membership, PatientList, WaitingEntry
from hjemmel.apps.registry.services.person import unknown
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Language, Text
from hjemmel.law import LawAt

_WHERE = {
    LetterKind.CHANGE_CONFIRMED: "move",
    LetterKind.PLACE_IN_QUEUE: "waiting",
    LetterKind.GP_ENDS: "membership",
    LetterKind.MOVED_BY_REDUCTION: "move",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What one letter is about.

    Args:
        row: The move, the entry or the membership.
        resident: Key of whom it is about.
        municipality: Key of the municipality that tells of it.
    """

    row: Any
    resident: int
    municipality: int

    @property
    def move(self) -> int | None:
        """Key of the move, when it is one."""
        return self.row.pk if isinstance(self.row, Move) else None

    def source(self, day: date) -> str:
        """Return what a letter of a day has as its source: nobody gets two letters of one."""
        if isinstance(self.row, Move):
            return f"move {self.row.pk}"
        if isinstance(self.row, WaitingEntry):
            return f"waiting {self.row.pk} {day.isoformat()}"
        return source_of_ending(*end_of(self.row.patient_list, day))

    def facts(self, kind: LetterKind, day: date, law: LawAt, language: Language) -> dict[str, str]:
        """Return what is filled into the letter's text.

        Raises:
            ConflictError: She is not in the queue any more, or the agreement has no end.
        """
        if isinstance(self.row, Move):
            return of_moves([self.row], kind, law, language)[self.row.pk]
        if isinstance(self.row, WaitingEntry):
            return of_waiting(self.row, day, law, language)
        return of_ending(*end_of(self.row.patient_list, day), law, language)


def subject_of(kind: LetterKind, about: int, municipality: int | None = None) -> Subject:
    """Return what a letter is about. Who may know of it is for the caller to check.

    Args:
        kind: What the letter tells.
        about: Key of the move, the entry or the membership.
        municipality: Key of the municipality that must tell of it; ``None`` is whichever does.

    Raises:
        UnknownIdError: There is no such thing there.
    """
    found = _subject(kind, about)
    if municipality not in (None, found.municipality):
        raise unknown(_WHERE[kind])
    return found


def _subject(kind: LetterKind, about: int) -> Subject:
    if kind is LetterKind.PLACE_IN_QUEUE:
        entry = WaitingEntry.objects.filter(pk=about).first()
        if entry is None:
            raise unknown(_WHERE[kind])
        return Subject(entry, entry.resident_id, entry.municipality_id)
    if kind is LetterKind.GP_ENDS:
        row = (
            Membership.objects.filter(pk=about, known_to__isnull=True, patient_list__isnull=False)
            .select_related("patient_list")
            .first()
        )
        if row is None or row.patient_list is None:
            raise unknown(_WHERE[kind])
        return Subject(row, row.resident_id, row.patient_list.municipality_id)
    move = told_by(kind, Move.objects.filter(pk=about)).first()
    if move is None:
        raise unknown(_WHERE[kind])
    return Subject(move, move.resident_id, move.municipality_id)


def told_by(kind: LetterKind, moves: QuerySet[Move]) -> QuerySet[Move]:
    """Return those of the moves that a kind of letter tells of."""
    decided = moves.filter(state__in=("planned", "done"))
    if kind is LetterKind.MOVED_BY_REDUCTION:
        return decided.filter(cause="list_reduced", to_list__isnull=True)
    return decided.filter(to_list__isnull=False)


def end_of(row: PatientList, day: date) -> tuple[PatientList, date]:
    """Return a list and the first day after the agreement that it has on a day.

    Raises:
        ConflictError: The agreement has no end.
    """
    terms = AgreementTerms.objects.on(day).filter(agreement=row.agreement_id).first()
    ends_on = None if terms is None else terms.ends_on
    if ends_on is None:
        raise ConflictError(
            Text("Avtalen har ingen sluttdato.", "The agreement has no end."),
            where="list",
            remedy=Text(
                "Skriv på listens side når avtalen slutter.",
                "Write on the list's page when the agreement ends.",
            ),
        )
    return row, ends_on


def source_of_ending(row: PatientList, ends_on: date) -> str:
    """Return what letters about the end of an agreement have as their source."""
    return f"list {row.pk} {ends_on.isoformat()}"
