"""Rounds of grants: who may get, in which order, how much, and how a frame is extended."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.cases.grant_rounds import load_round, round_examples
from hjemmel.engines.funding import (
    Application,
    Standing,
    WhenShort,
    check_round,
    extend_round,
    run_round,
)
from hjemmel.engines.funding.schemes.legevakt_district import LEGEVAKT_DISTRICT
from hjemmel.kernel.errors import InputError, MissingDataError, UnknownIdError
from hjemmel.kernel.money import Money
from hjemmel.law import LawAt, law_on
from tests.twins.grant_round import awards

LAW = law_on(date(2022, 9, 1))


def apply(key: str, sought: int, **facts: int | bool) -> Application:
    usual: dict[str, int | bool] = {
        "inhabitants": 2_000,
        "centrality_class": 6,
        "municipalities": 1,
        "assessment": 50,
    }
    return Application(key=key, name=key, sought=Money.kroner(sought), facts=usual | facts)


def order(*applications: Application, law: LawAt = LAW) -> list[str]:
    result = run_round(LEGEVAKT_DISTRICT, applications, law, frame=Money.kroner(10**9))
    return [line.application.key for line in result.lines if line.is_awarded]


# --- the round of 2022 ---------------------------------------------------------------------------


def test_the_round_of_2022_gives_40_awards_and_51_with_the_extension() -> None:
    """F8: 76 applications for 117 562 671, 50 million to 40, then 12 million to 11 more."""
    result = load_round("legevakt-2022").run(LAW.book)
    first, extension = result.runs
    assert len(result.lines) == result.eligible == 76
    assert result.sought == Money.kroner(117_562_671)
    assert (first.awarded, first.total, first.remaining) == (
        40,
        Money.kroner(50_000_000),
        Money(0),
    )
    assert (extension.awarded, extension.new) == (51, 11)
    assert extension.total == Money.kroner(62_000_000)
    assert result.sought - extension.total == Money.kroner(55_562_671)
    assert check_round(result) == ()


def test_the_extension_leaves_the_first_awards_as_they_are() -> None:
    example = load_round("legevakt-2022")
    first = run_round(example.scheme, example.applications, LawAt(example.days[0], book=LAW.book))
    both = example.run(LAW.book)
    for line in first.lines:
        if line.is_awarded:
            again = both.line(line.application.key)
            assert (again.awarded, again.run, again.rank) == (line.awarded, 1, line.rank)


def test_the_applicants_of_the_example_are_said_to_be_invented() -> None:
    assert round_examples() == ("legevakt-2022",)
    example = load_round("legevakt-2022")
    assert example.is_synthetic
    assert {one.name.split()[0] for one in example.applications} == {"Søker"}


def test_an_unknown_example_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownIdError, match="legevakt-2022"):
        load_round("legevakt-1999")


# --- who may get, and in which order -----------------------------------------------------------


def test_r71_class_and_inhabitants_decide_who_may_get() -> None:
    result = run_round(
        LEGEVAKT_DISTRICT,
        [
            apply("in", 800_000, inhabitants=4_999),
            apply("large", 800_000, inhabitants=5_000),
            apply("central", 800_000, inhabitants=3_000, centrality_class=5),
            apply("aim", 800_000, purpose_is_met=False),
        ],
        LAW,
    )
    standing = {line.application.key: line.standing for line in result.lines}
    assert standing == {
        "in": Standing.AWARDED,
        "large": Standing.NOT_ELIGIBLE,
        "central": Standing.NOT_ELIGIBLE,
        "aim": Standing.NOT_ELIGIBLE,
    }
    refused = result.line("central")
    assert refused.sentence.nb.startswith("Sentralitetsklasse 5 er for sentral")
    assert refused.rank is None
    assert "regelverket for legevakttilskudd målgruppe" in [
        citation.text("nb") for citation in refused.citations
    ]


def test_r72_small_services_come_first_then_the_least_central_then_the_best_assessed() -> None:
    assert order(
        apply("a", 750_000, municipalities=3, centrality_class=6, assessment=99),
        apply("b", 750_000, municipalities=2, centrality_class=5, assessment=99),
        apply("c", 750_000, municipalities=1, centrality_class=6, assessment=10),
        apply("d", 750_000, municipalities=2, centrality_class=6, assessment=11),
        law=law_on(date(2023, 6, 1)),
    ) == ["d", "c", "b", "a"]


def test_r73_the_award_is_the_sum_sought_up_to_the_cap() -> None:
    result = run_round(
        LEGEVAKT_DISTRICT, [apply("a", 1_200_000), apply("b", 1_800_000, assessment=40)], LAW
    )
    assert [line.awarded for line in result.lines] == [
        Money.kroner(1_200_000),
        Money.kroner(1_500_000),
    ]
    assert [line.cut for line in result.lines] == [Money(0), Money.kroner(300_000)]
    assert result.last.cut == 1
    assert result.lines[1].sentence.nb == (
        "Nummer 2 av 2. Plass 1: egen legevakt eller lite samarbeid, sentralitetsklasse 6. "
        "Vurdering: 40. Av omsøkte kr\xa01\xa0800\xa0000 tildeles kr\xa01\xa0500\xa0000 "
        "(inntil kr\xa01\xa0500\xa0000)."
    )


def test_less_than_the_range_announced_is_proposed_and_left_to_judgement() -> None:
    (line,) = run_round(LEGEVAKT_DISTRICT, [apply("a", 749_999)], LAW).lines
    assert line.awarded == Money.kroner(749_999)
    assert line.needs_judgement
    assert "krever skjønn" in line.sentence.nb


# --- the frame -----------------------------------------------------------------------------------


def test_the_round_stops_at_the_first_that_does_not_fit() -> None:
    result = run_round(
        LEGEVAKT_DISTRICT,
        [
            apply("a", 1_000_000, assessment=90),
            apply("b", 1_400_000, assessment=80),
            apply("c", 800_000, assessment=70),
        ],
        LAW,
        frame=Money.kroner(2_000_000),
    )
    assert [line.standing for line in result.lines] == [
        Standing.AWARDED,
        Standing.FRAME_IS_USED,
        Standing.FRAME_IS_USED,
    ]
    assert result.last.remaining == Money.kroner(1_000_000)
    assert "kr\xa01\xa0000\xa0000 er igjen" in result.lines[1].sentence.nb


def test_a_scheme_may_give_the_rest_of_the_frame_to_the_first_that_does_not_fit() -> None:
    scheme = dataclasses.replace(LEGEVAKT_DISTRICT, when_short=WhenShort.GIVE_THE_REST)
    both = [apply("a", 1_000_000, assessment=90), apply("b", 1_400_000, assessment=80)]
    result = run_round(scheme, both, LAW, frame=Money.kroner(1_750_000))
    assert [line.awarded for line in result.lines] == [
        Money.kroner(1_000_000),
        Money.kroner(750_000),
    ]
    assert "Bare kr\xa0750\xa0000 var igjen" in result.lines[1].sentence.nb
    short = run_round(scheme, both, LAW, frame=Money.kroner(1_749_999))
    assert short.last.remaining == Money.kroner(749_999)


def test_equals_at_the_end_of_the_frame_wait_until_a_person_has_decided() -> None:
    tied = [apply("a", 1_000_000), apply("b", 1_000_000)]
    frame = Money.kroner(1_500_000)
    result = run_round(LEGEVAKT_DISTRICT, tied, LAW, frame=frame)
    assert [line.standing for line in result.lines] == [Standing.TIED, Standing.TIED]
    assert result.lines[0].tied_with == ("b",)
    assert result.last.total == Money(0)
    decided = [tied[0], dataclasses.replace(tied[1], precedence=1)]
    result = run_round(LEGEVAKT_DISTRICT, decided, LAW, frame=frame)
    assert [line.application.key for line in result.lines if line.is_awarded] == ["b"]


def test_equals_that_all_fit_share_a_place_and_all_get() -> None:
    result = run_round(
        LEGEVAKT_DISTRICT,
        [apply("b", 900_000), apply("a", 900_000), apply("c", 1, assessment=1)],
        LAW,
    )
    assert [line.rank for line in result.lines] == [1, 1, 3]
    assert result.last.awarded == 3


def test_a_frame_that_has_not_grown_is_no_extension() -> None:
    result = run_round(LEGEVAKT_DISTRICT, [apply("a", 900_000)], LAW, frame=Money.kroner(10**6))
    with pytest.raises(InputError, match="not larger than before"):
        extend_round(result, LAW, frame=Money.kroner(10**6))


def test_the_frame_of_a_year_that_nobody_found_is_missing() -> None:
    with pytest.raises(MissingDataError, match="legevakt_frame"):
        run_round(LEGEVAKT_DISTRICT, [apply("a", 900_000)], law_on(date(2023, 6, 1)))


# --- wrong input ---------------------------------------------------------------------------------


def test_a_sum_sought_of_nothing_or_less_is_refused() -> None:
    for sought in (0, -1):
        with pytest.raises(InputError, match="above 0"):
            apply("a", sought)


def test_the_same_applicant_twice_is_refused() -> None:
    with pytest.raises(InputError, match="more than once"):
        run_round(LEGEVAKT_DISTRICT, [apply("a", 1), apply("a", 2)], LAW)


def test_an_applicant_of_whom_something_is_not_known_is_refused_by_name() -> None:
    lacking = Application(key="a", name="Vik", sought=Money(100), facts={"inhabitants": 4_000})
    with pytest.raises(InputError, match="“Centrality class” is not given for Vik"):
        run_round(LEGEVAKT_DISTRICT, [lacking], LAW)


# --- against the slow twin -----------------------------------------------------------------------

FACTS = st.fixed_dictionaries(
    {
        "inhabitants": st.sampled_from([900, 4_999, 5_000]),
        "centrality_class": st.integers(4, 6),
        "municipalities": st.integers(1, 4),
        "assessment": st.integers(1, 4),
        "purpose_is_met": st.sampled_from([True, True, True, False]),
    }
)
APPLICATIONS = st.lists(
    st.tuples(FACTS, st.integers(1, 2_500_000), st.sampled_from([None, None, 1, 2])), max_size=12
)


@given(
    rows=APPLICATIONS,
    frames=st.lists(st.integers(0, 12_000_000), min_size=1, max_size=3, unique=True).map(sorted),
    year=st.sampled_from([2022, 2023]),
)
@settings(max_examples=150, deadline=None)
def test_a_round_gives_what_the_slow_twin_gives(
    rows: list[tuple[dict[str, int | bool], int, int | None]], frames: list[int], year: int
) -> None:
    applications = [
        Application(
            key=f"{place:02d}", name="x", sought=Money.kroner(sought), facts=facts, precedence=first
        )
        for place, (facts, sought, first) in enumerate(rows)
    ]
    law = law_on(date(year, 6, 1))
    result = run_round(LEGEVAKT_DISTRICT, applications, law, frame=Money.kroner(frames[0]))
    for frame in frames[1:]:
        result = extend_round(result, law, frame=Money.kroner(frame))
    got = {line.application.key: line.awarded.oere for line in result.lines if line.is_awarded}
    assert got == awards(applications, law, [frame * 100 for frame in frames])
    assert check_round(result) == ()
