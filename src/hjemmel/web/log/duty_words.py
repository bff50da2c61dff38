"""The log's words about duty."""

from __future__ import annotations

from collections.abc import Mapping

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
}
