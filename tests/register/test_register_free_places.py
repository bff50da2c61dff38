"""Free places on the command line as they are seen from a district."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hjemmel.apps.registry.models import Centre, Municipality
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cli import server
from hjemmel.cli.main import main

FREE = ("lists", "free", "--municipality", "4601")
FANA = "460103"


@pytest.fixture(autouse=True)
def _in_this_process(
    monkeypatch: pytest.MonkeyPatch, small_register: SyntheticMunicipality
) -> None:
    """The commands meet the test's own database, which is open already."""
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)


def rows(capsys: Any, *more: str) -> list[dict[str, Any]]:
    assert main([*FREE, *more, "--json"]) == 0
    return list(json.loads(capsys.readouterr().out)["lists"])


def test_distance_is_shown_only_where_it_is_asked_for(capsys: Any) -> None:
    assert main([*FREE]) == 0
    said = capsys.readouterr().out
    assert "Avstand" not in said
    assert "km" not in said
    place = Municipality.objects.get(number="4601").pk
    lost = Centre.objects.exclude(district__number=FANA).order_by("pk")[0]
    Centre.objects.filter(pk=lost.pk).update(longitude=None, latitude=None)
    mark_changed(place, people=False)
    assert main([*FREE, "--from", FANA]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Avstand" in next(line for line in lines if "Senter" in line)
    told = [line for line in lines if "ca." in line or "under 0,1" in line]
    assert "under 0,1\xa0km" in told[0]
    assert lines[-1].rstrip().endswith("ukjent")


def test_nearest_come_first_and_only_those_within(capsys: Any) -> None:
    every = rows(capsys, "--from", FANA)
    assert [one["distance_km"] for one in every] == sorted(one["distance_km"] for one in every)
    near = rows(capsys, "--from", FANA, "--within", "7,5")
    assert near == [one for one in every if one["distance_km"] <= 7.5]
    assert 0 < len(near) < len(every)


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--within", "5"), 2, "Velg en bydel"),
        (("--from", FANA, "--within", "0"), 2, "over 0 km"),
        (("--from", FANA, "--within", "nær"), 2, "ikke et tall"),
        (("--from", "460199"), 3, "460108"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    capsys: Any, more: tuple[str, ...], code: int, said: str
) -> None:
    assert main([*FREE, *more]) == code
    assert said in capsys.readouterr().err
