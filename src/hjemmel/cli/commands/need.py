"""``hjemmel need``: how many GPs a municipality needs, and the way there."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import typer

from hjemmel.cli.actors import As
from hjemmel.cli.output import Column, shown, write, write_json, write_table
from hjemmel.cli.pictures import CaseAsked, find_picture
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day, number, option_name, whole
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.kernel.errors import InputError, MissingDataError
from hjemmel.kernel.numbers import format_date, format_percent
from hjemmel.kernel.text import Language, Text
from hjemmel.law import law_on

HELP = "Hvor mange fastleger trenger kommunen? ¦ How many GPs does the municipality need?"

Case = Annotated[
    str,
    typer.Option(
        "--case",
        help="Datasett, for eksempel bergen-2023, en egen TOML-fil, eller nummeret til en kommune i "
        "registeret (med --as). "
        "¦ Data set, for example bergen-2023, a TOML file of your own, or the number of a "
        "municipality in the register (with --as).",
    ),
]
KnownOn = Annotated[
    date | None,
    typer.Option(
        "--known-on",
        parser=day("--known-on"),
        metavar="DATE",
        help="Slik registeret var kjent den dagen. ¦ As the register was known on that day.",
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day("--as-of"),
        metavar="DATE",
        help="Dagen tallene gjelder. ¦ The day of the figures.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Svar som JSON. ¦ Answer as JSON.")]
Population = Annotated[
    int | None,
    typer.Option(
        "--population",
        parser=str,
        callback=whole("--population"),
        help="Innbyggere i målåret. ¦ Residents in the target year.",
    ),
]
TargetYear = Annotated[
    int | None,
    typer.Option(
        "--target-year", parser=str, callback=whole("--target-year"), help="Målår. ¦ Target year."
    ),
]
Guests = Annotated[
    float | None,
    typer.Option(
        "--guests",
        parser=str,
        callback=number("--guests"),
        help="Gjestepasienter inn minus ut. ¦ Guest patients in minus out.",
    ),
]
MeanList = Annotated[
    float | None,
    typer.Option(
        "--mean-list",
        parser=str,
        callback=number("--mean-list"),
        help="Planlagt listelengde, personer per lege. ¦ Planned list length, persons per GP.",
    ),
]
Reserve = Annotated[
    float | None,
    typer.Option(
        "--reserve",
        parser=str,
        callback=number("--reserve"),
        metavar="PERCENT",
        help="Ledig kapasitet i prosent. ¦ Free capacity in per cent.",
    ),
]
ReserveOf = Annotated[
    Literal["need", "capacity"] | None,
    typer.Option(
        "--reserve-of",
        help="Om reserven er en andel av behovet (need) eller av kapasiteten (capacity). "
        "¦ Whether the reserve is a share of the need or of the capacity.",
    ),
]
Gps = Annotated[
    int | None,
    typer.Option(
        "--gps", parser=str, callback=whole("--gps"), help="Fastleger i dag. ¦ GPs today."
    ),
]
Leavers = Annotated[
    float | None,
    typer.Option(
        "--leavers",
        parser=str,
        callback=number("--leavers"),
        help="Leger som slutter per år. ¦ GPs who leave a year.",
    ),
]
Years = Annotated[
    int | None,
    typer.Option(
        "--years",
        parser=str,
        callback=whole("--years"),
        help="År å rekruttere over. ¦ Years to recruit over.",
    ),
]
Horizon = Annotated[
    int | None,
    typer.Option(
        "--horizon",
        parser=str,
        callback=whole("--horizon"),
        help="År i den årlige veien. ¦ Years of the yearly path.",
    ),
]
DemandIndex = Annotated[
    float | None,
    typer.Option(
        "--demand-index",
        parser=str,
        callback=number("--demand-index"),
        help="Behov i forhold til landet (1 = likt). ¦ Need relative to the nation (1 = the same).",
    ),
]
MunicipalFte = Annotated[
    float | None,
    typer.Option(
        "--municipal-fte",
        parser=str,
        callback=number("--municipal-fte"),
        help="Kommunale årsverk utført av fastlegene. "
        "¦ Municipal full-time equivalents worked by the GPs.",
    ),
]
Draws = Annotated[
    int | None,
    typer.Option(
        "--draws",
        parser=str,
        callback=whole("--draws"),
        help="Trekninger bak usikkerheten. ¦ Draws behind the bands.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        parser=str,
        callback=whole("--seed"),
        help="Frø for trekningene. ¦ Seed of the draws.",
    ),
]


def need(
    context: typer.Context,
    case: Case,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    user: As = None,
    population: Population = None,
    target_year: TargetYear = None,
    guests: Guests = None,
    mean_list: MeanList = None,
    reserve: Reserve = None,
    reserve_of: ReserveOf = None,
    gps: Gps = None,
    leavers: Leavers = None,
    years: Years = None,
    horizon: Horizon = None,
    demand_index: DemandIndex = None,
    municipal_fte: MunicipalFte = None,
    draws: Draws = None,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """Compute the need for GPs and present it."""
    from hjemmel.engines.coverage import run
    from hjemmel.engines.coverage.assumptions import assume
    from hjemmel.engines.coverage.plain import need_as_plain
    from hjemmel.engines.coverage.questions import changes_from, name_the_question

    answers = {
        "population": population,
        "target_year": target_year,
        "guests": guests,
        "mean_list": mean_list,
        "reserve": reserve,
        "reserve_of": reserve_of,
        "gps": gps,
        "leavers": leavers,
        "years": years,
        "horizon": horizon,
        "demand_index": demand_index,
        "municipal_fte": municipal_fte,
        "draws": draws,
        "seed": seed,
    }
    picture = find_picture(CaseAsked(case, as_of, known_on, user))
    law = law_on(picture.as_of, picture.number)
    try:
        changes = changes_from(answers)
        result = run(assume(picture, law.fresh(), changes), law)
    except (InputError, MissingDataError) as error:
        raise name_the_question(error, option_name) from error
    language = language_of(context)
    answer = need_as_plain(result, picture, changes, language)
    if as_json:
        write_json(answer)
    else:
        _present(answer, picture, language)


def _present(answer: dict[str, Any], picture: MunicipalityOnDay, language: Language) -> None:
    write(_sentence(answer, language))
    write()
    _write_steps(answer, language)
    _write_methods(answer, language)
    _write_path(answer, language)
    write(
        Text(
            f"Kvittering {answer['receipt']['id']} · leger per "
            f"{format_date(date.fromisoformat(answer['as_of']))} · {answer['kind_name']}",
            f"Receipt {answer['receipt']['id']} · GPs as of "
            f"{format_date(date.fromisoformat(answer['as_of']), 'en')} · {answer['kind_name']}",
        ).in_language(language)
    )
    write(f"{Text('Kilde', 'Source').in_language(language)}: {picture.source.text(language)}")


def _sentence(answer: dict[str, Any], language: Language) -> str:
    def n(key: str) -> str:
        return shown(answer[key], language, decimals=0 if isinstance(answer[key], int) else 1)

    share = answer["reserve_share"]
    decimals = 0 if abs(share * 100 - round(share * 100)) < 1e-9 else 1
    reserve = format_percent(share, language, decimals=decimals)
    name, year = answer["name"], answer["target_year"]
    by_need, by_capacity = n("target_by_need"), n("target_by_capacity_share")
    return Text(
        f"{name} trenger {n('need')} fastleger i {year}. Med {reserve} reserve blir det {by_need} "
        f"(av behovet) eller {by_capacity} (av kapasiteten). Fra {n('gps_today')} leger i dag til "
        f"{n('target')} må {n('recruits')} rekrutteres på {n('years')} år.",
        f"{name} needs {n('need')} GPs in {year}. With a reserve of {reserve} it takes {by_need} "
        f"(of the need) or {by_capacity} (of the capacity). From {n('gps_today')} GPs today to "
        f"{n('target')}, {n('recruits')} must be recruited in {n('years')} years.",
    ).in_language(language)


def _write_steps(answer: dict[str, Any], language: Language) -> None:
    columns: list[Column] = [
        (Text("Slik er det regnet", "How it is computed"), "left"),
        (Text("Formel", "Formula"), "left"),
        (Text("Svar", "Answer"), "right"),
        (Text("", ""), "left"),
    ]
    rows = [(s["label"], s["formula"], s["value"], s["unit"]) for s in answer["steps"]]
    write_table(language, None, columns, rows)
    write()
    extra = answer["waiting_reserve"]
    if extra is not None:
        write(
            Text(
                f"Etter venteliste og reserve: {shown(extra['places'], 'nb')} nye listeplasser, "
                f"{extra['agreements_low']}–{extra['agreements_high']} nye avtaler.",
                f"By waiting list and reserve: {shown(extra['places'], 'en')} new list places, "
                f"{extra['agreements_low']}–{extra['agreements_high']} new agreements.",
            ).in_language(language)
        )
        write()


def _write_methods(answer: dict[str, Any], language: Language) -> None:
    columns: list[Column] = [
        (Text("Metode", "Method"), "left"),
        (Text("Behov", "Need"), "right"),
        (Text("Med reserve", "With reserve"), "right"),
        (Text("80 % mellom", "80% between"), "right"),
        (Text("Hvorfor den skiller seg ut", "Why it differs"), "left"),
    ]
    rows = []
    for method in answer["methods"]:
        band = method["band"]
        between = (
            ""
            if band is None
            else f"{shown(band['low'], language)}–{shown(band['high'], language)}"
        )
        why = " ".join(filter(None, (method["why"], method["remedy"])))
        rows.append(
            (
                method["title"],
                shown(method["need"], language, decimals=1),
                shown(method["target"], language),
                between,
                why,
            )
        )
    write_table(language, None, columns, rows)
    write()


def _write_path(answer: dict[str, Any], language: Language) -> None:
    columns: list[Column] = [
        (Text("År", "Year"), "left"),
        (Text("Innbyggere", "Residents"), "right"),
        (Text("Trenger", "Needed"), "right"),
        (Text("Slutter", "Leave"), "right"),
        (Text("Rekrutteres", "Recruited"), "right"),
        (Text("Fastleger", "GPs"), "right"),
    ]
    rows = [
        (
            str(year["year"]),
            shown(year["population"], language),
            *(
                shown(year[key], language, decimals=1)
                for key in ("target", "leavers", "recruits", "gps")
            ),
        )
        for year in answer["path"]
    ]
    write_table(language, None, columns, rows)
    write()
