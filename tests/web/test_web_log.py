"""Logg: what was done in words, in both languages, with each action that the services write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from web_page import Page

import hjemmel.apps
from hjemmel.apps.accounts.models import User
from hjemmel.apps.audit.services import record, record_read
from hjemmel.apps.duty.models.rosters import ORIGINS
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.text import Text
from hjemmel.law import load_law
from hjemmel.web.log.words import ACTIONS, AREAS, action_words, detail_words, subject_words
from hjemmel.web.residents.words import LOOKS

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
APPS = Path(hjemmel.apps.__file__).parent
_WRITTEN = re.compile(rf"\"((?:{'|'.join(AREAS)})\.[a-z_0-9]+)\"")
_LOOKED = re.compile(r"\bwhat=(?:\"([a-z_]+)\"|\"([a-z_]+)\" if \w+(?:\.\w+)* else \"([a-z_]+)\")")


@pytest.fixture
def administrator(small_register: SyntheticMunicipality) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="administrator"), _BACKEND)
    return client


def sources() -> list[str]:
    """Return the source of the services and selectors; models name each other as actions are named."""
    left_out = {"migrations", "models", "models.py"}
    return [file.read_text("utf-8") for file in APPS.rglob("*.py") if not left_out & {*file.parts}]


def test_each_action_that_is_written_has_words() -> None:
    written = {code for source in sources() for code in _WRITTEN.findall(source)}
    written -= set(load_law().parameters)  # an area of the law may have the name of one of the log
    assert len(written) > 60
    assert sorted(written - set(ACTIONS)) == []


def test_each_way_onto_a_shift_has_words() -> None:
    assert [one for one in ORIGINS if f"duty.change_{one}" not in ACTIONS] == []


def test_each_place_where_persons_are_looked_at_has_words() -> None:
    looked = {
        code for source in sources() for found in _LOOKED.findall(source) for code in found if code
    }
    assert {"search", "national_id", "queue", "without_gp"} <= looked
    assert sorted(looked - set(LOOKS)) == []


def test_both_languages_say_something_of_their_own() -> None:
    same = [code for code, words in ACTIONS.items() if words.nb == words.en]
    assert same == []


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("resident 12", Text("innbygger 12", "resident 12")),
        ("letter template 3", Text("brevtekst 3", "text of a letter 3")),
        ("all tables", Text("alle tabeller", "all tables")),
        ("4601", Text("4601", "4601")),
    ],
)
def test_subject_is_told_in_words(subject: str, words: Text) -> None:
    assert subject_words(subject) == words


def test_details_are_told_in_words_and_nothing_of_nothing() -> None:
    told = detail_words(
        {
            "ceiling": 1200,
            "valid_from": "2024-06-01",
            "digest": "a" * 64,
            "tables": {"centres": {"added": 2, "changed": 0}, "doctors": {"added": 0}},
            "complete": False,
            "state": "queued",
            "reason": "a_code_for_programs",
            "note": "",
        }
    )
    assert told.nb.replace("\u00a0", " ") == (
        "tak: 1 200; fra: 01.06.2024; kontrollsum: aaaaaaaaaaaa; "
        "tabeller (legesentre (nye: 2)); filen har alle: nei; utfall: satt i kø"
    )
    assert "ceiling: 1,200; from: 1 June 2024" in told.en
    assert "outcome: put in the queue" in told.en or "outcome: queued" in told.en


def test_action_without_words_is_shown_by_its_code() -> None:
    assert action_words("lists.not_known").nb == "Lists.not_known"


def test_page_and_file_tell_what_was_done_in_words(administrator: Client) -> None:
    record(
        by="leder",
        action="registry.change_ceiling",
        subject="list 7",
        municipality="4601",
        details={"ceiling": 1200, "valid_from": "2024-06-01"},
    )
    page = Page(administrator.get("/nb/logg/?handling=registry.change_ceiling"))
    assert "Endret et listetak" in page.text
    assert "liste 7" in page.text
    assert "change_ceiling" not in page.one("table", id="t-log").text
    english = Page(administrator.get("/en/logg/?handling=registry."))
    assert "Changed a ceiling" in english.text
    sent = administrator.get("/nb/logg.csv?handling=registry.change_ceiling").content.decode()
    assert "Endret et listetak" in sent


def test_looks_tell_purpose_and_place_in_words(administrator: Client) -> None:
    record_read(
        by="leder", resident=9, municipality="4601", purpose="change: sak 7", what="national_id"
    )
    text = Page(administrator.get("/nb/logg/?hva=oppslag")).text
    assert "bytte eller plass på liste: sak 7" in text
    assert "hele nummeret" in text
    assert (
        "change of or place on a list: sak 7"
        in Page(administrator.get("/en/logg/?hva=oppslag")).text
    )
