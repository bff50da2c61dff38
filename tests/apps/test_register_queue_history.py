"""The synthetic queue of the years before in the register: once, logged, and enough to learn from."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.apps.accounts.policies import Actor, system
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.selectors.wait import expected_wait_of_list, wait_quality
from hjemmel.apps.registry.models import Municipality, WaitingEntry
from hjemmel.apps.registry.selectors.places import view_of
from hjemmel.apps.registry.services.demo import load_demo
from hjemmel.apps.registry.services.queue_history import load_queue_history
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cases.synthetic.queue_history import past_queue
from hjemmel.kernel.errors import ConflictError, NotAllowedError

BY = system("test")


def test_history_is_loaded_once_beside_the_open_queue(
    small_register: SyntheticMunicipality,
) -> None:
    place = Municipality.objects.get(number="4601")
    still = WaitingEntry.objects.filter(left_on__isnull=True).count()
    given = {"made": small_register, "municipality": place.pk}
    loaded = load_queue_history(**given, by=BY)  # type: ignore[arg-type]
    assert loaded == past_queue(small_register).height > 100
    assert WaitingEntry.objects.filter(left_on__isnull=True).count() == still
    assert WaitingEntry.objects.filter(left_on__isnull=False).count() == loaded
    event = AuditEvent.objects.get(action="registry.load_queue_history")
    assert event.details == {"entries": loaded, "synthetic": True}
    with pytest.raises(ConflictError, match="has none"):
        load_queue_history(**given, by=BY)  # type: ignore[arg-type]


def test_history_goes_only_into_a_synthetic_municipality_by_who_may_import(
    small_register: SyntheticMunicipality,
) -> None:
    place = Municipality.objects.get(number="4601")
    with pytest.raises(NotAllowedError):
        load_queue_history(made=small_register, municipality=place.pk, by=Actor("nobody"))
    Municipality.objects.filter(pk=place.pk).update(is_synthetic=False)
    with pytest.raises(ConflictError):
        load_queue_history(made=small_register, municipality=place.pk, by=BY)
    assert not WaitingEntry.objects.filter(left_on__isnull=False).exists()


@pytest.mark.django_db
def test_demo_foretells_waits_and_four_of_five_intervals_held() -> None:
    key = load_demo(profile="trondheim", seed=2024, by=BY)
    assert load_demo(profile="trondheim", seed=2024, by=BY) == key
    place = view_of(Municipality.objects.get(pk=key))
    day = place.usual_day(date(2030, 1, 1))
    quality = wait_quality(place, day, by=BY)
    assert quality.tested is not None
    assert quality.tested.coverage is not None
    assert quality.tested.tried > 5_000
    assert 0.75 <= quality.tested.coverage <= 0.85
    wanted = WaitingEntry.objects.filter(left_on__isnull=True, wanted_list__isnull=False)[0]
    told = expected_wait_of_list(int(wanted.wanted_list_id or 0), place, day, by=BY)
    assert told.wait is not None
    assert told.wait.middle is not None
