"""How many questions a page of the register asks the database: bounded, and the same at any size."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.registry.models import AgreementTerms, PatientList
from hjemmel.apps.registry.services.demo import load_synthetic
from hjemmel.cases.synthetic import SyntheticMunicipality, generate, read_profile

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGES = {
    "overview": ("/nb/4601/", 16),
    "need": ("/nb/4601/behov/", 12),
    "quality": ("/nb/4601/datakvalitet/", 40),
    "lists": ("/nb/4601/lister/", 12),
    "district": ("/nb/4601/lister/?bydel=460103", 12),
    "list": ("/nb/4601/lister/{list}/", 20),
    "centre": ("/nb/4601/legesentre/{centre}/", 14),
    "doctor": ("/nb/4601/leger/{doctor}/", 14),
    "import": ("/nb/4601/import/", 12),
    "residents": ("/nb/4601/innbyggere/", 12),
}


@pytest.fixture(params=[(6_000, 12), (20_000, 40)], ids=["small", "larger"])
def sized(request: pytest.FixtureRequest, db: None, settings: Any) -> SyntheticMunicipality:
    """A register of two sizes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    residents, lists = request.param
    made = generate(read_profile("bergen").scaled(residents=residents, lists=lists), seed=2)
    load_synthetic(made=made, by=system("test"))
    return made


def test_each_page_asks_a_bounded_number_of_questions(
    sized: SyntheticMunicipality, django_assert_max_num_queries: Any
) -> None:
    terms = AgreementTerms.objects.filter(holder__isnull=False).order_by("pk")[0]
    names = {
        "list": PatientList.objects.order_by("pk")[0].pk,
        "centre": terms.centre_id,
        "doctor": terms.holder_id,
    }
    client = Client()
    client.force_login(User.objects.get(username="saksbehandler"), _BACKEND)
    for address, most in PAGES.values():
        page = address.format(**names)
        assert client.get(page).status_code == 200
        with django_assert_max_num_queries(most):
            assert client.get(page).status_code == 200
