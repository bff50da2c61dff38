"""What a letter says of its case: words for each of its places, never a name or an address of hers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.models import ChangeRequest, Move, Reduction
from hjemmel.apps.lists.selectors.wait import expected_wait
from hjemmel.apps.registry.models import AgreementTerms, PatientList, WaitingEntry
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.numbers import format_date, format_number
from hjemmel.kernel.text import Language, Text
from hjemmel.law import LawAt
from hjemmel.law.finding import Finding
from hjemmel.rules.list_reduction import (
    child_is_drawn_with_family,
    reduction_is_right,
    selection_is_random,
)
from hjemmel.rules.list_transfer import residents_are_told_of_new_gp
from hjemmel.rules.list_without_doctor import place_is_kept_without_doctor, residents_are_served
from hjemmel.rules.switching import switch_takes_effect_on
from hjemmel.rules.waiting_order import comes_before

_WHY: Mapping[str, Text] = {
    "request": Text(
        "Du har bedt om å få denne fastlegen, og fastlegen har plass til deg.",
        "You asked for this GP, and the GP has a place for you.",
    ),
    "queue": Text(
        "Du sto på venteliste, og det ble din tur.", "You were in the queue, and it was your turn."
    ),
    "allocated": Text(
        "Det ble en ledig plass, og det var din tur til å få den.",
        "A place became free, and it was your turn to get it.",
    ),
    "distributed": Text(
        "Du sto uten fastlege, og kommunen har funnet en plass til deg.",
        "You had no GP, and the municipality has found you a place.",
    ),
    "follows_parent": Text(
        "Barn følger fastlegen til en forelder.", "A child follows the GP of a parent."
    ),
    "successor": Text(
        "Den forrige fastlegen har sluttet, og denne legen overtar listen.",
        "The former GP has left, and this doctor takes over the list.",
    ),
}
_ORDER: Mapping[bool, Text] = {
    True: Text(
        "Du har ikke fastlege og går foran dem som vil bytte. Blant dem uten fastlege får den som "
        "har ventet lengst, plassen først.",
        "You have no GP and come before those who want to change. Among those without a GP, whoever "
        "has waited longest gets the place first.",
    ),
    False: Text(
        "De som ikke har fastlege, får plassen først. Deretter får den som har ventet lengst, plassen.",
        "Those who have no GP get the place first. After them, whoever has waited longest gets it.",
    ),
}


@dataclass(frozen=True, slots=True)
class ListWords:
    """A list in words: who serves it, and where."""

    doctor: str
    centre: str


def lists_in_words(keys: Iterable[int], day: date) -> dict[int, ListWords]:
    """Return lists by key in words; one query, however many."""
    rows = PatientList.objects.filter(pk__in=set(keys)).values_list(
        "pk", "external_id", "agreement_id"
    )
    lists = list(rows)
    terms = {
        row.agreement_id: row
        for row in AgreementTerms.objects.on(day)
        .filter(agreement__in={agreement for _, _, agreement in lists})
        .select_related("holder", "locum", "centre")
    }
    return {key: _in_words(name, terms.get(agreement)) for key, name, agreement in lists}


def _in_words(name: str, terms: AgreementTerms | None) -> ListWords:
    if terms is None:
        return ListWords(f"liste {name}", "–")
    doctor = terms.locum if terms.status == "served_by_locum" else terms.holder
    centre = terms.centre
    place = " ".join(part for part in (centre.postcode, centre.postal_place) if part)
    where = ", ".join(part for part in (centre.name, centre.address, place) if part)
    return ListWords(doctor.name if doctor and doctor.name else f"liste {name}", where)


def of_moves(
    moves: Iterable[Move], kind: LetterKind, law: LawAt, language: Language
) -> dict[int, dict[str, str]]:
    """Return what letters about moves say, by the move's key; a few queries, however many moves."""
    rows = list(moves)
    said = _said_of_requests(rows, language)
    by_day: dict[date, list[Move]] = {}
    for row in rows:
        by_day.setdefault(row.effective_on, []).append(row)
    reductions = _reductions(rows) if kind is LetterKind.MOVED_BY_REDUCTION else {}
    facts: dict[int, dict[str, str]] = {}
    for day, moved in sorted(by_day.items()):
        words = lists_in_words((int(row.to_list_id or row.from_list_id or 0) for row in moved), day)
        for row in moved:
            told = words[int(row.to_list_id or row.from_list_id or 0)]
            facts[row.pk] = {
                "fastlege": told.doctor,
                "legesenter": told.centre,
                "gjelder_fra": format_date(day, language),
            } | (
                _of_reduction(reductions[row.source], law, language)
                if kind is LetterKind.MOVED_BY_REDUCTION
                else _of_change(row, said.get(row.source), law, language)
            )
    return facts


