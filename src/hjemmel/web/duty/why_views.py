"""Why somebody has a shift."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hjemmel.apps.duty.selectors.explaining import why_on_shift
from hjemmel.apps.duty.selectors.rosters import roster_page
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.web.duty.asked import asked_of_duty, key_in_address, roster_of

_DAY = timedelta(days=1)
_MOST_OTHERS = 15


@never_cache
def why(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show why a doctor has a shift: who else could have had it, and what the ledger says."""
    asked = asked_of_duty(request, case, ("vakt", "lege"))
    roster = roster_of(asked, key)
    shift, doctor = (request.GET.get("vakt") or "")[:60], key_in_address(request, "lege")
    found = why_on_shift(key, shift, by=asked.actor, doctor=doctor)
    picture = next(one for one in found.inputs.picture.shifts if one.key == shift)
    page = roster_page(key, by=asked.actor, first=picture.day, last=picture.day + _DAY)
    cell = next((one for one in page.shifts if one.key == shift), None)
    if cell is None or not found.explanations:
        raise UnknownIdError(
            Text("Ingen står på vakten.", "Nobody is on the shift."),
            where="vakt",
            remedy=Text("Gå tilbake til planen.", "Go back to the roster."),
        )
    name = found.inputs.name
    context = {
        "asked": asked,
        "made_up": asked.is_synthetic,
        "roster": roster,
        "shift": cell,
        "explanations": [
            (
                name(one.doctor),
                one,
                [(name(other.doctor), other) for other in one.others[:_MOST_OTHERS]],
            )
            for one in found.explanations
        ],
    }
    return render(request, "duty/why.html", context)
