"""National grants: training and introduction agreements, new lists, out-of-hours services."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_kroner as kr
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.numbers import round_half_up
from hjemmel.law.finding import Finding, calculated, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("tilskudd_alis", "standardelementer"),
    title_nb="ALIS-tilskudd for standardelementer",
    title_en="ALIS grant for standard elements",
    reads=("grants.alis_standard_max",),
)
def alis_standard_grant(cost: int, law: LawAt) -> Finding:
    """Calculate the grant (NOK per agreement per year) for the standard elements."""
    highest = law.integer("grants.alis_standard_max")
    amount = min(cost, highest)
    return calculated(
        "up_to_maximum",
        f"Av kostnaden {kr(cost)} dekkes {kr(amount)} (inntil {kr(highest)}).",
        f"Of the cost {kr(cost, 'en')}, {kr(amount, 'en')} is covered (up to {kr(highest, 'en')}).",
        value=amount,
    )


@provision(
    at("tilskudd_alis", "tilleggselementer"),
    title_nb="ALIS-tilskudd for tilleggselementer",
    title_en="ALIS grant for additional elements",
    reads=("grants.alis_addition_max",),
)
def alis_addition_grant(cost: int, has_weak_recruitment: bool, law: LawAt) -> Finding:
    """Calculate the grant (NOK per agreement per year) for the additional elements.

    ``has_weak_recruitment``: the municipality is reckoned as particularly weak in recruitment.
    """
    highest = law.integer("grants.alis_addition_max")
    if not has_weak_recruitment:
        return not_met(
            "ordinary_municipality",
            "Tilleggselementer dekkes bare i særskilt rekrutteringssvake kommuner.",
            "Additional elements are covered only where recruitment is particularly weak.",
            value=0,
        )
    amount = min(cost, highest)
    return calculated(
        "up_to_maximum",
        f"Av tilleggskostnaden {kr(cost)} dekkes {kr(amount)} (inntil {kr(highest)}).",
        f"Of the additional cost {kr(cost, 'en')}, {kr(amount, 'en')} is covered "
        f"(up to {kr(highest, 'en')}).",
        value=amount,
    )


@provision(
    at("prop_1_s_2021_2022", "nasjonal ALIS"),
    title_nb="Antall fulle ALIS-avtaler innenfor rammen",
    title_en="Number of full ALIS agreements within the frame",
    reads=("grants.alis_frame", "grants.alis_standard_max"),
)
def alis_agreements_within_frame(law: LawAt) -> Finding:
    """Calculate how many agreements at the highest standard amount the frame covers."""
    frame = law.integer("grants.alis_frame")
    agreements = frame // law.integer("grants.alis_standard_max")
    return calculated(
        "full_agreements",
        f"Rammen {kr(frame)} dekker {n(agreements)} avtaler med høyeste standardbeløp.",
        f"The frame {kr(frame, 'en')} covers {n(agreements, 'en')} agreements at the highest "
        "standard amount.",
        value=agreements,
    )


@provision(
    at("tilskudd_alis", "tillegg"),
    title_nb="Sentralitetsklasse som gir ALIS-tillegg",
    title_en="Centrality class that gives an ALIS addition",
    reads=("grants.alis_extra_centrality_class",),
)
def alis_addition_by_centrality(centrality_class: int, law: LawAt) -> Finding:
    """Test whether the municipality's centrality class gives an addition to the ALIS grant."""
    wanted = law.integer("grants.alis_extra_centrality_class")
    if centrality_class != wanted:
        return not_met(
            "other_class",
            f"Klasse {n(centrality_class)} gir ikke tillegg; det gjør klasse {n(wanted)}.",
            f"Class {n(centrality_class, 'en')} gives no addition; class {n(wanted, 'en')} does.",
        )
    return met(
        "class_gives_addition",
        f"Sentralitetsklasse {n(wanted)} gir tillegg.",
        f"Centrality class {n(wanted, 'en')} gives an addition.",
    )


