"""Searches for a duty roster, or for the least change of one: begun, followed, stopped and taken in."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.duty_told import findings_out
from hjemmel.api.v1.schemas.duty_rosters import RosterKey, ShiftChangedOut
from hjemmel.api.v1.schemas.duty_runs import SearchBody, SearchKey, SearchOut
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.replanning import proposal_of
from hjemmel.apps.duty.selectors.runs import RunView, get_run, runs_of
from hjemmel.apps.duty.services import solving
from hjemmel.engines.rostering.ledger import UNIT
from hjemmel.engines.rostering.results import Status as Solved
from hjemmel.kernel.text import Language

router = Router()
_PLAN = key_for(Permission.PLAN_ROSTERS)


@router.get(
    "/duty/rosters/{key}/searches",
    response=list[SearchOut],
    summary="Searches for a duty roster",
    openapi_extra=_PLAN,
)
def show_searches(request: HttpRequest, key: RosterKey) -> Any:
    """The searches for a roster, the newest first."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS)
    language = language_of(request)
    return [_plain(one, actor, language) for one in runs_of(key, by=actor)]


@router.post(
    "/duty/rosters/{key}/searches",
    response={202: SearchOut},
    summary="Search for a duty roster",
    openapi_extra=_PLAN,
)
def begin_search(request: HttpRequest, key: RosterKey, body: SearchBody) -> Any:
    """Begin a search for a draft; it changes nothing before it is taken in."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    run = solving.queue_run(roster=key, seconds=body.seconds, seed=body.seed, by=actor)
    transaction.on_commit(partial(solving.start_run, run=run, by=actor))
    return Status(202, search_out(run, actor, language_of(request)))


@router.get(
    "/duty/searches/{key}",
    response=SearchOut,
    summary="One search for a duty roster",
    openapi_extra=_PLAN,
)
def show_search(request: HttpRequest, key: SearchKey) -> Any:
    """How far a search has come: what the best so far costs, and what none is below."""
    actor = asked_of_duty(request, Permission.PLAN_ROSTERS)
    return search_out(key, actor, language_of(request))


@router.post(
    "/duty/searches/{key}/cancellation",
    response={202: SearchOut},
    summary="Stop a search for a duty roster",
    openapi_extra=_PLAN,
)
def cancel_search(request: HttpRequest, key: SearchKey) -> Any:
    """Ask a search to stop; it keeps the best that it has found."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    solving.cancel_run(run=key, by=actor)
    return Status(202, search_out(key, actor, language_of(request)))


@router.post(
    "/duty/searches/{key}/taking",
    response=ShiftChangedOut,
    summary="Take what a search found into its roster",
    openapi_extra=_PLAN,
)
def take_search(request: HttpRequest, key: SearchKey) -> Any:
    """Take what a search found in, if the roster is as it was; a change of a published one is told."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    changed = solving.take_run(run=key, by=actor)
    return {
        "version": changed.version,
        "findings": findings_out(changed.findings, language_of(request)),
    }


def search_out(run: int, by: Actor, language: Language) -> dict[str, Any]:
    """Return a search as it is told."""
    return _plain(get_run(run, by=by), by, language)


def _plain(run: RunView, by: Actor, language: Language) -> dict[str, Any]:
    own = ("label", "outcome", "least", "problem", "places")
    return {
        **{name: getattr(run, name) for name in SearchOut.model_fields if name not in own},
        "label": None if run.label is None else run.label.in_language(language),
        "outcome": _outcome(run, language) if "status" in run.outcome else None,
        "least": _least(run, by, language) if "least" in run.outcome else None,
        "problem": None if run.problem is None else dict(run.problem),
        "places": run.shifts,
    }


def _least(run: RunView, by: Actor, language: Language) -> dict[str, Any] | None:
    found = proposal_of(run.key, by=by)
    if found is None:
        return None
    return {
        "fewest": found.fewest,
        "is_least": found.is_least,
        "problem": None if found.problem is None else found.problem.in_language(language),
        "put": [{"shift": shift, "doctor": doctor} for shift, doctor in found.put],
        "off": [{"shift": shift, "doctor": doctor} for shift, doctor in found.off],
    }


def _outcome(run: RunView, language: Language) -> dict[str, Any]:
    told = run.outcome
    place = 0 if language == "nb" else 1
    conflict = told["conflict"]
    return {
        **{name: told[name] for name in ("status", "points", "bound", "gap", "seconds")},
        "status_name": Solved(told["status"]).label.in_language(language),
        "spans": [
            {
                "category": one["category"],
                **{name: one[name] / UNIT for name in ("value", "bound", "target")},
                "prevented_by": [text[place] for text in one["prevented_by"]],
            }
            for one in told["spans"]
        ],
        "conflict": conflict
        and {
            "sentences": [text[place] for text in conflict["sentences"]],
            "is_smallest": conflict["is_smallest"],
            "relaxations": [text[place] for text in conflict["relaxations"]],
        },
        "receipt": told["receipt"],
    }
