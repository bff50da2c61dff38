"""Documents: made and frozen, and released."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.documents.choices import DocumentChoice
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.models import PlanDocument
from hjemmel.apps.documents.selectors.documents import document_for
from hjemmel.apps.documents.selectors.preview import document_now, tertial_of
from hjemmel.apps.documents.selectors.texts import text_in_use
from hjemmel.apps.documents.writing import pictures_of
from hjemmel.apps.plan.access import plan_for, unknown
from hjemmel.apps.plan.models import Plan
from hjemmel.domain.document_plain import digest_of, to_plain

_LONGEST_TITLE = 500


@transaction.atomic
def make_document(
    *,
    plan: int,
    choice: DocumentChoice,
    made_on: date,
    by: Actor,
    municipality: int | None = None,
) -> int:
    """Make a document of a plan as it stands now, freeze it, and return its key.

    What it says, its charts as drawn and its data hash are kept; what changes later in the register
    changes nothing in it. When it would say just what the one before says, that one is returned.

    Args:
        plan: Key of the plan.
        choice: What document is wanted.
        made_on: The day it says it was made.
        by: Who makes it; needs ``WRITE_PLANS`` in the plan's municipality.
        municipality: Key of the municipality that must have the plan; ``None``: whichever does.

    Raises:
        UnknownIdError: There is no such plan.
        NotAllowedError: The roles do not open it.
        InputError: The day is after ``made_on``, or what is typed is too long.
    """
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS, locked=True)
    if municipality not in (None, row.municipality_id):
        raise unknown("plan")
    told = document_now(row, choice, made_on=made_on)
    is_report = choice.kind is DocumentKind.TERTIAL_REPORT
    tertial = str(tertial_of(choice, made_on)) if is_report else ""
    before = _latest(row, choice, tertial)
    digest = digest_of(told)
    if before is not None and before.digest == digest:
        return before.pk
    made = PlanDocument.objects.create(
        municipality=row.municipality,
        plan=row,
        plan_name=row.name,
        kind=choice.kind.value,
        language=choice.language,
        tertial=tertial,
        number=1 if before is None else before.number + 1,
        previous=before,
        text_version=text_in_use(row.municipality_id, choice.kind, choice.language).version,
        as_of=told.as_of,
        made_on=made_on,
        title=told.title[:_LONGEST_TITLE],
        content=to_plain(told),
        pictures=pictures_of(told),
        digest=digest,
        made_by=by.name,
    )
    _record(made, "documents.make", by)
    return made.pk


@transaction.atomic
def release_document(*, document: int, by: Actor) -> None:
    """Release a document: it is the one that holds, and everybody can read it; done before, nothing is done.

    Args:
        document: Its key.
        by: Who releases; needs ``ADOPT_PLANS`` in its municipality.

    Raises:
        UnknownIdError: There is no such document.
        NotAllowedError: The roles do not open it.
    """
    row = document_for(document, by=by, permission=Permission.ADOPT_PLANS, locked=True)
    if row.released_at is not None:
        return
    row.released_by, row.released_at = by.name, timezone.now()
    row.save(update_fields=["released_by", "released_at"])
    _record(row, "documents.release", by)


def _latest(plan: Plan, choice: DocumentChoice, tertial: str) -> PlanDocument | None:
    return (
        PlanDocument.objects.filter(
            plan=plan, kind=choice.kind.value, language=choice.language, tertial=tertial
        )
        .order_by("-number")
        .first()
    )


def _record(row: PlanDocument, action: str, by: Actor) -> None:
    record(
        by=by.name,
        action=action,
        subject=f"plan document {row.pk}",
        municipality=row.municipality.number,
        details={
            "plan": row.plan_name,
            "kind": row.kind,
            "language": row.language,
            "number": row.number,
            "digest": row.digest,
        },
    )
