"""A document as it would be now: nothing is stored."""

from __future__ import annotations

from datetime import date

from hjemmel import __version__
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.documents.building.made import made_document
from hjemmel.apps.documents.building.matter import Matter
from hjemmel.apps.documents.choices import DocumentChoice
from hjemmel.apps.documents.kinds import DocumentKind, shipped_text
from hjemmel.apps.documents.selectors.texts import text_in_use
from hjemmel.apps.plan.access import plan_for
from hjemmel.apps.plan.models import Plan as PlanRow
from hjemmel.apps.plan.selectors.plans import picture_of
from hjemmel.domain.document import Document
from hjemmel.domain.plan import Plan
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


def preview_document(plan: int, choice: DocumentChoice, *, made_on: date, by: Actor) -> Document:
    """Return the document that ``make_document`` would freeze.

    Args:
        plan: Key of the plan.
        choice: What document is wanted.
        made_on: The day it says it was made.
        by: Who looks; needs ``WRITE_PLANS`` in the plan's municipality.

    Raises:
        UnknownIdError: There is no such plan.
        NotAllowedError: The roles do not open it.
        InputError: The day is after ``made_on``, or what is typed is too long.
    """
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS)
    return document_now(row, choice, made_on=made_on)


def preview_text(
    plan: int, choice: DocumentChoice, *, title: str, body: str, made_on: date, by: Actor
) -> Document:
    """Return the document that a text would give, before the text is stored.

    Raises:
        UnknownIdError: There is no such plan.
        NotAllowedError: The roles do not open it; it needs ``WRITE_PLANS``.
        InputError: The text cannot be filled.
    """
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS)
    return _made(picture_of(row), choice, title, body, made_on)


def example_document(plan: Plan, choice: DocumentChoice, *, made_on: date) -> Document:
    """Return a document of a plan that comes along, from the text that comes along.

    Raises:
        InputError: The day is after ``made_on``, or what is typed is too long.
    """
    title, body = shipped_text(choice.kind, choice.language)
    return _made(plan, choice, title, body, made_on)


def document_now(row: PlanRow, choice: DocumentChoice, *, made_on: date) -> Document:
    """Return a document of a plan as it stands, for services that have asked already."""
    text = text_in_use(row.municipality_id, choice.kind, choice.language)
    return _made(picture_of(row), choice, text.title, text.body, made_on)


def tertial_of(choice: DocumentChoice, made_on: date) -> Tertial:
    """Return the tertial that a document is about: the chosen one, or the latest that has ended."""
    return choice.tertial or Tertial.ended_by(choice.as_of or made_on)


def _made(plan: Plan, choice: DocumentChoice, title: str, body: str, made_on: date) -> Document:
    _require_not_later(choice.as_of, made_on)
    tertial = tertial_of(choice, made_on)
    as_of = choice.as_of
    if as_of is None:
        is_report = choice.kind is DocumentKind.TERTIAL_REPORT
        as_of = min(tertial.last_day, made_on) if is_report else made_on
    matter = Matter(
        plan=plan,
        language=choice.language,
        as_of=as_of,
        made_on=made_on,
        tertial=tertial,
        case_number=choice.case_number,
        assessment=choice.assessment,
    )
    return made_document(choice.kind, matter, title=title, body=body, version=__version__)


def _require_not_later(as_of: date | None, made_on: date) -> None:
    if as_of is not None and as_of > made_on:
        raise InputError(
            Text(
                f"Tallene kan ikke gjelde {as_of}, som er etter at dokumentet lages.",
                f"The figures cannot be about {as_of}, which is after the document is made.",
            ),
            where="as_of",
            remedy=Text("Velg en tidligere dag.", "Choose an earlier day."),
        )
