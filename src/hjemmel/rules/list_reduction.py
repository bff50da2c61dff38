"""Making a list shorter: whose right, what notice, and how the draw is made."""

from __future__ import annotations

from datetime import date

from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.time import add_months
from hjemmel.law.finding import Finding, calculated, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_OLD = at("fastlegeforskriften_2012", "35")
_NEW = at("fastlegeforskriften_2025", "11")


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "11", section=1),
    title_nb="Rett til å redusere listen til taket",
    title_en="Right to reduce the list to the ceiling",
    reads=("list_reduction.is_right",),
)
def reduction_is_right(length: int, ceiling: int, law: LawAt) -> Finding:
    """Test that a GP has a right to a reduction; the value is how many must leave (persons)."""
    is_right = law.flag("list_reduction.is_right")
    surplus = max(0, length - ceiling)
    if surplus > 0 and is_right:
        return met(
            "right_to_reduction",
            f"Fastlegen har rett til å få listen redusert med {n(surplus)} til taket {n(ceiling)}.",
            f"The GP has a right to have the list reduced by {n(surplus, 'en')} to the ceiling "
            f"{n(ceiling, 'en')}.",
            value=surplus,
        )
    return not_met(
        "no_surplus",
        f"Listen på {n(length)} er ikke over taket {n(ceiling)}.",
        f"The list of {n(length, 'en')} is not above the ceiling {n(ceiling, 'en')}.",
        value=surplus,
    )


@provision(
    _OLD,
    _NEW,
    title_nb="Reduksjon krever at fastlegen er enig",
    title_en="A reduction needs the GP's consent",
    reads=("list_reduction.municipality_may_impose",),
)
def reduction_has_consent(asked_by_municipality: bool, gp_consents: bool, law: LawAt) -> Finding:
    """Test that a reduction asked for by the municipality has the GP's consent."""
    may_impose = law.flag("list_reduction.municipality_may_impose")
    if asked_by_municipality and not gp_consents and not may_impose:
        return not_met(
            "not_unilateral",
            "Kommunen kan ikke redusere listen uten at fastlegen er enig.",
            "The municipality may not reduce the list without the GP's consent.",
        )
    return met("consent_given", "Fastlegen er enig i reduksjonen.", "The GP agrees.")


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "11", section=2),
    title_nb="Varsel før listen reduseres",
    title_en="Notice before the list is reduced",
    reads=("list_reduction.notice_months",),
)
def reduction_notice_is_kept(
    requested: date, effective: date, shorter_agreed: bool, law: LawAt
) -> Finding:
    """Test that the notice to the municipality is long enough.

    A shorter one can be agreed «i særlige tilfeller», which a person judges.
    """
    months = law.integer("list_reduction.notice_months")
    first = add_months(requested, months)
    nb = f"Varselet er {n(months)} måneder og løper ut {format_date(first)}"
    en = f"The notice is {n(months, 'en')} months and runs out on {format_date(first, 'en')}"
    if effective >= first:
        return met("notice_kept", f"{nb}.", f"{en}.")
    if shorter_agreed:
        return needs_judgement(
            "shorter_agreed",
            f"{nb}; kortere er avtalt, og det krever et særlig tilfelle.",
            f"{en}; shorter was agreed, which needs a special case.",
        )
    return not_met(
        "notice_too_short",
        f"{nb}, etter den ønskede dagen {format_date(effective)}.",
        f"{en}, after the wanted day {format_date(effective, 'en')}.",
    )


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "11", section=2),
    title_nb="Gradvis reduksjon",
    title_en="Gradual reduction",
    reads=("list_reduction.gradual_may_be_agreed",),
)
def reduction_may_be_gradual(agreed: bool, law: LawAt) -> Finding:
    """Test that a list may be reduced in steps after the notice has run out."""
    if law.flag("list_reduction.gradual_may_be_agreed") and agreed:
        return met(
            "gradual_agreed",
            "Kommunen og fastlegen har avtalt å redusere listen gradvis.",
            "The municipality and the GP have agreed to reduce the list gradually.",
        )
    return not_met(
        "not_agreed",
        "Uten avtale kan fastlegen kreve hele reduksjonen når fristen er ute.",
        "Without an agreement the GP can demand the whole reduction when the notice has run out.",
    )


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "11", section=3),
    title_nb="Hvem som må ut, trekkes tilfeldig",
    title_en="Who leaves is drawn at random",
    reads=("list_reduction.drawn_at_random",),
)
def selection_is_random(drawn_at_random: bool, law: LawAt) -> Finding:
    """Test that those who leave a list were drawn at random, not chosen."""
    must = law.flag("list_reduction.drawn_at_random")
    if must and not drawn_at_random:
        return not_met(
            "chosen_by_hand",
            "Verken fastlegen eller kommunen kan velge hvem som må ut av listen.",
            "Neither the GP nor the municipality may choose who leaves the list.",
        )
    return met("drawn", "Trekningen er tilfeldig.", "The draw is random.")


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "11", section=3),
    at("helfo_fastlege", "listereduksjon"),
    title_nb="Familie holdes samlet i trekningen",
    title_en="A family is kept together in the draw",
    reads=("list_reduction.household_kept_together", "list_reduction.family_child_below_age"),
)
def child_is_drawn_with_family(age_years: int, same_address: bool, law: LawAt) -> Finding:
    """Test that a child (full years) is drawn together with the parents."""
    together = law.flag("list_reduction.household_kept_together")
    limit = law.integer("list_reduction.family_child_below_age")
    if together and same_address and age_years < limit:
        return met(
            "with_family",
            f"Barn under {n(limit)} år på samme adresse følger familien i trekningen.",
            f"Children under {n(limit, 'en')} at the same address follow the family in the draw.",
        )
    return not_met(
        "drawn_alone",
        f"Personen trekkes for seg: familie er barn under {n(limit)} år på samme adresse.",
        f"The person is drawn alone: family means children under {n(limit, 'en')} at one address.",
    )


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "11", section=3),
    title_nb="De som trekkes ut, får tilbud om fastlege",
    title_en="Those drawn out are offered a GP",
    reads=("list_reduction.drawn_out_are_offered_gp",),
)
def drawn_out_are_offered_gp(persons_drawn: int, persons_offered: int, law: LawAt) -> Finding:
    """Test that all who were drawn out have an offer; the value is how many persons have none."""
    without = max(0, persons_drawn - persons_offered)
    if law.flag("list_reduction.drawn_out_are_offered_gp") and without > 0:
        return not_met(
            "offer_missing",
            f"Kommunen skal sikre alle et tilbud om ny fastlege; {n(without)} er uten.",
            f"The municipality must secure everyone an offer of another GP; {n(without, 'en')} "
            "have none.",
            value=without,
        )
    return met(
        "all_offered",
        f"Alle {n(persons_drawn)} som er trukket ut, har tilbud om fastlege.",
        f"All {n(persons_drawn, 'en')} drawn out have an offer of a GP.",
        value=without,
    )


