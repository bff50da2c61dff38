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
}
