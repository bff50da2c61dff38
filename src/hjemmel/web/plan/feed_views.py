"""Private calendar addresses of a plan's deadlines, and what a calendar reads there without signing in."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hjemmel.apps.accounts.policies import not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.selectors.deadlines import feeds_of
from hjemmel.apps.plan.services.feeds import feed_text, make_feed, revoke_feed
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.web.calendar_feed import answer_calendar
from hjemmel.web.plan.asked import asked_of_plan
from hjemmel.web.plan.plan_views import about
from hjemmel.web.plan.source import plan_of
from hjemmel.web.work.forms import key_in, unknown_action

_log = logging.getLogger("hjemmel.web.plan.feed")


@never_cache
def feeds(request: HttpRequest, language: str, case: str, plan: str) -> HttpResponse:
    """Show one's calendar addresses of a plan; make one, whose secret is shown this once, and revoke."""
    asked = asked_of_plan(request, case)
    if asked.actor is None or asked.is_example:
        raise not_allowed(Permission.SEE_PLANS)
    shown = plan_of(asked, plan)
    problem: HjemmelError | None = None
    address = ""
    if request.method == "POST":
        try:
            what = request.POST.get("what")
            if what == "make":
                made = make_feed(plan=int(shown.key), by=asked.actor)
                kwargs = {"language": language, "secret": made.secret}
                address = request.build_absolute_uri(reverse("plan-feed-file", kwargs=kwargs))
            elif what == "revoke":
                revoke_feed(feed=key_in(request, "feed"), by=asked.actor, now=timezone.now())
                return HttpResponseRedirect(request.path)
            else:
                raise unknown_action()
        except HjemmelError as error:
            problem = error
    context = {
        **about(asked, shown),
        "problem": problem,
        "address": address,
        "feeds": feeds_of(int(shown.key), by=asked.actor),
    }
    status = status_of(problem) if problem else 200
    return render(request, "plan/feeds.html", context, status=status)


@never_cache
@require_safe
def feed(request: HttpRequest, language: str, secret: str) -> HttpResponse:
    """Answer a calendar that knows the secret. No sign-in."""

    def text() -> str:
        return feed_text(secret=secret, now=timezone.now())

    return answer_calendar(text, filename="frister.ics", log=_log)
