"""``hjemmel``: the command line."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer
import typer.main

from hjemmel.cli import exit_codes
from hjemmel.cli.commands import (
    backup,
    cases,
    coverage,
    export,
    fetch,
    funding,
    grants,
    imports,
    indicators,
    law,
    lists,
    need,
    plan,
    roster,
    serve,
    setup,
    snapshot,
    synth,
)
from hjemmel.cli.help import in_language
from hjemmel.cli.output import write, write_error
from hjemmel.cli.session import Session
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import LANGUAGES, Language, Text

app = typer.Typer(
    name="hjemmel",
    help="Behov, hjemler, lister, vaktplaner og regelverk i fastlegeordningen. "
    "¦ Need, posts, lists, duty rosters and rules of the Norwegian GP scheme.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("need", help=need.HELP)(need.need)
app.command("coverage", help=coverage.HELP)(coverage.coverage)
app.add_typer(law.app, name="law")
app.add_typer(cases.app, name="cases")
app.add_typer(lists.app, name="lists")
app.add_typer(roster.app, name="roster")
app.add_typer(grants.app, name="grants")
app.add_typer(funding.app, name="funding")
app.add_typer(plan.app, name="plan")
app.command("synth", help=synth.HELP)(synth.synth)
app.command("serve", help=serve.HELP)(serve.serve)
app.command("setup", help=setup.HELP)(setup.setup)
app.command("import", help=imports.HELP)(imports.import_file)
app.command("export", help=export.HELP)(export.export)
app.command("fetch", help=fetch.HELP)(fetch.fetch)
app.command("indicators", help=indicators.HELP)(indicators.indicators)
app.command("snapshot", help=snapshot.HELP)(snapshot.snapshot)
app.command("backup", help=backup.BACKUP_HELP)(backup.backup)
app.command("restore", help=backup.RESTORE_HELP)(backup.restore)


def _show_version(wanted: bool) -> None:
    if wanted:
        from hjemmel import __version__

        write(f"hjemmel {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    language: Annotated[
        Language, typer.Option("--language", help="Språk: nb eller en. ¦ Language: nb or en.")
    ] = "nb",
    show_traceback: Annotated[
        bool,
        typer.Option(
            "--traceback",
            help="Vis hvor i koden en uforutsett feil oppstod. "
            "¦ Show where in the code an unforeseen fault happened.",
        ),
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Vis versjonen. ¦ Show the version.",
        ),
    ] = False,
) -> None:
    """Take the options that stand before the command."""
    session = context.ensure_object(Session)
    session.language = language
    session.traceback = show_traceback


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; never a stack trace, unless it was asked for."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    session = Session(language=_language_among(given))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = _run(given, session)
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_quietly()
        return exit_codes.NOBODY_READS
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED
    return code


def _leave_quietly() -> None:
    """Send the rest nowhere: Python would complain once more when it closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(given: list[str], session: Session) -> int:
    command = in_language(typer.main.get_command(app), session.language)
    as_json = "--json" in given
    try:
        outcome = command.main(given, prog_name="hjemmel", standalone_mode=False, obj=session)
    except HjemmelError as error:
        write_error(error, session.language, as_json=as_json)
        return exit_codes.code_of(error)
    except typer.TyperException as error:
        _say_wrong_usage(error, session.language, as_json=as_json)
        return exit_codes.WRONG_USAGE
    except typer.Abort:
        return exit_codes.INTERRUPTED
    except SystemExit as error:
        # Typer ends the program itself only when nobody reads any more.
        raise BrokenPipeError from error
    except BrokenPipeError:
        raise
    except OSError as error:
        write_error(_refused(error), session.language, as_json=as_json)
        return exit_codes.WRONG_USAGE
    except Exception as error:
        if session.traceback:
            traceback.print_exc()
        code = exit_codes.UNFORESEEN
        write_error(_unforeseen(error), session.language, as_json=as_json, exit_code=code)
        return code
    return outcome if isinstance(outcome, int) else exit_codes.OK


def _say_wrong_usage(error: typer.TyperException, language: Language, *, as_json: bool) -> None:
    """Typer's own message, or the same as an object for programs."""
    if not as_json and hasattr(error, "show"):
        error.show()
        return
    remedy = Text("Se «hjemmel --help».", "See “hjemmel --help”.")
    message = error.format_message()
    write_error(
        InputError(Text(message, message), where="", remedy=remedy), language, as_json=as_json
    )


def _refused(error: OSError) -> HjemmelError:
    said = error.strerror or str(error)
    return InputError(
        Text(f"Kan ikke lese eller skrive: {said}.", f"Cannot read or write: {said}."),
        where=str(error.filename or ""),
        remedy=Text("Kontroller sti og rettigheter.", "Check the path and the permissions."),
    )


def _unforeseen(error: Exception) -> HjemmelError:
    kind = type(error).__name__
    return HjemmelError(
        Text(f"Uforutsett feil i hjemmel: {kind}.", f"Unforeseen fault in hjemmel: {kind}."),
        where="",
        remedy=Text(
            "Kjør på nytt med «hjemmel --traceback …» og meld fra med det som vises.",
            "Run again with “hjemmel --traceback …” and report what is shown.",
        ),
    )


def _language_among(given: Sequence[str]) -> Language:
    """Return the language asked for, also for messages about the arguments themselves."""
    for place, argument in enumerate(given):
        name, _, value = argument.partition("=")
        if name == "--language":
            wanted = value or (given[place + 1] if place + 1 < len(given) else "")
            return next((known for known in LANGUAGES if known == wanted), "nb")
    return "nb"
