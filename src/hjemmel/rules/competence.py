"""Which competence a doctor on duty must have: alone, with a back-up doctor, and as one.

Until the end of 2025 the emergency medicine regulation said it in its § 7; from 2026 the competence
regulation does, and completed LIS1 with the two courses is enough to be on duty alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hjemmel.domain.qualification import Qualification
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.codes import require_known

_AM7 = at("akuttmedisinforskriften", "7")
_NEW = "kompetanseforskriften"
ALONE = "competence.alone_qualifications"
BACK_UP = "competence.back_up_qualifications"
COURSES = "competence.courses_required"
LIS1_EXEMPTION = "competence.lis1_exemption_allowed"


@provision(
    _AM7,
    at(_NEW, "3a", section=1),
    title_nb="Vakt uten bakvakt",
    title_en="Duty without a back-up doctor",
    reads=(ALONE, COURSES, LIS1_EXEMPTION),
)
def may_be_alone(
    qualifications: Collection[str], exempted_by_municipality: bool, law: LawAt
) -> Finding:
    """Test that a doctor may be on duty without a back-up doctor.

    Args:
        qualifications: Values of ``Qualification`` that she holds on the day.
        exempted_by_municipality: Whether the municipality has exempted her as one with LIS1, which
            was possible until the end of 2025.
        law: The law on the day.
    """
    held = _known(qualifications)
    grounds = held & _codes(law.items(ALONE))
    missing = _courses(law) - held
    if grounds - {Qualification.CORRESPONDING_EXPERIENCE.value} and not missing:
        nb, en = _words(grounds)
        return met("qualified_alone", f"Kan ha vakt alene: {nb}.", f"May be on duty alone: {en}.")
    if (
        exempted_by_municipality
        and Qualification.LIS1.value in held
        and law.has(LIS1_EXEMPTION)
        and law.flag(LIS1_EXEMPTION)
    ):
        return met(
            "exempted_with_lis1",
            "Kan ha vakt alene etter kommunens unntak for leger med LIS1.",
            "May be on duty alone by the municipality's exemption for doctors with LIS1.",
        )
    if not grounds:
        return not_met(
            "needs_back_up",
            "Trenger bakvakt: ingen kvalifikasjon gir vakt alene.",
            "Needs a back-up doctor: no qualification for duty alone.",
        )
    if missing:
        nb, en = _words(missing)
        return not_met(
            "course_missing",
            f"Trenger bakvakt: mangler {nb}.",
            f"Needs a back-up doctor: lacks: {en}.",
        )
    return needs_judgement(
        "corresponding_experience",
        "Kommunen vurderer om kompetansen er minst tilsvarende.",
        "The municipality judges whether the competence is at least corresponding.",
    )


@provision(
    _AM7,
    at(_NEW, "3a", section=3),
    title_nb="Bakvaktens kompetanse",
    title_en="Competence of the back-up doctor",
    reads=(BACK_UP, COURSES),
)
def may_be_back_up(qualifications: Collection[str], law: LawAt) -> Finding:
    """Test that a doctor may be the back-up doctor of another."""
    held = _known(qualifications)
    grounds = held & _codes(law.items(BACK_UP))
    missing = _courses(law) - held
    if not grounds:
        return not_met(
            "not_qualified",
            "Kan ikke være bakvakt: spesialisering eller godkjenning mangler.",
            "May not be the back-up doctor: specialisation or approval is missing.",
        )
    if missing:
        nb, en = _words(missing)
        return not_met(
            "course_missing",
            f"Kan ikke være bakvakt: mangler {nb}.",
            f"May not be the back-up doctor: lacks: {en}.",
        )
    nb, en = _words(grounds)
    if grounds == {Qualification.CORRESPONDING_EXPERIENCE.value}:
        return needs_judgement(
            "corresponding_experience",
            f"Kommunen vurderer bakvaktens kompetanse: {nb}.",
            f"The municipality judges the back-up doctor's competence: {en}.",
        )
    return met("qualified", f"Kan være bakvakt: {nb}.", f"May be the back-up doctor: {en}.")


@provision(
    _AM7,
    at(_NEW, "3a", section=2),
    title_nb="Plikt til bakvakt",
    title_en="Duty to have a back-up doctor",
    reads=("competence.back_up_required",),
)
def duty_is_backed_up(
    may_be_alone: bool, has_back_up: bool, back_up_is_qualified: bool, law: LawAt
) -> Finding:
    """Test that a doctor who may not be alone has a qualified back-up doctor."""
    if may_be_alone or not law.flag("competence.back_up_required"):
        return met("not_needed", "Bakvakt kreves ikke.", "No back-up doctor is required.")
    if not has_back_up:
        return not_met(
            "no_back_up",
            "Legen kan ikke ha vakt alene og har ingen bakvakt.",
            "The doctor may not be on duty alone and has no back-up doctor.",
        )
    if not back_up_is_qualified:
        return not_met(
            "back_up_not_qualified",
            "Bakvakten har ikke kompetansen som kreves.",
            "The back-up doctor lacks the competence required.",
        )
    return met("backed_up", "Legen har bakvakt.", "The doctor has a back-up doctor.")


@provision(
    _AM7,
    at(_NEW, "3a", section=3),
    title_nb="Vurdering av veiledning til stede",
    title_en="Assessment of guidance on site",
    reads=("competence.on_site_back_up_is_assessed",),
)
def on_site_guidance_is_assessed(assessed: bool, law: LawAt) -> Finding:
    """Test that the municipality has assessed whether the back-up doctor must be able to come."""
    if assessed or not law.flag("competence.on_site_back_up_is_assessed"):
        return met(
            "assessed",
            "Behovet for veiledning til stede er vurdert.",
            "The need for guidance on site has been assessed.",
        )
    return not_met(
        "not_assessed",
        "Kommunen må vurdere om bakvakten ved behov skal kunne være til stede.",
        "The municipality must assess whether the back-up doctor must be able to be on site.",
    )


@provision(
    at("kompetanseforskriften_2017", "3"),
    at(_NEW, "3"),
    title_nb="Krav om spesialisering",
    title_en="Requirement of specialisation",
    reads=("competence.outside_gp_scheme", "competence.within_gp_scheme"),
)
def has_required_specialisation(
    qualifications: Collection[str], in_gp_scheme: bool, law: LawAt
) -> Finding:
    """Test that a doctor in municipal service has the specialisation required, in or outside the scheme."""
    parameter = "competence.within_gp_scheme" if in_gp_scheme else "competence.outside_gp_scheme"
    grounds = _known(qualifications) & _codes(law.items(parameter))
    if grounds:
        nb, en = _words(grounds)
        return met("specialised", f"Oppfyller kravet: {nb}.", f"Meets the requirement: {en}.")
    return not_met(
        "not_specialised",
        "Oppfyller ikke kravet om spesialisering; unntaket for korte engasjementer må telles.",
        "Does not meet the requirement of specialisation; the exception for short engagements "
        "must be counted.",
    )


@provision(
    at("akuttmedisinforskriften", "8"),
    title_nb="Annet helsepersonell på legevakt",
    title_en="Other health personnel on duty",
    reads=("competence.other_staff_courses",),
)
def other_staff_have_courses(courses: Collection[str], law: LawAt) -> Finding:
    """Test that one who works with the doctor on duty, or as an operator, has the courses."""
    missing = _codes(law.items("competence.other_staff_courses")) - _known(courses)
    if missing:
        nb, en = _words(missing)
        return not_met("course_missing", f"Mangler {nb}.", f"Lacks: {en}.")
    return met("courses_done", "Kursene er gjennomført.", "The courses are done.")


@provision(
    _AM7,
    at(_NEW, "3", section=3),
    title_nb="Kursenes varighet",
    title_en="How long the courses hold",
    reads=("competence.courses_expire", "competence.course_refresh_months"),
)
def course_still_holds(months_since: int, law: LawAt) -> Finding:
    """Test that a course still holds; the regulation sets no interval, a municipality may."""
    expires = law.flag("competence.courses_expire")
    if law.has("competence.course_refresh_months"):
        limit = law.integer("competence.course_refresh_months")
        answer, reason = (met, "recent") if months_since < limit else (not_met, "refresh_due")
        return answer(
            reason,
            f"Kurset er {n(months_since)} måneder gammelt; kommunen krever oppfriskning etter "
            f"{n(limit)}.",
            f"The course is {n(months_since, 'en')} months old; the municipality requires it again "
            f"after {n(limit, 'en')}.",
            value=limit,
        )
    if expires:
        return needs_judgement(
            "interval_not_known", "Intervallet er ikke lagt inn.", "The interval is not entered."
        )
    return met(
        "no_interval",
        "Forskriften krever ikke at kurset tas på nytt.",
        "The regulation does not require the course to be taken again.",
    )


def _courses(law: LawAt) -> set[str]:
    """Return the courses that are required; none before the day by which they had to be done."""
    return _codes(law.items(COURSES)) if law.has(COURSES) else set()


def _known(qualifications: Iterable[str]) -> set[str]:
    held = set(qualifications)
    for one in sorted(held):
        require_known(one, (q.value for q in Qualification), where="qualifications")
    return held


def _codes(items: Iterable[object]) -> set[str]:
    return {str(item) for item in items}


def _words(codes: set[str]) -> tuple[str, str]:
    """Return qualifications as words, in the order in which the law names them."""
    labels = [q.label for q in Qualification if q.value in codes]
    return " og ".join(label.nb for label in labels), " and ".join(label.en for label in labels)
