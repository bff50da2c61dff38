"""``hjemmel serve``: the web pages and the API, on one's own machine or a server."""

from __future__ import annotations

from typing import Annotated

import typer

from hjemmel.cli import server
from hjemmel.cli.output import write
from hjemmel.cli.progress import progress_bar
from hjemmel.cli.session import language_of
from hjemmel.cli.values import whole
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

HELP = "Start nettsidene og API-et. ¦ Start the web pages and the API."

_MOST_WORKERS = 64

Host = Annotated[
    str, typer.Option("--host", help="Adressen det lyttes på. ¦ The address to listen at.")
]
Port = Annotated[
    int, typer.Option("--port", parser=str, callback=whole("--port"), help="Port. ¦ Port.")
]
Workers = Annotated[
    int,
    typer.Option(
        "--workers",
        parser=str,
        callback=whole("--workers"),
        help="Antall prosesser. ¦ Number of processes.",
    ),
]
NoDemo = Annotated[
    bool,
    typer.Option(
        "--no-demo",
        help="Ikke lag syntetiske kommuner. ¦ Do not make synthetic municipalities.",
    ),
]


def serve(
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 2,
    no_demo: NoDemo = False,
) -> None:
    """Prepare the database, make the synthetic municipalities, and serve."""
    _require(1 <= port <= 65_535, "--port", Text("Bruk 1–65535.", "Use 1–65535."))
    _require(1 <= workers <= _MOST_WORKERS, "--workers", Text("Bruk 1–64.", "Use 1–64."))
    server.require_free(host, port)
    server.prepare_database()
    server.sweep_uploads()
    has_users = False
    if not no_demo:
        with progress_bar(language_of(context)) as progress:
            server.store_demo(progress)
            has_users = server.load_demo_register(progress)
    server.close_connections()

    def say_where() -> None:
        shown = f"[{host}]" if ":" in host else host
        write(f"hjemmel kjører på / is running at  http://{shown}:{port}/")
        if has_users:
            write("Logg inn med / sign in with: administrator, leder, planlegger, saksbehandler,")
            write("  senterleder, fastlege, leser, innbygger, innbygger2.")
            write("  Passord / password: hjemmel-demo")
            write("Registeret er syntetisk. / The register is synthetic.")
        write("Stopp med Ctrl-C. / Stop with Ctrl-C.")
        typer.get_text_stream("stdout").flush()

    server.listen(host, port, workers, say_where)


def _require(holds: bool, option: str, remedy: Text) -> None:
    if not holds:
        raise InputError(
            Text("Verdien er utenfor det mulige.", "The value is outside what is possible."),
            where=option,
            remedy=remedy,
        )
