"""What is done from a resident's page: one call to a service for each form."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.services import by_hand, leaving, rights
from hjemmel.apps.lists.services.letters import make_letter
from hjemmel.apps.lists.services.placing import put_on_list
from hjemmel.apps.lists.services.requests import ask_for_gp, withdraw_request
from hjemmel.apps.registry.services import residents as services
from hjemmel.domain.change import Asker, Care, ChangeCause
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import read_day
from hjemmel.web.register import RegisterAsked

ANY_LIST = "any"
STRIKE_CHECKS = (
    ("demanded_by_gp", Text("Fastlegen krever det", "The GP demands it")),
    ("told_of_appeal", Text("Opplyst om klageretten", "Told of the right to appeal")),
    ("has_other_care", Text("Har fått tilbud om annen legehjelp", "Has been offered other care")),
    ("helfo_notified", Text("Helfo er underrettet", "Helfo has been notified")),
    ("judged", Text("Omstridt adferd er vurdert", "Disputed conduct has been judged")),
)


def act_on_resident(request: HttpRequest, asked: RegisterAsked, key: int) -> None:
    """Do what the form asks.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    what, given, today = request.POST.get("what"), request.POST, timezone.localdate()
    if what == "place":
        put_on_list(
            resident=key,
            patient_list=_key(given.get("list")),
            valid_from=day_of(given.get("valid_from")),
            exception=given.get("exception") or "",
            by=asked.actor,
        )
    elif what == "wish":
        _ask_for_gp(request, asked, key, today)
    elif what == "withdraw_wish":
        withdraw_request(
            request=_key(given.get("request")), version=_key(given.get("version")), by=asked.actor
        )
    elif what == "queue":
        wanted = given.get("list")
        services.queue_up(
            resident=key,
            wanted_list=_key(wanted) if wanted else None,
            waiting_class=_waiting_class(given.get("class") or ""),
            queued_on=today,
            by=asked.actor,
        )
    elif what == "leave":
        services.leave_queue(resident=key, left_on=today, by=asked.actor)
    elif what == "death":
        by_hand.note_death(
            resident=key, died_on=day_of(given.get("died_on")), today=today, by=asked.actor
        )
    elif what == "no_death":
        by_hand.take_back_death(resident=key, by=asked.actor)
    elif what == "move_out":
        by_hand.note_move_out(resident=key, moved_on=day_of(given.get("moved_on")), by=asked.actor)
    elif what == "move_in":
        by_hand.note_move_in(
            resident=key,
            district=given.get("district") or "",
            moved_on=day_of(given.get("moved_on")),
            by=asked.actor,
        )
    elif what == "opt_out":
        leaving.opt_out(resident=key, reported_on=today, by=asked.actor)
    elif what == "come_back":
        leaving.come_back(resident=key, asked_on=today, by=asked.actor)
    elif what == "strike_off":
        leaving.strike_off(
            resident=key,
            decided_on=day_of(given.get("decided_on")),
            facts=leaving.StrikeOff(
                conduct=given.get("conduct") or "",
                against=given.get("against") or "",
                **{name: bool(given.get(name)) for name, _ in STRIKE_CHECKS},
            ),
            by=asked.actor,
        )
    elif what == "letter":
        make_letter(
            kind=_letter_kind(given.get("kind") or ""),
            about=_key(given.get("about")),
            made_on=asked.municipality.usual_day(today),
            by=asked.actor,
        )
    elif what == "erase":
        rights.erase_person(resident=key, today=today, by=asked.actor)
    else:
        raise InputError(
            Text("Ukjent handling.", "Unknown action."),
            where="what",
            remedy=Text("Bruk knappene på siden.", "Use the buttons of the page."),
        )


def _ask_for_gp(request: HttpRequest, asked: RegisterAsked, key: int, today: date) -> None:
    given = request.POST
    try:
        cause = ChangeCause(given.get("cause") or "")
        asker = Asker(given.get("asked_by") or "")
        care = Care(given.get("care") or Care.PARENTS.value)
    except ValueError:
        raise InputError(
            Text("Velg hvorfor, og hvem som ber.", "Choose why, and who asks."),
            where="cause",
            remedy=Text("Velg fra listene.", "Choose from the lists."),
        ) from None
    ask_for_gp(
        key=(given.get("key") or "")[:64],
        resident=key,
        wanted_list=None if given.get("list") == ANY_LIST else _key(given.get("list")),
        municipality=asked.municipality.key,
        asked_on=today,
        by=asked.actor,
        today=today,
        cause=cause,
        asked_by=asker,
        parent_consents=bool(given.get("consents")),
        care=care,
        moved_out=day_of(given["moved_out"]) if given.get("moved_out") else None,
        queue_if_full=bool(given.get("queue_if_full")),
    )


def day_of(text: str | None) -> date:
    """Return the day that was typed.

    Raises:
        InputError: It is not a day.
    """
    try:
        return read_day((text or "").strip())
    except ValueError:
        raise InputError(
            Text("Datoen kan ikke leses.", "The day cannot be read."),
            where="day",
            remedy=Text("Skriv dagen som 31.12.2023.", "Write the day as 2023-12-31."),
        ) from None


def _key(text: str | None) -> int:
    if not text or not text.isdecimal() or len(text) > 12:
        raise InputError(
            Text("Listen mangler.", "The list is missing."),
            where="list",
            remedy=Text("Velg en liste.", "Choose a list."),
        )
    return int(text)


def _waiting_class(value: str) -> WaitingClass:
    try:
        return WaitingClass(value)
    except ValueError:
        raise InputError(
            Text("Årsaken mangler.", "The reason is missing."),
            where="class",
            remedy=Text("Velg hvorfor innbyggeren venter.", "Choose why the resident waits."),
        ) from None


def _letter_kind(value: str) -> LetterKind:
    try:
        return LetterKind(value)
    except ValueError:
        raise InputError(
            Text("Det finnes ikke noe slikt brev.", "There is no such letter."),
            where="kind",
            remedy=Text("Bruk knappene på siden.", "Use the buttons of the page."),
        ) from None
