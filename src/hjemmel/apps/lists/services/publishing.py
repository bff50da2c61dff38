"""What is published so that anyone can make a draw or a round again; that it was taken out is logged."""

from __future__ import annotations

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.models import AllocationRound, Reduction
from hjemmel.apps.lists.services.rounds import round_inputs
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.engines.allocation import Mode, run
from hjemmel.engines.allocation.model import input_digest
from hjemmel.engines.allocation.published_draw import PublishedDraw, PublishedTicket
from hjemmel.engines.allocation.round_files import (
    PLACES,
    ROUND,
    RoundHead,
    write_head,
    write_inputs,
    write_places,
)
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text
from hjemmel.law import law_on


@transaction.atomic
def publish_draw(*, reduction: int, municipality: MunicipalityView, by: Actor) -> PublishedDraw:
    """Return a draw as it is published: units by the register's keys, tickets, seed and digest.

    Args:
        reduction: Key of the reduction.
        municipality: The municipality of its list.
        by: Who publishes; needs ``RUN_LISTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such reduction in the municipality.
        ConflictError: It is not drawn.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    row = (
        Reduction.objects.filter(pk=reduction, patient_list__municipality=municipality.key)
        .select_related("patient_list")
        .first()
    )
    if row is None:
        raise not_there("reduction")
    if not row.seed or row.drawn_as_of is None:
        raise ConflictError(
            Text("Det er ikke trukket.", "There has been no draw."),
            where="reduction",
            remedy=Text("Trekk først.", "Draw first."),
        )
    tickets = tuple(
        PublishedTicket(
            number=one.number,
            unit=one.unit,
            members=tuple(one.members),
            ticket=one.ticket,
            is_drawn=one.is_drawn,
            left_out=tuple(one.left_out),
        )
        for one in row.tickets.order_by("number")
    )
    _record("lists.publish_draw", f"reduction {row.pk}", municipality, by, row.digest)
    return PublishedDraw(
        municipality=municipality.number,
        list=row.patient_list.external_id,
        as_of=row.drawn_as_of.isoformat(),
        surplus=row.surplus or 0,
        seed=row.seed,
        digest=row.digest,
        tickets=tickets,
    )


@transaction.atomic
def publish_round(*, round: int, municipality: MunicipalityView, by: Actor) -> dict[str, bytes]:
    """Return a round as files, by name, from which anyone can run it again.

    The inputs are not stored with a round: they are read from the register again, and must be those
    that the round was made from.

    Args:
        round: Key of the round; not a distribution.
        municipality: Its municipality.
        by: Who publishes; needs ``RUN_LISTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such round in the municipality.
        ConflictError: The register has changed since it was made.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    row = AllocationRound.objects.filter(
        pk=round, municipality=municipality.key, kind="round"
    ).first()
    if row is None or row.seed is None:
        raise not_there("round")
    law = law_on(row.as_of, municipality.number).fresh()
    inputs = round_inputs(municipality.key, municipality.number, row.effective_on, law)
    if input_digest(inputs) != row.inputs_digest:
        raise ConflictError(
            Text(
                "Registeret er endret siden runden ble laget.",
                "The register has changed since the round was made.",
            ),
            where="round",
            remedy=Text(
                "Ta ut filene før runden tas i bruk, eller lag en ny runde.",
                "Take out the files before the round is adopted, or make a new round.",
            ),
        )
    result = run(inputs, law, seed=row.seed, mode=Mode(row.mode), compare=False)
    head = RoundHead(
        municipality=municipality.number,
        as_of=row.as_of.isoformat(),
        mode=row.mode,
        seed=row.seed,
        inputs_digest=row.inputs_digest,
    )
    _record("lists.publish_round", f"round {row.pk}", municipality, by, row.inputs_digest)
    return {**write_inputs(inputs), ROUND: write_head(head), PLACES: write_places(result)}


def _record(
    action: str, subject: str, municipality: MunicipalityView, by: Actor, digest: str
) -> None:
    record(
        by=by.name,
        action=action,
        subject=subject,
        municipality=municipality.number,
        details={"digest": digest},
    )
