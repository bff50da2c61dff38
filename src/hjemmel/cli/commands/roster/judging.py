"""``hjemmel roster check`` and ``explain``: what a roster breaks, and why somebody has a shift."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hjemmel.cli.actors import As, register_as
from hjemmel.cli.commands.lists.common import say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.commands.roster.common import (
    RosterKey,
    Sheet,
    Source,
    read_on_files,
    require_one,
)
from hjemmel.cli.commands.roster.present import bad_as_plain, present_bad, present_findings
from hjemmel.cli.exit_codes import CHECK_FAILED
from hjemmel.cli.output import Column, shown, write, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.engines.rostering import RosterInputs
    from hjemmel.engines.rostering.explain import Explanation

CHECK_HELP = (
    "Kontroller en vaktplan, vår eller andres, mot lov, avtale og lokale regler. "
    "¦ Check a roster, ours or anybody's, against law, agreement and local rules."
)
EXPLAIN_HELP = (
    "Vis hvorfor en lege har en vakt, og hvem som ellers kunne hatt den. "
    "¦ Show why a doctor has a shift, and who else could have had it."
)
_MOST = 20

ShiftKey = Annotated[
    str,
    typer.Option(
        "--shift",
        metavar="KEY",
        help="Vaktens nøkkel, for eksempel natt:2026-12-24. "
        "¦ Key of the shift, for example night:2026-12-24.",
    ),
]
DoctorKey = Annotated[
    str | None,
    typer.Option(
        "--doctor",
        metavar="KEY",
        help="Legens nøkkel; uten: alle på vakten. "
        "¦ Key of the doctor; without: everybody on the shift.",
    ),
]


def check(
    context: typer.Context,
    source: Source = None,
    sheet: Sheet = None,
    roster: RosterKey = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Check a roster; exit code 1 says that it breaks something that nobody has set aside."""
    require_one(source, roster=roster)
    language = language_of(context)
    from hjemmel.engines.rostering.plain import breach_as_plain

    bad: list[dict[str, Any]] = []
    if roster is not None:
        with register_as(user) as actor:
            from hjemmel.apps.duty.selectors.rosters import roster_findings

            told = roster_findings(roster, by=actor)
        rows = [(one.level.label, one.sentence, one.source, one.override) for one in told]
        plain = [
            {
                "id": one.id,
                "constraint": one.constraint,
                "level": one.level.value,
                "sentence": one.sentence.in_language(language),
                "doctor": "" if one.doctor is None else str(one.doctor),
                "shifts": list(one.shifts),
                "day": one.day.isoformat() if one.day else None,
                "source": one.source.in_language(language),
                "override": one.override,
                "overridden_by": one.overridden_by,
            }
            for one in told
        ]
    else:
        from hjemmel.engines.rostering import check as judge

        assert source is not None
        found = read_on_files(source, sheet)
        breaches = judge(found.file.inputs, found.roster.assignments)
        rows = [(one.level.label, one.sentence, one.source, "") for one in breaches]
        plain = [breach_as_plain(one, language) for one in breaches]
        bad = bad_as_plain(found.bad, language)
    if as_json:
        write_json({"findings": plain, "put_aside": bad})
    else:
        if roster is None:
            present_bad(found.bad, language)
        present_findings(rows, language)
    if bad or any(not reason for *_, reason in rows):
        raise typer.Exit(CHECK_FAILED)


def explain(
    context: typer.Context,
    shift: ShiftKey,
    source: Source = None,
    sheet: Sheet = None,
    doctor: DoctorKey = None,
    roster: RosterKey = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Explain a shift: what the ledger said, and what each of the others would have broken or cost."""
    require_one(source, roster=roster)
    if roster is not None:
        with register_as(user) as actor:
            from hjemmel.apps.duty.selectors.explaining import why_on_shift

            why = why_on_shift(roster, shift, by=actor, doctor=_register_key(doctor))
        inputs, explanations = why.inputs, why.explanations
    else:
        assert source is not None
        from hjemmel.engines.rostering import explain as explain_one

        found = read_on_files(source, sheet)
        inputs = found.file.inputs
        _require_shift(inputs, shift)
        keys = found.roster.doctors_on(shift) if doctor is None else (doctor,)
        explanations = tuple(explain_one(found.roster, shift, key) for key in keys)
    language = language_of(context)
    if as_json:
        from hjemmel.engines.rostering.plain import explanation_as_plain

        write_json([explanation_as_plain(one, inputs, language) for one in explanations])
        return
    if not explanations:
        name = inputs.name(shift)
        say(language, f"Ingen står på {name}.", f"Nobody is on {name}.")
    for one in explanations:
        _present(one, inputs, language)


def _register_key(doctor: str | None) -> int | None:
    if doctor is None or doctor.isdecimal():
        return None if doctor is None else int(doctor)
    raise InputError(
        Text(
            f"«{doctor}» er ikke en nøkkel i registeret.", f"“{doctor}” is no key of the register."
        ),
        where="--doctor",
        remedy=Text(
            "Gi legens nummer i vaktdistriktet.", "Give the doctor's number in the district."
        ),
    )


def _require_shift(inputs: RosterInputs, shift: str) -> None:
    known = [one.key for one in inputs.picture.shifts]
    if shift in known:
        return
    some = ", ".join(known[:3])
    raise UnknownIdError(
        Text(f"Det er ingen vakt «{shift}».", f"There is no shift “{shift}”."),
        where="--shift",
        remedy=Text(
            f"Skriv type og dag, for eksempel {some}.", f"Write type and day, for example {some}."
        ),
    )


def _present(one: Explanation, inputs: RosterInputs, language: Language) -> None:
    write(f"{inputs.name(one.shift)}: {inputs.name(one.doctor)}")
    for sentence in one.sentences:
        write(f"  {sentence.in_language(language)}")
    if not one.others:
        return
    write()
    columns: list[Column] = [
        (Text("Hvem ellers", "Who else"), "left"),
        (Text("Planen blir", "The roster gets"), "right"),
        (Text("Ville brutt", "Would break"), "left"),
    ]
    rows = [
        (
            inputs.name(other.doctor),
            shown(other.points, language, decimals=1, signed=True),
            " ".join(breach.sentence.in_language(language) for breach in other.breaches[:2]),
        )
        for other in one.others[:_MOST]
    ]
    write_table(language, None, columns, rows)
    say(
        language,
        "«Planen blir» er i poeng: over 0 er dårligere.",
        "“The roster gets” is in points: above 0 is worse.",
    )