@provision(
    at("tilskudd_alis", "vikarer"),
    title_nb="Vikariat som gir ALIS-tilskudd",
    title_en="Locum engagement that gives an ALIS grant",
    reads=("grants.alis_locum_min_months",),
)
def alis_locum_counts(months: int, is_from_agency: bool, law: LawAt) -> Finding:
    """Test whether a locum's engagement of ``months`` counts for the ALIS grant."""
    shortest = law.integer("grants.alis_locum_min_months")
    if is_from_agency:
        return not_met(
            "from_agency",
            "Vikarer fra vikarbyrå gir ikke ALIS-tilskudd.",
            "Locums from an agency give no ALIS grant.",
        )
    if months < shortest:
        return not_met(
            "too_short",
            f"Vikariatet varer {n(months)} måneder; det må vare minst {n(shortest)}.",
            f"The engagement lasts {n(months, 'en')} months; it must last at least "
            f"{n(shortest, 'en')}.",
        )
    return met(
        "long_enough",
        f"Vikariatet på {n(months)} måneder er langt nok.",
        f"The engagement of {n(months, 'en')} months is long enough.",
    )


@provision(
    at("tilskudd_introduksjonsavtaler"),
    title_nb="Ledig introduksjonsavtale",
    title_en="Introduction agreement available",
    reads=("grants.intro_agreement_max",),
)
def intro_agreement_is_available(agreements_in_use: int, law: LawAt) -> Finding:
    """Test whether the country has an introduction agreement left; the value is how many."""
    highest = law.integer("grants.intro_agreement_max")
    left = highest - agreements_in_use
    nb = f"{n(agreements_in_use)} av {n(highest)} introduksjonsavtaler er i bruk."
    en = f"{n(agreements_in_use, 'en')} of {n(highest, 'en')} introduction agreements are in use."
    if left < 1:
        return not_met("all_in_use", nb, en, value=0)
    return met("available", nb, en, value=left)


@provision(
    at("prop_1_s_2021_2022", "kap. 2755 post 70"),
    title_nb="Beløp per introduksjonsavtale",
    title_en="Amount per introduction agreement",
    reads=("grants.intro_agreement_frame", "grants.intro_agreement_max"),
)
def intro_agreement_amount(law: LawAt) -> Finding:
    """Calculate the mean amount (whole NOK) per introduction agreement in the budget year."""
    frame = law.number("grants.intro_agreement_frame")
    amount = round_half_up(frame / law.integer("grants.intro_agreement_max"))
    return calculated(
        "mean_of_frame",
        f"Rammen gir i gjennomsnitt {kr(amount)} per avtale.",
        f"The frame gives a mean of {kr(amount, 'en')} per agreement.",
        value=amount,
    )


@provision(
    at("tilskudd_nye_lister_2018"),
    title_nb="Rekrutteringstilskudd til ny liste",
    title_en="Recruitment grant for a new list",
    reads=("grants.new_list_max",),
)
def new_list_grant(cost: int, law: LawAt) -> Finding:
    """Calculate the highest national grant (NOK) for establishing a new list."""
    amount = min(cost, law.integer("grants.new_list_max"))
    return calculated(
        "up_to_maximum",
        f"Av etableringskostnaden {kr(cost)} kan {kr(amount)} dekkes.",
        f"Of the cost {kr(cost, 'en')} of establishing, {kr(amount, 'en')} may be covered.",
        value=amount,
    )


@provision(
    at("tilskudd_legevakt_distrikt", "målgruppe"),
    title_nb="Hvem som kan få legevakttilskudd",
    title_en="Who may receive the out-of-hours grant",
    reads=("grants.legevakt_population_max", "grants.legevakt_centrality_min"),
)
def legevakt_grant_is_open(inhabitants: int, centrality_class: int, law: LawAt) -> Finding:
    """Test whether a municipality may apply (centrality 1 is the most central class)."""
    limit = law.integer("grants.legevakt_population_max")
    most_central = law.integer("grants.legevakt_centrality_min")
    if inhabitants >= limit:
        return not_met(
            "municipality_too_large",
            f"Kommunen har {n(inhabitants)} innbyggere; tilskuddet gis under {n(limit)}.",
            f"The municipality has {n(inhabitants, 'en')} inhabitants; the grant is given "
            f"below {n(limit, 'en')}.",
        )
    if centrality_class < most_central:
        return not_met(
            "too_central",
            f"Sentralitetsklasse {n(centrality_class)} er for sentral; laveste klassetall er "
            f"{n(most_central)}.",
            f"Centrality class {n(centrality_class, 'en')} is too central; the lowest class "
            f"number is {n(most_central, 'en')}.",
        )
    return met(
        "may_apply",
        "Kommunen kan søke om legevakttilskudd.",
        "The municipality may apply for the out-of-hours grant.",
    )


