"""A plan as Excel: taken out, filled in, and its measures and values read in again after a preview."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hjemmel.apps.accounts.policies import not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.exchange.services import take_in
from hjemmel.apps.plan.services.sheets import (
    SheetOutcome,
    export_plan,
    import_measures,
    import_values,
    preview_measures,
    preview_values,
)
from hjemmel.domain.plan import Plan
from hjemmel.kernel.errors import ConflictError, DataFileError, HjemmelError, InputError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.excel import excel_response
from hjemmel.web.plan.asked import PlanAsked, asked_of_plan
from hjemmel.web.plan.plan_views import about
from hjemmel.web.plan.source import plan_of
from hjemmel.web.plan.writing import writer
from hjemmel.web.work.forms import key_in, unknown_action

_KEPT = "plan_sheet"
_KINDS = ("measures", "values")
_MOST = 60


@never_cache
@require_safe
def workbook(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Send a plan as Excel: measures, sums, budget, indicators and values; that it was taken out is logged."""
    asked = asked_of_plan(request, case)
    shown = plan_of(asked, plan)
    if asked.actor is None or asked.is_example:
        raise not_allowed(Permission.SEE_PLANS)
    content = export_plan(
        plan=int(shown.key), day=asked.today, by=asked.actor, language=language_of(request)
    )
    return excel_response(content, f"plan-{shown.id}.xlsx")


@never_cache
def sheet(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Take a plan out as Excel, and read a sheet in: first what it would change, then for good."""
    asked = asked_of_plan(request, case, permission=Permission.WRITE_PLANS)
    if asked.is_example:
        raise not_allowed(Permission.WRITE_PLANS)
    shown = plan_of(asked, plan)
    problem: HjemmelError | None = None
    outcome: SheetOutcome | None = None
    if request.method == "POST":
        try:
            what = request.POST.get("what")
            if what == "take":
                page = _take(request, asked, shown)
                kwargs = {"language": language_of(request), "case": asked.case, "plan": shown.id}
                return HttpResponseRedirect(reverse(page, kwargs=kwargs))
            if what != "preview":
                raise unknown_action()
            outcome = _preview(request, asked, shown)
        except DataFileError as error:  # it was sent now: whoever sent it can mend it
            problem = InputError(error.what, where=error.where, remedy=error.remedy)
        except HjemmelError as error:
            problem = error
    context = {
        **about(asked, shown),
        "problem": problem,
        "outcome": outcome,
        "kind": request.POST.get("kind", ""),
        "bad": () if outcome is None else outcome.bad[:_MOST],
        "changes": outcome is not None and bool(outcome.added or outcome.changed),
    }
    status = status_of(problem) if problem else 200
    return render(request, "plan/sheet.html", context, status=status)


def _kind(request: HttpRequest) -> str:
    kind = request.POST.get("kind") or ""
    if kind not in _KINDS:
        raise unknown_action()
    return kind


def _preview(request: HttpRequest, asked: PlanAsked, plan: Plan) -> SheetOutcome:
    """Keep the file until it is taken in, and return what it would do."""
    by, _ = writer(asked)
    kind, upload = _kind(request), request.FILES.get("file")
    if upload is None or not upload.name:
        raise InputError(
            Text("Ingen fil er valgt.", "No file is chosen."),
            where="file",
            remedy=Text("Velg en Excel- eller CSV-fil.", "Choose an Excel or CSV file."),
        )
    _forget(request)
    kept = take_in(stream=cast(BinaryIO, upload), name=upload.name)
    key, name = int(plan.key), upload.name
    try:
        if kind == "measures":
            found = preview_measures(plan=key, file=kept, name=name, by=by)
        else:
            now = timezone.now()
            found = preview_values(
                plan=key, file=kept, name=name, by=by, today=asked.today, now=now
            )
    except Exception:
        kept.unlink(missing_ok=True)
        raise
    request.session[_KEPT] = {"plan": key, "kind": kind, "file": str(kept), "name": name}
    return found


def _take(request: HttpRequest, asked: PlanAsked, plan: Plan) -> str:
    """Take the file that was previewed into the plan; return the page that shows what it did."""
    by, _ = writer(asked)
    kept = request.session.get(_KEPT) or {}
    file = Path(kept.get("file", ""))
    if kept.get("plan") != int(plan.key) or not file.is_file():
        raise ConflictError(
            Text("Filen er ikke her lenger.", "The file is not here any more."),
            where="file",
            remedy=Text("Forhåndsvis den på nytt.", "Preview it again."),
        )
    key, name = int(plan.key), kept["name"]
    if kept["kind"] == "measures":
        version = key_in(request, "version")
        import_measures(plan=key, file=file, name=name, by=by, version=version)
    else:
        now = timezone.now()
        import_values(plan=key, file=file, name=name, by=by, today=asked.today, now=now)
    _forget(request)
    return "plan-one" if kept["kind"] == "measures" else "plan-indicators"


def _forget(request: HttpRequest) -> None:
    kept = request.session.pop(_KEPT, None)
    if kept:
        Path(kept["file"]).unlink(missing_ok=True)
