"""The letter of a decision on exemption from duty, in Norwegian, with the legal source."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from hjemmel.apps.duty.models import DutyDoctor, ExemptionCase
from hjemmel.domain.duty_doctor import ExemptionGround
from hjemmel.kernel.numbers import format_date
from hjemmel.law.finding import Finding


def decision_letter(
    case: ExemptionCase,
    doctor: DutyDoctor,
    finding: Finding,
    *,
    is_granted: bool,
    reason: str,
    on: date,
) -> str:
    """Return the text of a decision.

    Args:
        case: The case; its period is what is granted.
        doctor: The doctor with the register's doctor, the district and its host.
        finding: What the rule says.
        is_granted: Whether the application is granted.
        reason: The leader's reason.
        on: The day of the decision.
    """
    host = doctor.district.host.name
    ground = ExemptionGround(case.ground).label.nb.lower()
    what = "nattevakter" if case.only_nights else "legevakt"
    period = _period(case)
    decision = (
        f"Søknaden er innvilget. Du er fritatt fra {what} {period}."
        if is_granted
        else f"Søknaden om fritak fra {what} {period} er avslått."
    )
    sources = ", ".join(citation.text("nb") for citation in finding.citations)
    paragraphs = [
        f"{host} kommune",
        format_date(on),
        doctor.doctor.name,
        f"Vedtak om fritak fra {what}",
        f"Vi viser til søknaden din av {format_date(timezone.localdate(case.applied_at))} om fritak på grunnlaget "
        f"«{ground}» i {doctor.district.name}.",
        decision,
        f"Regelen: {finding.sentence.nb}",
        f"Begrunnelse: {reason}",
    ]
    if sources:
        paragraphs.append(f"Rettslig grunnlag: {sources}.")
    if is_granted and case.last is not None:
        paragraphs.append(
            "Fritaket faller bort av seg selv når perioden er over. Søk på nytt hvis grunnen fortsatt er "
            "der."
        )
    paragraphs.append(
        "Vedtaket kan påklages etter forvaltningsloven. Send klagen til kommunen, som opplyser om fristen."
    )
    return "\n\n".join(paragraphs) + "\n"


def _period(case: ExemptionCase) -> str:
    first = format_date(case.first)
    if case.last is None:
        return f"fra og med {first}"
    return f"fra og med {first} til og med {format_date(case.last - timedelta(days=1))}"
