"""The log's words about grants."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.kernel.text import Text

ACTIONS: Mapping[str, Text] = {
    "grants.adopt_scheme": Text("tok en tilskuddsordning i bruk", "took a grant scheme into use"),
    "grants.add_scheme": Text("la inn en egen tilskuddsordning", "added a scheme of its own"),
    "grants.open_year": Text("åpnet en tilskuddsordning for et år", "opened a scheme for a year"),
    "grants.change_frame": Text("endret en tilskuddsramme", "changed the frame of a scheme"),
    "grants.change_deadline": Text("flyttet en søknadsfrist", "moved a deadline of applications"),
    "grants.start_application": Text("begynte på en søknad", "started an application"),
    "grants.save_application": Text("skrev på en søknad", "wrote on an application"),
    "grants.attach_file": Text("la ved et dokument", "attached a document"),
    "grants.detach_file": Text("fjernet et vedlegg", "removed a document"),
    "grants.submit_application": Text("sendte inn en søknad", "submitted an application"),
    "grants.withdraw_application": Text("trakk en søknad", "withdrew an application"),
    "grants.take_case": Text("tok en tilskuddssak", "took a grant case"),
    "grants.grant_application": Text("innvilget tilskudd", "granted an application"),
    "grants.refuse_application": Text("avslo tilskudd", "refused an application"),
    "grants.register_appeal": Text("registrerte en klage", "registered an appeal"),
    "grants.settle_appeal": Text("behandlet en klage", "settled an appeal"),
    "grants.mark_paid": Text("førte et tilskudd som utbetalt", "marked a grant as paid"),
    "grants.receive_report": Text("tok imot en rapport", "received a report"),
    "grants.revoke_grant": Text("trakk et tilskudd tilbake", "revoked a grant"),
    "grants.set_precedence": Text(
        "ordnet like søkere i en runde", "ordered equal applicants of a round"
    ),
    "grants.rank_round": Text("rangerte en tilskuddsrunde", "ranked a round of grants"),
    "grants.award_round": Text("tildelte en tilskuddsrunde", "awarded a round of grants"),
    "grants.preview_import": Text("så på en fil med søknader", "looked at a file of applications"),
    "grants.load_import": Text("hentet inn søknader fra fil", "loaded applications from a file"),
    "grants.remind": Text("minnet søkere om frister", "reminded applicants of deadlines"),
    "grants.load_demo": Text("fylte demoen med tilskudd", "filled the demo with grants"),
}
SUBJECTS: Mapping[str, Text] = {
    "grant case": Text("tilskuddssak", "grant case"),
    "grant scheme": Text("tilskuddsordning", "grant scheme"),
}
KEYS: Mapping[str, Text] = {
    "amount_oere": Text("beløp, øre", "amount, øre"),
    "appeal": Text("klage", "appeal"),
    "before_oere": Text("før, øre", "before, øre"),
    "cases": Text("saker", "cases"),
    "deadline": Text("frist", "deadline"),
    "file": Text("fil", "file"),
    "frame_oere": Text("ramme, øre", "frame, øre"),
    "outcome": Text("utfall", "outcome"),
    "payment": Text("utbetaling", "payment"),
    "reclaimed_oere": Text("krevd tilbake, øre", "claimed back, øre"),
    "reminded": Text("minnet", "reminded"),
    "scheme": Text("ordning", "scheme"),
    "sought_oere": Text("søkt, øre", "sought, øre"),
    "used_oere": Text("brukt, øre", "used, øre"),
    "year": Text("år", "year"),
}
