"""How residents who have not chosen get a GP."""

from __future__ import annotations

from datetime import date

from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.time import Month
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("helsedirektoratet_fastlege", "årsrapport 2022 kap. 7.6"),
    title_nb="Når en tildelt fastlege gjelder fra",
    title_en="When an allocated GP takes effect",
    reads=("allocation.effective_on_first_of_next_month",),
)
def allocation_takes_effect_on(allocated: date, effective: date, law: LawAt) -> Finding:
    """Test that an allocated GP takes effect on the first day of the month after the allocation."""
    if not law.flag("allocation.effective_on_first_of_next_month"):
        return needs_judgement("no_fixed_day", "Dagen er ikke fastsatt.", "No day is set.")
    right = Month.of(allocated).plus(1).first_day
    answer = met if effective == right else not_met
    return answer(
        "right_day" if effective == right else "wrong_day",
        f"En fastlege tildelt {format_date(allocated)} gjelder fra {format_date(right)}.",
        f"A GP allocated on {format_date(allocated, 'en')} takes effect on "
        f"{format_date(right, 'en')}.",
    )


@provision(
    at("helfo_fastlege", "tildeling av fastlege"),
    at("helsedirektoratet_fastlege", "årsrapport 2022 kap. 7.6"),
    title_nb="Automatisk eller manuell tildeling",
    title_en="Allocation by the register or by hand",
    reads=(
        "allocation.asylum_seekers_by_hand",
        "allocation.may_be_switched_off",
        "allocation.children_below_age_still_automatic",
    ),
)
def is_allocated_automatically(
    asylum_seeker_with_d_number: bool,
    stays_outside: bool,
    switched_off_by_municipality: bool,
    age_years: int,
    law: LawAt,
) -> Finding:
    """Test that the register allocates a GP to a resident (full years) without one by itself.

    Where a municipality has switched it off, Helfo excepts children below an age; the conditions
    have not been read, so a person decides.
    """
    if stays_outside:
        return not_met(
            "stays_outside",
            "Den som har meldt seg ut av ordningen, tildeles ikke fastlege.",
            "A person who has left the scheme is not allocated a GP.",
        )
    if asylum_seeker_with_d_number and law.flag("allocation.asylum_seekers_by_hand"):
        return not_met(
            "by_hand_asylum",
            "Asylsøkere med d-nummer tildeles fastlege manuelt av Helfo.",
            "Asylum seekers with a D number are allocated a GP by hand by Helfo.",
        )
    may_switch_off = law.has("allocation.may_be_switched_off") and law.flag(
        "allocation.may_be_switched_off"
    )
    if switched_off_by_municipality and may_switch_off:
        child_below = law.integer("allocation.children_below_age_still_automatic")
        if age_years < child_below:
            return needs_judgement(
                "child_perhaps_automatic",
                f"Helfo gjør unntak for barn under {n(child_below)} år; vilkårene er ikke kjent.",
                f"Helfo excepts children under {n(child_below, 'en')}; the conditions are unknown.",
            )
        return not_met(
            "by_hand_municipality",
            "Kommunen har bedt om at automatisk tildeling slås av og fordeler selv.",
            "The municipality has had automatic allocation switched off and distributes itself.",
        )
    if switched_off_by_municipality:
        return needs_judgement(
            "switching_off_not_known",
            "Det er ikke kjent at automatisk tildeling kunne slås av da.",
            "It is not known that automatic allocation could be switched off then.",
        )
    return met("automatic", "Registeret tildeler fastlege.", "The register allocates a GP.")


@provision(
    at("helsedirektoratet_fastlege", "årsrapport 2022 kap. 7.6"),
    title_nb="Tildelingen skjer i bostedskommunen",
    title_en="The allocation is in the municipality of residence",
    reads=("allocation.in_home_municipality",),
)
def allocation_is_in_home_municipality(list_in_home_municipality: bool, law: LawAt) -> Finding:
    """Test that a resident who has not chosen is allocated a list where she lives."""
    if law.flag("allocation.in_home_municipality") and not list_in_home_municipality:
        return not_met(
            "elsewhere",
            "Registeret tildeler bare plass på lister i bostedskommunen.",
            "The register allocates places only on lists in the municipality of residence.",
        )
    return met(
        "at_home",
        "Listen er i bostedskommunen.",
        "The list is in the municipality of residence.",
    )
