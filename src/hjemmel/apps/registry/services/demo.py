"""The synthetic municipality of a demo, with a user for each role."""

from __future__ import annotations

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.services import make_demo_users
from hjemmel.apps.registry.loading.synthetic import frames_of
from hjemmel.apps.registry.models import AgreementTerms, Municipality
from hjemmel.apps.registry.services.loading import load_register
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.cases.synthetic import Profile, SyntheticMunicipality, generate, read_profile
from hjemmel.kernel.progress import Progress


def load_demo(*, profile: str, seed: int, by: Actor, progress: Progress | None = None) -> int:
    """Load a synthetic municipality with demo users, unless it is there; return its key."""
    wanted = read_profile(profile)
    there = Municipality.objects.filter(number=wanted.number, data_as_of__isnull=False).first()
    if there is not None:
        return there.pk
    return load_synthetic(
        made=generate(wanted, seed=seed, progress=progress), by=by, progress=progress
    )


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
        make_demo_users(municipality=key, centre=first.centre_id, doctor=first.holder_id, by=by)
    return key
