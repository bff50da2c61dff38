"""How large a medical centre should be."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


def _no_policy() -> Finding:
    return needs_judgement(
        "no_local_policy",
        "Kommunen har ikke vedtatt noe mål for størrelsen på legesentre.",
        "The municipality has not adopted a target for the size of centres.",
    )


@provision(
    at("trondheim_plan_2024", "kap. 4.2.1.1"),
    title_nb="Lite legesenter",
    title_en="Small centre",
    reads=("centre.small_max_doctors",),
)
def centre_is_small(doctors: int, law: LawAt) -> Finding:
    """Test that a centre counts as small."""
    if not law.has("centre.small_max_doctors"):
        return _no_policy()
    limit = law.integer("centre.small_max_doctors")
    if doctors <= limit:
        return met(
            "small_centre",
            f"Legesenteret er lite: {n(doctors)} leger, grensen er {n(limit)}.",
            f"The centre is small: doctors {n(doctors, 'en')}, limit {n(limit, 'en')}.",
        )
    return not_met(
        "not_small",
        f"Legesenteret er ikke lite: {n(doctors)} leger, grensen er {n(limit)}.",
        f"The centre is not small: doctors {n(doctors, 'en')}, limit {n(limit, 'en')}.",
    )


@provision(
    at("bergen_strategi_2024", "kap. 8.3"),
    at("trondheim_plan_2024", "kap. 4.2.1.1"),
    title_nb="Mål for størrelsen på legesentre",
    title_en="Target for the size of centres",
    reads=("centre.target_doctors_min", "centre.target_doctors_max"),
)
def centre_reaches_target_size(doctors: int, law: LawAt) -> Finding:
    """Test that a centre has as many doctors as the plan aims for; the value is how many it lacks.

    An upper figure («minimum 6–8») is not a ceiling, so a larger centre reaches the target too.
    """
    if not law.has("centre.target_doctors_min"):
        return _no_policy()
    least = law.integer("centre.target_doctors_min")
    lacking = max(0, least - doctors)
    if lacking > 0:
        return not_met(
            "below_target_size",
            f"Legesenteret har {n(doctors)} leger og mangler {n(lacking)} til målet på {n(least)}.",
            f"The centre has {n(doctors, 'en')} doctors and lacks {n(lacking, 'en')} "
            f"of the target of {n(least, 'en')}.",
            value=lacking,
        )
    upper = (
        law.integer("centre.target_doctors_max") if law.has("centre.target_doctors_max") else least
    )
    is_above = doctors > upper > least
    return met(
        "above_target_size" if is_above else "within_target_size",
        f"Legesenteret har {n(doctors)} leger; målet er minst {n(least)}.",
        f"The centre has {n(doctors, 'en')} doctors; the target is at least {n(least, 'en')}.",
        value=0,
    )
