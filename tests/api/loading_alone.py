"""Sends a file through the API and loads it, in a process with a database of its own.

A load runs in a thread with a connection of its own, and sees only what was committed.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any


def main() -> None:
    """Print how the load went, as JSON."""
    import django

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.accounts.roles import Permission, Role
    from hjemmel.apps.accounts.selectors import actor_named
    from hjemmel.apps.accounts.services import create_user, grant_role, make_token
    from hjemmel.apps.registry.services.places import set_up_municipality

    by = system("test")
    place = set_up_municipality(number="4601", name="Bergen", districts={"460101": "Arna"}, by=by)
    user = create_user(username="sak", by=by, municipality=place)
    grant_role(user=user, role=Role.CASE_WORKER, by=by, municipality=place)
    scopes = frozenset({Permission.IMPORT_REGISTER})
    key = make_token(name="test", scopes=scopes, by=actor_named("sak"))
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {key}"})
    imports = "/api/v1/municipalities/4601/imports"
    file = SimpleUploadedFile("leger.csv", sys.argv[1].encode())
    sent = client.post(imports, {"file": file, "as_of": "2024-01-01", "complete": "false"})
    run = f"{imports}/{sent.json()['key']}"
    begun = client.post(f"{run}/load")
    print(json.dumps([sent.status_code, begun.status_code, _ended(client, run)]))


def _ended(client: Any, run: str) -> Any:
    """Return the run when it is no longer on its way."""
    for _ in range(100):
        shown = client.get(run).json()
        if shown["status"] != "running":
            return [
                shown["status"],
                shown["counts"]["tables"]["doctors"]["added"],
                _again(client, run),
            ]
        time.sleep(0.1)
    return shown


def _again(client: Any, run: str) -> int:
    return int(client.post(f"{run}/load").status_code)


if __name__ == "__main__":
    main()
