"""What a resident can be told today: where she stands in the queue, and the letters to her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.models import Letter, Move
from hjemmel.apps.lists.selectors.letters import LetterRow, row_of
from hjemmel.apps.lists.selectors.wait import ExpectedWait, expected_wait
from hjemmel.apps.registry.models import WaitingEntry
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.residents import open_to


@dataclass(frozen=True, slots=True)
class Told:
    """What a resident can be told.

    Args:
        stands: Her place in the queue and the expected wait; ``None``: she does not wait here.
        letters: The letters to her, newest first.
        to_make: Kinds of letters that can be made now, and the key of what each is about.
    """

    stands: ExpectedWait | None
    letters: tuple[LetterRow, ...]
    to_make: tuple[tuple[LetterKind, int], ...]


def told(resident: int, municipality: MunicipalityView, day: date, *, by: Actor) -> Told:
    """Return what a resident can be told. The page that shows it has logged the look.

    Args:
        resident: Key of the resident.
        municipality: The municipality that tells.
        day: The day.
        by: Who asks; needs ``SEE_RESIDENTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    hers = open_to(municipality.key, by, "resident__")
    letters = Letter.objects.filter(hers, resident=resident, municipality=municipality.key)
    entry = WaitingEntry.objects.filter(
        hers, resident=resident, municipality=municipality.key, left_on__isnull=True
    ).first()
    moves = Move.objects.filter(
        hers, resident=resident, municipality=municipality.key, state__in=("planned", "done")
    ).exclude(letters__isnull=False)
    to_make: list[tuple[LetterKind, int]] = []
    if entry is not None:
        to_make.append((LetterKind.PLACE_IN_QUEUE, entry.pk))
    for move in moves.order_by("-pk")[:1]:
        if move.to_list_id is not None:
            to_make.append((LetterKind.CHANGE_CONFIRMED, move.pk))
        elif move.cause == "list_reduced":
            to_make.append((LetterKind.MOVED_BY_REDUCTION, move.pk))
    return Told(
        # Who queued after the day that the register is usually seen on is told of the day she queued.
        stands=None if entry is None else expected_wait(entry, max(day, entry.queued_on)),
        letters=tuple(row_of(one) for one in letters.select_related("template")),
        to_make=tuple(to_make),
    )
