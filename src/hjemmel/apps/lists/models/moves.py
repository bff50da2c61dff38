"""A decided move between lists that takes effect on a coming day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.lists.models.cutovers import CutOver
from hjemmel.apps.registry.models import Municipality, PatientList, Resident

STATES = ("planned", "done", "reversed", "cancelled")
CAUSES = (
    "request",
    "queue",
    "allocated",
    "distributed",
    "list_reduced",
    "follows_parent",
    "successor",
    "left_scheme",
)


class MoveRows(models.QuerySet["Move"]):
    """Moves."""

    def of(self, run: CutOver) -> MoveRows:
        """Those that a cut-over took: of its month, so that they are found by the month's index."""
        return self.filter(
            cut_over=run, municipality=run.municipality_id, effective_on=run.effective_on
        )


class Move(models.Model):
    """From a list, or none, to a list, or none. A planned move to a list holds a place there.

    ``source`` says what decided it (``request 7``). What the cut-over superseded and wrote is known by
    its moment: ``known_to`` and ``known_from`` of the memberships.
    """

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="moves")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="moves", db_index=False
    )
    from_list = models.ForeignKey(
        PatientList, on_delete=models.PROTECT, null=True, related_name="moves_out", db_index=False
    )
    to_list = models.ForeignKey(
        PatientList, on_delete=models.PROTECT, null=True, related_name="moves_in", db_index=False
    )
    effective_on = models.DateField()
    cause = models.CharField(max_length=20, choices=[(c, c) for c in CAUSES])
    reason = models.CharField(max_length=60, blank=True)
    above_ceiling = models.BooleanField(default=False)
    source = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="planned")
    cut_over = models.ForeignKey(
        CutOver,
        on_delete=models.PROTECT,
        null=True,
        related_name="moves",
        db_index=False,  # move_of_month has it; see ``MoveRows.of``
    )
    decided_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField()

    objects = MoveRows.as_manager()

    class Meta:
        ordering = ["effective_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(state="planned"),
                name="move_one_planned_per_resident",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="move_state_known"),
            models.CheckConstraint(condition=Q(cause__in=CAUSES), name="move_cause_known"),
            models.CheckConstraint(
                condition=Q(from_list__isnull=False) | Q(to_list__isnull=False),
                name="move_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(state="done", cut_over__isnull=False)
                | Q(state="reversed", cut_over__isnull=False)
                | Q(state__in=("planned", "cancelled")),
                name="move_done_by_a_cut_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_list", "effective_on"],
                condition=Q(state="planned"),
                name="move_holds_a_place",
            ),
            models.Index(fields=["municipality", "state", "effective_on"], name="move_of_month"),
            # Only of reductions, which are few: a cut-over that marks 100 000 moves leaves it alone.
            models.Index(
                fields=["source"], condition=Q(cause="list_reduced"), name="move_of_reduction"
            ),
        ]

    def __str__(self) -> str:
        return f"move {self.pk}"
