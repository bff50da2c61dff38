"""Words for the codes that the register keeps."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.kernel.text import Text

STATUS: Mapping[str, Text] = {
    "held": Text("fast lege", "permanent doctor"),
    "served_by_locum": Text("vikar", "locum"),
    "without_doctor": Text("uten lege", "no doctor"),
}
FORM: Mapping[str, Text] = {
    "self_employed": Text("selvstendig", "self-employed"),
    "salaried": Text("fastlønn", "salaried"),
    "variant_8_2": Text("8.2-avtale", "8.2 agreement"),
}
KIND: Mapping[str, Text] = {
    "ordinary": Text("ordinær liste", "ordinary list"),
    "shared": Text("fellesliste", "shared list"),
    "part": Text("deleliste", "part list"),
}
SORT: Mapping[str, Text] = {
    "senter": Text("bydel og senter", "district and centre"),
    "lege": Text("lege", "doctor"),
    "ledig": Text("flest ledige plasser", "most free places"),
    "lengde": Text("lengste liste", "longest list"),
    "venter": Text("flest som venter", "most waiting"),
    "slutt": Text("avtalens slutt", "end of agreement"),
}
COMPETENCE: Mapping[str, Text] = {
    "specialist": Text("spesialist i allmennmedisin", "specialist in general practice"),
    "alis": Text("under spesialisering (ALIS)", "in specialist training (ALIS)"),
    "approved_gp": Text("godkjent allmennlege", "approved GP"),
    "neither": Text(
        "verken spesialist eller under spesialisering", "neither specialist nor in training"
    ),
    "unknown": Text("ukjent", "unknown"),
}
OWNERSHIP: Mapping[str, Text] = {
    "private": Text("privat", "private"),
    "municipal": Text("kommunalt", "municipal"),
}
UNIVERSAL_DESIGN: Mapping[str, Text] = {
    "met": Text("oppfylt", "met"),
    "partly": Text("delvis oppfylt", "partly met"),
    "not_met": Text("ikke oppfylt", "not met"),
    "": Text("ukjent", "unknown"),
}
ACCESS: Mapping[str, Text] = {
    "yes": Text("ja", "yes"),
    "no": Text("nei", "no"),
    "": Text("ukjent", "unknown"),
}
PART: Mapping[str, Text] = {
    "responsible": Text("ansvarlig lege", "responsible doctor"),
    "shared": Text("deler listen", "shares the list"),
    "part": Text("har en del", "has a part"),
}
SEX: Mapping[str, Text] = {
    "male": Text("mann", "male"),
    "female": Text("kvinne", "female"),
    "": Text("ukjent", "unknown"),
}
IMPORT: Mapping[str, Text] = {
    "previewed": Text("Forhåndsvist, ikke lastet inn", "Previewed, not loaded"),
    "queued": Text("Venter", "Waiting"),
    "running": Text("Lastes inn nå", "Being loaded"),
    "broken_off": Text("Avbrutt; ingenting er lagret", "Broken off; nothing was stored"),
    "loaded": Text("Lastet inn", "Loaded"),
    "unchanged": Text("Ingenting var endret", "Nothing had changed"),
    "failed": Text("Mislyktes; ingenting er lagret", "Failed; nothing was stored"),
    "cancelled": Text("Stoppet; ingenting er lagret", "Stopped; nothing was stored"),
}
REQUEST: Mapping[str, Text] = {
    "granted": Text("innvilget, plassen holdes av", "granted, the place is held"),
    "refused": Text("avslått", "refused"),
    "queued": Text("satt i kø", "queued"),
    "list_full": Text("listen var full", "the list was full"),
    "needs_judgement": Text("må vurderes", "needs judgement"),
    "withdrawn": Text("trukket", "withdrawn"),
    "carried_out": Text("gjennomført", "carried out"),
}
MOVE: Mapping[str, Text] = {
    "request": Text("eget ønske", "own wish"),
    "queue": Text("fra køen", "from the queue"),
    "allocated": Text("tildelt i en runde", "allocated in a round"),
    "distributed": Text("fordelt", "distributed"),
    "list_reduced": Text("trukket ut ved listereduksjon", "drawn out by a list reduction"),
    "follows_parent": Text("følger en forelder", "follows a parent"),
    "successor": Text("ny lege overtar listen", "a new doctor takes over the list"),
    "left_scheme": Text("ut av ordningen", "leaves the scheme"),
}
ROUND_KIND: Mapping[str, Text] = {
    "round": Text("etter reglenes rekkefølge", "by the rules’ order"),
    "distribution": Text("spredning på lister", "spread over lists"),
}
ROUND_MODE: Mapping[str, Text] = {
    "stable": Text("ingen forbigås", "nobody is passed over"),
    "most_placed": Text("flest får plass", "most get a place"),
    "fewest_points": Text("nærhet, husstand og belastning", "nearness, household and load"),
}
ROUND: Mapping[str, Text] = {
    "proposed": Text("venter på avgjørelse", "waits for a decision"),
    "adopted": Text("tatt i bruk", "adopted"),
    "discarded": Text("forkastet", "discarded"),
}
REDUCTION: Mapping[str, Text] = {
    "requested": Text("meldt, ikke kunngjort", "noted, not announced"),
    "announced": Text("kunngjort, ikke trukket", "announced, not drawn"),
    "drawn": Text("trukket", "drawn"),
    "withdrawn": Text("tatt tilbake", "withdrawn"),
}
CUT_OVER: Mapping[str, Text] = {
    "done": Text("kjørt", "run"),
    "reversed": Text("tatt tilbake", "taken back"),
}
EVERY: Mapping[str, Mapping[str, Text]] = {
    "status": STATUS,
    "form": FORM,
    "kind": KIND,
    "sort": SORT,
    "competence": COMPETENCE,
    "ownership": OWNERSHIP,
    "universal_design": UNIVERSAL_DESIGN,
    "access": ACCESS,
    "part": PART,
    "sex": SEX,
    "import": IMPORT,
    "request": REQUEST,
    "move": MOVE,
    "round_kind": ROUND_KIND,
    "round_mode": ROUND_MODE,
    "round": ROUND,
    "reduction": REDUCTION,
    "cut_over": CUT_OVER,
}
