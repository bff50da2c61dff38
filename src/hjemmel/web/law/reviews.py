"""What a value was checked against, in Norwegian: the law files say it in English."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.kernel.text import Text

_NORWEGIAN: Mapping[str, str] = {
    "regulation text": "forskriftens tekst",
    "regulation text in force in 2026": "forskriftens tekst slik den gjelder i 2026",
    "regulation text of 2013 and of 2026, with its list of amendments": (
        "forskriftens tekst fra 2013 og 2026, med endringslisten"
    ),
    "regulation text, § 21 for the day": "forskriftens tekst, § 21 om dagen",
    "regulation text in force in 2026, whose § 7 keeps paragraphs from before 2026": (
        "forskriftens tekst slik den gjelder i 2026, der § 7 har ledd fra før 2026"
    ),
    "the Act's text in force in 2026": "lovens tekst slik den gjelder i 2026",
    "the ministry's remarks": "departementets merknader",
    "the ministry's remarks to the regulation": "departementets merknader til forskriften",
    "the ministry's remarks to the 2025 regulation": "departementets merknader til forskriften av 2025",
    "the ministry's remarks to the 2025 regulation (continued from § 9)": (
        "departementets merknader til forskriften av 2025 (fortsetter fra § 9)"
    ),
    "the ministry's remarks to the 2025 regulation and a page on out-of-hours duty": (
        "departementets merknader til forskriften av 2025 og en side om legevakt"
    ),
    "the ministry's remarks and Helsenorge": "departementets merknader og Helsenorge",
    "plan document and the ministry's remarks to the 2025 regulation": (
        "plandokumentet og departementets merknader til forskriften av 2025"
    ),
    "no interval is stated": "intervallet står ikke",
    "no such duty is stated": "plikten står ikke der",
    "Bergen's strategy 2024–2028": "Bergens strategi 2024–2028",
    "Bergen's strategy 2024–2028, chapter 1.1": "Bergens strategi 2024–2028, kapittel 1.1",
    "Bergen's strategy 2024–2028, table of GPs by district": (
        "Bergens strategi 2024–2028, tabellen over fastleger per bydel"
    ),
    "Trondheim's plan 2024–2028": "Trondheims plan 2024–2028",
    "Trondheim's plan for the medical services 2024–2028": (
        "Trondheims tiltaksplan for legetjenesten 2024–2028"
    ),
    "10 % of a post for four, read as linear": "10 % stilling for fire, lest som lineært",
    "own assumption, no source": "egen forutsetning, ingen kilde",
    "our own reading": "vår egen lesning",
    "our own choice": "vårt eget valg",
    "no source settles a tie": "ingen kilde avgjør likhet",
    "no source weighs these against each other": "ingen kilde veier dem mot hverandre",
    "our own choice: five kilometres count as another district does": (
        "vårt eget valg: fem kilometer teller som en annen bydel"
    ),
    "memory": "etter hukommelsen",
    "memory of general law": "alminnelig kjent rett, etter hukommelsen",
    "not found in a source": "ikke funnet i en kilde",
    "taken to be unchanged from 2021": "regnet som uendret fra 2021",
    "taken to be unchanged before 2021": "regnet som uendret før 2021",
    "report of the joint working group, 14 February 2023": (
        "rapporten fra den partssammensatte arbeidsgruppen, 14. februar 2023"
    ),
    "report of the joint working group, 2023": (
        "rapporten fra den partssammensatte arbeidsgruppen, 2023"
    ),
    "working group report 2023": "arbeidsgruppens rapport 2023",
    "county governor of Vestland": "statsforvalteren i Vestland",
    "county governor": "statsforvalteren",
    "a stored copy of Helsenorge's page": "en lagret kopi av Helsenorges side",
    "a municipality's and Helsenorge's pages": "en kommunes og Helsenorges sider",
    "the Directorate of Health's 2022 report": "Helsedirektoratets rapport for 2022",
    "the Directorate of Health's monthly report of November 2023": (
        "Helsedirektoratets månedsrapport for november 2023"
    ),
    "the Directorate of Health's guideline for the number": (
        "Helsedirektoratets retningslinje om tallet"
    ),
    "Directorate of Health": "Helsedirektoratet",
    "Directorate of Health, report for 2021, chapter 4.3": (
        "Helsedirektoratets rapport for 2021, kapittel 4.3"
    ),
    "Directorate of Health, report for 2023, chapter 5.4": (
        "Helsedirektoratets rapport for 2023, kapittel 5.4"
    ),
    "Directorate of Health, report for 2023, chapter 5.7": (
        "Helsedirektoratets rapport for 2023, kapittel 5.7"
    ),
    "Directorate of Health, dialogue meeting 2021/22": "Helsedirektoratets dialogmøte 2021/22",
    "Medical Association, SFS 2305 text of 2021": "Legeforeningen, SFS 2305 i teksten fra 2021",
    "the Medical Association's pages on ASA 4310": "Legeforeningens sider om ASA 4310",
    "the Medical Association's guide to ASA 4310": "Legeforeningens veileder til ASA 4310",
    "agreement text 2021 and commentary 2018–19": "avtaleteksten fra 2021 og kommentaren fra 2018–19",
    "SFS 2305 as published by the parties (2018–2021 editions)": (
        "SFS 2305 slik partene har publisert den (utgavene 2018–2021)"
    ),
    "state agreement 2023–2024": "statsavtalen 2023–2024",
    "state agreement 2023–2024, 2.1": "statsavtalen 2023–2024, punkt 2.1",
    "state agreement 2023–2024, 4.2": "statsavtalen 2023–2024, punkt 4.2",
    "Helfo": "Helfo",
    "Helfo, page of 2022": "Helfos side fra 2022",
    "Helfo, older page on the capitation grant": "Helfos eldre side om basistilskuddet",
    "an older Helfo page, read in part": "en eldre side hos Helfo, lest delvis",
    "Helfo's page on unallocated residents, read in part": (
        "Helfos side om innbyggere uten fastlege, lest delvis"
    ),
    "secondary source citing Helfo": "en kilde som gjengir Helfo",
    "KS": "KS",
    "KS circular A-5/2022": "KS' rundskriv A-5/2022",
    "the Tax Administration's documentation": "Skatteetatens dokumentasjon",
    "the Tax Administration's documentation of test data": "Skatteetatens dokumentasjon av testdata",
    "the Tax Administration's documentation of the number from 2032": (
        "Skatteetatens dokumentasjon av nummeret fra 2032"
    ),
    "public code lists": "offentlige kodelister",
    "public validators of national identity numbers": "offentlige kontroller av fødselsnummer",
    "a public list of districts 2025": "en offentlig liste over bydeler, 2025",
    "alis.no": "alis.no",
    "SSB, Allmennlegetjenesten 2023": "SSB, Allmennlegetjenesten 2023",
    "digits separated by hand": "sifrene er skilt for hånd",
    "total from SSB": "summen fra SSB",
    "age and sex from memory": "alder og kjønn etter hukommelsen",
    "SSB national projection 2024": "SSBs nasjonale framskriving 2024",
    "SSB table 07388, footnote": "SSB-tabell 07388, fotnoten",
    "SSB table 12005, definition of corrected list length": (
        "SSB-tabell 12005, definisjonen av korrigert listelengde"
    ),
    "SSB definition of the corrected list length": "SSBs definisjon av korrigert listelengde",
    "SSB classification 128": "SSBs klassifikasjon 128",
    "class 1 is the most central": "klasse 1 er mest sentral",
    "Prop. 1 S (2021–2022)": "Prop. 1 S (2021–2022)",
    "page of the Research Centre for Emergency Primary Care": (
        "en side hos Nasjonalt kompetansesenter for legevaktmedisin"
    ),
    "a ministry annex for three municipalities, memory for the rest": (
        "departementets vedlegg for tre kommuner, resten etter hukommelsen"
    ),
}


def review_words(source: str) -> Text:
    """Return what a value was checked against; what has no Norwegian words is left out of them."""
    parts = [_NORWEGIAN.get(part) for part in source.split("; ")]
    return Text("; ".join(part for part in parts if part), source)
