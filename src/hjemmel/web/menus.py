"""The menus of every page: pages, municipalities, days, and what is one's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from hjemmel import __version__
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.selectors import (
    PictureSummary,
    days_of_register,
    list_pictures,
    same_place,
)
from hjemmel.apps.duty.access import own_doctors
from hjemmel.apps.grants.selectors.own import may_apply
from hjemmel.apps.registry.selectors.funding import own_centres
from hjemmel.apps.registry.selectors.places import MunicipalityView, list_municipalities
from hjemmel.domain.municipality import PictureKind
from hjemmel.kernel.text import Language, Text
from hjemmel.kernel.time import Month
from hjemmel.web.actors import find_actor
from hjemmel.web.context import default_case, in_other_language, language_of
from hjemmel.web.register import DAY_KEYS, RegisterAsked

PAGES = (
    ("mine", Text("Min fastlege", "My GP")),
    ("my-duty", Text("Mine vakter", "My duty")),
    ("overview", Text("Oversikt", "Overview")),
    ("need", Text("Behov", "Need")),
    ("plan", Text("Plan", "Plan")),
    ("lists", Text("Legesentre og lister", "Centres and lists")),
    ("residents", Text("Innbyggere", "Residents")),
    ("work", Text("Arbeid", "Work")),
    ("duty", Text("Vakt", "Duty")),
    ("grants", Text("Tilskudd", "Grants")),
    ("my-grants", Text("Søk tilskudd", "Apply for grants")),
    ("funding", Text("Økonomi", "Money")),
    ("my-funding", Text("Egen økonomi", "Own economy")),
    ("indicators", Text("Nøkkeltall", "Indicators")),
    ("imports", Text("Import", "Import")),
    ("law", Text("Regelverk", "Rules")),
    ("quality", Text("Datakvalitet", "Data quality")),
    ("about", Text("Om", "About")),
    ("places", Text("Ledige plasser", "Free places")),
)
_OF_A_CASE = ("overview", "need", "quality")
_OF_ONESELF = ("mine", "my-duty", "places")
_OF_THE_REGISTER = {
    "lists": Permission.SEE_LISTS,
    "residents": Permission.SEE_RESIDENTS,
    "work": Permission.RUN_LISTS,
    "duty": Permission.SEE_ROSTERS,
    "grants": Permission.SEE_GRANTS,
    "my-grants": Permission.APPLY_FOR_GRANTS,
    "plan": Permission.SEE_PLANS,
    "funding": Permission.SEE_GRANTS,
    "my-funding": Permission.APPLY_FOR_GRANTS,
    "indicators": Permission.SEE_FIGURES,
    "imports": Permission.IMPORT_REGISTER,
}
_BEGINNINGS = {"my-duty": "my-"}
_NOT_KEPT = (*DAY_KEYS, "side")  # of an address, when another day is chosen
_OPEN_WITHOUT_A_REGISTER = ("plan",)  # published pictures show examples
_ALWAYS_TODAY = ("work", "duty", "grants", "my-grants", "plan", "funding", "my-funding")
_MONTHS_IN_THE_MENU = 3
_SNAPSHOTS_IN_THE_MENU = 12
_USER_PAGES = (
    (Permission.MANAGE_USERS, "users", Text("Brukere og roller", "Users and roles")),
    (Permission.SEE_LOG, "log", Text("Logg", "Log")),
    (Permission.SET_UP, "setup", Text("Oppsett", "Set-up")),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a menu."""

    text: Text
    url: str
    current: bool = False


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page."""
    language = language_of(request)
    other: Language = "en" if language == "nb" else "nb"
    match = request.resolver_match
    name = match.view_name if match else ""
    actor = find_actor(request)
    own = () if actor is None else list_municipalities(by=actor)
    summaries = _in_register(own) + list_pictures()
    asked = getattr(request, "case", None) or (match.kwargs.get("case") if match else None)
    named = (asked, request.GET.get("fra"), *(municipality.number for municipality in own))
    chosen = next((s for one in named for s in summaries if s.id == one), None)
    register: RegisterAsked | None = getattr(request, "register", None)
    place = register.municipality if register else None
    if place is None and chosen is not None:
        place = next((m for m in own if m.number == chosen.id), None)
    if chosen is not None and register is not None:
        chosen = replace(chosen, as_of=register.as_of)
    case = chosen.id if chosen else ""
    fallback = own[0].number if own else default_case(summaries)
    return {
        "language": language,
        "version": __version__,
        "shown_on": timezone.localdate(),
        "other_language": other,
        "other_language_url": in_other_language(request, request.GET),
        "nav": [
            _page_link(key, words, language, case, fallback, name, register)
            for key, words in PAGES
            if _is_open(key, actor, place)
        ],
        "home_url": reverse("language", kwargs={"language": language}),
        "case": case,
        "chosen": chosen,
        "actor": actor,
        "user_links": _user_links(actor, language, name),
        "register": register,
        "places": _places(summaries, chosen, language, name),
        "days": _days(request, summaries, chosen, language, name),
        "days_lead_to": _days_lead_to(request, register),
        "beside_days": list(_kept(request, register).items()),
    }


def _in_register(own: tuple[MunicipalityView, ...]) -> tuple[PictureSummary, ...]:
    """Return the municipalities of the register as entries of the menu."""
    today = timezone.localdate()
    return tuple(
        PictureSummary(m.number, m.number, m.name, m.usual_day(today), PictureKind.REGISTER)
        for m in own
    )


def _is_open(key: str, actor: Actor | None, place: MunicipalityView | None) -> bool:
    """Tell whether a page belongs in the menu: those of the register by role, in one's municipality.

    Free places are there for those who look for a GP, not for those who see all of them; what hjemmel
    is, for those who have not signed in. The foot of every page leads there too.
    """
    if key == "about":
        return actor is None
    if key == "my-duty":
        return actor is not None and bool(own_doctors(actor))
    if key in _OF_ONESELF:
        is_resident = actor is not None and bool(actor.residents)
        return is_resident or (key == "places" and actor is None)
    permission = _OF_THE_REGISTER.get(key)
    if permission is None:
        return True
    if place is None and key in _OPEN_WITHOUT_A_REGISTER:
        return True
    if actor is None or place is None:
        return False
    if key == "my-funding":
        return bool(own_centres(place.key, actor))
    if key == "my-grants":
        return may_apply(place.key, by=actor)
    return actor.may(permission, municipality=place.key)


def _user_links(actor: Actor | None, language: str, current: str) -> list[Link]:
    """Return the pages about users that the roles open."""
    if actor is None:
        return []
    kwargs = {"language": language}
    links = [
        Link(Text("Profil", "Profile"), reverse("profile", kwargs=kwargs), current == "profile")
    ]
    for permission, name, words in _USER_PAGES:
        if actor.municipalities(permission) != frozenset():
            links.append(Link(words, reverse(name, kwargs=kwargs), _is_current(name, current)))
    return links


def _page_link(
    key: str,
    words: Text,
    language: str,
    case: str,
    fallback: str,
    current: str,
    register: RegisterAsked | None,
) -> Link:
    kwargs = {"language": language}
    if key in _OF_ONESELF:
        return Link(words, reverse(key, kwargs=kwargs), _is_current(key, current))
    if key in _OF_A_CASE or key in _OF_THE_REGISTER:
        kwargs["case"] = case or fallback
        query = "" if register is None or key in _ALWAYS_TODAY else register.query
        return Link(words, reverse(key, kwargs=kwargs) + query, _is_current(key, current))
    if case:
        return Link(words, f"{reverse(key, kwargs=kwargs)}?fra={case}", _is_current(key, current))
    return Link(words, reverse(key, kwargs=kwargs), _is_current(key, current))


def _is_current(key: str, current: str) -> bool:
    if current == key or current in dict(PAGES):
        return current == key
    nearest = max(
        (_beginning(one) for one, _ in PAGES if current.startswith(_beginning(one))),
        key=len,
        default="",
    )
    return current.startswith(_beginning(key)) and len(_beginning(key)) >= len(nearest)


def _beginning(key: str) -> str:
    return _BEGINNINGS.get(key, f"{key}-")


def _target(name: str) -> str:
    return name if name in _OF_A_CASE else "overview"


def _places(
    summaries: tuple[PictureSummary, ...],
    chosen: PictureSummary | None,
    language: str,
    name: str,
) -> list[Link]:
    """One entry per place and kind, its newest day."""
    newest: dict[tuple[str, str], PictureSummary] = {}
    for summary in summaries:
        key = (summary.place, summary.kind.value)
        if key not in newest or newest[key].as_of < summary.as_of:
            newest[key] = summary
    return [
        Link(
            Text(f"{s.name} · {s.kind.label.nb}", f"{s.name} · {s.kind.label.en}"),
            reverse(_target(name), kwargs={"language": language, "case": s.id}),
            chosen is not None and (s.place, s.kind) == (chosen.place, chosen.kind),
        )
        for s in newest.values()
    ]


def _days(
    request: HttpRequest,
    summaries: tuple[PictureSummary, ...],
    chosen: PictureSummary | None,
    language: str,
    name: str,
) -> list[tuple[date, str, bool]]:
    if chosen is None:
        return []
    if chosen.kind is PictureKind.REGISTER:
        register: RegisterAsked | None = getattr(request, "register", None)
        return [] if register is None else _months(request, register)
    return [
        (
            s.as_of,
            reverse(_target(name), kwargs={"language": language, "case": s.id}),
            s.id == chosen.id,
        )
        for s in same_place(chosen, summaries)
    ]


def _months(request: HttpRequest, register: RegisterAsked) -> list[tuple[date, str, bool]]:
    """Return the day shown, the usual day, the latest months and the months that were stored.

    Each leads to the same page, with the same choices; from one that is always about today, to the
    overview.
    """
    place = register.municipality
    known = days_of_register(place, by=register.actor)
    usual = place.usual_day(timezone.localdate())
    latest = [Month.of(usual).plus(-back).first_day for back in range(_MONTHS_IN_THE_MENU + 1)]
    days = {day for day in latest if known.first is None or day >= known.first}
    days |= {register.as_of, usual, *known.snapshots[:_SNAPSHOTS_IN_THE_MENU]}
    kept, address = _kept(request, register), _days_lead_to(request, register)
    if register.known_on is not None:
        kept["kjent"] = register.known_on.isoformat()
    return [
        (
            day,
            f"{address}?{urlencode({**kept, 'per': day.isoformat()})}",
            day == register.as_of,
        )
        for day in sorted(days, reverse=True)
    ]


def _days_lead_to(request: HttpRequest, register: RegisterAsked | None) -> str:
    """Return the address of the page that shows another day: this one, if it can."""
    if register is None or not register.is_always_today:
        return request.path
    kwargs = {"language": language_of(request), "case": register.municipality.number}
    return reverse("overview", kwargs=kwargs)


def _kept(request: HttpRequest, register: RegisterAsked | None) -> dict[str, str]:
    """Return what the address says beside the days, to go on with where another day is chosen."""
    if register is not None and register.is_always_today:
        return {}
    return {key: str(value) for key, value in request.GET.items() if key not in _NOT_KEPT}
