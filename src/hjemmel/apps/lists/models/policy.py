"""What a municipality has chosen for the running of its lists."""

from __future__ import annotations

from django.db import models

from hjemmel.apps.registry.models import Municipality


class ListPolicy(models.Model):
    """A municipality's choices. ``allocates_automatically``: it has not asked for this to be off."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, related_name="list_policy"
    )
    allocates_automatically = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"policy of {self.municipality_id}"
