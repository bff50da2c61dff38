"""What the grants' tables hold."""

from hjemmel.apps.grants.models.cases import (
    GrantAppeal,
    GrantApplication,
    GrantDecision,
    GrantFile,
    GrantPayment,
    GrantReminder,
    GrantReport,
    GrantRevocation,
)
from hjemmel.apps.grants.models.rounds import GrantImport, GrantImportRow, GrantRound
from hjemmel.apps.grants.models.schemes import Scheme, SchemeYear

__all__ = [
    "GrantAppeal",
    "GrantApplication",
    "GrantDecision",
    "GrantFile",
    "GrantImport",
    "GrantImportRow",
    "GrantPayment",
    "GrantReminder",
    "GrantReport",
    "GrantRevocation",
    "GrantRound",
    "Scheme",
    "SchemeYear",
]
