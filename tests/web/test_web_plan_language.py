"""What a municipality wrote keeps its own language on a page in another, and says which it is."""

from __future__ import annotations

import pytest
from django.test import Client
from plan_pages import PLAN, Place, made_place, measure

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.plan.models import Plan

ENGLISH = PLAN.replace("/nb/", "/en/", 1)


@pytest.fixture
def place(db: None) -> Place:
    return made_place()


@pytest.fixture
def leader(place: Place) -> Client:
    return place.client(Role.LEADER)


def read(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def test_words_without_english_are_marked_as_norwegian_on_english_pages(leader: Client) -> None:
    one, two = measure(1), measure(2)
    one.title_en = ""
    one.save()
    for address in ("", "tavle/"):
        page = read(leader, ENGLISH + address)
        assert f'<span lang="nb">{one.title}</span>' in page
        assert f'<span lang="nb">{two.title}</span>' not in page
        assert "lang=" not in page.split("<title>")[1].split("</title>")[0]
    assert one.title in read(leader, f"{ENGLISH}tiltak/1/").split("<h1")[1].split("</h1>")[0]
    assert f'<span lang="nb">{one.title}</span>' in read(leader, f"{ENGLISH}tiltak/1/")
    assert f'<span lang="nb">{one.title}</span>' not in read(leader, PLAN)


def test_a_nynorsk_plan_says_so_on_pages_in_bokmal_but_hjemmels_own_words_do_not(
    leader: Client,
) -> None:
    plan = Plan.objects.get(name="prove")
    plan.language = "nn"
    plan.save()
    goal, one = plan.goals.all()[0], measure(1)
    page = read(leader, PLAN)
    assert f'<span lang="nn">{goal.text}</span>' in page
    assert f'<span lang="nn">{one.title}</span>' in page
    assert f'<span lang="nn">{plan.title}</span>' in read(leader, "/nb/5001/plan/")
    wall = read(leader, f"{PLAN}indikatorer/")
    assert 'lang="nn"' not in wall.split("<main")[1]
    assert '<div class="prose" lang="nn">' in read(leader, f"{PLAN}tiltak/1/")
    assert 'lang="nn"' not in read(leader, f"{PLAN}endre/").split('id="follow"')[1]
