"""The order in which whoever writes locks: see ``registry.services.locking``."""

from __future__ import annotations

from hjemmel.apps.registry.services.locking import (
    lock_list,
    lock_lists,
    lock_municipalities,
    lock_residents,
)

__all__ = ["lock_list", "lock_lists", "lock_municipalities", "lock_residents"]
