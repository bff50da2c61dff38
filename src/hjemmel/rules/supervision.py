"""Time for doctors in GP training (ALIS) and for those who supervise them."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.numbers import format_percent
from hjemmel.law.finding import Finding, calculated
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("planleggingstall_trondheim", "kap. 4.2.1.5"),
    title_nb="Timer til veiledning og kurs for ALIS",
    title_en="Hours for supervision and courses of doctors in GP training",
    reads=("planning.alis_training_share", "planning.normal_week_hours"),
)
def training_hours_per_week(alis: int, law: LawAt) -> Finding:
    """Calculate the hours per week that ``alis`` full-time doctors in training are away."""
    share = law.number("planning.alis_training_share")
    hours = alis * share * law.number("planning.normal_week_hours")
    return calculated(
        "share_of_week",
        f"Veiledning og kurs for {n(alis)} ALIS tar {n(hours, decimals=2)} timer per uke.",
        f"Supervision and courses of {n(alis, 'en')} ALIS take {n(hours, 'en', decimals=2)} "
        "hours per week.",
        value=hours,
    )


@provision(
    at("planleggingstall_trondheim", "kap. 4.2.1.5"),
    title_nb="Veileders stillingsandel",
    title_en="The supervisor's share of a post",
    reads=("planning.supervision_share_per_alis", "planning.normal_week_hours"),
)
def supervisor_share(alis: int, law: LawAt) -> Finding:
    """Calculate the share of a specialist's post that supervising ``alis`` doctors takes."""
    share = alis * law.number("planning.supervision_share_per_alis")
    hours = share * law.number("planning.normal_week_hours")
    return calculated(
        "in_proportion",
        f"Veiledning av {n(alis)} ALIS svarer til {format_percent(share)} stilling, "
        f"{n(hours, decimals=2)} timer per uke.",
        f"Supervising {n(alis, 'en')} ALIS corresponds to {format_percent(share, 'en')} of a "
        f"post, {n(hours, 'en', decimals=2)} hours per week.",
        value=share,
    )
