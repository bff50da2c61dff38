"""One request to each operation of the API about the register, with what it answers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.lists.models import Letter, LetterTemplate
from hjemmel.apps.registry.models import (
    Membership,
    Municipality,
    PopulationCount,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import get_municipality
from tests.api.conftest import PLACE, Keyed
from tests.api.document_examples import document_examples
from tests.api.duty_examples import duty_examples
from tests.api.example import Example
from tests.api.grant_examples import grant_examples
from tests.api.plan_examples import plan_examples
from tests.daily_operation import of_daily_operation

DAY = date(2024, 1, 1)


FOR = {"Purpose": "question"}


def examples(keyed: Keyed) -> dict[str, Example]:
    """Return an example of each operation that needs a key, by verb and path of the description."""
    place = get_municipality("4601", by=keyed.actor)
    row = next(r for r in lists_on(place, DAY, by=keyed.actor).rows if r.holder and r.free)
    vacant = next(r for r in lists_on(place, DAY, by=keyed.actor).rows if r.key != row.key)
    resident = _resident(row.key)
    run = _run(place.key)
    daily = of_daily_operation(place.key, row.key, resident.pk)
    of_round, of_reduction = (
        f"{PLACE}/rounds/{daily['round']}",
        f"{PLACE}/reductions/{daily['reduction']}",
    )
    of_request, done = (
        f"{PLACE}/requests/{daily['request']}",
        f"{PLACE}/cut-overs/{daily['cut_over']}",
    )
    letter, about = _letter(place.key, row.key)
    of_letters = f"{PLACE}/letter-batches/list/{row.key}"
    text, written = (
        f"{PLACE}/letter-texts/gp_ends/nn",
        {"subject": "Fastlegen sluttar", "body": "{fastlege} {slutter} {hjemmel}"},
    )
    PopulationCount.objects.create(
        region="4601", municipality="4601", year=2024, age=30, sex="female", persons=7,
        table="07459", retrieved_on=DAY,
    )  # fmt: skip
    one, centre = f"{PLACE}/lists/{row.key}", f"{PLACE}/centres/{row.centre}"
    person = f"{PLACE}/residents/{resident.pk}"
    reads: dict[str, Example] = {
        "/me": Example("/api/v1/me"),
        "/log": Example("/api/v1/log"),
        "/log/looks": Example("/api/v1/log/looks"),
        "/users": Example("/api/v1/users?role=leader"),
        "/users/{key}": Example(f"/api/v1/users/{keyed.actor.user}"),
        "/cases/{case}": Example("/api/v1/cases/4601"),
        "/coverage/{case}": Example("/api/v1/coverage/4601"),
        "/data-quality/{case}": Example("/api/v1/data-quality/4601"),
        "/need/{case}": Example("/api/v1/need/4601"),
        "/municipalities": Example("/api/v1/municipalities"),
        "/{number}": Example(PLACE),
        "/{number}/centres": Example(f"{PLACE}/centres"),
        "/{number}/funding": Example(f"{PLACE}/funding?first=2024-01&months=2"),
        "/{number}/funding/lists/{key}/{month}": Example(
            f"{PLACE}/funding/lists/{row.key}/2024-02"
        ),
        "/{number}/funding/comparison": Example(
            f"{PLACE}/funding/comparison?first=2024-01&months=2&law_of=2023-07-01"
        ),
        "/{number}/funding/practice": Example(
            f"{PLACE}/funding/practice?persons=1000&on=2022-09-01"
        ),
        "/{number}/centres/{key}": Example(centre),
        "/{number}/districts": Example(f"{PLACE}/districts"),
        "/{number}/doctors": Example(f"{PLACE}/doctors"),
        "/{number}/doctors/{key}": Example(f"{PLACE}/doctors/{row.holder}"),
        "/{number}/imports": Example(f"{PLACE}/imports"),
        "/{number}/imports/{key}": Example(f"{PLACE}/imports/{run}"),
        "/{number}/imports/{key}/quarantine": Example(f"{PLACE}/imports/{run}/quarantine"),
        "/{number}/indicators": Example(f"{PLACE}/indicators"),
        "/{number}/lists": Example(f"{PLACE}/lists?sort=free"),
        "/{number}/lists/{key}": Example(one),
        "/{number}/residents/{key}": Example(person, headers=FOR),
        "/{number}/shortcomings/{name}": Example(f"{PLACE}/shortcomings/ledig-uten-utlysning"),
        "/{number}/snapshots": Example(f"{PLACE}/snapshots"),
        "/{number}/statistics": Example(f"{PLACE}/statistics"),
        "/{number}/statistics/forecast": Example(f"{PLACE}/statistics/forecast?year=2030", 422),
        "/{number}/statistics/population": Example(f"{PLACE}/statistics/population?year=2024"),
        "/{number}/waiting": Example(f"{PLACE}/waiting", headers=FOR),
        "/{number}/statistics/series": Example(f"{PLACE}/statistics/series"),
        "/{number}/requests": Example(f"{PLACE}/requests", headers=FOR),
        "/{number}/requests/{key}": Example(of_request, headers=FOR),
        "/{number}/queue": Example(f"{PLACE}/queue", headers=FOR),
        "/{number}/moves": Example(f"{PLACE}/moves", headers=FOR),
        "/{number}/rounds": Example(f"{PLACE}/rounds"),
        "/{number}/rounds/{key}": Example(of_round),
        "/{number}/rounds/{key}/places": Example(f"{of_round}/places", headers=FOR),
        "/{number}/rounds/{key}/hand-over": Example(f"{of_round}/hand-over"),
        "/{number}/reconciliation": Example(f"{PLACE}/reconciliation"),
        "/{number}/reductions": Example(f"{PLACE}/reductions"),
        "/{number}/reductions/{key}": Example(of_reduction),
        "/{number}/reductions/{key}/tickets": Example(f"{of_reduction}/tickets", 409),
        "/{number}/cut-overs": Example(f"{PLACE}/cut-overs"),
        "/{number}/cut-overs/preview": Example(
            f"{PLACE}/cut-overs/preview?effective_on=2024-02-01"
        ),
        "/{number}/cut-overs/{key}/hand-over": Example(f"{done}/hand-over"),
        "/{number}/letters": Example(f"{PLACE}/letters"),
        "/{number}/letters/{key}/pdf": Example(f"{PLACE}/letters/{letter}/pdf", headers=FOR),
        "/{number}/letter-batches/{source}/{key}": Example(of_letters),
        "/{number}/letter-batches/{source}/{key}/pdf": Example(f"{of_letters}/pdf", headers=FOR),
        "/{number}/letter-batches/{source}/{key}/zip": Example(f"{of_letters}/zip", headers=FOR),
        "/{number}/letter-texts": Example(f"{PLACE}/letter-texts"),
        "/{number}/letter-texts/{kind}/{language}": Example(text),
        "/{number}/letter-head": Example(f"{PLACE}/letter-head"),
    }  # fmt: skip
    day = {"valid_from": "2024-05-01"}
    new = {"hpr_number": "991234", "name": "Syntetisk lege"}
    born = resident.born.isoformat()
    changes: dict[str, Example] = {
        "/centres": Example(f"{PLACE}/centres", 201, {"name": "Nytt", "district": row.district}),
        "/centres/{key}": Example(centre, 204, {"phone": "55 00 00 00", "most_doctors": None}),
        "/centres/{key}/closing": Example(f"{centre}/closing", 409, {"closed_on": "2024-05-01"}),
        "/doctors/{key}": Example(f"{PLACE}/doctors/{row.holder}", 204, {"languages": ["norsk"]}),
        "/imports": Example(f"{PLACE}/imports", 201, file=True),
        "/imports/{key}/discard": Example(f"{PLACE}/imports/{run}/discard", 409),
        "/imports/{key}/load": Example(f"{PLACE}/imports/{run}/load", 409),
        "/imports/{key}/stop": Example(f"{PLACE}/imports/{run}/stop", 409),
        "/lists": Example(
            f"{PLACE}/lists", 201, {"centre": row.centre, "form": "salaried", "ceiling": 900, **day}
        ),
        "/lists/{key}/advertisements": Example(
            f"{one}/advertisements", 204, {"published_on": "2024-05-01", "deadline": "2024-06-01"}
        ),
        "/lists/{key}/appointment": Example(f"{one}/appointment", 204, {**new, **day}),
        "/lists/{key}/ceiling": Example(
            f"{one}/ceiling", 200, {"ceiling": 1200, "agreed_with_municipality": True, **day}
        ),
        "/lists/{key}/doctors": Example(f"{one}/doctors", 422, {**new, **day, "part": "shared"}),
        "/lists/{key}/doctors/leave": Example(f"{one}/doctors/leave", 404, {"doctor": 1, **day}),
        "/lists/{key}/kind": Example(f"{one}/kind", 204, {"kind": "shared"}),
        "/lists/{key}/notice": Example(f"{one}/notice", 200, {"received_on": "2024-05-01"}),
        "/lists/{key}/terms": Example(f"{one}/terms", 204, {"opening_hours": "37,5", **day}),
        "/lists/{key}/vacancy": Example(f"{one}/vacancy", 204, day),
        "/residents/search": Example(f"{PLACE}/residents/search", 200, {"born": born}, headers=FOR),
        "/residents/{key}/death": Example(f"{person}/death", 204, {"died_on": "2024-05-01"}),
        "/residents/{key}/erase": Example(f"{person}/erase", 422),
        "/residents/{key}/export": Example(f"{person}/export", 200, headers=FOR),
        "/residents/{key}/list": Example(
            f"{person}/list", 204, {"patient_list": vacant.key, "exception": "family", **day}
        ),
        "/residents/{key}/move-in": Example(
            f"{person}/move-in", 204, {"district": row.district, "moved_on": "2024-05-01"}
        ),
        "/residents/{key}/move-out": Example(f"{person}/move-out", 204, {"moved_on": "2024-05-01"}),
        "/residents/{key}/queue": Example(
            f"{person}/queue", 204, {"waiting_class": "change_within", "wanted_list": vacant.key}
        ),
        "/residents/{key}/queue/leave": Example(f"{person}/queue/leave", 404),
        "/snapshots": Example(f"{PLACE}/snapshots", 200, {"as_of": "2024-01-01"}),
        "/requests": Example(
            f"{PLACE}/requests",
            201,
            {"key": "a", "resident": resident.pk, "wanted_list": vacant.key},
        ),
        "/requests/{key}/decision": Example(
            f"{of_request}/decision", 200, {"version": 1, "grant": False, "reason": "Ikke plass."}
        ),
        "/requests/{key}/withdrawal": Example(f"{of_request}/withdrawal", 200, {"version": 1}),
        "/rounds": Example(f"{PLACE}/rounds", 201, {"seed": 7}),
        "/rounds/{key}/adoption": Example(f"{of_round}/adoption", 409),
        "/rounds/{key}/discard": Example(f"{of_round}/discard", 409),
        "/distributions": Example(f"{PLACE}/distributions", 409, {}),
        "/reductions": Example(
            f"{PLACE}/reductions",
            422,
            {
                "patient_list": vacant.key,
                "ceiling": 600,
                "requested_on": "2024-01-15",
                "effective_on": "2024-02-01",
            },
        ),
        "/reductions/{key}/announcement": Example(f"{of_reduction}/announcement", 200, {}),
        "/reductions/{key}/draw": Example(f"{of_reduction}/draw", 409, {"seed": "20240605"}),
        "/reductions/{key}/withdrawal": Example(f"{of_reduction}/withdrawal", 200),
        "/cut-overs": Example(
            f"{PLACE}/cut-overs", 200, {"effective_on": "2024-01-01", "digest": "0" * 64}
        ),
        "/cut-overs/{key}/reversal": Example(f"{done}/reversal", 200),
        "/letters": Example(f"{PLACE}/letters", 201, about),
        "/letters/preview": Example(f"{PLACE}/letters/preview", 200, about, headers=FOR),
        "/letter-batches/{source}/{key}": Example(f"{PLACE}/letter-batches/round/999999", 404, {}),
        "/letter-texts/{kind}/{language}": Example(text, 200, {**written, "version": 0}),
        "/letter-texts/{kind}/{language}/preview": Example(f"{text}/preview", 200, written),
        "/letter-head": Example(f"{PLACE}/letter-head", 200, {"contact": "Ring oss."}),
    }
    whole = "/municipalities/{number}"
    return {
        **{f"GET {_spelt(path, whole)}": example for path, example in reads.items()},
        **{f"POST {whole}{path}": example for path, example in changes.items()},
        **duty_examples(),
        **grant_examples(),
        **plan_examples(),
        **document_examples(place.key),
    }


def _spelt(path: str, whole: str) -> str:
    return path.replace("/{number}", whole, 1)


def _resident(patient_list: int) -> Resident:
    """Return an unprotected resident who is on a list and does not wait."""
    rows = Membership.objects.known().filter(
        patient_list=patient_list,
        resident__municipality__number="4601",
        resident__waiting__isnull=True,
        resident__protection="none",
        resident__born__lt=date(2000, 1, 1),
    )
    return Resident.objects.get(pk=rows.order_by("pk")[0].resident_id)


def _letter(municipality: int, patient_list: int) -> tuple[int, dict[str, Any]]:
    """Return the key of a letter that the GP of a list ends, and what another can be made about."""
    made_at = datetime(2024, 1, 1, tzinfo=UTC)
    text = LetterTemplate.objects.create(
        municipality_id=municipality, kind="gp_ends", language="nb", version=1, subject="Slutt",
        body="{fastlege} {slutter} {hjemmel}", changed_by="test", changed_at=made_at,
    )  # fmt: skip
    member = _resident(patient_list)
    letter = Letter.objects.create(
        resident=member, municipality_id=municipality, kind="gp_ends", template=text,
        source=f"list {patient_list} 2024-06-01", made_on=DAY, digest="0" * 64, made_by="test",
        made_at=made_at,
    )  # fmt: skip
    other = Resident.objects.filter(
        municipality=municipality, protection="none", waiting__isnull=True
    ).exclude(pk=member.pk)
    waits = WaitingEntry.objects.create(
        resident=other.order_by("-pk")[0], municipality_id=municipality,
        waiting_class="change_within", queued_on=DAY, known_from=made_at,
    )  # fmt: skip
    return int(letter.pk), {"kind": "place_in_queue", "about": waits.pk}


def _run(municipality: int) -> int:
    """Return the key of a run whose file was loaded."""
    run = ImportRun.objects.create(
        municipality=Municipality.objects.get(pk=municipality),
        kind="register", file="leger.csv", digest="0" * 64, status="loaded", asked_by="test",
        counts={"read": {}, "accepted": {}, "quarantined": 0, "reasons": []},
    )  # fmt: skip
    return int(run.pk)