@provision(
    _OLD,
    _NEW,
    title_nb="Å bli trukket ut teller ikke som bytte",
    title_en="Being drawn out is not a change",
    reads=("list_reduction.counts_as_switch",),
)
def changes_used_by_reduction(persons_drawn: int, law: LawAt) -> Finding:
    """Calculate how many changes of GP the persons drawn out of a list have used."""
    used = persons_drawn if law.flag("list_reduction.counts_as_switch") else 0
    return calculated(
        "changes_used",
        f"De {n(persons_drawn)} som trekkes ut, har brukt {n(used)} bytter.",
        f"The {n(persons_drawn, 'en')} persons drawn out have used {n(used, 'en')} changes.",
        value=used,
    )


@provision(
    at("trondheim_plan_2024", "kap. 4.2.1.2"),
    title_nb="Kommunens rekkefølge for ønsket listereduksjon",
    title_en="The municipality's order for wished list reductions",
    reads=("list_reduction.requires_free_capacity", "list_reduction.part_time_post_first"),
)
def wished_reduction_is_granted(
    free_places: int, target_reached: bool, has_municipal_post: bool, law: LawAt
) -> Finding:
    """Test that a lower ceiling that a GP wishes for is granted under the municipality's policy.

    The policy asks for free capacity without a figure: with no free place there is none, with the
    municipality's own target reached there is enough, and between the two a person decides.
    """
    if not law.has("list_reduction.requires_free_capacity"):
        return needs_judgement(
            "no_local_policy",
            "Kommunen har ikke vedtatt vilkår for ønsket listereduksjon.",
            "The municipality has not adopted conditions for a wished reduction.",
        )
    if law.flag("list_reduction.requires_free_capacity") and not target_reached:
        if free_places <= 0:
            return not_met(
                "no_free_capacity",
                "Reduksjon forutsetter ledig listekapasitet i ordningen.",
                "A reduction requires free list capacity in the scheme.",
            )
        return needs_judgement(
            "capacity_below_target",
            f"Ledige plasser er {n(free_places)}, under målet; planen sier ikke hvor mye som trengs.",
            f"Free places are {n(free_places, 'en')}, below the target; the plan does not say how "
            "many are needed.",
        )
    if law.flag("list_reduction.part_time_post_first") and has_municipal_post:
        return met(
            "granted_first",
            "Fastleger med kommunal deltidsstilling kommer først.",
            "GPs with a municipal part-time post come first.",
        )
    return needs_judgement(
        "after_part_time_posts",
        "Reduksjon kan gis når de med kommunal deltidsstilling har fått sitt.",
        "A reduction may be granted once those with a municipal post have had theirs.",
    )
