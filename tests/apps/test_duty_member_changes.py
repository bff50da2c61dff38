"""What holds for a doctor in a district is changed: her share, roles, stations; nobody is left in silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.mapping.exemptions import ExemptionFacts
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster, DutyShift, OpeningBalance, ShiftOffer
from hjemmel.apps.duty.seen_versions import version_of
from hjemmel.apps.duty.selectors.ledgers import roster_ledger
from hjemmel.apps.duty.selectors.own import own_shifts
from hjemmel.apps.duty.services.absences import tell_absence
from hjemmel.apps.duty.services.districts import add_doctor, add_station
from hjemmel.apps.duty.services.exemptions import apply_for_exemption
from hjemmel.apps.duty.services.member_changes import (
    change_doctor,
    end_membership,
    remove_doctor,
)
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.services.shift_type_changes import change_shift_type
from hjemmel.apps.registry.models import Doctor
from hjemmel.domain.duty_doctor import Employment, ExemptionGround
from hjemmel.domain.shift import Role
from hjemmel.engines.rostering.ledger import Category
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from tests.duty_district import BY, District, made_district
from tests.duty_people import NOW, TODAY, gp, on, planner, published


@pytest.fixture
def district(db: None) -> District:
    return made_district(doctors=8)


def row_of(district: District, place: int = 0) -> DutyDoctor:
    return DutyDoctor.objects.get(pk=district.doctors[place])


def newest() -> AuditEvent:
    found = AuditEvent.objects.order_by("-pk").first()
    assert found is not None
    return found


def changed(district: District, place: int = 0, **given: Any) -> Any:
    return change_doctor(
        duty_doctor=district.doctors[place], by=planner(district), now=NOW, **given
    )


def test_half_a_share_holds_for_drafts_and_not_for_what_is_sent_out(district: District) -> None:
    sent = published(district)
    draft = make_roster(
        district=district.key, name="Ny", first=date(2026, 11, 2), last=date(2026, 11, 9), by=BY
    )
    shares = DutyRoster.objects.get(pk=sent).shares
    before = roster_ledger(draft, by=BY)
    assert changed(district, fraction=Decimal("0.5")) == ()
    assert DutyRoster.objects.get(pk=sent).shares == shares
    assert newest().details == {
        "duty_doctor": district.doctors[0],
        "fields": ["fraction"],
        "unlawful": [],
    }
    her = district.doctors[0]
    was, now = (
        next(row for row in page.rows if row.key == her).lines[Category.HOURS].share
        for page in (before, roster_ledger(draft, by=BY))
    )
    assert 0.5 < now / was < 0.6  # half of hers, of a whole that is shared by fewer


def test_all_that_is_given_is_changed_and_the_rest_stays(district: District) -> None:
    add_station(district=district.key, code="north", name="Nord", by=BY)
    changed(
        district,
        employment=Employment.EMPLOYED,
        roles=(Role.DOCTOR,),
        stations=("north",),
        email="ny@example.org",
    )
    row = row_of(district)
    assert (row.employment, row.roles, row.stations, row.email, row.fraction) == (
        "employed",
        ["doctor"],
        ["north"],
        "ny@example.org",
        1,
    )
    assert "example.org" not in str(newest().details)
    changed(district, email="", stations=())
    row.refresh_from_db()
    assert (row.employment, row.email, row.stations) == ("employed", "", [])


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"fraction": Decimal(0)}, InputError),
        ({"fraction": Decimal("0.0001")}, InputError),
        ({"fraction": Decimal("2.1")}, InputError),
        ({"fraction": Decimal("NaN")}, InputError),
        ({"roles": ()}, InputError),
        ({"email": "ingen"}, InputError),
        ({"email": f"{'a' * 250}@example.org"}, InputError),
        ({"stations": ("nowhere",)}, UnknownIdError),
    ],
)
def test_impossible_change_of_a_doctor_is_refused(
    district: District, wrong: dict[str, Any], error: type[Exception]
) -> None:
    before = DutyDoctor.objects.filter(pk=district.doctors[0]).values().get()
    with pytest.raises(error):
        changed(district, **wrong)
    assert DutyDoctor.objects.filter(pk=district.doctors[0]).values().get() == before


def test_second_of_two_who_change_a_doctor_is_told(district: District) -> None:
    seen = version_of(row_of(district))
    changed(district, fraction=Decimal("0.5"), version=seen)
    with pytest.raises(ConflictError, match="has changed"):
        changed(district, fraction=Decimal("0.8"), version=seen)
    assert row_of(district).fraction == Decimal("0.5")


def test_published_shift_in_a_role_she_has_no_more_is_opened_and_closed_again(
    district: District,
) -> None:
    for code in ("evening", "night", "weekend"):
        kind = row_of(district).district.shift_types.get(code=code)
        change_shift_type(shift_type=kind.pk, changes={"role": Role.BACK_UP}, by=BY)
    roster = published(district)
    found = changed(district, roles=(Role.DOCTOR,))
    assert {one.roster for one in found} == {roster}
    assert len(found) == 2
    for one in found:
        assert on(roster, one.shift) == [district.doctors[0]]  # until somebody takes it
        assert ShiftOffer.objects.get(pk=one.offer).state == "open"
        assert one.sentences
    assert newest().details["unlawful"] == [one.shift for one in found]
    assert changed(district, fraction=Decimal("0.5")) == ()
    assert changed(district, roles=(Role.DOCTOR, Role.BACK_UP)) == ()
    assert set(ShiftOffer.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_shifts_that_have_started_are_left_as_they_are(district: District) -> None:
    kind = row_of(district).district.shift_types.get(code="evening")
    change_shift_type(shift_type=kind.pk, changes={"role": Role.BACK_UP}, by=BY)
    published(district)
    found = change_doctor(
        duty_doctor=district.doctors[0],
        roles=(Role.DOCTOR,),
        by=planner(district),
        now=NOW + timedelta(days=60),
    )
    assert found == ()


def ends(district: District, day: date | None, place: int = 0, **given: Any) -> Any:
    return end_membership(
        duty_doctor=district.doctors[place], member_to=day, by=planner(district), now=NOW, **given
    )


def test_doctor_who_leaves_is_not_left_on_published_shifts_after_that_day(
    district: District,
) -> None:
    roster = published(district)
    kept, opened = DutyShift.objects.filter(
        roster=roster, assignments__duty_doctor=district.doctors[0]
    ).order_by("starts")
    found = ends(district, opened.day)
    assert [(one.roster, one.shift, one.day) for one in found] == [(roster, opened.key, opened.day)]
    assert newest().action == "duty.end_membership"
    assert newest().details["unlawful"] == [opened.key]
    assert not kept.offers.exists()
    assert ends(district, None) == ()  # she stays after all, and so does the shift
    assert set(ShiftOffer.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert row_of(district).member_to is None


def test_end_before_the_beginning_or_after_she_came_again_is_refused(district: District) -> None:
    row = row_of(district)
    with pytest.raises(InputError, match="before she began"):
        ends(district, row.member_from)
    seen = version_of(row)
    ends(district, date(2027, 1, 1), version=seen)
    with pytest.raises(ConflictError, match="has changed"):
        ends(district, date(2027, 2, 1), version=seen)
    add_doctor(
        district=district.key,
        doctor=row.doctor_id,
        municipality=district.host,
        member_from=date(2027, 6, 1),
        by=BY,
    )
    for day in (None, date(2027, 6, 2)):
        with pytest.raises(ConflictError, match="taken in again"):
            ends(district, day)
    ends(district, date(2027, 6, 1))
    assert row_of(district).member_to == date(2027, 6, 1)


def mistaken(district: District) -> int:
    doctor = Doctor.objects.create(hpr_number="889900001", name="Ny lege", is_synthetic=True)
    return add_doctor(
        district=district.key,
        doctor=doctor.pk,
        municipality=district.host,
        member_from=date(2026, 1, 1),
        by=BY,
    )


def test_doctor_taken_in_by_mistake_is_removed(district: District) -> None:
    key = mistaken(district)
    doctor = DutyDoctor.objects.get(pk=key).doctor_id
    remove_doctor(duty_doctor=key, by=planner(district))
    assert not DutyDoctor.objects.filter(pk=key).exists()
    assert newest().action == "duty.remove_doctor"
    assert newest().details == {"duty_doctor": key, "doctor": doctor}
    with pytest.raises(UnknownIdError):
        remove_doctor(duty_doctor=key, by=BY)


def test_doctor_with_anything_in_the_district_is_not_removed(district: District) -> None:
    key = mistaken(district)
    published(district, doctors=8)
    with pytest.raises(ConflictError, match="a share of rosters"):
        remove_doctor(duty_doctor=key, by=BY)
    with pytest.raises(ConflictError, match="shifts, a share of rosters"):
        remove_doctor(duty_doctor=district.doctors[0], by=BY)


@pytest.mark.parametrize("what", ["absences", "cases of exemption", "an opening balance"])
def test_doctor_is_not_removed_with_what_she_told_or_carries(district: District, what: str) -> None:
    key = mistaken(district)
    if what == "absences":
        tell_absence(
            duty_doctor=key,
            starts=NOW + timedelta(days=9),
            ends=NOW + timedelta(days=10),
            by=BY,
            today=TODAY,
        )
    elif what == "cases of exemption":
        Doctor.objects.update(born=date(1980, 1, 1))
        apply_for_exemption(
            duty_doctor=key,
            ground=ExemptionGround.HEALTH,
            first=TODAY,
            facts=ExemptionFacts(health_reason=True),
            by=BY,
        )
    else:
        OpeningBalance.objects.create(
            duty_doctor_id=key, category="hours", amount=1, as_of=TODAY, source="x"
        )
    with pytest.raises(ConflictError, match=what):
        remove_doctor(duty_doctor=key, by=BY)
    assert DutyDoctor.objects.filter(pk=key).exists()


def test_only_who_plans_there_changes_or_removes_a_doctor(district: District) -> None:
    elsewhere = planner(made_district(1, number="5035"))
    for by in (gp(district, 0), elsewhere):
        with pytest.raises(NotAllowedError):
            change_doctor(duty_doctor=district.doctors[0], fraction=Decimal("0.5"), by=by, now=NOW)
        with pytest.raises(NotAllowedError):
            end_membership(duty_doctor=district.doctors[0], member_to=TODAY, by=by, now=NOW)
        with pytest.raises(NotAllowedError):
            remove_doctor(duty_doctor=district.doctors[0], by=by)
    assert row_of(district).fraction == 1


def test_doctor_has_left_from_midnight_in_norway(district: District) -> None:
    published(district)
    row = row_of(district)
    row.member_to = date(2026, 10, 20)
    row.save()
    before, after = (
        datetime(2026, 10, 19, 21, 30, tzinfo=UTC),
        datetime(2026, 10, 19, 22, 30, tzinfo=UTC),
    )
    assert {one.place.key for one in own_shifts(by=gp(district, 0), now=before)} == {row.pk}
    assert own_shifts(by=gp(district, 0), now=after) == ()
