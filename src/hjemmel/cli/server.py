"""What ``hjemmel serve`` does: database, synthetic municipalities, web server."""

from __future__ import annotations

import errno
import logging
import multiprocessing
import socket
import threading
import time
from collections.abc import Callable

from hjemmel import __version__
from hjemmel.cli import database
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text

DEMO = (("bergen", 2024), ("trondheim", 2024))
_THREADS_PER_WORKER = 4
_SECONDS_BETWEEN_LOOKS = 0.05
_SECONDS_BETWEEN_LOOKS_AT_THE_CALENDAR = 3600
_LOG = logging.getLogger(__name__)
_ON_THIS_MACHINE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def require_free(host: str, port: int) -> None:
    """Raise ``InputError`` when nobody can listen at the address."""
    where = f"{host}:{port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            what = Text(f"Port {port} er opptatt.", f"Port {port} is in use.")
        else:
            what = Text(f"Kan ikke lytte her: {error}.", f"Cannot listen here: {error}.")
        raise InputError(
            what,
            where=where,
            remedy=Text(
                "Velg en annen med --port, eller stopp programmet som bruker den.",
                "Choose another with --port, or stop the program that uses it.",
            ),
        ) from error


def prepare_database() -> None:
    """Load Django and bring the database up to date.

    Raises:
        InputError: A setting is missing or wrong, or the database does not answer.
    """
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import Error

    try:
        database.open_up()
        call_command("migrate", verbosity=0, interactive=False)
    except ImproperlyConfigured as error:
        raise _refuse("HJEMMEL_…", "En innstilling er feil", "A setting is wrong", error) from error
    except (Error, OSError) as error:
        raise _refuse(
            "HJEMMEL_DATABASE_URL",
            "Databasen svarer ikke",
            "The database does not answer",
            error,
        ) from error


def _refuse(where: str, nb: str, en: str, error: Exception) -> HjemmelError:
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return InputError(
        Text(f"{nb}: {said}", f"{en}: {said}"),
        where=where,
        remedy=Text("Rett innstillingen og start igjen.", "Correct the setting and start again."),
    )


def store_demo(progress: Progress) -> None:
    """Make and store the synthetic municipalities that this version has not stored yet."""
    from django.db import IntegrityError

    from hjemmel.apps.coverage.selectors import made_by_version
    from hjemmel.apps.coverage.services import store_synthetic
    from hjemmel.cases.synthetic import generate, picture, read_profile

    for profile, seed in DEMO:
        case_id = f"{profile}-synthetic-{seed}"
        if made_by_version(case_id) == __version__:
            continue
        made = generate(read_profile(profile), seed=seed, progress=progress)
        try:
            store_synthetic(picture=picture(made), by="serve")
        except IntegrityError:
            # Another server that started at the same time may have stored it first.
            if made_by_version(case_id) != __version__:
                raise


def load_demo_register(progress: Progress) -> bool:
    """Load the synthetic Bergen into the register with demo users, once; tell whether it is there.

    Never in production: its users have a password that everybody knows.
    """
    from django.conf import settings
    from django.utils import timezone

    if settings.IS_PRODUCTION:
        return False
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.documents.services.demo import load_documents_demo
    from hjemmel.apps.duty.services.demo import load_duty_demo
    from hjemmel.apps.grants.services.demo import load_grants_demo
    from hjemmel.apps.lists.services.demo import load_lively_demo
    from hjemmel.apps.plan.selectors.plans import usual_day
    from hjemmel.apps.plan.services.demo import load_plan_demo

    municipality = load_lively_demo(
        profile=DEMO[0][0],
        seed=DEMO[0][1],
        by=system("serve"),
        today=timezone.localdate(),
        progress=progress,
    )
    load_duty_demo(municipality=municipality, today=timezone.localdate(), by=system("serve"))
    load_grants_demo(municipality=municipality, today=timezone.localdate(), by=system("serve"))
    plan_day = usual_day(municipality, timezone.localdate())
    plan = load_plan_demo(
        municipality=municipality, today=plan_day, now=timezone.now(), by=system("serve")
    )
    load_documents_demo(plan=plan, today=plan_day, by=system("serve"))
    return True


