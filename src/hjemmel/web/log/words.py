"""The log in words: what was done, to what, and its details. Each action has a name of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.exchange.fields import field_words, tables
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.numbers import format_date, format_number
from hjemmel.kernel.text import Language, Text
from hjemmel.web.lists.words import (
    FORM,
    IMPORT,
    KIND,
    MOVE,
    PART,
    REQUEST,
    ROUND_KIND,
    ROUND_MODE,
    STATUS,
)
from hjemmel.web.log import duty_words, grant_words, plan_words
from hjemmel.web.words import day_written

AREAS: Mapping[str, Text] = {
    "accounts": Text("Brukere", "Users"),
    "registry": Text("Register", "Register"),
    "lists": Text("Drift av listene", "Running of the lists"),
    "duty": Text("Vakt", "Duty"),
    "grants": Text("Tilskudd", "Grants"),
    "plan": Text("Planer", "Plans"),
    "documents": Text("Dokumenter", "Documents"),
    "exchange": Text("Filer inn", "Files in"),
    "coverage": Text("Månedsbilder", "Monthly snapshots"),
}
"""The first part of an action's code."""
ACTIONS: Mapping[str, Text] = {
    "accounts.sign_in": Text("logget inn", "signed in"),
    "accounts.sign_in_refused": Text("ble nektet innlogging", "was refused sign-in"),
    "accounts.sign_out": Text("logget ut", "signed out"),
    "accounts.create_user": Text("laget en bruker", "made a user"),
    "accounts.change_user": Text("endret en bruker", "changed a user"),
    "accounts.grant_role": Text("ga en rolle", "gave a role"),
    "accounts.revoke_role": Text("tok bort en rolle", "took a role away"),
    "accounts.set_password": Text("satte et passord", "set a password"),
    "accounts.change_own_password": Text("byttet eget passord", "changed her own password"),
    "accounts.second_factor_added": Text("slo på engangskode", "turned the one-time code on"),
    "accounts.second_factor_removed": Text("slo av engangskode", "turned the one-time code off"),
    "accounts.second_factor_reset": Text(
        "laget nye gjenopprettingskoder", "made new recovery codes"
    ),
    "accounts.service_linked": Text(
        "koblet til en innloggingstjeneste", "linked a sign-in service"
    ),
    "accounts.service_unlinked": Text(
        "koblet fra en innloggingstjeneste", "unlinked a sign-in service"
    ),
    "accounts.make_token": Text("laget en nøkkel", "made a key"),
    "accounts.revoke_token": Text("trakk en nøkkel", "revoked a key"),
    "accounts.make_demo_users": Text("laget demobrukerne", "made the demo's users"),
    "registry.set_up_municipality": Text("satte opp en kommune", "set up a municipality"),
    "registry.decide_retention": Text(
        "bestemte oppbevaringstiden", "decided how long data are kept"
    ),
    "registry.load": Text("lastet inn registeret", "loaded the register"),
    "registry.load_queue_history": Text(
        "lastet inn køhistorikk", "loaded the history of the queues"
    ),
    "registry.load_population": Text("hentet folkemengden", "took in the population"),
    "registry.load_forecast": Text("hentet framskrivingen", "took in the projection"),
    "registry.load_indicators": Text("hentet nøkkeltall", "took in indicators"),
    "registry.set_region_codes": Text("hentet kommunenumre", "took in municipality codes"),
    "registry.set_district_borders": Text("hentet bydelsgrenser", "took in district borders"),
    "registry.mend_overlaps": Text(
        "rettet perioder som overlappet", "mended periods that overlapped"
    ),
    "registry.export": Text("tok ut en tabell", "took out a table"),
    "registry.open_centre": Text("åpnet et legesenter", "opened a centre"),
    "registry.change_centre": Text("rettet et legesenter", "corrected a centre"),
    "registry.close_centre": Text("la ned et legesenter", "closed a centre"),
    "registry.reopen_centre": Text(
        "tok tilbake en nedleggelse", "took back the closing of a centre"
    ),
    "registry.change_doctor": Text("rettet en lege", "corrected a doctor"),
    "registry.open_post": Text("åpnet en hjemmel", "opened a post"),
    "registry.change_holder": Text("endret hvem som har avtalen", "changed who has the agreement"),
    "registry.change_terms": Text(
        "endret vilkårene i en avtale", "changed the terms of an agreement"
    ),
    "registry.receive_notice": Text("registrerte en oppsigelse", "registered a notice"),
    "registry.advertise": Text("registrerte en utlysning", "registered an advertisement"),
    "registry.change_ceiling": Text("endret et listetak", "changed a ceiling"),
    "registry.change_list_kind": Text("endret slags liste", "changed the kind of a list"),
    "registry.add_list_doctor": Text("satte en lege på en liste", "put a doctor on a list"),
    "registry.remove_list_doctor": Text("tok en lege av en liste", "took a doctor off a list"),
    "registry.put_on_list": Text(
        "rettet hvilken liste noen står på", "corrected which list somebody is on"
    ),
    "registry.queue_up": Text("satte i kø", "queued"),
    "registry.leave_queue": Text("tok ut av køen", "took out of the queue"),
    "registry.note_death": Text("førte et dødsfall", "noted a death"),
    "registry.take_back_death": Text("tok tilbake et dødsfall", "took back a death"),
    "registry.note_move_in": Text("førte en flytting hit", "noted a move here"),
    "registry.note_move_out": Text("førte en flytting ut", "noted a move out"),
    "registry.note_newcomer": Text("førte en ny innbygger", "noted a new resident"),
    "registry.note_household": Text("førte en husholdning", "noted a household"),
    "registry.note_protection": Text(
        "førte adressegradering", "noted the protection of an address"
    ),
    "registry.export_person": Text("ga ut alt om en innbygger", "handed out all of a resident"),
    "registry.erase_person": Text("slettet hvem en innbygger var", "erased who a resident was"),
    "lists.ask_for_gp": Text("ba om fastlege", "asked for a GP"),
    "lists.decide_request": Text("avgjorde et ønske", "decided a wish"),
    "lists.withdraw_request": Text("trakk et ønske", "withdrew a wish"),
    "lists.opt_out": Text(
        "førte at noen står utenfor ordningen", "noted that somebody stays outside"
    ),
    "lists.come_back": Text(
        "førte at noen vil ha fastlege igjen", "noted that somebody wants a GP again"
    ),
    "lists.strike_off": Text("strøk noen fra en liste", "struck somebody off a list"),
    "lists.let_go": Text("ga fra seg en plass", "gave up a place"),
    "lists.tell_event": Text("fortalte om en hendelse", "told of an event"),
    "lists.settle_event": Text("avgjorde en hendelse", "settled an event"),
    "lists.load_events": Text("lastet inn hendelser", "loaded events"),
    "lists.turn_ages": Text("førte hvem som fylte 16 og 18 år", "noted who turned 16 and 18"),
    "lists.propose_round": Text("foreslo en tildelingsrunde", "proposed a round of allocation"),
    "lists.propose_distribution": Text(
        "foreslo en spredning på lister", "proposed a spread over lists"
    ),
    "lists.adopt_round": Text("tok en runde i bruk", "adopted a round"),
    "lists.discard_round": Text("forkastet en runde", "discarded a round"),
    "lists.publish_round": Text("kunngjorde en runde", "published a round"),
    "lists.request_reduction": Text("meldte en listereduksjon", "noted a list reduction"),
    "lists.announce_draw": Text("kunngjorde en trekning", "announced a draw"),
    "lists.draw_reduction": Text("trakk en listereduksjon", "drew a list reduction"),
    "lists.publish_draw": Text("offentliggjorde en trekning", "published a draw"),
    "lists.withdraw_reduction": Text("tok tilbake en listereduksjon", "took back a list reduction"),
    "lists.choose_allocation": Text(
        "valgte hvordan ledige plasser tildeles", "chose how free places are allocated"
    ),
    "lists.do_days_work": Text("gjorde dagens arbeid", "did the day's work"),
    "lists.run_cut_over": Text("kjørte månedsskiftet", "ran the month's cut-over"),
    "lists.reverse_cut_over": Text("tok tilbake månedsskiftet", "took the month's cut-over back"),
    "lists.hand_over": Text("leverte vedtak videre", "handed decisions over"),
    "lists.store_contracts": Text("lastet inn avtaleutskriften", "loaded the file of contracts"),
    "lists.edit_template": Text("endret en brevtekst", "changed the text of a letter"),
    "lists.edit_letter_head": Text("endret brevhodet", "changed the letter head"),
    "lists.make_letter": Text("laget et brev", "made a letter"),
    "lists.make_letters": Text("laget brev", "made letters"),
    "lists.liven_up": Text("fylte demoen med hendelser", "filled the demo with events"),
    "exchange.preview": Text("forhåndsviste en fil", "previewed a file"),
    "exchange.load": Text("lastet inn en fil", "loaded a file"),
    "exchange.stop": Text("stoppet en innlasting", "stopped a load"),
    "exchange.discard": Text("forkastet en fil", "discarded a file"),
    "exchange.save_columns": Text("husket kolonnene i en fil", "remembered the columns of a file"),
    "exchange.forget_columns": Text("glemte kolonnene i en fil", "forgot the columns of a file"),
    "coverage.store_synthetic": Text("laget en syntetisk kommune", "made a synthetic municipality"),
    "coverage.confirm_synthetic": Text(
        "bekreftet en syntetisk kommune", "confirmed a synthetic municipality"
    ),
    "coverage.take_snapshot": Text("tok et månedsbilde", "took a monthly snapshot"),
    **duty_words.ACTIONS,
    **grant_words.ACTIONS,
    **plan_words.ACTIONS,
}
_SUBJECTS: Mapping[str, Text] = {
    **duty_words.SUBJECTS,
    **grant_words.SUBJECTS,
    **plan_words.SUBJECTS,
    "agreement": Text("avtale", "agreement"),
    "centre": Text("legesenter", "centre"),
    "cut-over": Text("månedsskifte", "cut-over"),
    "doctor": Text("lege", "doctor"),
    "event": Text("hendelse", "event"),
    "letter": Text("brev", "letter"),
    "letter head of": Text("brevhodet i kommune", "the letter head of municipality"),
    "letter template": Text("brevtekst", "text of a letter"),
    "list": Text("liste", "list"),
    "municipality": Text("kommune i registeret", "municipality of the register"),
    "reduction": Text("reduksjon", "reduction"),
    "request": Text("ønske", "wish"),
    "resident": Text("innbygger", "resident"),
    "round": Text("runde", "round"),
    "run": Text("innlasting", "load"),
}
_WHOLE_SUBJECTS: Mapping[str, Text] = {
    "all tables": Text("alle tabeller", "all tables"),
    "periods": Text("perioder", "periods"),
    "unknown user": Text("ukjent bruker", "unknown user"),
}
_KEYS: Mapping[str, Text] = {
    **duty_words.KEYS,
    **grant_words.KEYS,
    **plan_words.KEYS,
    "added": Text("nye", "new"),
    "after": Text("etter", "after"),
    "as_of": Text("per", "as of"),
    "before": Text("før", "before"),
    "by": Text("av", "by"),
    "ceiling": Text("tak", "ceiling"),
    "ceilings": Text("listetak", "ceilings"),
    "centre": Text("legesenter", "centre"),
    "changed": Text("endret", "changed"),
    "characters": Text("tegn", "characters"),
    "class": Text("hvorfor", "why"),
    "closed_on": Text("lagt ned", "closed"),
    "complete": Text("filen har alle", "the file has everybody"),
    "day": Text("dag", "day"),
    "decided_on": Text("vedtatt", "decided"),
    "digest": Text("kontrollsum", "checksum"),
    "districts": Text("bydeler", "districts"),
    "doctor": Text("lege", "doctor"),
    "effective_on": Text("gjelder fra", "takes effect"),
    "ended": Text("avsluttet", "ended"),
    "ends_on": Text("slutter", "ends"),
    "entries": Text("rader", "rows"),
    "event": Text("hendelse", "event"),
    "fields": Text("felter", "fields"),
    "full_name": Text("navn", "name"),
    "is_demo": Text("demo", "demo"),
    "kind": Text("slag", "kind"),
    "known_at": Text("kjent", "known"),
    "language": Text("språk", "language"),
    "leave": Text("må av listen", "leave the list"),
    "left_out": Text("utelatt", "left out"),
    "letter": Text("brev", "letter"),
    "list": Text("liste", "list"),
    "lists": Text("lister", "lists"),
    "made": Text("laget", "made"),
    "memberships": Text("på listene", "on the lists"),
    "mode": Text("måte", "mode"),
    "moves": Text("flyttinger", "moves"),
    "name": Text("navn", "name"),
    "newcomers": Text("nye innbyggere", "new residents"),
    "published_on": Text("lyst ut", "published"),
    "purpose": Text("formål", "purpose"),
    "quarantined": Text("i karantene", "in quarantine"),
    "reason": Text("grunn", "reason"),
    "received_on": Text("mottatt", "received"),
    "refused": Text("passet ikke", "did not fit"),
    "request": Text("ønske", "wish"),
    "requests": Text("ønsker", "wishes"),
    "resident": Text("innbygger", "resident"),
    "residents": Text("innbyggere", "residents"),
    "retrieved_on": Text("hentet", "fetched"),
    "role": Text("rolle", "role"),
    "rows": Text("rader", "rows"),
    "seed": Text("frø", "seed"),
    "since": Text("siden", "since"),
    "source": Text("kilde", "source"),
    "state": Text("utfall", "outcome"),
    "status": Text("status", "status"),
    "synthetic": Text("syntetisk", "synthetic"),
    "table": Text("tabell", "table"),
    "tables": Text("tabeller", "tables"),
    "unchanged": Text("uendret", "unchanged"),
    "users": Text("brukere", "users"),
    "vacancies": Text("ledige hjemler", "vacant posts"),
    "valid_from": Text("fra", "from"),
    "version": Text("utgave", "version"),
    "waiting": Text("på venteliste", "on the waiting list"),
    "within": Text("innenfor kommunen", "within the municipality"),
    "years": Text("år", "years"),
}
_CODES: Mapping[str, Text] = {
    **{role.value: role.label for role in Role},
    **{one.value: one.label for one in WaitingClass},
    **STATUS,
    **FORM,
    **KIND,
    **PART,
    **IMPORT,
    **MOVE,
    **REQUEST,
    **ROUND_KIND,
    **ROUND_MODE,
    "applied": Text("gjennomført", "carried out"),
    "birth": Text("fødsel", "birth"),
    "death": Text("dødsfall", "death"),
    "list_open": Text("listen var åpen", "the list was open"),
    "moved_in": Text("flyttet hit", "moved in"),
    "moved_out": Text("flyttet ut", "moved out"),
    "moved_within": Text("flyttet innenfor kommunen", "moved within"),
    "protected": Text("adressegradering", "protected address"),
    "unprotected": Text("gradering opphevet", "protection lifted"),
    "turned_16": Text("fylte 16 år", "turned 16"),
    "turned_18": Text("fylte 18 år", "turned 18"),
}
_CODED = frozenset({"mode", "reason"})  # codes for programs: told only when they have words
_DIGEST_SHOWN = 12
_UNKNOWN = Text("ukjent", "unknown")


