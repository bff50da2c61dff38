"""Not being alone on duty, start-up training, and what else a joint working group advised in 2023."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_GROUP = "legevakt_arbeidsgruppe_2023"


@provision(
    at(_GROUP, "punkt 4"),
    title_nb="Ikke alene på vakt",
    title_en="Not alone on duty",
    reads=("duty.company_is_advised", "duty.police_guidelines_advised"),
)
def doctor_has_company(
    is_alone: bool, other_services_near: bool, has_police_guidelines: bool, law: LawAt
) -> Finding:
    """Flag a duty on which the doctor is alone. It is advice, so it never makes a roster unlawful.

    Args:
        is_alone: Whether no other health personnel is with her.
        other_services_near: Whether other personnel or round-the-clock services can be called to her.
        has_police_guidelines: Whether there are guidelines for when police and fire services are called.
        law: The law on the day.
    """
    if not is_alone or not law.flag("duty.company_is_advised"):
        return met(
            "has_company", "Legen er ikke alene på vakt.", "The doctor is not alone on duty."
        )
    guided = has_police_guidelines or not law.flag("duty.police_guidelines_advised")
    if other_services_near and guided:
        return met(
            "company_can_be_called",
            "Legen er alene, men annet personell eller andre tjenester kan være til stede ved behov.",
            "The doctor is alone, but other personnel or services can be present when needed.",
        )
    lacks_nb = (
        [] if other_services_near else ["annet personell eller andre døgnbemannede tjenester"]
    )
    lacks_en = [] if other_services_near else ["other personnel or round-the-clock services"]
    if not guided:
        lacks_nb.append("retningslinjer for politi og brannvesen")
        lacks_en.append("guidelines for police and fire services")
    return needs_judgement(
        "alone_on_duty",
        f"Legen er alene på vakt; det mangler {' og '.join(lacks_nb)}.",
        f"The doctor is alone on duty; lacking: {' and '.join(lacks_en)}.",
    )


@provision(
    at(_GROUP, "punkt 4"),
    title_nb="Startopplæring før første vakt",
    title_en="Start-up training before the first duty",
    reads=("duty.start_up_training_required",),
)
def start_up_training_is_done(done: bool, law: LawAt) -> Finding:
    """Test that the start-up training is done: routines, internal control, radio, geography, joint training."""
    if done or not law.flag("duty.start_up_training_required"):
        return met(
            "trained", "Startopplæringen er gjennomført.", "The start-up training has been done."
        )
    return not_met(
        "not_trained",
        "Ingen skal arbeide på legevakt før startopplæringen er gjennomført.",
        "Nobody is to work on duty before the start-up training is done.",
    )


@provision(
    at(_GROUP, "punkt 4"),
    title_nb="Opplæring og veiledning før selvstendig vakt",
    title_en="Training and supervision before independent duty",
    reads=("duty.supervision_before_independence",),
)
def ready_for_independent_duty(
    programme_done: bool, supervised_duties: bool, law: LawAt
) -> Finding:
    """Test the advice that a doctor has trained and been supervised before she is independent on duty."""
    if not law.flag("duty.supervision_before_independence") or (
        programme_done and supervised_duties
    ):
        return met(
            "ready",
            "Opplæringen er fullført, og legen har hatt regelmessige vakter med veiledning.",
            "The training is completed, and the doctor has had regular supervised duties.",
        )
    return needs_judgement(
        "not_yet_advised",
        "Arbeidsgruppen rår til fullført opplæring og vakter med veiledning før selvstendig vakt.",
        "The working group advises completed training and supervised duties before independent duty.",
    )


@provision(
    at(_GROUP, "punkt 4"),
    title_nb="Jevn fordeling av vaktene",
    title_en="Even spread of duties",
    reads=("duty.even_spread_is_advised",),
)
def duties_are_spread_evenly(most: int, fewest: int, law: LawAt) -> Finding:
    """Test the advice that duties be spread evenly; the value is the spread, in duties by full share."""
    spread = most - fewest
    even = spread <= 1 or not law.flag("duty.even_spread_is_advised")
    answer, reason = (met, "even") if even else (needs_judgement, "uneven")
    return answer(
        reason,
        f"Fra {n(fewest)} til {n(most)} vakter; de bør fordeles jevnt.",
        f"From {n(fewest, 'en')} to {n(most, 'en')} duties; they should be spread evenly.",
        value=spread,
    )


@provision(
    at(_GROUP, "punkt 4"),
    title_nb="Vikarer på legevakt",
    title_en="Locums on duty",
    reads=("duty.locums_are_avoided",),
)
def locum_is_as_advised(is_locum: bool, is_fixed_locum: bool, law: LawAt) -> Finding:
    """Test the advice that duty is left to general practitioners and fixed locums."""
    if is_locum and not is_fixed_locum and law.flag("duty.locums_are_avoided"):
        return needs_judgement(
            "occasional_locum",
            "Vikarer utover faste vikarer bør unngås i størst mulig grad.",
            "Locums other than fixed ones should be avoided as far as possible.",
        )
    return met("as_advised", "I tråd med rådet om vikarer.", "In line with the advice on locums.")


@provision(
    at(_GROUP, "punkt 2"),
    title_nb="Bemanning etter reell belastning",
    title_en="Staffing by the real load",
    reads=("duty.real_load_is_planned",),
)
def staffing_counts_the_real_load(counts_absence: bool, law: LawAt) -> Finding:
    """Test the advice that staffing is planned from the whole load, holidays and leave included."""
    if counts_absence or not law.flag("duty.real_load_is_planned"):
        return met(
            "real_load",
            "Planen regner med ferie og permisjoner.",
            "The plan counts holidays and leave.",
        )
    return needs_judgement(
        "absence_not_counted",
        "Bemanningen bør planlegges ut fra den reelle belastningen, med ferie og permisjoner.",
        "Staffing should be planned from the real load, with holidays and leave.",
    )
