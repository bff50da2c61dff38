"""A process of its own with several connections: does what it is told, all at the same moment.

Reads one line of JSON at a time, ``[[verb, arguments], …]``; answers with what came of each, in order.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

TODAY, NEXT = date(2024, 3, 12), date(2024, 4, 1)


Verbs = dict[str, Callable[..., Any]]


def main(verbs: Verbs) -> None:
    """Do what is told on standard input, with these verbs."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "hjemmel.config.settings"
    import django

    django.setup()
    print("ready", flush=True)
    for line in sys.stdin:
        calls = json.loads(line)
        start = Barrier(len(calls))
        with ThreadPoolExecutor(len(calls)) as clients:
            answers = list(clients.map(lambda call, start=start: _one(verbs, start, *call), calls))
        print(json.dumps(answers), flush=True)


def _one(verbs: Verbs, start: Barrier, verb: str, given: dict[str, Any]) -> Any:
    from django.db import connection

    from hjemmel.kernel.errors import HjemmelError

    connection.ensure_connection()
    start.wait()
    try:
        return verbs[verb](**given)
    except HjemmelError as error:
        return type(error).__name__
    except Exception as error:
        return f"unexpected {type(error).__name__}: {error}"
    finally:
        connection.close()


def _load(residents: int, lists: int) -> int:
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.registry.services.demo import load_synthetic
    from hjemmel.cases.synthetic import generate, read_profile

    profile = read_profile("bergen").scaled(residents=residents, lists=lists)
    return load_synthetic(made=generate(profile, seed=2024), by=system("test"))


def _ceiling(patient_list: int, free: int) -> int:
    """Leave so many places free on a list; return its ceiling."""
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.selectors.places import places_on
    from hjemmel.apps.registry.services.lists import change_ceiling

    ceiling = places_on(patient_list, NEXT).taken + free
    change_ceiling(
        patient_list=patient_list,
        ceiling=ceiling,
        valid_from=date(2024, 3, 1),
        agreed_with_municipality=True,
        by=system("test"),
    )
    return ceiling


def _ask(key: str, resident: int, wanted_list: int) -> list[Any]:
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.services.requests import ask_for_gp

    made = ask_for_gp(
        key=key,
        resident=resident,
        wanted_list=wanted_list,
        asked_on=TODAY,
        by=system("test"),
        today=TODAY,
    )
    return [made.state, made.pk, made.version]


def _decide(request: int, version: int, grant: bool) -> str:
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.services.requests import decide_request

    return decide_request(
        request=request,
        version=version,
        grant=grant,
        reason="weighed",
        by=system("test"),
        today=TODAY,
    ).state


def _leave_to_judgement(request: int) -> None:
    """Make a granted request one that waits for a case worker; its place is free again."""
    from hjemmel.apps.lists.models import ChangeRequest, Move

    Move.objects.filter(source=f"request {request}").update(state="cancelled")
    ChangeRequest.objects.filter(pk=request).update(state="needs_judgement", counts=False)


def _withdraw(request: int, version: int) -> str:
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.services.requests import withdraw_request

    return withdraw_request(request=request, version=version, by=system("test")).state


def _propose(municipality: int) -> int:
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.services.rounds import propose_round
    from hjemmel.engines.allocation import Mode

    return propose_round(
        municipality=municipality, as_of=TODAY, mode=Mode.STABLE, seed=1, by=system("test")
    ).pk


def _adopt(round: int) -> str:
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.services.rounds import adopt_round

    return adopt_round(round=round, by=system("test")).state


def _preview(municipality: int) -> list[Any]:
    from hjemmel.apps.lists.selectors.differences import differences_of

    shown = differences_of(municipality, NEXT)
    return [shown.digest, shown.moves]


def _cut_over(municipality: int, digest: str) -> int | None:
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.services.cut_over import run_cut_over

    made = run_cut_over(
        municipality=municipality,
        effective_on=NEXT,
        digest=digest,
        by=system("test"),
        today=TODAY,
    )
    return None if made is None else made.pk