def action_words(code: str) -> Text:
    """Return what was done; an action without words by its code."""
    words = ACTIONS.get(code, Text(code, code))
    return Text(words.nb[:1].upper() + words.nb[1:], words.en[:1].upper() + words.en[1:])


def actions_by_area() -> list[tuple[str, Text, list[tuple[str, Text]]]]:
    """Return each area's code and name with its actions, as a list to choose from."""
    return [
        (f"{area}.", words, [one for one in ACTIONS.items() if one[0].startswith(f"{area}.")])
        for area, words in AREAS.items()
    ]


def subject_words(subject: str) -> Text:
    """Return what something was done to: ``resident 12`` is «innbygger 12»."""
    if subject in _WHOLE_SUBJECTS:
        return _WHOLE_SUBJECTS[subject]
    kind, _, key = subject.rpartition(" ")
    words = _SUBJECTS.get(kind)
    return (
        Text(subject, subject) if words is None else Text(f"{words.nb} {key}", f"{words.en} {key}")
    )


def detail_words(details: Mapping[str, Any]) -> Text:
    """Return the details of what was done; counts of nothing are left out."""
    return Text("; ".join(_told(details, "nb")), "; ".join(_told(details, "en")))


def _told(details: Mapping[str, Any], language: Language) -> Iterator[str]:
    for key, value in details.items():
        name = _key_words(key).in_language(language)
        if isinstance(value, Mapping):
            inner = ", ".join(_told({k: v for k, v in value.items() if v}, language))
            if inner:
                yield f"{name} ({inner})"
        elif value not in (None, "", []) and (key not in _CODED or value in _CODES):
            yield f"{name}: {_value(key, value, language)}"


def _key_words(key: str) -> Text:
    if key in _KEYS:
        return _KEYS[key]
    known = tables().get(key)
    if known is not None:
        return Text(known.title.nb.lower(), known.title.en.lower())
    words = field_words(key)
    return Text(words.nb.lower(), words.en.lower().replace("_", " "))


def _value(key: str, value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return Text("ja" if value else "nei", "yes" if value else "no").in_language(language)
    if isinstance(value, list | tuple):
        return ", ".join(_value(key, one, language) for one in value)
    if isinstance(value, int) and key not in (
        "request",
        "resident",
        "centre",
        "doctor",
        "event",
        "seed",
    ):
        return format_number(value, language)
    text = str(value)
    if key == "digest":
        return text[:_DIGEST_SHOWN]
    if key == "fields":
        return (duty_words.FIELDS.get(text) or field_words(text)).in_language(language)
    day = day_written(text)
    if day is not None:
        return format_date(day, language)
    return _CODES[text].in_language(language) if text in _CODES else text
