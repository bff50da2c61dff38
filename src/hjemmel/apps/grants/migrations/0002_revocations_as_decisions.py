"""A revocation is a decision too: with finding, place of law, letter and deadline of appeal."""

from __future__ import annotations

from datetime import date

from django.db import migrations, models
from django.db.models import Q

_EARLIER = [
    {
        "rule": "scheme.revocation",
        "outcome": "needs_judgement",
        "reason": "revoked",
        "nb": "Trukket tilbake etter vilkårene i vedtaket.",
        "en": "Revoked by the terms of the decision.",
        "citations_nb": ["vedtaket"],
        "citations_en": ["the decision"],
        "unverified": False,
    }
]


def earlier() -> list[dict[str, object]]:
    """Return the finding of a revocation from before findings were stored."""
    return [dict(one) for one in _EARLIER]


class Migration(migrations.Migration):
    """Adds the columns; what is there already rests on the terms of its decision."""

    dependencies = [("grants", "0001_initial")]

    operations = [
        migrations.AddField(
            "grantrevocation", "findings", models.JSONField(default=earlier), preserve_default=False
        ),
        migrations.AddField(
            "grantrevocation",
            "citation",
            models.CharField(max_length=600, default="vedtaket"),
            preserve_default=False,
        ),
        migrations.AddField("grantrevocation", "terms", models.JSONField(default=dict)),
        migrations.AddField(
            "grantrevocation",
            "appeal_until",
            models.DateField(default=date(2026, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "grantrevocation",
            models.CheckConstraint(condition=~Q(findings=[]), name="grant_revocation_has_finding"),
        ),
        migrations.AddConstraint(
            "grantrevocation",
            models.CheckConstraint(condition=~Q(citation=""), name="grant_revocation_has_citation"),
        ),
    ]