def _plan(municipality: int, count: int) -> int:
    """Plan that so many members change list, whatever the ceilings; return how many are planned."""
    from django.utils import timezone

    from hjemmel.apps.lists.models import Move
    from hjemmel.apps.registry.models import Membership, PatientList

    lists = list(PatientList.objects.order_by("pk").values_list("pk", flat=True))
    members = Membership.objects.on(NEXT).filter(patient_list__isnull=False).order_by("pk")
    Move.objects.bulk_create(
        Move(
            resident_id=row.resident_id,
            municipality_id=municipality,
            from_list_id=row.patient_list_id,
            to_list_id=next(key for key in lists if key != row.patient_list_id),
            effective_on=NEXT,
            cause="allocated",
            above_ceiling=True,
            source="test",
            decided_by="test",
            decided_at=timezone.now(),
        )
        for row in members[:count]
    )
    return Move.objects.filter(state="planned").count()


def _tell_events(municipality: int, told: list[dict[str, str]]) -> list[Any]:
    """Load a file of events; return how many had their effect, and why others had not."""
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.services.event_files import ToldRow, load_events

    rows = [ToldRow(number, "", _told(one)) for number, one in enumerate(told)]
    counts, refused = load_events(
        rows=rows, municipality=municipality, source="test", by=system("test"), today=TODAY
    )
    return [counts.tables["events"].added, [row.reason for row in refused]]


def _tell_event(municipality: int, told: dict[str, str]) -> str:
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.services.events import tell_event

    made = tell_event(municipality=municipality, told=_told(told), by=system("test"), today=TODAY)
    return made.reason


def _told(given: dict[str, str]) -> Any:
    from hjemmel.domain.population_event import EventKind, Told

    kind, day = EventKind(given["kind"]), date.fromisoformat(given["happened_on"])
    facts: dict[str, Any] = {
        name: value for name, value in given.items() if name not in ("kind", "happened_on")
    }
    return Told(kind=kind, happened_on=day, **facts)


def _load_register(municipality: int, resident: int) -> int:
    """Load a file that gives somebody a name, and has no more; return how many it changed."""
    import polars as pl

    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.registry.loading.frames import RegisterFrames
    from hjemmel.apps.registry.models import Resident
    from hjemmel.apps.registry.services.loading import load_register

    row = Resident.objects.get(pk=resident)
    frame = pl.DataFrame(
        {
            "national_id": [row.national_id],
            "born": [row.born],
            "sex": [row.sex],
            "municipality": ["4601"],
            "name": ["Syntetisk Navn"],
        }
    )
    counts = load_register(
        frames=RegisterFrames(residents=frame),
        municipality=municipality,
        as_of=TODAY,
        complete=False,
        by=system("test"),
    )
    return counts.tables["residents"].changed


def _turn_ages(municipality: int) -> int:
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.services.ages import turn_ages

    told = turn_ages(
        municipality=municipality,
        since=TODAY.replace(day=1),
        day=TODAY,
        by=system("test"),
        today=TODAY,
    )
    return sum(told.values())


def _change_kind(patient_list: int, kind: str) -> None:
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.registry.services.list_doctors import change_list_kind

    change_list_kind(patient_list=patient_list, kind=kind, by=system("test"))


VERBS: Verbs = {
    "load": _load,
    "ceiling": _ceiling,
    "ask": _ask,
    "decide": _decide,
    "leave_to_judgement": _leave_to_judgement,
    "withdraw": _withdraw,
    "propose": _propose,
    "adopt": _adopt,
    "plan": _plan,
    "preview": _preview,
    "cut_over": _cut_over,
    "tell_events": _tell_events,
    "tell_event": _tell_event,
    "load_register": _load_register,
    "turn_ages": _turn_ages,
    "change_kind": _change_kind,
}

if __name__ == "__main__":
    main(VERBS)
