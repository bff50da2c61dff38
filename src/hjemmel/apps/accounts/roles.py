"""The roles, and what each opens: one table, from which the documentation and the tests are made."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from hjemmel.kernel.text import Text


class Role(Enum):
    """What somebody is, in a municipality or at a centre."""

    ADMINISTRATOR = "administrator"
    LEADER = "leader"
    PLANNER = "planner"
    CASE_WORKER = "case_worker"
    CENTRE_LEADER = "centre_leader"
    GP = "gp"
    READER = "reader"
    RESIDENT = "resident"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]

    @property
    def is_bound_to_a_centre(self) -> bool:
        """Whether the role holds at one centre instead of in a whole municipality."""
        return self in (Role.CENTRE_LEADER, Role.GP)

    @property
    def is_bound_to_a_resident(self) -> bool:
        """Whether the role holds for one resident and hers instead of in a municipality's service."""
        return self is Role.RESIDENT


_LABELS: Mapping[Role, Text] = {
    Role.ADMINISTRATOR: Text("Administrator", "Administrator"),
    Role.LEADER: Text("Leder", "Leader"),
    Role.PLANNER: Text("Planlegger", "Planner"),
    Role.CASE_WORKER: Text("Saksbehandler", "Case worker"),
    Role.CENTRE_LEADER: Text("Senterleder", "Centre leader"),
    Role.GP: Text("Fastlege", "GP"),
    Role.READER: Text("Leser", "Reader"),
    Role.RESIDENT: Text("Innbygger", "Resident"),
}


class Permission(Enum):
    """One thing that a role may open."""

    SEE_FIGURES = "see_figures"
    SEE_LISTS = "see_lists"
    SEE_DOCTOR_DETAILS = "see_doctor_details"
    SEE_RESIDENTS = "see_residents"
    SEE_PROTECTED = "see_protected"
    EDIT_CENTRES = "edit_centres"
    EDIT_AGREEMENTS = "edit_agreements"
    EDIT_CEILINGS = "edit_ceilings"
    EDIT_RESIDENTS = "edit_residents"
    RUN_LISTS = "run_lists"
    IMPORT_REGISTER = "import_register"
    IMPORT_STATISTICS = "import_statistics"
    EXPORT_PERSON = "export_person"
    ERASE_PERSON = "erase_person"
    MANAGE_USERS = "manage_users"
    SEE_LOG = "see_log"
    SET_UP = "set_up"
    BACK_UP = "back_up"
    CHANGE_OWN_GP = "change_own_gp"
    SEE_ROSTERS = "see_rosters"
    PLAN_ROSTERS = "plan_rosters"
    DECIDE_DUTY = "decide_duty"
    OWN_DUTY = "own_duty"
    SEE_PLANS = "see_plans"
    WRITE_PLANS = "write_plans"
    ADOPT_PLANS = "adopt_plans"
    SEE_GRANTS = "see_grants"
    HANDLE_GRANTS = "handle_grants"
    DECIDE_GRANTS = "decide_grants"
    APPLY_FOR_GRANTS = "apply_for_grants"

    @property
    def label(self) -> Text:
        """What it is to be allowed to."""
        return _WORDS[self]


