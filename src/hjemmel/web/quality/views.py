"""Datakvalitet: where the published figures do not add up, and what was recomputed."""

from __future__ import annotations

import functools

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hjemmel.cases.data_quality import Severity, all_notes, notes_for
from hjemmel.cases.published import list_cases
from hjemmel.cases.verification import Verification, verify
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.web.pictures import is_of_register, picture_for
from hjemmel.web.quality.register_views import WANTED, register_quality


@functools.cache
def _verified() -> tuple[Verification, ...]:
    return verify()


def quality(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the notes of a case and the figures that were recomputed; of the register, its own."""
    if is_of_register(case):
        return register_quality(request, case)
    picture = picture_for(request, case)
    notes = notes_for(picture.id)
    checks = _verified()
    return render(
        request,
        "quality/quality.html",
        {
            "picture": picture,
            "notes": notes,
            "changing": sum(note.severity is Severity.CHANGES_RESULT for note in notes),
            "other_count": sum(note.severity is not Severity.CHANGES_RESULT for note in notes),
            "other_notes": [note for note in all_notes() if note not in notes],
            "checks": checks,
            "agreeing": sum(check.agrees for check in checks),
            "disagreeing": [check for check in checks if not check.agrees],
            "made_after": _made_after(picture),
            "missing": _missing(picture),
        },
    )


def _made_after(picture: MunicipalityOnDay) -> str | None:
    """Return the published case that a synthetic municipality is calibrated to."""
    if picture.seed is None:
        return None
    ids = [case.id for case in list_cases() if case.number and case.number == picture.number]
    return ids[-1] if ids else None


def _missing(picture: MunicipalityOnDay) -> list[str]:
    """Return the names of figures that pages could use, but nobody has published."""
    return [name for name in WANTED if picture.whole(name) is None]
