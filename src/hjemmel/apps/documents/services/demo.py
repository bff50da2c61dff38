"""Documents of a demo: a council case that is released, and a tertial report that is not."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.documents.choices import DocumentChoice
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.models import PlanDocument
from hjemmel.apps.documents.services.documents import make_document, release_document
from hjemmel.domain.tertial import Tertial

_ASSESSMENT = (
    "Teksten er oppdiktet og hører til demoen.\n\n"
    "Tiltakene følger av planen. Kommunen **foreslår** at de som skal innføres først, tas inn i "
    "økonomiplanen, og at virkningen rapporteres hvert tertial."
)


@transaction.atomic
def load_documents_demo(*, plan: int, today: date, by: Actor) -> int:
    """Let the plan of a demo have documents, unless it has; return how many it has.

    Args:
        plan: Key of the plan.
        today: The day in it.
        by: Who loads it; needs all that a leader may.

    Raises:
        UnknownIdError: There is no such plan.
        NotAllowedError: The roles do not open it.
    """
    there = PlanDocument.objects.filter(plan=plan).count()
    if there:
        return there
    case = DocumentChoice(kind=DocumentKind.COUNCIL_CASE, case_number="1/1", assessment=_ASSESSMENT)
    ended = Tertial.ended_by(today - timedelta(days=1))
    report = DocumentChoice(kind=DocumentKind.TERTIAL_REPORT, tertial=ended, assessment=_ASSESSMENT)
    first, _ = (
        make_document(plan=plan, choice=choice, made_on=today, by=by) for choice in (case, report)
    )
    release_document(document=first, by=by)
    return 2