_WORDS: Mapping[Permission, Text] = {
    Permission.SEE_FIGURES: Text(
        "se oversikt, behov og datakvalitet", "see overview, need and data quality"
    ),
    Permission.SEE_LISTS: Text(
        "se legesentre, avtaler og lister", "see centres, agreements and lists"
    ),
    Permission.SEE_DOCTOR_DETAILS: Text(
        "se fødselsdato og HPR-nummer til en lege", "see a doctor's birth date and HPR number"
    ),
    Permission.SEE_RESIDENTS: Text(
        "søke fram og se innbyggere; oppslag logges",
        "search for and see residents; look-ups are logged",
    ),
    Permission.SEE_PROTECTED: Text(
        "se innbyggere med gradert adresse", "see residents with a protected address"
    ),
    Permission.EDIT_CENTRES: Text("endre legesentre", "change centres"),
    Permission.EDIT_AGREEMENTS: Text(
        "endre leger, avtaler og utlysninger", "change doctors, agreements and advertisements"
    ),
    Permission.EDIT_CEILINGS: Text("endre listetak", "change list ceilings"),
    Permission.EDIT_RESIDENTS: Text(
        "endre innbyggere og hvilken liste de står på", "change residents and their list"
    ),
    Permission.RUN_LISTS: Text(
        "fordele plasser, redusere lister og kjøre månedsskiftet",
        "give places, reduce lists and run the month's cut-over",
    ),
    Permission.IMPORT_REGISTER: Text("hente inn registerfiler", "import register files"),
    Permission.IMPORT_STATISTICS: Text(
        "hente inn statistikk og grenser", "import statistics and borders"
    ),
    Permission.EXPORT_PERSON: Text("gi ut en persons opplysninger", "hand out a person's data"),
    Permission.ERASE_PERSON: Text("slette en persons opplysninger", "erase a person's data"),
    Permission.MANAGE_USERS: Text("styre brukere og roller", "manage users and roles"),
    Permission.SEE_LOG: Text("se loggen", "see the log"),
    Permission.SET_UP: Text("sette opp en kommune", "set up a municipality"),
    Permission.BACK_UP: Text(
        "sikkerhetskopiere og lese inn alle kommuner", "back up and restore all municipalities"
    ),
    Permission.CHANGE_OWN_GP: Text(
        "se og bytte egen og egne barns fastlege",
        "see and change one's own and one's children's GP",
    ),
    Permission.SEE_ROSTERS: Text("se vaktplaner", "see duty rosters"),
    Permission.PLAN_ROSTERS: Text("lage og publisere vaktplaner", "make and publish duty rosters"),
    Permission.DECIDE_DUTY: Text(
        "avgjøre fritak og fravike regler for vakt med begrunnelse",
        "decide exemptions and set rules of duty aside with a reason",
    ),
    Permission.OWN_DUTY: Text(
        "melde ønsker og bytte egne vakter", "tell wishes and swap one's own shifts"
    ),
    Permission.SEE_PLANS: Text(
        "se planer, tiltak og budsjett som ikke er offentlige",
        "see plans, measures and budgets that are not public",
    ),
    Permission.WRITE_PLANS: Text(
        "skrive planer, tiltak, indikatorer og dokumenter",
        "write plans, measures, indicators and documents",
    ),
    Permission.ADOPT_PLANS: Text(
        "vedta og offentliggjøre planer og tiltak", "adopt and publish plans and measures"
    ),
    Permission.SEE_GRANTS: Text(
        "se tilskuddsordninger, rammer og saker", "see grant schemes, frames and cases"
    ),
    Permission.HANDLE_GRANTS: Text(
        "behandle søknader om tilskudd", "handle applications for grants"
    ),
    Permission.DECIDE_GRANTS: Text(
        "avgjøre, utbetale og trekke tilbake tilskudd", "decide, pay and revoke grants"
    ),
    Permission.APPLY_FOR_GRANTS: Text(
        "søke om tilskudd for eget legesenter", "apply for grants for one's own centre"
    ),
}

_P = Permission
_READS = {_P.SEE_FIGURES, _P.SEE_LISTS}
OPENS: Mapping[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        _READS
        | {_P.SEE_DOCTOR_DETAILS, _P.EDIT_CENTRES, _P.IMPORT_REGISTER, _P.IMPORT_STATISTICS}
        | {_P.MANAGE_USERS, _P.SEE_LOG, _P.SET_UP, _P.BACK_UP, _P.SEE_ROSTERS, _P.SEE_PLANS}
    ),
    Role.LEADER: frozenset(
        set(Permission)
        - {_P.MANAGE_USERS, _P.SET_UP, _P.BACK_UP, _P.SEE_PROTECTED, _P.CHANGE_OWN_GP}
        - {_P.OWN_DUTY, _P.APPLY_FOR_GRANTS}
    ),
    Role.PLANNER: frozenset(
        _READS
        | {_P.SEE_DOCTOR_DETAILS, _P.IMPORT_STATISTICS, _P.SEE_ROSTERS, _P.PLAN_ROSTERS}
        | {_P.SEE_PLANS, _P.WRITE_PLANS, _P.SEE_GRANTS}
    ),
    Role.CASE_WORKER: frozenset(
        _READS
        | {_P.SEE_DOCTOR_DETAILS, _P.SEE_RESIDENTS, _P.SEE_PROTECTED, _P.EDIT_CENTRES}
        | {_P.EDIT_AGREEMENTS, _P.EDIT_CEILINGS, _P.EDIT_RESIDENTS, _P.RUN_LISTS}
        | {_P.IMPORT_REGISTER}
        | {_P.EXPORT_PERSON}
        | {_P.SEE_PLANS, _P.SEE_GRANTS, _P.HANDLE_GRANTS}
    ),
    Role.CENTRE_LEADER: frozenset(
        _READS | {_P.SEE_DOCTOR_DETAILS, _P.EDIT_CENTRES, _P.APPLY_FOR_GRANTS}
    ),
    Role.GP: frozenset(
        _READS | {_P.SEE_DOCTOR_DETAILS, _P.SEE_ROSTERS, _P.OWN_DUTY, _P.APPLY_FOR_GRANTS}
    ),
    Role.READER: frozenset(_READS | {_P.SEE_PLANS}),
    Role.RESIDENT: frozenset({_P.CHANGE_OWN_GP}),
}
"""What each role opens. Within its municipality, but see ``AT_ITS_OWN_CENTRE``."""

AT_ITS_OWN_CENTRE: frozenset[Permission] = frozenset(
    {_P.SEE_DOCTOR_DETAILS, _P.EDIT_CENTRES, _P.APPLY_FOR_GRANTS}
)
"""What a role that is bound to a centre opens only there; the rest holds in the municipality."""
