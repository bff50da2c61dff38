"""What the addresses and forms of a resident's own pages say."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.selectors.gp_choice import GpChoice
from hjemmel.apps.lists.selectors.own import OwnPerson, own_persons
from hjemmel.apps.lists.services.letters import make_letter
from hjemmel.apps.lists.services.requests import ask_for_gp, withdraw_request
from hjemmel.apps.registry.services.residents import leave_queue
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text
from hjemmel.web.places.within import WITHIN, within_in

CHOICES = ("sok", "bydel", "sprak", "kjonn", "senter", "rullestol", "ledig", WITHIN, "sorter")
_LONGEST_KEY = 64


def position_in(request: HttpRequest) -> int:
    """Return whom the page is about: her number among one's own; 0 is oneself."""
    return _whole(request.GET.get("hvem") or "0", "hvem")


def choice_in(request: HttpRequest) -> GpChoice:
    """Return what GPs the address asks for.

    Raises:
        InputError: A value is not one of those there are.
    """
    given = request.GET
    centre = given.get("senter") or ""
    return GpChoice(
        search=given.get("sok") or "",
        district=given.get("bydel") or "",
        language=given.get("sprak") or "",
        sex=given.get("kjonn") or "",
        centre=_whole(centre, "senter") if centre else None,
        wheelchair=_is_ticked(given.get("rullestol"), "rullestol"),
        has_free=_is_ticked(given.get("ledig"), "ledig"),
        within_km=within_in(request),
        sort=given.get("sorter") or "naer",
    )


def ask(request: HttpRequest, person: OwnPerson, wanted: int | None, actor: Actor) -> None:
    """Ask for a GP as the form says, or for any; the same form sent twice is one wish.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    given = request.POST
    key = given.get("key") or ""
    if not key or len(key) > _LONGEST_KEY or given.get("person") != str(person.key):
        raise _stale()
    ask_for_gp(
        key=key,
        resident=person.key,
        wanted_list=wanted,
        asked_on=person.day,
        today=person.day,
        by=actor,
        queue_if_full=given.get("queue") == "1",
    )


def act_on_own(request: HttpRequest, actor: Actor) -> None:
    """Withdraw a wish, leave the queue, or make the confirmation as a letter, as the form says.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    given = request.POST
    what = given.get("what")
    if what == "withdraw":
        withdraw_request(
            request=_whole(given.get("request") or "", "request"),
            version=_whole(given.get("version") or "", "version"),
            by=actor,
        )
    elif what == "leave":
        key = _whole(given.get("person") or "", "person")
        day = next((one.day for one in own_persons(by=actor) if one.key == key), None)
        leave_queue(resident=key, left_on=day or timezone.localdate(), by=actor)
    elif what == "letter":
        _make_letter(request, actor)
    else:
        raise InputError(
            Text("Ukjent handling.", "Unknown action."),
            where="what",
            remedy=Text("Bruk knappene på siden.", "Use the buttons of the page."),
        )


def _make_letter(request: HttpRequest, actor: Actor) -> None:
    """Make the letter about what is decided, or else about the place in the queue."""
    key = request.POST.get("person") or ""
    person = next((one for one in own_persons(by=actor) if str(one.key) == key), None)
    if person is None or (person.move is None and person.queue is None):
        raise _stale()
    if person.move is not None:
        kind, about = LetterKind.CHANGE_CONFIRMED, person.move
    else:
        assert person.queue is not None
        kind, about = LetterKind.PLACE_IN_QUEUE, person.queue.key
    make_letter(kind=kind, about=about, made_on=person.day, by=actor)


def _stale() -> ConflictError:
    return ConflictError(
        Text("Siden er endret siden den ble vist.", "The page has changed since it was shown."),
        where="person",
        remedy=Text(
            "Se hvem siden gjelder, og send skjemaet på nytt.",
            "See whom the page is about, and send the form again.",
        ),
    )


def _whole(text: str, where: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise InputError(
            Text("Tallet kan ikke leses.", "The number cannot be read."),
            where=where,
            remedy=Text("Gå tilbake til Min fastlege.", "Go back to My GP."),
        )
    return int(text)


def _is_ticked(value: str | None, where: str) -> bool:
    given = value or ""
    if given not in ("", "ja"):
        raise InputError(
            Text(f"Ukjent verdi «{given[:40]}».", f"Unknown value “{given[:40]}”."),
            where=where,
            remedy=Text("Skriv ja, eller la det stå tomt.", "Write ja, or leave it empty."),
        )
    return given == "ja"
