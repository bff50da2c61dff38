"""Statistics that are refused: another file, another shape, a server that is down, somebody without the role."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from statistics_taken import BY, TODAY, get, of_table, take

from hjemmel.apps.accounts.policies import Actor, Grant
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.exchange.statistics.services import (
    import_statistics,
)
from hjemmel.apps.registry.models import (
    PopulationCount,
)
from hjemmel.apps.registry.selectors.statistics import (
    holdings,
    indicator_series,
    population,
    population_years,
)
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.kernel.errors import DataFileError, NotAllowedError, UnavailableError
from tests.servers.pxweb import Served, pxweb

pytestmark = pytest.mark.django_db


@pytest.fixture
def served() -> Iterator[Served]:
    """A server on this machine."""
    with pxweb() as running:
        yield running


@pytest.fixture
def bergen() -> int:
    """Bergen, set up."""
    return set_up_municipality(number="4601", name="Bergen", districts={"460101": "Arna"}, by=BY)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html></html>", "a web page"),
        (b"PK\x03\x04", "an Excel file"),
        (b"region;2024\n4601;1\n", "perhaps CSV"),
        (b'{"type": "nothing"}', "JSON of another kind"),
        (
            json.dumps({**of_table("07459", Tid=["2024"]), "label": "", "extension": {}}).encode(),
            "JSON",
        ),
    ],
)
def test_another_kind_of_file_is_refused_with_the_reason(
    bergen: int, content: bytes, reason: str
) -> None:
    with pytest.raises(DataFileError, match=reason):
        import_statistics(content=content, name="fil", municipality=bergen, today=TODAY, by=BY)
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"Alder": ["H17", "H18"]}, "ages are grouped"),
        ({"Kjonn": ["0"]}, "sexes are summed"),
        ({"Region": ["0301"]}, "no figures of the municipality"),
    ],
)
def test_a_table_of_another_shape_is_refused_and_the_run_says_why(
    bergen: int, asked: dict[str, list[str]], reason: str
) -> None:
    with pytest.raises(DataFileError, match=reason):
        take(of_table("07459", **{"Tid": ["2024"], **asked}), bergen)
    run = ImportRun.objects.get()
    assert run.status == "failed"
    assert not PopulationCount.objects.exists()


def test_the_wrong_table_for_the_kind_is_refused(bergen: int) -> None:
    with pytest.raises(DataFileError, match="table 10826, not 07459"):
        take(of_table("10826", Tid=["2024"]), bergen, kind="ssb_population")


def test_a_server_that_is_down_leaves_the_register_alone(bergen: int, served: Served) -> None:
    events = AuditEvent.objects.count()
    served.failures = [(503, {}, b"")] * 2
    with pytest.raises(UnavailableError):
        get("population", bergen, served)
    assert not PopulationCount.objects.exists()
    assert AuditEvent.objects.count() == events


def test_every_load_is_one_row_in_the_log(bergen: int, served: Served) -> None:
    before = AuditEvent.objects.count()
    get("lists", bergen, served)
    event = AuditEvent.objects.order_by("-id").first()
    assert AuditEvent.objects.count() == before + 1
    assert event is not None
    assert (event.action, event.subject, event.by) == (
        "registry.load_indicators",
        "4601 12005",
        "system:tests",
    )


@pytest.mark.parametrize("role", Role)
def test_only_some_roles_may_import(bergen: int, role: Role) -> None:
    centre = 1 if role.is_bound_to_a_centre else None
    actor = Actor("somebody", (Grant(role, bergen, centre),))
    table = json.dumps(of_table("07459", Region=["4601"], Tid=["2024"])).encode()
    allowed = role in (Role.ADMINISTRATOR, Role.LEADER, Role.PLANNER)

    def load() -> None:
        import_statistics(content=table, name="f.json", municipality=bergen, today=TODAY, by=actor)

    if allowed:
        load()
        assert population(number="4601", year=2024, by=actor).total > 0
    else:
        with pytest.raises(NotAllowedError):
            load()


def test_somebody_from_elsewhere_sees_nothing(bergen: int) -> None:
    stranger = Actor("somebody", (Grant(Role.LEADER, bergen + 1000),))
    for look in (holdings, population_years, indicator_series):
        with pytest.raises(NotAllowedError):
            look(number="4601", by=stranger)
