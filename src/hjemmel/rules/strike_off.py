"""Striking a person off a list against her will: grounds, decision, appeal and what follows."""

from __future__ import annotations

from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.codes import require_known

_OLD = at("fastlegeforskriften_2012", "5")
_DECISION = at("fastlegeforskriften_2025", "39", section=2)
DISPUTED = "disputed"
OTHER = "other"
PERSON = "person"
GP = "gp"


@provision(
    at("fastlegeforskriften_2012", "15"),
    at("fastlegeforskriften_2025", "38"),
    title_nb="Når en person kan strykes fra listen",
    title_en="When a person may be struck off the list",
    reads=("strike_off.grounds", "strike_off.protects"),
)
def person_may_be_struck_off(
    demanded_by_gp: bool, conduct: str, against: str, law: LawAt
) -> Finding:
    """Test that a person may be struck off a list.

    Args:
        demanded_by_gp: Whether the GP demands it.
        conduct: ``threat``, ``violence``, ``other``, or ``disputed`` when it is not clear what
            happened.
        against: ``gp``, ``staff``, ``family`` (of the GP or the staff) or ``other``.
        law: The law on the day of the demand.
    """
    grounds = [str(ground) for ground in law.items("strike_off.grounds")]
    protected = [str(group) for group in law.items("strike_off.protects")]
    require_known(conduct, (*grounds, OTHER, DISPUTED), where="conduct")
    require_known(against, (*protected, OTHER), where="against")
    if not demanded_by_gp:
        return not_met(
            "not_demanded",
            "Bare fastlegen kan kreve at en person strykes fra listen.",
            "Only the GP can demand that a person be struck off the list.",
        )
    if against not in protected:
        return not_met(
            "others_concerned",
            "Adferden må være rettet mot fastlegen, de ansatte eller deres familier.",
            "The conduct must be against the GP, the staff or their families.",
        )
    if conduct == DISPUTED:
        return needs_judgement(
            "conduct_disputed",
            "Kommunen må vurdere om adferden var truende eller voldelig.",
            "The municipality must judge whether the conduct was threatening or violent.",
        )
    if conduct not in grounds:
        return not_met(
            "no_ground",
            "Bare truende eller voldelig adferd gir rett til å kreve strykning.",
            "Only threatening or violent conduct gives a right to demand striking off.",
        )
    return met(
        "may_be_struck_off",
        "Vilkårene er oppfylt, og kommunen skal fatte vedtak om strykning.",
        "The conditions are fulfilled, and the municipality must decide to strike off.",
    )


@provision(
    _OLD,
    _DECISION,
    title_nb="Strykning er kommunens enkeltvedtak",
    title_en="Striking off is the municipality's individual decision",
    reads=("strike_off.is_individual_decision",),
)
def strike_off_is_decided_rightly(
    decided_by_municipality: bool, told_of_appeal: bool, law: LawAt
) -> Finding:
    """Test that the municipality has decided, and has told the person that she may appeal."""
    is_individual = law.flag("strike_off.is_individual_decision")
    if is_individual and not decided_by_municipality:
        return not_met(
            "not_decided",
            "Fastlegen kan ikke stryke selv; kommunen må fatte vedtak.",
            "The GP may not strike off alone; the municipality must decide.",
        )
    if is_individual and not told_of_appeal:
        return not_met(
            "appeal_not_stated",
            "Vedtaket må opplyse om klageretten til statsforvalteren.",
            "The decision must tell of the right to appeal to the county governor.",
        )
    return met(
        "decided",
        "Kommunen har fattet enkeltvedtak og opplyst om klageretten.",
        "The municipality has made an individual decision and told of the right to appeal.",
    )


@provision(
    _OLD,
    _DECISION,
    title_nb="Hvem som kan klage på strykningen",
    title_en="Who may appeal the striking off",
    reads=("strike_off.is_individual_decision", "strike_off.gp_may_appeal"),
)
def may_appeal_strike_off(appeals_as: str, law: LawAt) -> Finding:
    """Test that whoever appeals the decision, the ``person`` or the ``gp``, may do so."""
    require_known(appeals_as, (PERSON, GP), where="appeals_as")
    if appeals_as == GP:
        may = law.flag("strike_off.gp_may_appeal")
        answer = met if may else not_met
        return answer(
            "gp_may_appeal" if may else "gp_may_not_appeal",
            "Fastlegen har klagerett." if may else "Fastlegen har ikke klagerett.",
            "The GP may appeal." if may else "The GP may not appeal.",
        )
    if law.flag("strike_off.is_individual_decision"):
        return met(
            "person_may_appeal",
            "Den som er strøket, kan klage til statsforvalteren.",
            "The person struck off may appeal to the county governor.",
        )
    return not_met("no_appeal", "Avgjørelsen kan ikke påklages.", "There is no appeal.")


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "39", section=3),
    title_nb="Legehjelp til den som er strøket",
    title_en="Care for a person struck off",
    reads=("strike_off.other_care_is_secured",),
)
def struck_off_person_has_care(has_other_care: bool, law: LawAt) -> Finding:
    """Test that the municipality has secured general practice for a person struck off."""
    if law.flag("strike_off.other_care_is_secured") and not has_other_care:
        return not_met(
            "no_other_care",
            "Kommunen skal sikre allmennlegetjenester til den som er strøket.",
            "The municipality must secure general practice for the person struck off.",
        )
    return met(
        "other_care",
        "Den som er strøket, har fått tilbud om allmennlegetjenester.",
        "The person struck off has been offered general practice.",
    )


@provision(
    _OLD,
    _DECISION,
    title_nb="Helfo underrettes om strykningen",
    title_en="Helfo is notified of the striking off",
    reads=("strike_off.register_is_notified",),
)
def register_knows_of_strike_off(helfo_notified: bool, law: LawAt) -> Finding:
    """Test that Helfo has been notified, so that the register can be changed."""
    if law.flag("strike_off.register_is_notified") and not helfo_notified:
        return not_met(
            "not_notified",
            "Kommunen må underrette Helfo, så listen kan endres.",
            "The municipality must notify Helfo, so that the list can be changed.",
        )
    return met("notified", "Helfo er underrettet.", "Helfo has been notified.")