def sweep_uploads() -> None:
    """Delete files that were uploaded and have waited too long to be loaded."""
    from hjemmel.apps.exchange.uploads import sweep_uploads as sweep

    sweep()


def close_connections() -> None:
    """Close the database in this process; the workers open their own."""
    from django.db import connections

    connections.close_all()


def listen(host: str, port: int, workers: int, when_ready: Callable[[], None]) -> None:
    """Serve until somebody stops the server."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # A forked worker would inherit the thread pool of polars without its threads, and wait for ever.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "hjemmel.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS_PER_WORKER,
        websockets=False,
        log_level=LogLevels.warning,
    )
    watch = threading.Thread(target=_tell_when_answered, args=(host, port, when_ready), daemon=True)
    calendar = threading.Thread(target=_keep_up, daemon=True)
    server.on_startup(watch.start)
    server.on_startup(calendar.start)
    server.serve()


def take_months() -> None:
    """Take the monthly snapshots that are due; what goes wrong is noted, and tried again later."""
    from django.db import connections
    from django.utils import timezone

    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.coverage.services import take_due_snapshots

    try:
        take_due_snapshots(today=timezone.localdate(), by=system("serve"))
    except Exception as error:
        _LOG.warning("monthly snapshots were not taken: %s", type(error).__name__)
    finally:
        connections.close_all()


def do_days() -> None:
    """Do the work of the day where nobody has; what goes wrong is noted, and tried again later.

    What goes wrong in one municipality does not stop the next.
    """
    from django.db import connections
    from django.utils import timezone

    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.lists.selectors.daily import due_places
    from hjemmel.apps.lists.services.daily import do_days_work

    today, by = timezone.localdate(), system("serve")
    try:
        for place in due_places(today, by=by):
            try:
                do_days_work(municipality=place.key, by=by, today=today)
            except Exception as error:
                _LOG.warning("the day of %s was not done: %s", place.number, type(error).__name__)
    except Exception as error:
        _LOG.warning("the work of the day was not done: %s", type(error).__name__)
    finally:
        connections.close_all()


def do_duty() -> None:
    """Remind doctors of what ends soon on duty; what goes wrong is noted, and tried again later."""
    from django.db import connections
    from django.utils import timezone

    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.duty.services.daily import do_duty_days

    try:
        do_duty_days(by=system("serve"), now=timezone.now())
    except Exception as error:
        _LOG.warning("the day of duty was not done: %s", type(error).__name__)
    finally:
        connections.close_all()


def do_grants() -> None:
    """Remind applicants of what lapses soon; what goes wrong is noted, and tried again later."""
    from django.db import connections
    from django.utils import timezone

    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.grants.services.daily import remind_everywhere

    try:
        remind_everywhere(by=system("serve"), today=timezone.localdate())
    except Exception as error:
        _LOG.warning("applicants for grants were not reminded: %s", type(error).__name__)
    finally:
        connections.close_all()


def do_plans() -> None:
    """Remind units of deadlines and work out the month's indicators; what goes wrong is tried again later."""
    from django.db import connections
    from django.utils import timezone

    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.plan.services.daily import do_plan_days

    try:
        do_plan_days(by=system("serve"), now=timezone.now())
    except Exception as error:
        _LOG.warning("the day of plans was not done: %s", type(error).__name__)
    finally:
        connections.close_all()


def _keep_up() -> None:
    """Do what the calendar brings, for as long as the server runs."""
    while True:
        take_months()
        do_days()
        do_duty()
        do_grants()
        do_plans()
        time.sleep(_SECONDS_BETWEEN_LOOKS_AT_THE_CALENDAR)


def _tell_when_answered(host: str, port: int, when_ready: Callable[[], None]) -> None:
    """Wait for the first worker to listen: the server starts before its workers do."""
    nearest = _ON_THIS_MACHINE.get(host, host)
    while True:
        try:
            socket.create_connection((nearest, port), timeout=1).close()
        except OSError:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        else:
            when_ready()
            return
