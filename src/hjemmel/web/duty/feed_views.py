"""A doctor's private calendar addresses, and what a calendar reads there without signing in."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hjemmel.apps.duty.selectors.feeds import feeds_with
from hjemmel.apps.duty.selectors.own import own_places
from hjemmel.apps.duty.services.feeds import feed_text, make_feed, revoke_feed
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.web.actors import actor_for
from hjemmel.web.calendar_feed import answer_calendar
from hjemmel.web.context import refuse_what_is_ignored
from hjemmel.web.duty.mine_views import about_place, chosen
from hjemmel.web.work.forms import key_in, unknown_action

_log = logging.getLogger("hjemmel.web.duty.feed")


@never_cache
def mine(request: HttpRequest, language: str) -> HttpResponse:
    """Show one's calendar addresses; make one, whose secret is shown this once, and revoke."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, ("sted",))
    places = own_places(by=actor, on=timezone.localdate())
    place = chosen(request, places)
    problem: HjemmelError | None = None
    address = ""
    if request.method == "POST" and place is not None:
        try:
            what = request.POST.get("what")
            if what == "make":
                made = make_feed(duty_doctor=place.key, by=actor)
                kwargs = {"language": language, "secret": made.secret}
                address = request.build_absolute_uri(reverse("duty-feed-file", kwargs=kwargs))
            elif what == "revoke":
                revoke_feed(feed=key_in(request, "feed"), by=actor, now=timezone.now())
                return HttpResponseRedirect(request.get_full_path())
            else:
                raise unknown_action()
        except HjemmelError as error:
            problem = error
    context = {
        **about_place(places, place),
        "problem": problem,
        "address": address,
        "feeds": () if place is None else feeds_with(place.key, by=actor),
    }
    status = status_of(problem) if problem else 200
    return render(request, "duty/feeds.html", context, status=status)


@never_cache
@require_safe
def feed(request: HttpRequest, language: str, secret: str) -> HttpResponse:
    """Answer a calendar that knows the secret. No sign-in."""

    def text() -> str:
        return feed_text(secret=secret, now=timezone.now())

    return answer_calendar(text, filename="vakter.ics", log=_log)
