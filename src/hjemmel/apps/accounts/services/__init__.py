"""Makes users, gives and takes roles. Each verb is one transaction.

The log has one row for each municipality that a verb concerns.
"""

from hjemmel.apps.accounts.services.demo import (
    DEMO_PASSWORD,
    DEMO_USERS,
    DEMO_WAITING_RESIDENT,
    make_demo_users,
)
from hjemmel.apps.accounts.services.roles import (
    appoint_administrator,
    grant_role,
    revoke_role,
    untie_resident,
)
from hjemmel.apps.accounts.services.tokens import (
    TOKEN_PREFIX,
    digest_of,
    make_token,
    revoke_token,
)
from hjemmel.apps.accounts.services.users import change_user, create_user, set_password

__all__ = [
    "DEMO_PASSWORD",
    "DEMO_USERS",
    "DEMO_WAITING_RESIDENT",
    "TOKEN_PREFIX",
    "appoint_administrator",
    "change_user",
    "create_user",
    "digest_of",
    "grant_role",
    "make_demo_users",
    "make_token",
    "revoke_role",
    "revoke_token",
    "set_password",
    "untie_resident",
]
