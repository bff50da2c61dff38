"""What a doctor is qualified by: approvals, training and courses that the law names."""

from __future__ import annotations

from enum import Enum

from hjemmel.kernel.text import Text


class Qualification(Enum):
    """An approval, a stage of training or a course; a ``Skill`` with its value as key holds it over time."""

    SPECIALIST_GENERAL_PRACTICE = "specialist_general_practice"
    OTHER_RELEVANT_SPECIALIST = "other_relevant_specialist"
    TRAINING_GENERAL_PRACTICE = "training_general_practice"
    OTHER_RELEVANT_TRAINING = "other_relevant_training"
    APPROVED_GP = "approved_gp"
    LIS1 = "lis1"
    INTERNSHIP_1998 = "internship_1998"
    CORRESPONDING_EXPERIENCE = "corresponding_experience"
    COURSE_EMERGENCY_MEDICINE = "course_emergency_medicine"
    COURSE_VIOLENCE_AND_ABUSE = "course_violence_and_abuse"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]


_LABELS = {
    Qualification.SPECIALIST_GENERAL_PRACTICE: Text(
        "spesialist i allmennmedisin", "specialist in general practice"
    ),
    Qualification.OTHER_RELEVANT_SPECIALIST: Text(
        "annen relevant spesialist", "other relevant specialist"
    ),
    Qualification.TRAINING_GENERAL_PRACTICE: Text(
        "under spesialisering i allmennmedisin", "in specialist training in general practice"
    ),
    Qualification.OTHER_RELEVANT_TRAINING: Text(
        "i andre eller tredje del av annen relevant spesialisering",
        "in the second or third part of other relevant specialist training",
    ),
    Qualification.APPROVED_GP: Text("godkjent allmennlege", "approved general practitioner"),
    Qualification.LIS1: Text(
        "læringsmålene i LIS1 er oppnådd", "the learning goals of LIS1 are achieved"
    ),
    Qualification.INTERNSHIP_1998: Text(
        "godkjent turnus etter forskriften av 1998", "internship approved under the 1998 regulation"
    ),
    Qualification.CORRESPONDING_EXPERIENCE: Text(
        "minst tilsvarende kompetanse, vurdert av kommunen",
        "at least corresponding competence, judged by the municipality",
    ),
    Qualification.COURSE_EMERGENCY_MEDICINE: Text(
        "kurs i akuttmedisin", "course in emergency medicine"
    ),
    Qualification.COURSE_VIOLENCE_AND_ABUSE: Text(
        "kurs i volds- og overgrepshåndtering", "course in handling violence and abuse"
    ),
}
