"""A round judged from its lines alone: nothing of how it was made is asked."""

from __future__ import annotations

from hjemmel.engines.funding.round_results import GrantRound, Standing
from hjemmel.kernel.text import Text


def check_round(result: GrantRound) -> tuple[Text, ...]:
    """Return what is wrong with a round; empty when it is sound.

    Each run stays within its frame, nobody gets more than was sought or than the rules give, and nobody
    gets money while somebody before goes without for want of it.
    """
    wrong: list[Text] = []
    for run in result.runs:
        total = sum(
            line.awarded.oere
            for line in result.lines
            if line.run is not None and line.run <= run.number
        )
        if total != run.total.oere or total > run.frame.oere:
            wrong.append(
                Text(
                    f"Kjøring {run.number} går over rammen eller summerer feil.",
                    f"Run {run.number} is above its frame or adds up wrong.",
                )
            )
    waiting = [line.rank for line in result.lines if line.rank and not line.is_awarded]
    first_waiting = min(waiting, default=None)
    for line in result.lines:
        key = line.application.key
        if line.awarded > line.application.sought or line.awarded > line.possible:
            wrong.append(Text(f"{key} får for mye.", f"{key} gets too much."))
        if line.is_awarded != (line.awarded.oere > 0) or line.is_awarded != (line.run is not None):
            wrong.append(Text(f"{key} er ført feil.", f"{key} is entered wrong."))
        if (line.standing is Standing.NOT_ELIGIBLE) != (line.rank is None):
            wrong.append(Text(f"{key} har feil plass.", f"{key} has the wrong place."))
        if line.is_awarded and first_waiting and line.rank and line.rank > first_waiting:
            wrong.append(Text(f"{key} går foran andre.", f"{key} goes before others."))
    return tuple(wrong)
