"""A rule's finding is completed with citation, facts and what was read."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.law import LawAt, load_law
from hjemmel.law.finding import Outcome
from hjemmel.rules.free_capacity import free_capacity_is_reached
from hjemmel.rules.identifiers import national_id_is_valid
from hjemmel.rules.list_limits import ceiling_is_allowed
from hjemmel.rules.waiting_order import list_opens_to_applicants

BOOK = load_law()
SYNTHETIC = "01817900131"


def test_a_finding_cites_the_act_in_force_on_the_day() -> None:
    for day, cited in (
        (date(2025, 12, 31), "fastlegeforskriften (2012) § 34"),
        (date(2026, 1, 1), "fastlegeforskriften § 10"),
    ):
        finding = ceiling_is_allowed(2500, law=LawAt(day, book=BOOK))
        assert [str(citation) for citation in finding.citations] == [cited]


def test_a_finding_cites_only_the_municipalitys_own_plan() -> None:
    for municipality, cited in (
        ("4601", "Bergen kommunes strategi for fastlegeordningen kap. 2.2"),
        ("5001", "Trondheims tiltaksplan for legetjenesten kap. 4.2.1.1"),
    ):
        law = LawAt(date(2024, 6, 1), municipality, book=BOOK)
        finding = free_capacity_is_reached(50, 1000, law=law)
        assert [str(citation) for citation in finding.citations] == [cited]


def test_a_finding_holds_the_facts_by_name_and_what_was_read() -> None:
    finding = ceiling_is_allowed(2501, law=LawAt(date(2026, 1, 1), book=BOOK))
    assert finding.outcome is Outcome.NOT_MET
    assert finding.inputs == {"ceiling": 2501}
    assert [reading.parameter for reading in finding.readings] == ["gp_list.ceiling_max"]


def test_the_callers_law_takes_over_what_the_rule_read() -> None:
    law = LawAt(date(2026, 1, 1), book=BOOK)
    law.flag("gp_list.closed_at_ceiling")
    finding = ceiling_is_allowed(2500, law=law)
    assert [reading.parameter for reading in finding.readings] == ["gp_list.ceiling_max"]
    assert [reading.parameter for reading in law.readings] == [
        "gp_list.closed_at_ceiling",
        "gp_list.ceiling_max",
    ]


def test_an_argument_that_names_a_person_is_left_out_of_the_facts() -> None:
    finding = national_id_is_valid(SYNTHETIC, law=LawAt(date(2026, 1, 1), book=BOOK))
    assert finding.is_met
    assert finding.inputs == {}
    assert SYNTHETIC not in repr(finding)


def test_a_finding_says_when_it_rests_on_an_unverified_value() -> None:
    for day, unverified in ((date(2025, 12, 31), False), (date(2026, 1, 1), True)):
        finding = list_opens_to_applicants(10, law=LawAt(day, book=BOOK))
        assert finding.rests_on_unverified is unverified


def test_a_rule_without_the_law_is_refused() -> None:
    with pytest.raises(TypeError, match=r"list_limits\.ceiling_is_allowed: law is date, not LawAt"):
        ceiling_is_allowed(2500, law=date(2026, 1, 1))
