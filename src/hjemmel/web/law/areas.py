"""The areas of the law files, in the order that the manual shows them."""

from __future__ import annotations

from hjemmel.kernel.text import Text

AREAS = {
    "gp_list": Text("Lister", "Lists"),
    "waiting_list": Text("Venteliste", "Waiting list"),
    "allocation": Text("Tildeling av fastlege", "Allocation of a GP"),
    "switching": Text("Bytte av fastlege", "Change of GP"),
    "right_to_gp": Text("Retten til fastlege", "The right to a GP"),
    "list_reduction": Text("Reduksjon av liste", "List reduction"),
    "list_transfer": Text("Overtakelse og oppfylling av liste", "Transfer and filling of lists"),
    "strike_off": Text("Strykning fra liste", "Striking off a list"),
    "sami_language": Text("Samiske språk", "Sami languages"),
    "agreement": Text("Fastlegeavtalen", "The GP agreement"),
    "side_tasks": Text("Andre allmennlegeoppgaver", "Side tasks"),
    "duty": Text("Legevakt og fritak", "Out-of-hours duty and exemption"),
    "legevakt": Text("Organisering av legevakt", "Organisation of out-of-hours duty"),
    "competence": Text("Kompetanse for legevakt", "Competence for duty"),
    "rest": Text("Hvile og fri", "Rest"),
    "working_time": Text("Arbeidstid", "Working time"),
    "duty_pay": Text("Godtgjøring for legevakt", "Pay for duty"),
    "public_holidays": Text("Helligdager", "Public holidays"),
    "training": Text("Spesialisering", "Specialist training"),
    "availability": Text("Tilgjengelighet", "Availability"),
    "centre": Text("Legesentre", "Medical centres"),
    "recruitment": Text("Rekruttering", "Recruitment"),
    "locum": Text("Vikar", "Locums"),
    "capitation": Text("Basistilskudd", "Capitation"),
    "grants": Text("Tilskudd", "Grants"),
    "planning": Text("Forutsetninger i planlegging", "Planning assumptions"),
    "identifiers": Text("Identifikatorer og koder", "Identifiers and codes"),
}


def area_words(area: str) -> Text:
    """Return the words for an area."""
    return AREAS.get(area, Text(area, area))
