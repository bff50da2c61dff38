"""What is taken out of daily operation: who stands where, free places, hand-over files, publications."""

from __future__ import annotations

import io
from datetime import date

import polars as pl
import pytest

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Permission, Role
from hjemmel.apps.audit.models import AuditEvent, ReadEvent
from hjemmel.apps.lists.models import AllocationRound, Move
from hjemmel.apps.lists.selectors.differences import preview_cut_over
from hjemmel.apps.lists.selectors.free_places import free_places
from hjemmel.apps.lists.selectors.handover import (
    HandOver,
    as_file,
    hand_over_cut_over,
    hand_over_round,
)
from hjemmel.apps.lists.selectors.planned_moves import moves_in
from hjemmel.apps.lists.selectors.queue_places import queue_places
from hjemmel.apps.lists.services.cut_over import reverse_cut_over, run_cut_over
from hjemmel.apps.lists.services.publishing import publish_draw, publish_round
from hjemmel.apps.lists.services.reductions import (
    announce_draw,
    draw_reduction,
    request_reduction,
)
from hjemmel.apps.lists.services.rounds import adopt_round, propose_round
from hjemmel.apps.registry.models import (
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.selectors.places import MunicipalityView, view_of
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.engines.allocation import Mode, run
from hjemmel.engines.allocation.published_draw import verify
from hjemmel.engines.allocation.round_files import (
    APPLICANTS,
    LISTS,
    PLACES,
    ROUND,
    read_head,
    read_inputs,
    write_places,
)
from hjemmel.kernel.errors import ConflictError, NotAllowedError, UnknownIdError
from hjemmel.law import law_on

TODAY = date(2024, 3, 12)
NEXT = date(2024, 4, 1)
WORKER = system("test")
PURPOSE = "queue"


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> MunicipalityView:
    """The municipality; two lists have forty places free, the others none; sixty have no GP."""
    leaving = Membership.objects.on(TODAY).filter(patient_list__isnull=False).order_by("pk")
    for member in leaving.select_related("resident")[200:260]:
        end_from(Membership, {"resident": member.resident}, date(2024, 2, 1 + member.pk % 20))
    for at, row in enumerate(PatientList.objects.order_by("pk")):
        members = Membership.objects.on(NEXT).filter(patient_list=row).count()
        change_ceiling(
            patient_list=row.pk,
            ceiling=members + (40 if at in (0, 5) else 0),
            valid_from=date(2024, 3, 1),
            agreed_with_municipality=True,
            by=WORKER,
        )
    return view_of(Municipality.objects.get(number="4601"))


def proposed(place: MunicipalityView) -> AllocationRound:
    return propose_round(municipality=place.key, as_of=TODAY, mode=Mode.STABLE, seed=7, by=WORKER)


def narrowed(place: MunicipalityView, *without: Permission) -> Actor:
    return Actor(
        "narrow",
        (Grant(Role.CASE_WORKER, municipality=place.key),),
        scopes=frozenset(Permission) - set(without),
    )


READER = Actor("reader", (Grant(Role.READER),))


# --- who stands where ----------------------------------------------------------------------------


def test_queue_is_in_the_order_that_a_round_serves(place: MunicipalityView) -> None:
    found = queue_places(place, NEXT, by=WORKER, purpose=PURPOSE)
    made = proposed(place)
    served = list(made.places.order_by("number").values_list("resident_id", "number"))
    assert found.total == len(found.rows) == len(served)
    number_of = {row.resident: (row.number, row.equal) for row in found.rows}
    for resident, number in served:
        first, equal = number_of[resident]
        assert first <= number <= first + equal


def test_each_is_told_her_number_and_who_comes_before(place: MunicipalityView) -> None:
    found = queue_places(place, TODAY, by=WORKER, purpose=PURPOSE)
    first, last = found.rows[0], found.rows[-1]
    assert first.why[0].nb.startswith(f"Nummer 1 av {found.total} i kommunen: uten fastlege")
    without = sum(row.without_gp for row in found.rows)
    assert f"{without} som ikke har fastlege" in " ".join(text.nb for text in last.why)
    assert {rule.outcome.value for rule in found.rules} == {"met"}
    assert all(rule.citations for rule in found.rules)


def test_looks_at_the_queue_are_logged_and_protected_persons_left_out(
    place: MunicipalityView,
) -> None:
    waiting = WaitingEntry.objects.filter(municipality=place.key, left_on__isnull=True)
    hidden = waiting.filter(wanted_list__isnull=False).order_by("pk")[0]
    Resident.objects.filter(pk=hidden.resident_id).update(protection="confidential")
    wanted = hidden.wanted_list_id
    everybody = queue_places(place, TODAY, by=WORKER, purpose=PURPOSE, wanted_list=wanted)
    assert hidden.resident_id in {row.resident for row in everybody.rows}
    may_not = narrowed(place, Permission.SEE_PROTECTED)
    found = queue_places(place, TODAY, by=may_not, purpose=PURPOSE, wanted_list=wanted)
    assert (len(found.rows), found.leaves_out) == (len(everybody.rows) - 1, True)
    seen = ReadEvent.objects.filter(by="narrow", what="queue")
    assert set(seen.values_list("resident", flat=True)) == {row.resident for row in found.rows}
    with pytest.raises(NotAllowedError):
        queue_places(place, TODAY, by=READER, purpose=PURPOSE)


# --- free places ---------------------------------------------------------------------------------


def test_free_places_are_those_left_below_the_ceiling(place: MunicipalityView) -> None:
    found = free_places("4601", TODAY)
    assert found.as_of == place.usual_day(TODAY)
    Municipality.objects.filter(pk=place.key).update(data_as_of=TODAY)
    found = free_places("4601", TODAY)
    assert (found.as_of, found.effective_on, found.free.number) == (TODAY, NEXT, 80)
    assert [one.free.number for one in found.lists if one.free.number] == [40, 40]
    assert all(one.is_open == ((one.free.number or 0) >= 10) for one in found.lists)
    assert sum(one.free.number for one in found.districts) == 80
    with pytest.raises(UnknownIdError):
        free_places("0301", TODAY)


def test_small_counts_of_persons_are_left_out_with_one_more(place: MunicipalityView) -> None:
    WaitingEntry.objects.all().delete()
    lists = list(PatientList.objects.order_by("pk"))
    people = Resident.objects.filter(municipality=place.key).order_by("pk")
    for at, person in enumerate(people[:20]):
        WaitingEntry.objects.create(
            resident=person,
            municipality_id=place.key,
            wanted_list=lists[0 if at < 3 else 1],
            waiting_class="change_within",
            queued_on=date(2023, 12, 1),
            known_from="2023-12-01T10:00:00Z",
        )
    waiting = {one.key: one.waiting.number for one in free_places("4601", TODAY).lists}
    assert waiting[lists[0].pk] is None
    assert waiting[lists[1].pk] is None
    assert waiting[lists[2].pk] == 0


# --- hand-over -----------------------------------------------------------------------------------


def frames(handed: HandOver) -> tuple[pl.DataFrame, pl.DataFrame]:
    text = {"national_id": pl.String}
    csv = pl.read_csv(
        io.BytesIO(as_file(handed, "csv", "nb")), separator=";", schema_overrides=text
    )
    return csv, pl.read_excel(io.BytesIO(as_file(handed, "xlsx", "nb")), schema_overrides=text)


def test_adopted_round_is_handed_over_with_every_move(place: MunicipalityView) -> None:
    made = proposed(place)
    with pytest.raises(ConflictError):
        hand_over_round(made.pk, place, by=WORKER)
    adopt_round(round=made.pk, by=WORKER)
    handed = hand_over_round(made.pk, place, by=WORKER)
    moves = Move.objects.filter(source=f"round {made.pk}")
    for frame in frames(handed):
        assert frame.height == moves.count() > 0
        assert frame["resident"].to_list() == sorted(moves.values_list("resident_id", flat=True))
        first = Resident.objects.get(pk=frame["resident"][0])
        assert frame["national_id"][0] == first.national_id
        assert set(frame["cause"]) == {"allocated"}
    assert as_file(handed, "xlsx", "nb") == as_file(handed, "xlsx", "nb")
    assert (handed.name, handed.leaves_out) == (f"round-{made.pk}-4601-2024-04-01", False)
    event = AuditEvent.objects.order_by("-pk")[0]
    assert (event.action, event.details) == (
        "lists.hand_over",
        {"rows": moves.count(), "national_id": True},
    )


def test_cut_over_is_handed_over_until_it_is_taken_back(place: MunicipalityView) -> None:
    adopt_round(round=proposed(place).pk, by=WORKER)
    shown = preview_cut_over(place.key, NEXT, by=WORKER)
    done = run_cut_over(
        municipality=place.key, effective_on=NEXT, digest=shown.digest, by=WORKER, today=TODAY
    )
    assert done is not None
    assert hand_over_cut_over(done.pk, place, by=WORKER).frame.height == shown.moves
    reverse_cut_over(cut_over=done.pk, by=WORKER)
    with pytest.raises(ConflictError):
        hand_over_cut_over(done.pk, place, by=WORKER)


def test_national_ids_and_protected_persons_go_only_to_who_may_see_them(
    place: MunicipalityView,
) -> None:
    made = proposed(place)
    adopt_round(round=made.pk, by=WORKER)
    rows = hand_over_round(made.pk, place, by=WORKER).frame.height
    someone = Move.objects.filter(source=f"round {made.pk}").order_by("pk")[0].resident_id
    Resident.objects.filter(pk=someone).update(protection="strictly_confidential")
    no_ids = narrowed(place, Permission.SEE_RESIDENTS)
    assert "national_id" not in hand_over_round(made.pk, place, by=no_ids).frame.columns
    handed = hand_over_round(made.pk, place, by=narrowed(place, Permission.SEE_PROTECTED))
    assert (handed.frame.height, handed.leaves_out) == (rows - 1, True)
    assert someone not in handed.frame["resident"].to_list()
    with pytest.raises(NotAllowedError):
        hand_over_round(made.pk, place, by=READER)
    with pytest.raises(UnknownIdError):
        hand_over_round(10**9, place, by=WORKER)


def test_moves_are_shown_for_a_purpose_and_logged(place: MunicipalityView) -> None:
    adopt_round(round=proposed(place).pk, by=WORKER)
    found = moves_in(place, by=WORKER, purpose=PURPOSE, effective_on=NEXT, most=5)
    assert (len(found.rows), found.total) == (5, Move.objects.filter(state="planned").count())
    assert ReadEvent.objects.filter(what="move").count() == 5
    assert moves_in(place, by=WORKER, purpose=PURPOSE, effective_on=TODAY).total == 0
    with pytest.raises(NotAllowedError):
        moves_in(place, by=READER, purpose=PURPOSE)


# --- published -----------------------------------------------------------------------------------


def test_published_draw_can_be_verified_and_holds_the_digest_announced(
    place: MunicipalityView,
) -> None:
    row = PatientList.objects.order_by("pk")[2]
    length = Membership.objects.on(TODAY).filter(patient_list=row).count()
    made = request_reduction(
        patient_list=row.pk,
        ceiling=length - 50,
        requested_on=TODAY,
        effective_on=date(2024, 10, 1),
        asked_by_municipality=False,
        gp_consents=True,
        shorter_notice_agreed=False,
        by=WORKER,
    )
    announced = announce_draw(reduction=made.pk, as_of=TODAY, by=WORKER).digest
    with pytest.raises(ConflictError):
        publish_draw(reduction=made.pk, municipality=place, by=WORKER)
    draw_reduction(reduction=made.pk, seed="20240605", by=WORKER)
    published = publish_draw(reduction=made.pk, municipality=place, by=WORKER)
    found = verify(published)
    assert (found.is_right, found.digest, found.leave) == (True, announced, 50)
    with pytest.raises(NotAllowedError):
        publish_draw(reduction=made.pk, municipality=place, by=READER)


def test_published_round_run_again_from_its_files_gives_the_same_bytes(
    place: MunicipalityView,
) -> None:
    made = proposed(place)
    files = publish_round(round=made.pk, municipality=place, by=WORKER)
    head = read_head(files[ROUND])
    inputs = read_inputs(files[LISTS], files[APPLICANTS])
    law = law_on(date.fromisoformat(head.as_of), head.municipality)
    again = run(inputs, law, seed=head.seed, mode=Mode(head.mode), compare=False)
    assert write_places(again) == files[PLACES]
    stored = made.places.order_by("number").values_list("resident_id", "patient_list_id")
    lines = files[PLACES].decode().splitlines()[1:]
    assert [tuple(line.split(",")[1:3]) for line in lines] == [
        (str(resident), str(given or "")) for resident, given in stored
    ]
    adopt_round(round=made.pk, by=WORKER)
    with pytest.raises(ConflictError):
        publish_round(round=made.pk, municipality=place, by=WORKER)
    with pytest.raises(NotAllowedError):
        publish_round(round=made.pk, municipality=place, by=READER)
