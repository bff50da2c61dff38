"""Exemption from out-of-hours duty: as a right, at the municipality's discretion, promised, and local."""

from __future__ import annotations

from datetime import date

from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.time import add_months
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_OLD = at("fastlegeforskriften_2012", "13")
_NEW = "fastlegeforskriften_2025"


@provision(
    _OLD,
    at(_NEW, "33", section=4, letter="a"),
    title_nb="Rett til fritak på grunn av alder",
    title_en="Right to exemption by age",
    reads=("duty.exemption_right_age",),
)
def age_gives_exemption(age_years: int, law: LawAt) -> Finding:
    """Test that a doctor's age (full years) gives a right to exemption.

    «Over 60 år» is read as having turned 60.
    """
    limit = law.integer("duty.exemption_right_age")
    if age_years >= limit:
        return met(
            "right_by_age",
            f"Legen har fylt {n(limit)} år og har rett til fritak.",
            f"The doctor has turned {n(limit, 'en')} and has a right to exemption.",
        )
    return not_met(
        "too_young",
        f"Alder gir rett til fritak først når legen har fylt {n(limit)} år.",
        f"Age gives a right to exemption only when the doctor has turned {n(limit, 'en')}.",
    )


@provision(
    _OLD,
    at(_NEW, "33", section=4, letter="b"),
    title_nb="Rett til fritak under svangerskap",
    title_en="Right to exemption during pregnancy",
    reads=("duty.exemption_right_pregnancy_months",),
)
def pregnancy_gives_exemption(
    shift: date, due: date, pregnancy_prevents_duty: bool, law: LawAt
) -> Finding:
    """Test that a shift lies in the last months of pregnancy, or that the pregnancy prevents it."""
    months = law.integer("duty.exemption_right_pregnancy_months")
    first = add_months(due, -months)
    if pregnancy_prevents_duty:
        return met(
            "pregnancy_prevents",
            "Svangerskapet hindrer deltakelse og gir rett til fritak.",
            "The pregnancy prevents taking part and gives a right to exemption.",
        )
    if shift >= first:
        return met(
            "last_months",
            f"De siste {n(months)} månedene av svangerskapet gir rett til fritak.",
            f"The last {n(months, 'en')} months of pregnancy give a right to exemption.",
        )
    return not_met(
        "before_last_months",
        f"Retten gjelder fra {format_date(first)}, {n(months)} måneder før termin.",
        f"The right applies from {format_date(first, 'en')}, {n(months, 'en')} months before term.",
    )


@provision(
    _OLD,
    at(_NEW, "33", section=4, letter="c"),
    title_nb="Rett til fritak under amming",
    title_en="Right to exemption while breastfeeding",
    reads=("duty.exemption_right_child_below_years",),
)
def breastfeeding_gives_exemption(child_full_years: int, breastfeeds: bool, law: LawAt) -> Finding:
    """Test that a doctor who breastfeeds a small child has a right to exemption."""
    limit = law.integer("duty.exemption_right_child_below_years")
    if breastfeeds and child_full_years < limit:
        return met(
            "breastfeeding",
            f"Lege som ammer barn under {n(limit)} år, har rett til fritak.",
            f"A doctor who breastfeeds a child under {n(limit, 'en')} has a right to exemption.",
        )
    return not_met(
        "not_breastfeeding_small_child",
        f"Retten gjelder lege som ammer barn under {n(limit)} år. "
        "Omsorg for små barn gir ellers ingen rett i forskriften.",
        f"The right is for a doctor who breastfeeds a child under {n(limit, 'en')}. "
        "Care for small children gives no other right in the regulation.",
    )


@provision(
    _OLD,
    at(_NEW, "33", section=3),
    title_nb="Fritak etter kommunens skjønn",
    title_en="Exemption at the municipality's discretion",
    reads=("duty.exemption_factor_age",),
)
def discretionary_exemption(
    age_years: int, health_reason: bool, weighty_social_reason: bool, law: LawAt
) -> Finding:
    """Test whether the municipality may consider an exemption; age is a factor, never a ground."""
    limit = law.integer("duty.exemption_factor_age")
    has_ground = health_reason or weighty_social_reason
    is_factor = age_years >= limit
    if not has_ground:
        return not_met(
            "no_ground",
            "Det er verken helsemessige eller vektige sosiale grunner; alder alene er ikke nok.",
            "There are neither health nor weighty social grounds; age alone is not enough.",
        )
    return needs_judgement(
        "ground_and_age" if is_factor else "ground",
        "Kommunen vurderer fritak i et enkeltvedtak"
        + (f"; at legen har fylt {n(limit)} år, er et moment." if is_factor else "."),
        "The municipality considers an exemption in an individual decision"
        + (f"; that the doctor has turned {n(limit, 'en')} is a factor." if is_factor else "."),
    )


