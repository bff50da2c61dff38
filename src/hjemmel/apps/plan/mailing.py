"""E-mails about a plan's deadlines: sent when the transaction has ended; one that cannot be sent stops nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from hjemmel.kernel.text import Text


def tell_unit(address: str, title: Text, lines: Sequence[Text]) -> None:
    """Send an e-mail to a unit after the transaction.

    Args:
        address: The unit's address.
        title: The plan's title.
        lines: What is due, one line each.
    """
    told_nb = "\n".join(f"- {line.nb}" for line in lines)
    told_en = "\n".join(f"- {line.en}" for line in lines)
    message = EmailMessage(
        subject=f"Frister i planen: {' '.join(title.nb.split())}"[:200],
        body=(
            f"Dette er frister for tiltak i {title.nb}:\n{told_nb}\n\n"
            f"These are deadlines of measures in {title.en}:\n{told_en}\n"
        ),
        to=[address],
    )
    transaction.on_commit(lambda: _send(message), robust=True)


def _send(message: EmailMessage) -> None:
    get_connection().send_messages([message])
