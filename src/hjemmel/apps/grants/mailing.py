"""E-mails to applicants: sent when the transaction has ended; one that cannot be sent stops nothing."""

from __future__ import annotations

from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from hjemmel.apps.grants.models import GrantApplication
from hjemmel.kernel.text import Text


def tell_applicant(case: GrantApplication, subject: Text, words: Text) -> bool:
    """Send an e-mail to an applicant after the transaction; return whether there is an address.

    Nothing of what the case says stands in it.
    """
    if not case.email:
        return False
    message = EmailMessage(
        subject=" ".join(subject.nb.split())[:200],
        body=f"{words.nb}\n\n{words.en}\n",
        to=[case.email],
    )
    transaction.on_commit(lambda: _send(message), robust=True)
    return True


def _send(message: EmailMessage) -> None:
    get_connection().send_messages([message])
