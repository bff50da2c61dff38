"""What needs attention in a picture, with the need and the notes on its figures."""

from __future__ import annotations

from hjemmel.apps.coverage.calculations import coverage_of, need_of
from hjemmel.cases.data_quality import Severity, notes_for
from hjemmel.domain.attention import Attention
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.engines.coverage.attention import attention_in
from hjemmel.kernel.errors import HjemmelError


def attention_of(picture: MunicipalityOnDay) -> tuple[Attention, ...]:
    """Return what needs attention in a picture; the database is not asked."""
    return attention_in(
        picture,
        coverage_of(picture),
        recruits=_recruits(picture),
        contradictions=sum(
            note.severity is Severity.CHANGES_RESULT for note in notes_for(picture.id)
        ),
    )


def _recruits(picture: MunicipalityOnDay) -> tuple[int, int] | None:
    try:
        result = need_of(picture, {})
    except HjemmelError:
        return None
    return result.recruits, result.inputs.years
