"""The synthetic municipality of a demo, with a user for each role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import Count

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.services import make_demo_users
from hjemmel.apps.registry.loading.synthetic import frames_of
from hjemmel.apps.registry.models import (
    AgreementTerms,
    Membership,
    Municipality,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.services.loading import load_register
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.apps.registry.services.queue_history import load_queue_history
from hjemmel.cases.synthetic import Profile, SyntheticMunicipality, generate, read_profile
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.time import add_years

_SMALL_BELOW_YEARS = 12
_PARENT_FROM_YEARS = 25
_PARENT_BELOW_YEARS = 50
_FAMILIES_TRIED = 50
_GROWN_BORN_BEFORE = date(2000, 1, 1)


def load_demo(
    *,
    profile: str,
    seed: int,
    by: Actor,
    progress: Progress | None = None,
    then: Callable[[SyntheticMunicipality, int], None] | None = None,
) -> int:
    """Load a synthetic municipality with demo users, unless it is there; return its key.

    Args:
        profile: Name of the profile.
        seed: The seed.
        by: Who loads it.
        progress: Is told how far the work has come.
        then: What else is done with the municipality and its key when it is loaded, or nothing is.
    """
    wanted = read_profile(profile)
    there = Municipality.objects.filter(number=wanted.number, data_as_of__isnull=False).first()
    if there is not None:
        return there.pk
    made = generate(wanted, seed=seed, progress=progress)
    with transaction.atomic():
        key = load_synthetic(made=made, by=by, progress=progress)
        load_queue_history(made=made, municipality=key, by=by)
        if then is not None:
            then(made, key)
    return key


@transaction.atomic
def load_synthetic(
    *, made: SyntheticMunicipality, by: Actor, progress: Progress | None = None
) -> int:
    """Set up a synthetic municipality, load it, and make a user for each role; return its key."""
    profile: Profile = made.profile
    key = set_up_municipality(
        number=profile.number,
        name=profile.name,
        districts={district.number: district.name for district in profile.districts},
        by=by,
        is_synthetic=True,
        on=profile.as_of,
    )
    load_register(
        frames=frames_of(made),
        municipality=key,
        as_of=profile.as_of,
        complete=True,
        by=by,
        progress=progress,
    )
    terms = AgreementTerms.objects.on(profile.as_of).filter(
        agreement__municipality=key, holder__isnull=False
    )
    first = terms.order_by("agreement_id").first()
    if first is not None:
        make_demo_users(
            municipality=key,
            centre=first.centre_id,
            doctor=first.holder_id,
            parent=_parent(key, profile.as_of),
            waiting=_waiting(key),
            by=by,
        )
    return key


def _parent(municipality: int, day: date) -> int | None:
    """Return a made-up grown-up of a family with small children, now their mother or father.

    The synthetic residents have households, but nobody's parents are known; one family has a use
    for them.
    """
    small = Resident.objects.filter(
        municipality=municipality,
        born__gt=add_years(day, -_SMALL_BELOW_YEARS),
        protection="none",
        died_on=None,
    )
    families = (
        small.filter(household__isnull=False)
        .values("household")
        .annotate(children=Count("pk"))
        .order_by("-children", "household")
    )
    listed = Membership.objects.on(day).filter(patient_list__municipality=municipality)
    grown_ups = Resident.objects.filter(
        born__gt=add_years(day, -_PARENT_BELOW_YEARS),
        born__lt=add_years(day, -_PARENT_FROM_YEARS),
        protection="none",
        died_on=None,
        waiting=None,
        pk__in=listed.values("resident"),
    )
    for household in families.values_list("household", flat=True)[:_FAMILIES_TRIED]:
        parent = grown_ups.filter(household=household).order_by("born", "pk").first()
        if parent is not None:
            children = small.filter(household=household, mother=None, father=None)
            children.update(**{"mother" if parent.sex == "female" else "father": parent})
            return parent.pk
    return None


def _waiting(municipality: int) -> int | None:
    """Return the adult who stands last in the queue for a list, where there is one."""
    entries = WaitingEntry.objects.filter(
        municipality=municipality,
        left_on=None,
        wanted_list__isnull=False,
        resident__protection="none",
        resident__died_on=None,
        resident__municipality=municipality,
        resident__born__lt=_GROWN_BORN_BEFORE,
    )
    return entries.order_by("-queued_on", "pk").values_list("resident", flat=True).first()
