"""Tildelingsrunder: propose who gets the open places, look at it, adopt or discard it."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.rounds import round_places, round_view, rounds_of
from hjemmel.apps.lists.selectors.standing import standing
from hjemmel.apps.lists.services.distributions import propose_distribution
from hjemmel.apps.lists.services.rounds import adopt_round, discard_round, propose_round
from hjemmel.engines.allocation import Mode
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.web.context import language_of
from hjemmel.web.lists.fields import typed_whole
from hjemmel.web.register import RegisterAsked, asked_of_work
from hjemmel.web.rounds.tables import list_lines, maps_of
from hjemmel.web.work.forms import page_number, unknown_action
from hjemmel.web.work.looks import look_of, remember_look

_ROWS_ON_A_PAGE = 50
_SEEDS = 1_000_000
_LARGEST_SEED = 2**63 - 1


def rounds(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the rounds, and propose one."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return _propose(request, asked)
        except HjemmelError as error:
            problem = error
    today = timezone.localdate()
    coming = Month.of(today).plus(1).first_day
    context: dict[str, Any] = {
        "asked": asked,
        "problem": problem,
        "typed": request.POST,
        "today": today,
        "now": standing(asked.municipality, coming, by=asked.actor),
        "may_see": asked.actor.may(Permission.SEE_RESIDENTS, municipality=asked.municipality.key),
        "rounds": rounds_of(asked.municipality, by=asked.actor),
        "modes": list(Mode),
        "mode": request.POST.get("mode") or Mode.STABLE.value,
        "seed": request.POST.get("seed") or secrets.randbelow(_SEEDS),
        "next_month": coming,
    }
    return render(request, "rounds/rounds.html", context, status=422 if problem else 200)


@never_cache
def one_round(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show a round: what it gives, what it costs, to whom and why; adopt or discard it."""
    asked = asked_of_work(request, case, Permission.RUN_LISTS, ("hvem", "side"))
    placed = _placed(request)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            return _settle(request, asked, key)
        except HjemmelError as error:
            problem = error
    shown = round_view(key, asked.municipality, by=asked.actor)
    lines = list_lines(shown, asked)
    doctors = {line.key: line.row.doctor_name for line in lines if line.row is not None}
    look, number = look_of(request, asked), page_number(request)
    context = {
        "asked": asked,
        "problem": problem,
        "shown": shown,
        "row": shown.row,
        "result": shown.result,
        "lines": [line for line in lines if line.given],
        "others": [line for line in lines if not line.given],
        "most_places": max((line.places for line in lines), default=0),
        "sums": {
            name: sum(getattr(line, name) for line in lines) for name in ("places", "given", "left")
        },
        "maps": maps_of(lines, asked, language_of(request)),
        "costs": _costs(shown.result, shown.row.mode),
        "look": look,
        "persons": [
            (one, doctors.get(one.patient_list or 0, ""))
            for one in round_places(
                key,
                asked.municipality,
                by=asked.actor,
                purpose=look.purpose,
                placed=placed,
                skip=(number - 1) * _ROWS_ON_A_PAGE,
                most=_ROWS_ON_A_PAGE,
            )
        ],
        "page": Paginator(
            range({None: shown.row.persons, True: shown.row.given, False: shown.without}[placed]),
            _ROWS_ON_A_PAGE,
        ).get_page(number),
        "who": request.GET.get("hvem") or "",
        "kept": f"hvem={request.GET['hvem']}" if request.GET.get("hvem") else "",
    }
    return render(request, "rounds/round.html", context, status=422 if problem else 200)


_ACCOUNT = (
    ("placed", Text("Får en liste de har valgt", "Get a list of their choice")),
    ("first_choice", Text("Av dem får førstevalget", "Of those, get their first choice")),
    ("by_fallback", Text("Får plass i andre omgang", "Get a place in the second round")),
    ("without", Text("Får ingen plass", "Get no place")),
    ("passed_over", Text("Forbigås av noen med svakere krav", "Passed over by a worse claim")),
)


def _costs(result: Any, mode: str) -> tuple[tuple[Text, int, int | None], ...]:
    """Return what this way and the other way of giving places give, in words."""
    if "account" not in result:
        return ()
    own, other = result["account"], result["other"] or {}
    return tuple((words, own[name], other.get(name)) for name, words in _ACCOUNT)


def _propose(request: HttpRequest, asked: RegisterAsked) -> HttpResponse:
    what, today, place = request.POST.get("what"), timezone.localdate(), asked.municipality.key
    if what == "distribution":
        made = propose_distribution(municipality=place, as_of=today, by=asked.actor)
    elif what == "round":
        made = propose_round(
            municipality=place,
            as_of=today,
            mode=_mode(request.POST.get("mode") or ""),
            seed=_seed(request),
            by=asked.actor,
        )
    else:
        raise unknown_action()
    kwargs = {"language": language_of(request), "case": asked.municipality.number, "key": made.pk}
    return HttpResponseRedirect(reverse("work-round", kwargs=kwargs))


def _settle(request: HttpRequest, asked: RegisterAsked, key: int) -> HttpResponse:
    what = request.POST.get("what")
    if what == "look":
        remember_look(request, asked)
        return HttpResponseRedirect(request.get_full_path())
    if what == "adopt":
        adopt_round(round=key, by=asked.actor)
    elif what == "discard":
        discard_round(round=key, by=asked.actor)
    else:
        raise unknown_action()
    return HttpResponseRedirect(request.path)


_WHO = {"": None, "plass": True, "ingen": False}


def _placed(request: HttpRequest) -> bool | None:
    """Return which persons of a round are asked for."""
    given = request.GET.get("hvem") or ""
    if given not in _WHO:
        raise InputError(
            Text(f"Ukjent verdi «{given[:40]}».", f"Unknown value “{given[:40]}”."),
            where="hvem",
            remedy=Text("Velg blant plass, ingen.", "Choose among plass, ingen."),
        )
    return _WHO[given]


def _mode(value: str) -> Mode:
    try:
        return Mode(value)
    except ValueError:
        raise InputError(
            Text("Velg hvordan plassene gis.", "Choose how places are given."),
            where="mode",
            remedy=Text("Velg fra listen.", "Choose from the list."),
        ) from None


def _seed(request: HttpRequest) -> int:
    seed = typed_whole(request, "seed")
    if not 0 <= seed <= _LARGEST_SEED:
        raise InputError(
            Text("Frøet er for stort.", "The seed is too large."),
            where="seed",
            remedy=Text("Skriv et tall på høyst 18 sifre.", "Write a number of at most 18 digits."),
        )
    return seed
