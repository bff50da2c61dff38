"""Who takes part in out-of-hours duty, and what comes on top of a full post."""

from __future__ import annotations

from decimal import Decimal

from hjemmel.kernel.numbers import format_percent
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_OLD = at("fastlegeforskriften_2012", "13")
_NEW = "fastlegeforskriften_2025"


@provision(
    _OLD,
    at(_NEW, "33", section=1),
    title_nb="Plikt til å delta",
    title_en="Duty to take part",
    reads=("duty.participation_required", "duty.exemption_covers_daytime"),
)
def gp_must_take_part(is_exempt: bool, is_daytime: bool, law: LawAt) -> Finding:
    """Test that a GP has to take part; an exemption leaves daytime emergency help untouched."""
    required = law.flag("duty.participation_required")
    covers_daytime = law.flag("duty.exemption_covers_daytime")
    if required and is_daytime and is_exempt and not covers_daytime:
        return met(
            "daytime_duty_remains",
            "Fritaket gjelder ikke øyeblikkelig hjelp på dagtid.",
            "The exemption does not cover daytime emergency help.",
        )
    if is_exempt or not required:
        return not_met("exempt", "Legen er fritatt.", "The doctor is exempt.")
    return met("must_take_part", "Fastlegen har plikt til å delta.", "The GP must take part.")


@provision(
    _OLD,
    at(_NEW, "33"),
    title_nb="Legevakt er en plikt, ikke en rett",
    title_en="Out-of-hours duty is an obligation, not a right",
    reads=("duty.participation_is_right",),
)
def gp_may_claim_shifts(law: LawAt) -> Finding:
    """Test that a GP may claim shifts as a right."""
    if law.flag("duty.participation_is_right"):
        return met("is_right", "Fastlegen har rett til vakter.", "The GP has a right to shifts.")
    return not_met(
        "is_no_right",
        "Fastlegen har plikt til å delta, men ikke rett til vakter.",
        "The GP must take part but has no right to shifts.",
    )


@provision(
    _OLD,
    at(_NEW, "33", section=2),
    title_nb="Legevakt i tillegg til full stilling",
    title_en="Duty on top of a full post",
    reads=("side_tasks.out_of_hours_in_addition",),
)
def duty_comes_on_top(post_share: Decimal, law: LawAt) -> Finding:
    """Test that duty may be imposed in addition to a post of ``post_share`` of full time."""
    if law.flag("side_tasks.out_of_hours_in_addition"):
        return met(
            "in_addition",
            f"Legevakt kan pålegges i tillegg til en stilling på {format_percent(post_share, decimals=0)}.",
            f"Duty may be imposed in addition to a post of {format_percent(post_share, 'en', decimals=0)}.",
        )
    return not_met(
        "inside_the_post",
        "Legevakt skal skje innenfor stillingen.",
        "Duty is to be inside the post.",
    )


@provision(
    _OLD,
    at(_NEW, "33"),
    title_nb="Grense for vaktbelastningen",
    title_en="Limit of the load of duty",
    reads=("duty.load_limit_is_defensibility",),
)
def load_is_defensible(judged_defensible: bool, law: LawAt) -> Finding:
    """Test the load of duty; the regulation sets no number, so somebody has to judge it."""
    only_defensible = law.flag("duty.load_limit_is_defensibility")
    if judged_defensible or not only_defensible:
        return met(
            "judged_defensible",
            "Belastningen er vurdert som forsvarlig.",
            "The load has been judged defensible.",
        )
    return needs_judgement(
        "no_number_in_law",
        "Forskriften setter ingen grense i tall; kommunen må vurdere om belastningen er forsvarlig.",
        "The regulation sets no limit in numbers; the municipality must judge whether the load is "
        "defensible.",
    )