def of_waiting(entry: WaitingEntry, day: date, law: LawAt, language: Language) -> dict[str, str]:
    """Return what a letter about a place in the queue says."""
    if entry.left_on is not None and entry.left_on <= day:
        raise ConflictError(
            Text("Hun står ikke i køen lenger.", "She is not in the queue any more."),
            where="waiting",
            remedy=Text("Se på siden hennes hva som skjedde.", "See on her page what happened."),
        )
    stands = expected_wait(entry, day)
    without = entry.waiting_class == WaitingClass.WITHOUT_GP.value
    words = (
        None
        if entry.wanted_list_id is None
        else lists_in_words([entry.wanted_list_id], day).get(entry.wanted_list_id)
    )
    anybody = Text("en fastlege med ledig plass", "a GP with a free place").in_language(language)
    somewhere = Text("et legesenter i kommunen", "a centre in the municipality")
    order = comes_before(
        "without_gp" if without else "gp_here", entry.queued_on, "gp_here", entry.queued_on, law
    )
    return {
        "fastlege": anybody if words is None else words.doctor,
        "legesenter": somewhere.in_language(language) if words is None else words.centre,
        "plass": format_number(stands.place, language),
        "venter_i_alt": format_number(stands.waiting, language),
        "i_kø_siden": format_date(entry.queued_on, language),
        "rekkefølge": _ORDER[without].in_language(language),
        "ventetid": stands.sentence.in_language(language),
        "hjemmel": provisions((order,), language),
    }


def of_ending(
    patient_list: PatientList, ends_on: date, law: LawAt, language: Language
) -> dict[str, str]:
    """Return what a letter says when the GP of a list ends; ``ends_on`` is the first day after."""
    last = ends_on - timedelta(days=1)
    told = lists_in_words([patient_list.pk], last)[patient_list.pk]
    terms = AgreementTerms.objects.filter(agreement=patient_list.agreement_id)
    before = terms.on(last).values_list("holder", flat=True).first()
    after = terms.on(ends_on).select_related("holder").first()
    if after is not None and after.holder is not None and after.holder_id != before:
        new = after.holder.name
        happens = Text(
            f"{new} overtar listen fra {format_date(ends_on)}. Du blir stående på listen uten å gjøre noe.",
            f"{new} takes over the list on {format_date(ends_on, 'en')}. You stay on the list and need "
            "to do nothing.",
        )
        findings: tuple[Finding, ...] = (residents_are_told_of_new_gp(True, True, law=law),)
    else:
        happens = Text(
            "Det er ikke klart hvem som overtar. Du beholder plassen på listen, og kommunen sørger for "
            "at du får legehjelp. Du får nytt brev når det er bestemt hvem som blir fastlegen din.",
            "It is not clear who takes over. You keep your place on the list, and the municipality sees "
            "to it that you get medical help. You get another letter when your new GP is decided.",
        )
        findings = (
            place_is_kept_without_doctor(False, law=law),
            residents_are_served(False, False, law=law),
        )
    return {
        "fastlege": told.doctor,
        "legesenter": told.centre,
        "slutter": format_date(last, language),
        "hva_skjer": happens.in_language(language),
        "hjemmel": provisions(findings, language),
    }


def provisions(findings: Iterable[Finding], language: Language) -> str:
    """Return the provisions of findings in words, each once."""
    cited = (citation.text(language) for finding in findings for citation in finding.citations)
    return listed(cited, language)


def listed(names: Iterable[str], language: Language) -> str:
    """Return names as people list them: a, b and c."""
    *most, last = dict.fromkeys(names) or ("–",)
    word = Text("og", "and").in_language(language)
    return f"{', '.join(most)} {word} {last}" if most else last


def _of_change(
    move: Move, said: tuple[str, str] | None, law: LawAt, language: Language
) -> dict[str, str]:
    """Return why she gets the GP, and the provisions: those of her own wish, else of the order."""
    first = move.effective_on - timedelta(days=1)
    if move.cause == "request":
        why = _WHY["request"].in_language(language)
        cited = (
            said[1]
            if said
            else provisions((switch_takes_effect_on(first, move.effective_on, law),), language)
        )
        return {"grunn": why, "hjemmel": cited}
    finding: Finding
    if move.cause == "successor":
        finding = residents_are_told_of_new_gp(True, True, law=law)
    else:
        finding = comes_before("without_gp", first, "gp_here", first, law)
    why = _WHY.get(move.cause, _WHY["allocated"]).in_language(language)
    return {"grunn": why, "hjemmel": provisions((finding,), language)}


def _of_reduction(made: Reduction, law: LawAt, language: Language) -> dict[str, str]:
    findings = (
        reduction_is_right(made.ceiling + (made.surplus or 0), made.ceiling, law=law),
        selection_is_random(True, law=law),
        child_is_drawn_with_family(0, True, law=law),
    )
    return {
        "tak": format_number(made.ceiling, language),
        "frø": made.seed,
        "kontrollsum": made.digest,
        "hjemmel": provisions(findings, language),
    }


def _said_of_requests(moves: list[Move], language: Language) -> dict[str, tuple[str, str]]:
    """Return the reason and the provisions that each request was granted with, by source."""
    keys = [int(row.source.split()[1]) for row in moves if row.cause == "request"]
    said: dict[str, tuple[str, str]] = {}
    for row in ChangeRequest.objects.filter(pk__in=keys):
        decisive = [one for one in row.findings if one["reason"] in (row.reason, row.exception)]
        cited = [text for one in decisive for text in one[f"citations_{language}"]]
        if cited:
            said[f"request {row.pk}"] = (row.reason, listed(cited, language))
    return said


def _reductions(moves: list[Move]) -> dict[str, Reduction]:
    keys = {int(row.source.split()[1]) for row in moves if row.source.startswith("reduction ")}
    return {f"reduction {row.pk}": row for row in Reduction.objects.filter(pk__in=keys)}
