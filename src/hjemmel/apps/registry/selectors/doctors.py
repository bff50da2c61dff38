"""Doctors and where they work."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import AgreementTerms, ListDoctor


def list_doctor_names(
    *, by: Actor, permission: Permission = Permission.SEE_LISTS
) -> tuple[tuple[int, str], ...]:
    """Return key, and name with centres, of each doctor where ``permission`` is open.

    Those who have, stand in on or share a list of an agreement today or later, by name.
    """
    terms = AgreementTerms.objects.known().filter(_today_or_later())
    places = by.municipalities(permission)
    if places is not None:
        terms = terms.filter(agreement__municipality__in=places)
    where: dict[tuple[str, int], set[str]] = {}
    centre_of: dict[int, str] = {}
    columns = ("agreement", "centre__name", "holder", "holder__name", "locum", "locum__name")
    for agreement, centre, *doctors in terms.order_by("valid_from").values_list(*columns):
        centre_of[agreement] = centre
        for key, name in zip(doctors[::2], doctors[1::2], strict=True):
            if key is not None:
                where.setdefault((name, key), set()).add(centre)
    shares = ListDoctor.objects.known().filter(_today_or_later())
    for agreement, key, name in shares.values_list(
        "patient_list__agreement", "doctor", "doctor__name"
    ):
        if agreement in centre_of:
            where.setdefault((name, key), set()).add(centre_of[agreement])
    return tuple(
        (key, f"{name} ({', '.join(sorted(where[name, key]))})") for name, key in sorted(where)
    )


def _today_or_later() -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=timezone.localdate())