@provision(
    at("tilskudd_legevakt_distrikt", "tildeling"),
    title_nb="Formålet med legevakttilskuddet",
    title_en="Purpose of the out-of-hours grant",
    reads=("grants.legevakt_purpose_must_be_met",),
)
def legevakt_purpose_is_met(purpose_is_met: bool, law: LawAt) -> Finding:
    """Test that whoever assessed application and budget found that they serve the purpose."""
    if law.flag("grants.legevakt_purpose_must_be_met") and not purpose_is_met:
        return not_met(
            "purpose_not_met",
            "Søknad og budsjett oppnår ikke formålet med tilskuddet.",
            "Application and budget do not serve the purpose of the grant.",
        )
    return met(
        "purpose_met",
        "Søknad og budsjett oppnår formålet med tilskuddet.",
        "Application and budget serve the purpose of the grant.",
    )


@provision(
    at("tilskudd_legevakt_distrikt", "tildeling"),
    title_nb="Tildelt legevakttilskudd",
    title_en="Out-of-hours grant awarded",
    reads=("grants.legevakt_award_max", "grants.legevakt_award_min"),
)
def legevakt_award(amount_sought: int, law: LawAt) -> Finding:
    """Calculate the award (NOK) to an applicant who fulfils the conditions.

    Less than the amounts the rules announced is left to judgement.
    """
    highest = law.integer("grants.legevakt_award_max")
    lowest = law.integer("grants.legevakt_award_min")
    amount = min(amount_sought, highest)
    if amount < lowest:
        return needs_judgement(
            "below_announced_range",
            f"Omsøkte {kr(amount_sought)} er under det forespeilte, "
            f"{kr(lowest)} til {kr(highest)}.",
            f"The {kr(amount_sought, 'en')} sought is below the range announced, "
            f"{kr(lowest, 'en')} to {kr(highest, 'en')}.",
            value=amount,
        )
    return calculated(
        "up_to_maximum",
        f"Av omsøkte {kr(amount_sought)} tildeles {kr(amount)} (inntil {kr(highest)}).",
        f"Of {kr(amount_sought, 'en')} sought, {kr(amount, 'en')} is awarded "
        f"(up to {kr(highest, 'en')}).",
        value=amount,
    )


@provision(
    at("tilskudd_legevakt_distrikt", "prioritering"),
    title_nb="Rekkefølge blant søkere om legevakttilskudd",
    title_en="Order of applicants for the out-of-hours grant",
    reads=("grants.legevakt_priority_municipalities", "grants.centrality_classes"),
)
def legevakt_priority(municipalities: int, centrality_class: int, law: LawAt) -> Finding:
    """Calculate an applicant's place in the order; 1 comes first, equal places are assessed.

    Services of one or two municipalities come before larger cooperations; within each group
    the least central municipalities come first.
    """
    classes = law.integer("grants.centrality_classes")
    is_small = municipalities <= law.integer("grants.legevakt_priority_municipalities")
    place = 1 + classes - centrality_class + (0 if is_small else classes)
    nb = "egen legevakt eller lite samarbeid" if is_small else "større samarbeid"
    en = "own service or small cooperation" if is_small else "larger cooperation"
    return calculated(
        "small_service" if is_small else "larger_cooperation",
        f"Plass {n(place)}: {nb}, sentralitetsklasse {n(centrality_class)}.",
        f"Place {n(place, 'en')}: {en}, centrality class {n(centrality_class, 'en')}.",
        value=place,
    )


@provision(
    at("tilskudd_legevakt_distrikt", "ramme"),
    title_nb="Legevakttilskudd innenfor rammen",
    title_en="Out-of-hours grants within the frame",
    reads=("grants.legevakt_frame",),
)
def legevakt_awards_fit_frame(awarded: int, law: LawAt) -> Finding:
    """Test that the awards (NOK in total) stay within the frame; the value is what is left."""
    frame = law.integer("grants.legevakt_frame")
    nb = f"Tildelt {kr(awarded)} av rammen {kr(frame)}."
    en = f"Awarded {kr(awarded, 'en')} of the frame {kr(frame, 'en')}."
    if awarded > frame:
        return not_met("above_frame", nb, en, value=frame - awarded)
    return met("within_frame", nb, en, value=frame - awarded)
