"""The deadlines of a plan as a file that calendars read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hjemmel.apps.plan.calendar_text import deadlines_text
from hjemmel.web.plan.asked import asked_of_plan
from hjemmel.web.plan.source import plan_of


@never_cache
@require_safe
def deadlines(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Send the deadlines of a plan's measures that are not over."""
    asked = asked_of_plan(request, case)
    shown = plan_of(asked, plan)
    text = deadlines_text(shown, at=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="frister-{shown.id}.ics"'
    return response
