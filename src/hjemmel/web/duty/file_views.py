"""A roster as Excel: taken out, filled in, and read in again after a preview."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.changes import shifts_changed
from hjemmel.apps.duty.selectors.rosters import RosterView
from hjemmel.apps.duty.services.sheets import (
    SheetOutcome,
    export_roster,
    import_sheet,
    preview_sheet,
)
from hjemmel.apps.duty.sheet_files import workbook_of
from hjemmel.apps.exchange.services import take_in
from hjemmel.kernel.errors import ConflictError, DataFileError, HjemmelError, InputError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.duty.advice import advised
from hjemmel.web.duty.asked import DutyAsked, asked_of_duty, roster_of
from hjemmel.web.work.forms import key_in, unknown_action

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KEPT = "duty_sheet"
_MOST = 60


@never_cache
def workbook(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Send a roster as Excel: calendar, matrix, ledger, findings; that it was taken out is logged."""
    asked = asked_of_duty(request, case)
    roster = roster_of(asked, key)
    content = workbook_of(export_roster(roster=roster.key, by=asked.actor), language_of(request))
    response = HttpResponse(content, content_type=_EXCEL)
    response["Content-Disposition"] = f'attachment; filename="vaktplan-{key}.xlsx"'
    return response


@never_cache
def sheet(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Take a roster out as Excel, and read a sheet in: first what it would change, then for good."""
    asked = asked_of_duty(request, case)
    roster = roster_of(asked, key)
    asked.actor.require(Permission.PLAN_ROSTERS, municipality=roster.host)
    problem: HjemmelError | None = None
    outcome: SheetOutcome | None = None
    if request.method == "POST":
        try:
            what = request.POST.get("what")
            if what == "take":
                _take(request, asked, roster)
                kwargs = {"language": language_of(request), "case": asked.number, "key": key}
                return HttpResponseRedirect(reverse("duty-roster", kwargs=kwargs))
            if what != "preview":
                raise unknown_action()
            outcome = _preview(request, asked, roster)
        except DataFileError as error:  # it was sent now: whoever sent it can mend it
            problem = InputError(error.what, where=error.where, remedy=error.remedy)
        except HjemmelError as error:
            problem = error
    context: dict[str, Any] = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "roster": roster,
        "problem": problem,
        "outcome": outcome,
    }
    if outcome is not None:
        changes = shifts_changed(key, outcome.put, outcome.off, by=asked.actor)
        context |= {
            "changes": changes[:_MOST],
            "changes_more": max(0, len(changes) - _MOST),
            "changes_count": len(changes),
            "findings": [
                (one, advised(one)) for one in outcome.findings if one.constraint != "coverage"
            ][:_MOST],
            "stops": sum(one.stops_publishing for one in outcome.findings),
        }
    status = status_of(problem) if problem else 200
    return render(request, "duty/sheet.html", context, status=status)


def _preview(request: HttpRequest, asked: DutyAsked, roster: RosterView) -> SheetOutcome:
    """Keep the file until it is taken in, and return what it would do."""
    upload = request.FILES.get("file")
    if upload is None or not upload.name:
        raise InputError(
            Text("Ingen fil er valgt.", "No file is chosen."),
            where="file",
            remedy=Text("Velg en Excel- eller CSV-fil.", "Choose an Excel or CSV file."),
        )
    _forget(request)
    kept = take_in(stream=cast(BinaryIO, upload), name=upload.name)
    try:
        found = preview_sheet(roster=roster.key, file=kept, name=upload.name, by=asked.actor)
    except Exception:
        kept.unlink(missing_ok=True)
        raise
    request.session[_KEPT] = {"roster": roster.key, "file": str(kept), "name": upload.name}
    return found


def _take(request: HttpRequest, asked: DutyAsked, roster: RosterView) -> None:
    """Take the file that was previewed into the roster."""
    kept = request.session.get(_KEPT) or {}
    file = Path(kept.get("file", ""))
    if kept.get("roster") != roster.key or not file.is_file():
        raise ConflictError(
            Text("Filen er ikke her lenger.", "The file is not here any more."),
            where="file",
            remedy=Text("Forhåndsvis den på nytt.", "Preview it again."),
        )
    import_sheet(
        roster=roster.key,
        file=file,
        name=kept["name"],
        version=key_in(request, "version"),
        reason=request.POST.get("reason") or "",
        by=asked.actor,
    )
    _forget(request)


def _forget(request: HttpRequest) -> None:
    kept = request.session.pop(_KEPT, None)
    if kept:
        Path(kept["file"]).unlink(missing_ok=True)
