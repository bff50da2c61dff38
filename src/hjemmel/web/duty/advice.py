"""What to do about something that a roster breaks."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.apps.duty.findings import DutyFinding
from hjemmel.engines.rostering.constraints import ALL
from hjemmel.kernel.text import Text

_SOMEBODY_ELSE = Text("Sett en annen lege på vakten.", "Put another doctor on the shift.")
_ADVICE: Mapping[str, Text] = {
    "coverage": Text(
        "Sett noen på vakten, eller ta av den som er for mye.",
        "Put somebody on the shift, or take off whoever is too many.",
    ),
    "unknown_doctor": Text("Ta legen av vakten.", "Take the doctor off the shift."),
    "unknown_shift": Text("Ta legen av vakten.", "Take the doctor off the shift."),
    "twice": Text("Ta legen av den ene gangen.", "Take the doctor off once."),
    "fixed": Text("Sett henne på vakten, eller lås opp.", "Put her on the shift, or unlock her."),
    "skills": Text(
        "Sett på en lege med ferdigheten, eller registrer den i kompetanseregisteret.",
        "Put on a doctor with the skill, or note it in the competence register.",
    ),
    "alone": Text(
        "Sett på en bakvakt, eller en lege som kan ha vakt alene.",
        "Put on a back-up doctor, or a doctor who may be on duty alone.",
    ),
    "absence": Text(
        "Sett på en annen, eller rett fraværet hvis det er feil.",
        "Put on another, or correct the absence if it is wrong.",
    ),
    "one_at_a_time": Text("Ta henne av den ene vakten.", "Take her off one of the shifts."),
    "rest": Text(
        "Ta henne av en av vaktene, eller bytt den med en annen leges.",
        "Take her off one of the shifts, or swap it with another doctor's.",
    ),
    "weekly_rest": Text("Ta henne av en vakt den uka.", "Take her off a shift that week."),
    "week_hours": Text("Ta henne av en vakt den uka.", "Take her off a shift that week."),
    "mean_hours": Text("La andre ta noen av vaktene.", "Let others take some of the shifts."),
    "nights_in_a_row": Text("Ta henne av en av nettene.", "Take her off one of the nights."),
    "weekends_in_a_row": Text("Ta henne av en av helgene.", "Take her off one of the weekends."),
}


def advised(finding: DutyFinding) -> Text:
    """Return what to do about a finding."""
    return _ADVICE.get(finding.constraint, _SOMEBODY_ELSE)


def finding_name(constraint: str) -> Text:
    """Return what people call the rule that is broken; an assignment that cannot stand has none."""
    known = {one.key: one.name for one in ALL}
    return known.get(constraint, Text("Ugyldig føring", "Invalid entry"))
