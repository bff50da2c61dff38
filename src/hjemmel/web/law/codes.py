"""Words for the codes that parameters have as values."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.kernel.text import Text

_CODES: Mapping[str, Text] = {
    "approved_gp": Text("godkjent allmennlege", "approved GP"),
    "bachelor_health_education": Text(
        "helsefaglig utdanning på bachelornivå", "a bachelor's degree in health"
    ),
    "clinical_practice": Text("klinisk praksis", "clinical practice"),
    "corresponding_experience": Text("tilsvarende erfaring", "corresponding experience"),
    "course_emergency_medicine": Text("kurs i akuttmedisin", "course in emergency medicine"),
    "course_violence_and_abuse": Text(
        "kurs i volds- og overgrepshåndtering", "course in violence and abuse"
    ),
    "day": Text("dag", "day"),
    "drawn_out": Text("trukket ut av en annen liste", "drawn out of another list"),
    "family": Text("familien", "the family"),
    "former_home": Text("det tidligere hjemmet", "the former home"),
    "gp": Text("fastlegen", "the GP"),
    "gp_left": Text("legen har sluttet", "the GP has left"),
    "gp_post": Text("fastlegehjemmel", "GP post"),
    "hourly": Text("timelønn", "hourly pay"),
    "internship_1998": Text("turnustjeneste etter 1998", "internship after 1998"),
    "lis1": Text("LIS1", "LIS1"),
    "list_ceiling": Text("listetak", "list ceiling"),
    "list_reduced": Text("listen er redusert", "the list was reduced"),
    "location": Text("hvor praksisen er", "where the practice is"),
    "moved": Text("flytting", "a move"),
    "municipal_post": Text("kommunal stilling", "municipal post"),
    "new_gp": Text("den nye fastlegen", "the new GP"),
    "new_with_wish_for_full_list": Text(
        "nye som ønsker en liste som er full", "new residents who want a list that is full"
    ),
    "new_without_wish": Text("nye uten ønske", "new residents without a wish"),
    "night": Text("natt", "night"),
    "on_leave": Text("permisjon", "leave"),
    "opening_hours": Text("åpningstid", "opening hours"),
    "operator_training": Text("operatøropplæring", "operator training"),
    "other_relevant_specialist": Text("annen relevant spesialist", "another relevant specialist"),
    "other_relevant_training": Text(
        "under annen relevant spesialisering", "in another relevant training"
    ),
    "other_tasks": Text("andre oppgaver", "other tasks"),
    "parents_home": Text("foreldrenes hjem", "the parents' home"),
    "place_of_study": Text("studiestedet", "the place of study"),
    "qualifies_as_approved_gp": Text(
        "fyller vilkårene som godkjent allmennlege", "qualifies as an approved GP"
    ),
    "replaced_home": Text(
        "en ny bolig i stedet for den tidligere", "a home that replaced the former"
    ),
    "right_to_change": Text("retten til å bytte", "the right to change"),
    "salary": Text("fast lønn", "salary"),
    "self_employed": Text("næringsdrift", "self-employment"),
    "shared_home": Text("et felles hjem", "a shared home"),
    "specialist_general_practice": Text(
        "spesialist i allmennmedisin", "specialist in general practice"
    ),
    "staff": Text("de ansatte", "the staff"),
    "struck_off": Text("strøket fra listen", "struck off the list"),
    "supervision_agreement": Text("avtale om veiledning", "an agreement on supervision"),
    "threat": Text("trusler", "threats"),
    "training_general_practice": Text(
        "under spesialisering i allmennmedisin", "in training in general practice"
    ),
    "violence": Text("vold", "violence"),
}


def code_words(code: str) -> Text:
    """Return a code in words; one without words without its underscores."""
    plain = code.replace("_", " ")
    return _CODES.get(code, Text(plain, plain))
