"""What stands in every document, in bokmål, nynorsk and English."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.kernel.text import Text, WrittenLanguage


@dataclass(frozen=True, slots=True)
class Written:
    """Some words in the three languages of documents."""

    nb: str
    nn: str
    en: str

    def to(self, language: WrittenLanguage) -> str:
        """Return the words in a language."""
        return {"nb": self.nb, "nn": self.nn, "en": self.en}[language]


def written(text: Text, language: WrittenLanguage) -> str:
    """Return a pair's words in a language of documents; bokmål where there is no nynorsk of it.

    Words that hjemmel itself says (statuses, kinds) have their nynorsk in ``NYNORSK``; what a
    municipality wrote stands as it wrote it.
    """
    if language == "en":
        return text.en or text.nb
    return NYNORSK.get(text.nb, text.nb) if language == "nn" else text.nb


NYNORSK = {
    "utkast": "utkast",
    "vedtatt": "vedteke",
    "avsluttet": "avslutta",
    "vedtak": "vedtak",
    "tillegg": "tillegg",
    "merknad": "merknad",
    "engangskostnad": "eingongskostnad",
    "årlig": "årleg",
    "anslått": "overslag",
    "innenfor budsjett": "innanfor budsjett",
    "må utredes": "må greiast ut",
    "ikke oppgitt": "ikkje oppgitt",
    "kommunen": "kommunen",
    "staten": "staten",
    "fylkeskommunen": "fylkeskommunen",
    "helseforetaket": "helseføretaket",
    "legekontoret": "legekontoret",
    "andre": "andre",
    "innføres først": "blir innført først",
    "vanlig": "vanleg",
    "senere": "seinare",
    "ikke startet": "ikkje starta",
    "i gang": "i gang",
    "forsinket": "forseinka",
    "gjennomført": "gjennomført",
    "stoppet": "stoppa",
    "bedre enn lovet": "betre enn lova",
    "som lovet": "som lova",
    "mindre enn lovet": "mindre enn lova",
    "ingen endring": "inga endring",
    "motsatt vei": "motsett veg",
    "kan ikke sies": "kan ikkje seiast",
    "minst": "minst",
    "høyst": "høgst",
    "skal øke": "skal auke",
    "skal gå ned": "skal gå ned",
    "følges uten mål": "blir følgd utan mål",
    "hver måned": "kvar månad",
    "hvert kvartal": "kvart kvartal",
    "hvert tertial": "kvart tertial",
    "hvert år": "kvart år",
    "regnet ut fra registeret": "rekna ut frå registeret",
    "ført inn for hånd": "ført inn for hand",
    "hentet fra fil": "henta frå fil",
    "personer": "personar",
    "timer": "timar",
    "kroner": "kroner",
    "per 1000": "per 1000",
    "på mål": "på mål",
    "nær målet": "nær målet",
    "ikke på mål": "ikkje på mål",
    "ukjent": "ukjend",
    "anslått av fagfolk": "overslag frå fagfolk",
    "regnet i et scenario": "rekna i eit scenario",
}
"""The nynorsk of the words that the plan's own kinds are called in bokmål; a test holds them whole."""

CONTENTS = Written("Innhold", "Innhald", "Contents")
TABLE = Written("Tabell", "Tabell", "Table")
FIGURE = Written("Figur", "Figur", "Figure")
AS_OF = Written("Tall per", "Tal per", "Figures as of")
MADE_ON = Written("Laget", "Laga", "Made")
STATUS = Written("Planstatus", "Planstatus", "Plan status")
DATA_HASH = Written("Kontrollsum", "Kontrollsum", "Data hash")
MADE_WITH = Written("Laget med hjemmel", "Laga med hjemmel", "Made with hjemmel")
PAGE = Written("Side", "Side", "Page")
OF_PAGES = Written("av", "av", "of")
ABOUT = Written("Om dokumentet", "Om dokumentet", "About this document")
FROZEN = Written(
    "Innhold, tall og figurer er låst. Kontrollsummen er regnet av alt som står her; det samme innholdet gir den samme summen.",
    "Innhald, tal og figurar er låste. Kontrollsummen er rekna av alt som står her; det same innhaldet gir den same summen.",
    "Words, figures and charts are frozen. The data hash is computed from all that stands here; the same content gives the same hash.",
)
