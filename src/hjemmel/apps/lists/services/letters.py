"""Letters to residents: one at a time, or all of a round, a cut-over, a reduction or a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.letters.sources import LetterSource
from hjemmel.apps.lists.models import (
    AllocationRound,
    CutOver,
    Letter,
    LetterTemplate,
    Move,
    Reduction,
)
from hjemmel.apps.lists.services.letter_facts import of_ending, of_moves
from hjemmel.apps.lists.services.letter_subjects import (
    end_of,
    source_of_ending,
    subject_of,
    told_by,
)
from hjemmel.apps.lists.services.letter_templates import template_in_use
from hjemmel.apps.registry.models import Membership, Municipality, PatientList, Resident
from hjemmel.apps.registry.selectors.residents import open_to
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.apps.registry.services.person import find_person, record_about
from hjemmel.apps.registry.services.revision import lock_municipality
from hjemmel.kernel.digest import digest
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text, words_in
from hjemmel.law import LawAt, law_on

_AT_A_TIME = 2_000


@dataclass(frozen=True, slots=True)
class LettersMade:
    """What a batch came to.

    Args:
        made: Letters made now.
        before: Letters that were there already.
        left_out: Persons with a protected address, whom the one who asked may not see.
    """

    made: int
    before: int
    left_out: int


@transaction.atomic
def make_letter(
    *,
    kind: LetterKind,
    about: int,
    made_on: date,
    by: Actor,
    language: str = "nb",
    municipality: int | None = None,
) -> Letter:
    """Make a letter about one thing; asked for again, it is the same letter.

    Args:
        kind: What it tells.
        about: Key of what it is about: a move, an entry in the queue, or, when the GP ends, the
            resident's membership of the list.
        made_on: The day on the letter.
        by: Who makes it; needs ``EDIT_RESIDENTS`` there, or is the resident herself or her parent.
        language: ``nb``, ``nn`` or ``en``.
        municipality: Key of the municipality that must tell of it; ``None`` is whichever does.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such thing, or no such resident that ``by`` may know of.
        ConflictError: She is not in the queue any more, or the agreement has no end.
        MissingDataError: There is no text in that language.
    """
    subject = subject_of(kind, about, municipality)
    person = find_person(subject.resident, by=by, permission=Permission.EDIT_RESIDENTS, own=True)
    if person.asker is None:
        by.require(Permission.EDIT_RESIDENTS, municipality=subject.municipality)
    lock_municipality(subject.municipality)
    place = Municipality.objects.get(pk=subject.municipality)
    facts = subject.facts(kind, made_on, law_on(made_on, place.number), words_in(language))
    source = subject.source(made_on)
    there = Letter.objects.filter(resident=subject.resident, kind=kind.value, source=source).first()
    if there is not None:
        return there
    template = template_in_use(place.pk, kind, language)
    letter = _letter(subject.resident, template, source, subject.move, facts, made_on, by)
    letter.save()
    record_about(
        person,
        "lists.make_letter",
        by=by,
        details={"letter": letter.pk, "kind": kind.value},
        place=place.pk,
    )
    return letter


@transaction.atomic
def make_letters_for(
    *,
    source: LetterSource,
    key: int,
    made_on: date,
    by: Actor,
    language: str = "nb",
    municipality: int | None = None,
) -> LettersMade:
    """Make a letter to each whom a round, a cut-over, a reduction or the end of an agreement moves.

    Those who have their letter keep it; made again after an interruption, only the rest is made.

    Args:
        source: What kind of thing it is.
        key: Its key.
        made_on: The day on the letters.
        by: Who makes them; needs ``RUN_LISTS`` there.
        language: ``nb``, ``nn`` or ``en``.
        municipality: Key of the municipality that it must be in; ``None`` is whichever it is in.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such thing.
        ConflictError: Nothing is decided in it yet, or the agreement has no end.
        MissingDataError: There is no text in that language.
    """
    place = _place_of(source, key)
    if municipality not in (None, place.pk):
        raise not_there(source.value)
    by.require(Permission.RUN_LISTS, municipality=place.pk)
    lock_municipality(place.pk)
    law = law_on(made_on, place.number)
    counted = LettersMade(0, 0, 0)
    if source is LetterSource.LIST:
        counted = _for_list(key, place, made_on, law, language, by)
    else:
        for kind, moves in _moves_of(source, key).items():
            part = _for_moves(kind, moves, place, made_on, law, language, by)
            counted = LettersMade(
                counted.made + part.made,
                counted.before + part.before,
                counted.left_out + part.left_out,
            )
    record(
        by=by.name,
        action="lists.make_letters",
        subject=f"{source.value} {key}",
        municipality=place.number,
        details={"made": counted.made, "before": counted.before, "left_out": counted.left_out},
    )
    return counted


def _place_of(source: LetterSource, key: int) -> Municipality:
    """Return the municipality that something is in.

    Raises:
        UnknownIdError: There is no such thing.
        ConflictError: Nothing is decided in it.
    """
    if source is LetterSource.ROUND:
        made = AllocationRound.objects.select_related("municipality").filter(pk=key).first()
        if made is not None:
            _require_decided(made.state == "adopted")
            return made.municipality
    elif source is LetterSource.CUT_OVER:
        run = CutOver.objects.select_related("municipality").filter(pk=key).first()
        if run is not None:
            _require_decided(run.state == "done")
            return run.municipality
    elif source is LetterSource.REDUCTION:
        drawn = (
            Reduction.objects.select_related("patient_list__municipality").filter(pk=key).first()
        )
        if drawn is not None:
            _require_decided(drawn.state == "drawn")
            return drawn.patient_list.municipality
    else:
        row = PatientList.objects.select_related("municipality").filter(pk=key).first()
        if row is not None:
            return row.municipality
    raise not_there(source.value)


def _moves_of(source: LetterSource, key: int) -> Mapping[LetterKind, QuerySet[Move]]:
    if source is LetterSource.CUT_OVER:
        moves = Move.objects.filter(cut_over=key)
        kinds = [LetterKind.CHANGE_CONFIRMED, LetterKind.MOVED_BY_REDUCTION]
    else:
        moves = Move.objects.filter(source=f"{source.value} {key}")
        is_reduction = source is LetterSource.REDUCTION
        kinds = [LetterKind.MOVED_BY_REDUCTION if is_reduction else LetterKind.CHANGE_CONFIRMED]
    return {kind: told_by(kind, moves) for kind in kinds}


def _for_moves(
    kind: LetterKind,
    moves: QuerySet[Move],
    place: Municipality,
    made_on: date,
    law: LawAt,
    language: str,
    by: Actor,
) -> LettersMade:
    there = Letter.objects.filter(move=OuterRef("pk"), kind=kind.value)
    seen = moves.filter(open_to(place.pk, by, "resident__"))
    missing = list(seen.exclude(Exists(there)).order_by("pk"))
    before = seen.filter(Exists(there)).count()
    left_out = moves.filter(resident__erased_on__isnull=True).count() - seen.count()
    if missing:
        template = template_in_use(place.pk, kind, language)
        facts = of_moves(missing, kind, law, words_in(language))
        Letter.objects.bulk_create(
            (
                _letter(
                    move.resident_id,
                    template,
                    f"move {move.pk}",
                    move.pk,
                    facts[move.pk],
                    made_on,
                    by,
                )
                for move in missing
            ),
            batch_size=_AT_A_TIME,
        )
    return LettersMade(len(missing), before, left_out)


def _for_list(
    key: int, place: Municipality, made_on: date, law: LawAt, language: str, by: Actor
) -> LettersMade:
    """Make letters to those who are on a list on the last day of its GP."""
    row, ends_on = end_of(PatientList.objects.get(pk=key), made_on)
    members = Resident.objects.filter(
        pk__in=Membership.objects.on(made_on).filter(patient_list=row).values("resident")
    )
    source = source_of_ending(row, ends_on)
    kind = LetterKind.GP_ENDS
    there = Letter.objects.filter(resident=OuterRef("pk"), kind=kind.value, source=source)
    seen = members.filter(open_to(place.pk, by))
    missing = list(seen.exclude(Exists(there)).order_by("pk").values_list("pk", flat=True))
    if missing:
        template = template_in_use(place.pk, kind, language)
        facts = of_ending(row, ends_on, law, words_in(language))
        Letter.objects.bulk_create(
            (_letter(one, template, source, None, facts, made_on, by) for one in missing),
            batch_size=_AT_A_TIME,
        )
    known = seen.count()
    return LettersMade(len(missing), known - len(missing), members.count() - known)


def _letter(
    resident: int,
    template: LetterTemplate,
    source: str,
    move: int | None,
    facts: dict[str, str],
    made_on: date,
    by: Actor,
) -> Letter:
    return Letter(
        resident_id=resident,
        municipality_id=template.municipality_id,
        kind=template.kind,
        template=template,
        source=source,
        move_id=move,
        made_on=made_on,
        facts=facts,
        digest=digest([template.subject, template.body, template.language, facts, made_on]),
        made_by=by.name,
        made_at=timezone.now(),
    )


def _require_decided(is_decided: bool) -> None:
    if not is_decided:
        raise ConflictError(
            Text(
                "Det er ikke avgjort ennå, eller er trukket.", "It is not decided, or is withdrawn."
            ),
            where="letters",
            remedy=Text("Lag brevene når det er avgjort.", "Make the letters when it is decided."),
        )
