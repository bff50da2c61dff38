"""Import: upload, preview, point out columns, load, and what was left in quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.exchange import mappings, selectors, services
from hjemmel.apps.exchange.fields import all_tables, field_words
from hjemmel.apps.exchange.statistics.catalogue import STATISTICS
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import read_day
from hjemmel.web.context import language_of
from hjemmel.web.excel import Column
from hjemmel.web.register import RegisterAsked, asked_of_register
from hjemmel.web.tables import as_file

_SHOWN = 50
_NOTHING_DONE = dict.fromkeys(("added", "changed", "ended", "unchanged"))
_SECONDS_TO_WAIT = 2.0  # a small file is in by then, and its page need not say that it waits
_QUARANTINE: tuple[Column, ...] = (
    (Text("Ark", "Sheet"), "text"),
    (Text("Rad", "Row"), "whole"),
    (Text("Kolonne", "Column"), "text"),
    (Text("Grunn", "Reason"), "text"),
    (Text("Verdi", "Value"), "text"),
)


def imports(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Upload a file for a preview, and list what was loaded."""
    asked = asked_of_register(request, case, Permission.IMPORT_REGISTER)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("what") == "forget":
                return _forgotten(request, asked)
            return HttpResponseRedirect(_address(language, asked, _uploaded(request, asked)))
        except HjemmelError as error:
            problem = error
    context = {
        "asked": asked,
        "runs": selectors.list_runs(asked.municipality, by=asked.actor),
        "tables": list(all_tables().values()),
        "saved": [
            (one, _columns_in_words(one.columns))
            for one in mappings.list_saved_columns(
                municipality=asked.municipality.key, by=asked.actor
            )
        ],
        "today": timezone.localdate(),
        "problem": problem,
    }
    return render(request, "imports/imports.html", context, status=422 if problem else 200)


def _forgotten(request: HttpRequest, asked: RegisterAsked) -> HttpResponse:
    """Forget the columns of an earlier file."""
    key = request.POST.get("mapping") or ""
    mappings.forget_columns(
        mapping=int(key) if key.isdecimal() and len(key) < 12 else 0,
        municipality=asked.municipality.key,
        by=asked.actor,
    )
    return HttpResponseRedirect(request.path + "#saved")


def _columns_in_words(
    columns: Mapping[str, Mapping[str, str]],
) -> list[tuple[Text, list[tuple[Text, str]]]]:
    """Return each table's title, with its fields and the heading of each."""
    return [
        (
            all_tables()[table].title if table in all_tables() else Text(table, table),
            [(field_words(field, [table]), heading) for field, heading in of.items()],
        )
        for table, of in columns.items()
    ]


def _uploaded(request: HttpRequest, asked: RegisterAsked) -> int:
    upload = request.FILES.get("file")
    if upload is None or not upload.name:
        raise InputError(
            Text("Ingen fil er valgt.", "No file is chosen."),
            where="file",
            remedy=Text("Velg en CSV- eller Excel-fil.", "Choose a CSV or Excel file."),
        )
    as_of = _day(request.POST.get("as_of") or "")
    kept = services.take_in(stream=cast(BinaryIO, upload), name=upload.name)
    try:
        return services.preview_file(
            file=kept,
            name=upload.name,
            municipality=asked.municipality.key,
            as_of=as_of,
            complete=not request.POST.get("partial"),
            by=asked.actor,
        )
    except Exception:
        kept.unlink(missing_ok=True)
        raise


