"""The log's words about plans."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.kernel.text import Text

ACTIONS: Mapping[str, Text] = {
    "documents.make": Text("laget et dokument av en plan", "made a document of a plan"),
    "documents.release": Text("frigav et dokument av en plan", "released a document of a plan"),
    "documents.edit_text": Text(
        "endret malen for et dokument", "changed the text of a kind of document"
    ),
    "plan.make": Text("laget en plan", "made a plan"),
    "plan.make_from_example": Text("laget en plan fra et eksempel", "made a plan from an example"),
    "plan.copy": Text("kopierte en plan for neste periode", "copied a plan for the next period"),
    "plan.change": Text("endret en plan", "changed a plan"),
    "plan.remove": Text("slettet et utkast til plan", "deleted a draft of a plan"),
    "plan.adopt": Text("vedtok en plan", "adopted a plan"),
    "plan.adopt_measure": Text("vedtok et tiltak", "adopted a measure"),
    "plan.publish": Text("publiserte en plan", "published a plan"),
    "plan.unpublish": Text("lukket en plan for innsyn", "closed a plan to the public"),
    "plan.end": Text("avsluttet en plan", "ended a plan"),
    "plan.add_measure": Text("la til et tiltak", "added a measure"),
    "plan.change_measure": Text("endret et tiltak", "changed a measure"),
    "plan.remove_measure": Text("slettet et tiltak", "deleted a measure"),
    "plan.set_status": Text("endret status på et tiltak", "changed a measure's status"),
    "plan.import_measures": Text("leste tiltak inn fra fil", "read measures in from a file"),
    "plan.export": Text("tok ut en plan som fil", "took a plan out as a file"),
    "plan.set_goal": Text("skrev et mål", "wrote a goal"),
    "plan.change_goal": Text("endret et mål", "changed a goal"),
    "plan.remove_goal": Text("slettet et mål", "deleted a goal"),
    "plan.set_area": Text("skrev et satsingsområde", "wrote a focus area"),
    "plan.remove_area": Text("slettet et satsingsområde", "deleted a focus area"),
    "plan.set_decision": Text("førte et politisk vedtak", "wrote down a political decision"),
    "plan.remove_decision": Text("slettet et politisk vedtak", "deleted a political decision"),
    "plan.set_budget_line": Text("førte en budsjettlinje", "wrote a line of the budget"),
    "plan.remove_budget_line": Text("slettet en budsjettlinje", "deleted a line of the budget"),
    "plan.predict": Text("førte ventet virkning", "wrote down a predicted effect"),
    "plan.drop_prediction": Text("tok tilbake ventet virkning", "took a predicted effect back"),
    "plan.state_why_none": Text(
        "begrunnet at virkning ikke er ventet", "stated why no effect is predicted"
    ),
    "plan.follow": Text("lot planen følge en indikator", "let a plan follow an indicator"),
    "plan.define_indicator": Text("laget en egen indikator", "defined an indicator"),
    "plan.stop_following": Text("sluttet å følge en indikator", "stopped following an indicator"),
    "plan.enter_value": Text("førte en verdi", "wrote down a value"),
    "plan.import_values": Text("leste verdier inn fra fil", "read values in from a file"),
    "plan.compute_values": Text("regnet ut indikatorer", "worked out indicators"),
    "plan.evaluate": Text("evaluerte et tertial", "evaluated a tertial"),
    "plan.make_feed": Text(
        "laget en kalenderadresse for frister", "made a calendar address of deadlines"
    ),
    "plan.revoke_feed": Text(
        "slettet en kalenderadresse for frister", "revoked a calendar address of deadlines"
    ),
    "plan.do_day": Text("sendte påminnelser om frister", "sent reminders of deadlines"),
    "plan.load_demo": Text("fylte demoen med en plan", "filled the demo with a plan"),
}
SUBJECTS: Mapping[str, Text] = {
    "plan": Text("plan", "plan"),
    "plan document": Text("dokument", "document"),
    "document text": Text("mal for dokument", "text of a document"),
}
KEYS: Mapping[str, Text] = {
    "baseline": Text("utgangspunkt", "baseline"),
    "by_day": Text("ventet til", "expected by"),
    "case_number": Text("sak", "case"),
    "expected": Text("ventet", "expected"),
    "goal": Text("mål", "goal"),
    "has_own_target": Text("eget mål", "own target"),
    "indicator": Text("indikator", "indicator"),
    "lines": Text("linjer", "lines"),
    "measure": Text("tiltak", "measure"),
    "measures": Text("tiltak", "measures"),
    "of": Text("av", "of"),
    "on": Text("dag", "day"),
    "origin": Text("hvordan", "how"),
    "oere": Text("øre", "øre"),
    "payer": Text("betaler", "payer"),
    "plan": Text("plan", "plan"),
    "predictions": Text("ventede virkninger", "predicted effects"),
    "scored": Text("vurdert", "scored"),
    "stored": Text("nye verdier", "new values"),
    "tertial": Text("tertial", "tertial"),
    "title": Text("tittel", "title"),
    "value": Text("verdi", "value"),
    "year": Text("år", "year"),
}