@provision(
    at(_NEW, "33"),
    title_nb="Fritak som ble lovet ved rekruttering",
    title_en="Exemption promised at recruitment",
    reads=("duty.promised_exemption_stands",),
)
def promised_exemption_stands(promised: bool, both_agree_to_end: bool, law: LawAt) -> Finding:
    """Test that an exemption that was part of the recruitment stands."""
    if not law.has("duty.promised_exemption_stands"):
        return needs_judgement(
            "not_stated",
            "Forskriften som gjaldt da, sa ikke noe om lovet fritak.",
            "The regulation of that time did not speak of promised exemptions.",
        )
    stands = law.flag("duty.promised_exemption_stands")
    if promised and stands and not both_agree_to_end:
        return met(
            "promise_stands",
            "Fritaket står til begge parter er enige om noe annet.",
            "The exemption stands until both parties agree otherwise.",
        )
    return not_met("no_promise", "Fritaket er ikke bindende.", "The exemption is not binding.")


@provision(
    at("bergen_fastlegestrategi", "kap. 2.0"),
    at("bergen_strategi_2024", "kap. 2.0"),
    title_nb="Fritak fra kommunal bistilling for ny fastlege",
    title_en="Exemption from a municipal side post for a new GP",
    reads=("side_tasks.exemption_new_gp_max_months",),
)
def new_gp_exemption_is_within_limit(months: int, law: LawAt) -> Finding:
    """Test that a new GP's exemption from the municipal side post is not too long."""
    if not law.has("side_tasks.exemption_new_gp_max_months"):
        return needs_judgement(
            "no_local_policy",
            "Kommunen har ikke vedtatt hvor lenge en ny fastlege kan ha fritak.",
            "The municipality has not adopted how long a new GP may be exempt.",
        )
    limit = law.integer("side_tasks.exemption_new_gp_max_months")
    answer = met if months <= limit else not_met
    return answer(
        "within_limit" if months <= limit else "too_long",
        f"Fritak i {n(months)} måneder; kommunen innvilger inntil {n(limit)}.",
        f"Exemption for {n(months, 'en')} months; the municipality grants up to {n(limit, 'en')}.",
    )


@provision(
    _OLD,
    at(_NEW, "33", section=3),
    title_nb="Fritak fra legevakt for ny fastlege",
    title_en="Exemption from duty for a new GP",
    reads=("duty.exemption_new_gp_max_months",),
)
def new_gp_duty_exemption(months: int, law: LawAt) -> Finding:
    """Test an exemption from duty for a new GP.

    Being new is no ground of the regulation; a municipality that grants it says for how long.
    """
    if not law.has("duty.exemption_new_gp_max_months"):
        return needs_judgement(
            "no_local_policy",
            "Forskriften gir ikke ny fastlege fritak, og kommunen har ikke lagt inn sin praksis.",
            "The regulation gives a new GP no exemption, and the municipality has not entered its "
            "practice.",
        )
    limit = law.integer("duty.exemption_new_gp_max_months")
    answer = met if months <= limit else not_met
    return answer(
        "within_limit" if months <= limit else "too_long",
        f"Fritak i {n(months)} måneder; kommunen innvilger inntil {n(limit)}.",
        f"Exemption for {n(months, 'en')} months; the municipality grants up to {n(limit, 'en')}.",
    )


@provision(
    at("trondheim_plan_2024", "kap. 4.2.1.2"),
    title_nb="Midlertidig fritak fra kommunal deltidsstilling",
    title_en="Temporary exemption from a municipal part-time post",
    reads=("side_tasks.temporary_exemption_offered",),
)
def side_post_exemption_is_offered(law: LawAt) -> Finding:
    """Test whether the municipality offers a temporary exemption from a municipal part-time post."""
    if not law.has("side_tasks.temporary_exemption_offered"):
        return needs_judgement(
            "no_local_policy",
            "Kommunen har ikke lagt inn om den tilbyr midlertidig fritak.",
            "The municipality has not entered whether it offers a temporary exemption.",
        )
    if law.flag("side_tasks.temporary_exemption_offered"):
        return met(
            "offered",
            "Kommunen tilbyr midlertidig fritak fra kommunal deltidsstilling.",
            "The municipality offers a temporary exemption from a municipal part-time post.",
        )
    return not_met(
        "not_offered",
        "Kommunen tilbyr ikke midlertidig fritak fra kommunal deltidsstilling.",
        "The municipality does not offer a temporary exemption from a municipal part-time post.",
    )