def run(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Show what a file holds; load it, stop or discard it, or look again with other columns."""
    asked = asked_of_register(request, case, Permission.IMPORT_REGISTER)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("what") == "load":
                services.start_loading(run=key, by=asked.actor).join(_SECONDS_TO_WAIT)
                return HttpResponseRedirect(request.path)
            if request.POST.get("what") == "stop":
                services.stop_loading(run=key, by=asked.actor)
                return HttpResponseRedirect(request.path)
            if request.POST.get("what") == "discard":
                services.discard_run(run=key, by=asked.actor)
                return HttpResponseRedirect(request.path)
            return HttpResponseRedirect(
                _address(language, asked, _looked_again(request, asked, key))
            )
        except HjemmelError as error:
            problem = error
    shown = selectors.get_run(key, asked.municipality, by=asked.actor)
    response = render(
        request,
        "imports/run.html",
        {
            "asked": asked,
            "run": shown,
            "rows": _rows(shown.counts),
            "is_loaded": bool(shown.counts.get("tables")),
            "read": sum(shown.counts.get("read", {}).values()),
            "fit": sum(shown.counts.get("accepted", {}).values()),
            "before_after": _before_after(shown.counts),
            "reasons": [
                (_column(shown.counts, field), selectors.reason_words(reason), count)
                for field, reason, count in shown.counts.get("reasons", ())
            ],
            "quarantined": _quarantined(asked, shown, _SHOWN),
            "headings": _headings(shown.counts),
            "known": _known_headings(shown.counts),
            "problem": problem,
        },
        status=422 if problem else 200,
    )
    if "HX-Request" in request.headers and shown.status != "running":
        response["HX-Refresh"] = "true"  # it is done: the page has more to say now
    return response


def quarantine_file(
    request: HttpRequest, language: str, case: str, key: int, kind: str
) -> HttpResponse:
    """Send the rows in quarantine as a file."""
    asked = asked_of_register(request, case, Permission.IMPORT_REGISTER)
    shown = selectors.get_run(key, asked.municipality, by=asked.actor)
    rows = _quarantined(asked, shown)
    title = Text("Karantene", "Quarantine")
    return as_file(kind, f"hjemmel-karantene-{key}", title, _QUARANTINE, rows, language_of(request))


@require_POST
def save_columns(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Keep a run's columns for the municipality's next files."""
    asked = asked_of_register(request, case, Permission.IMPORT_REGISTER)
    shown = selectors.get_run(key, asked.municipality, by=asked.actor)
    mappings.save_columns(
        municipality=asked.municipality.key,
        name=shown.file[:100],
        columns=shown.counts["columns"],
        by=asked.actor,
    )
    kwargs = {"language": language, "case": asked.municipality.number}
    return HttpResponseRedirect(reverse("imports", kwargs=kwargs) + "#saved")


def _looked_again(request: HttpRequest, asked: RegisterAsked, key: int) -> int:
    """Check the same file once more with columns that were pointed out."""
    shown = selectors.get_run(key, asked.municipality, by=asked.actor)
    columns: dict[str, dict[str, str]] = {}
    for name, heading in request.POST.items():
        table, dot, field = name.partition(".")
        if dot and heading and table in all_tables():
            columns.setdefault(table, {})[field] = str(heading)
    return services.look_again(run=key, columns=columns, by=asked.actor, as_of=shown.as_of)


def _address(language: str, asked: RegisterAsked, key: int) -> str:
    kwargs = {"language": language, "case": asked.municipality.number, "key": key}
    return reverse("imports-run", kwargs=kwargs)


def _rows(counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one row per table: read, fit, and what loading did; none of a file never read."""
    done, read = counts.get("tables", {}), counts.get("read", {})
    titles = {name: table.title for name, table in all_tables().items()}
    titles |= {kind.id: kind.title for kind in STATISTICS}
    titles["memberships"] = Text("Medlemskap på lister", "Memberships on lists")
    titles["vacancies"] = Text("Ledige hjemler", "Vacant posts")
    return [
        {
            "title": titles.get(name, Text(name, name)),
            "sheet": counts.get("sheets", {}).get(name, ""),
            "read": read.get(name),
            "fit": counts["accepted"].get(name),
            **(_NOTHING_DONE | done.get(name, {})),
        }
        for name in {**read, **done}
        if name in read or any(done[name].values())
    ]


_COUNTED = {
    "centres": Text("Legesentre", "Centres"),
    "agreements": Text("Avtaler", "Agreements"),
    "lists": Text("Lister", "Lists"),
    "ceilings": Text("Listetak", "Ceilings"),
    "residents": Text("Innbyggere", "Residents"),
    "memberships": Text("Personer på listene", "Persons on the lists"),
    "waiting": Text("På venteliste", "On the waiting list"),
}


def _before_after(counts: Mapping[str, Any]) -> list[tuple[Text, int, int]]:
    """Return what the register had before and after."""
    before, after = counts.get("before", {}), counts.get("after", {})
    return [(words, before[k], after[k]) for k, words in _COUNTED.items() if k in before]


def _quarantined(
    asked: RegisterAsked, shown: selectors.RunView, most: int | None = None
) -> list[tuple[str, int, Text, Text, str]]:
    """Return the rows in quarantine: sheet, row, column, reason and value."""
    found = selectors.quarantine_of(shown, asked.municipality, by=asked.actor, most=most)
    return [
        (sheet, row, _column(shown.counts, field, sheet), reason, value)
        for sheet, row, field, reason, value in found
    ]


def _column(counts: Mapping[str, Any], field: str, sheet: str | None = None) -> Text:
    """Return a field as the file's own heading, where it has one, else as people call it."""
    sheets, columns = counts.get("sheets", {}), counts.get("columns", {})
    tables = [name for name in columns if sheet is None or sheets.get(name) == sheet]
    for table in tables:
        heading = columns[table].get(field)
        if heading:
            return Text(heading, heading)
    return field_words(field, tables)


def _known_headings(counts: Mapping[str, Any]) -> list[str]:
    """Return the headings of the file: those that were used, and those that were not."""
    used = [heading for of in counts.get("columns", {}).values() for heading in of.values()]
    return sorted({*used, *counts.get("unused", ())})


def _headings(counts: Mapping[str, Any]) -> list[tuple[Text, list[tuple[str, Text, str]]]]:
    """Return, per table, each field with the heading it was found under."""
    return [
        (
            all_tables()[name].title,
            [
                (f"{name}.{f.name}", f.title, columns.get(f.name, ""))
                for f in all_tables()[name].fields
            ],
        )
        for name, columns in counts.get("columns", {}).items()
    ]


def _day(text: str) -> date:
    try:
        return read_day(text.strip())
    except ValueError:
        raise InputError(
            Text("Dagen som filen gjelder, mangler.", "The day that the file is about is missing."),
            where="as_of",
            remedy=Text("Skriv dagen som 01.12.2026.", "Write the day as 2026-12-01."),
        ) from None
