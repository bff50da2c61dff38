"""The log's words about duty."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.apps.duty.agreed_limits import LABELS, WEIGHTS
from hjemmel.kernel.text import Text

ACTIONS: Mapping[str, Text] = {
    "duty.set_up_district": Text("satte opp et vaktdistrikt", "set up a duty district"),
    "duty.change_settings": Text(
        "endret hva vaktdistriktet har avtalt", "changed what a duty district has agreed"
    ),
    "duty.add_station": Text("la til en legevaktstasjon", "added a duty station"),
    "duty.add_shift_type": Text("la til en vakttype", "added a shift type"),
    "duty.add_doctor": Text("tok en lege med i vaktordningen", "took a doctor into duty"),
    "duty.end_membership": Text("lot en lege slutte i vaktordningen", "let a doctor leave duty"),
    "duty.change_district": Text("endret et vaktdistrikt", "changed a duty district"),
    "duty.set_agreed_limits": Text(
        "endret avtalte grenser for vakt", "changed agreed limits of duty"
    ),
    "duty.set_weights": Text(
        "endret hva søk etter vaktplan veier", "changed what searches for rosters weigh"
    ),
    "duty.change_station": Text("endret en legevaktstasjon", "changed a duty station"),
    "duty.remove_station": Text("tok bort en legevaktstasjon", "removed a duty station"),
    "duty.change_shift_type": Text("endret en vakttype", "changed a shift type"),
    "duty.end_shift_type": Text("endret når en vakttype slutter", "changed when a shift type ends"),
    "duty.remove_shift_type": Text("tok bort en vakttype", "removed a shift type"),
    "duty.change_doctor": Text(
        "endret hva som gjelder for en lege i vaktordningen",
        "changed what holds for a doctor on duty",
    ),
    "duty.remove_doctor": Text(
        "tok bort en lege som var tatt med ved en feil", "removed a doctor taken in by mistake"
    ),
    "duty.load_demo": Text("fylte demoen med vakt", "filled the demo with duty"),
    "duty.make_roster": Text("laget en vaktplan", "made a duty roster"),
    "duty.discard_roster": Text("slettet et utkast til vaktplan", "deleted a draft of a roster"),
    "duty.close_roster": Text("avsluttet en vaktplan", "closed a duty roster"),
    "duty.publish_roster": Text("publiserte en vaktplan", "published a duty roster"),
    "duty.lock_doctor": Text("låste en lege til en vakt", "locked a doctor to a shift"),
    "duty.change_planner": Text("endret hvem som har vakt", "changed who is on duty"),
    "duty.change_solver": Text(
        "tok et søk inn i vaktplanen", "took a search's result into a roster"
    ),
    "duty.change_import": Text("leste en vaktplan inn fra fil", "read a roster in from a file"),
    "duty.change_swap": Text("byttet vakter", "swapped shifts"),
    "duty.change_given": Text("ga bort en vakt", "gave a shift away"),
    "duty.change_open_shift": Text("tok en ledig vakt", "took an open shift"),
    "duty.change_replan": Text("la om planen etter fravær", "replanned after an absence"),
    "duty.change_reserve": Text("satte inn en reserve", "put on a reserve"),
    "duty.queue_replan": Text(
        "startet et søk etter færrest mulig endringer", "started a search for the fewest changes"
    ),
    "duty.queue_run": Text("startet et søk etter vaktplan", "started a search for a roster"),
    "duty.cancel_run": Text("stoppet et søk etter vaktplan", "stopped a search for a roster"),
    "duty.export_roster": Text("tok ut en vaktplan til Excel", "took a roster out to Excel"),
    "duty.import_sheet": Text("leste inn et vaktark", "read a sheet of a roster in"),
    "duty.make_offer": Text("tilbød en vakt", "offered a shift"),
    "duty.open_shift": Text("la ut en ledig vakt", "offered an open shift"),
    "duty.accept_offer": Text("tok imot en vakt", "accepted a shift"),
    "duty.refuse_offer": Text("avslo en vakt", "refused a shift"),
    "duty.withdraw_offer": Text("trakk et tilbud om vakt", "withdrew an offered shift"),
    "duty.tell_absence": Text("meldte fravær fra vakt", "told an absence from duty"),
    "duty.withdraw_absence": Text("trakk et fravær fra vakt", "withdrew an absence from duty"),
    "duty.report_illness": Text("meldte en lege syk", "reported a doctor ill"),
    "duty.report_well": Text("meldte en lege frisk", "reported a doctor well"),
    "duty.apply_for_exemption": Text("søkte om fritak fra vakt", "applied for exemption from duty"),
    "duty.grant_exemption": Text("innvilget fritak fra vakt", "granted exemption from duty"),
    "duty.refuse_exemption": Text("avslo fritak fra vakt", "refused exemption from duty"),
    "duty.withdraw_exemption": Text(
        "trakk eller avsluttet et fritak", "withdrew or ended an exemption"
    ),
    "duty.make_feed": Text("laget en kalenderadresse", "made a calendar address"),
    "duty.revoke_feed": Text("slettet en kalenderadresse", "revoked a calendar address"),
    "duty.move_shift": Text("flyttet en vakt i tid", "moved a shift in time"),
    "duty.note_competence": Text("førte en leges kompetanse", "noted a doctor's competence"),
    "duty.set_competence_end": Text(
        "satte når en kompetanse slutter", "set when a competence ends"
    ),
    "duty.take_back_competence": Text(
        "tok tilbake en ført kompetanse", "took back a noted competence"
    ),
    "duty.note_report_sent": Text(
        "førte at rapporten til statsforvalteren er sendt",
        "noted that the report to the county governor is sent",
    ),
    "duty.set_warning_days": Text(
        "endret når det varsles om kompetanse", "changed when competence is warned of"
    ),
    "duty.do_day": Text("gjorde dagens arbeid for vakt", "did the day's work of duty"),
    "duty.tell_wish": Text("meldte et vaktønske", "told a wish about duty"),
    "duty.withdraw_wish": Text("trakk et vaktønske", "withdrew a wish about duty"),
}
SUBJECTS: Mapping[str, Text] = {
    "duty district": Text("vaktdistrikt", "duty district"),
    "duty doctor": Text("lege i vaktordningen", "doctor on duty"),
    "roster": Text("vaktplan", "duty roster"),
}
KEYS: Mapping[str, Text] = {
    "broken": Text("brutt", "broken"),
    "counts": Text("satt på og tatt av", "put on and taken off"),
    "duty_doctor": Text("lege i vaktordningen", "doctor on duty"),
    "fixed": Text("låst", "locked"),
    "joined": Text("kommuner som ble med", "municipalities that joined"),
    "left": Text("kommuner som gikk ut", "municipalities that left"),
    "number": Text("nummer", "number"),
    "of_version": Text("av utgave", "of version"),
    "override_ended": Text("fravikelser som falt bort", "settings aside that ended"),
    "overridden": Text("loven er fraveket", "the law is set aside"),
    "overrides": Text("fraveket", "set aside"),
    "put_on": Text("satt på", "put on"),
    "removed": Text("tatt av", "taken off"),
    "run": Text("søk", "search"),
    "seconds": Text("sekunder", "seconds"),
    "shift": Text("vakt", "shift"),
    "shift_type": Text("vakttype", "shift type"),
    "shifts": Text("vakter", "shifts"),
    "station": Text("stasjon", "station"),
    "taken_off": Text("tatt av", "taken off"),
    "told": Text("fikk beskjed", "were told"),
    "unlawful": Text("vakter hun ikke kan ha", "shifts that she may not take"),
    "wanted_roster": Text("planen til vakten i bytte", "roster of the shift in return"),
    "wanted_shift": Text("vakt i bytte", "shift in return"),
}
FIELDS: Mapping[str, Text] = {
    **LABELS,
    **{f"weight_{name}": words for name, words in WEIGHTS.items()},
    "backs_up": Text("bakvakt for", "stands behind"),
    "doctors": Text("antall leger", "number of doctors"),
    "email": Text("e-post", "e-mail"),
    "employment": Text("arbeidsform", "employment"),
    "ends": Text("slutt", "end"),
    "fraction": Text("andel av full vakt", "share of full duty"),
    "is_alone": Text("uten annet helsepersonell", "without other health personnel"),
    "kind": Text("slag", "kind"),
    "municipalities": Text("kommuner", "municipalities"),
    "on_red_days": Text("helligdager", "public holidays"),
    "opening_hours": Text("åpningstid", "opening hours"),
    "pay_form": Text("betaling", "pay"),
    "role": Text("rolle", "role"),
    "roles": Text("roller", "roles"),
    "season_first": Text("sesongens første dag", "first day of the season"),
    "season_last": Text("sesongens siste dag", "last day of the season"),
    "skills": Text("kompetanse som kreves", "competence asked for"),
    "starts": Text("start", "start"),
    "station": Text("stasjon", "station"),
    "stations": Text("stasjoner", "stations"),
    "valid_from": Text("første dag", "first day"),
    "valid_to": Text("siste dag", "last day"),
    "weekdays": Text("ukedager", "days of the week"),
}
"""The words of what was changed in the set-up of duty."""
