"""``hjemmel funding practice``: a practice's income and costs, break-even, and a shorter list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hjemmel.cli.commands.funding.common import SomeMunicipality, kroner
from hjemmel.cli.commands.lists.common import chosen, say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import Column, shown, write, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day, number, whole
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.engines.funding import Economy, PracticeInputs
    from hjemmel.engines.funding.practice import Reduction

PRACTICE_HELP = (
    "Regn ut inntekt og kostnad for en praksis, listen der det går i null, og hva en kortere liste koster "
    "hvem. ¦ Compute a practice's income and costs, the list at which it breaks even, and what a "
    "shorter list costs whom."
)
_FORMS = ("self_employed", "salaried", "variant_8_2", "variant_8_2_keeps")


def _amount(option: str, help_text: str) -> Any:
    return typer.Option(option, parser=str, callback=number(option), metavar="NOK", help=help_text)


Persons = Annotated[
    int,
    typer.Option(
        "--persons", parser=str, callback=whole("--persons"), help="Personer på listen. ¦ Persons."
    ),
]
Day = Annotated[
    date,
    typer.Option(
        "--date",
        parser=day("--date"),
        metavar="DAY",
        help="Dagen satsene leses for. ¦ The day the rates are read for.",
    ),
]
FormAsked = Annotated[
    str,
    typer.Option(
        "--form",
        help="self_employed, salaried, variant_8_2 eller variant_8_2_keeps. "
        "¦ self_employed, salaried, variant_8_2 or variant_8_2_keeps.",
    ),
]
Fixed = Annotated[
    float | None,
    _amount("--fixed-cost", "Faste driftskostnader i året. ¦ Fixed running costs a year."),
]
PerVisit = Annotated[
    float | None,
    _amount("--cost-per-visit", "Kostnad per konsultasjon. ¦ Cost per consultation."),
]
Other = Annotated[
    float | None,
    _amount(
        "--other-per-visit",
        "Tillegg og laboratorium per konsultasjon. ¦ Supplements and laboratory per consultation.",
    ),
]
Salary = Annotated[
    float | None,
    _amount("--salary", "Lønn med sosiale kostnader i året. ¦ Salary with social costs a year."),
]
Office = Annotated[
    float | None,
    _amount(
        "--pays-municipality",
        "Det legen betaler kommunen for kontor i året. ¦ What the GP pays the municipality a year.",
    ),
]
Rate = Annotated[
    float | None,
    _amount(
        "--capitation-rate",
        "Egen sats per person og år; uten: dagens. ¦ One's own rate; without: the day's.",
    ),
]
Fee = Annotated[
    float | None,
    _amount("--fee", "Eget honorar per konsultasjon. ¦ One's own fee per consultation."),
]
PatientShare = Annotated[
    float | None,
    _amount("--patient-share", "Egenandel av honoraret. ¦ The patient's part of the fee."),
]
Visits = Annotated[
    float | None,
    typer.Option(
        "--visits",
        parser=str,
        callback=number("--visits"),
        help="Konsultasjoner per person og år; uten: planleggingstall. "
        "¦ Consultations per person and year; without: a planning figure.",
    ),
]
Ages = Annotated[
    str | None,
    typer.Option(
        "--ages",
        metavar="BAND=PERSONS,…",
        help="Alderen på listen, som 0-5=60,6-15=110,67-79=200; bare forholdet teller. "
        "¦ The ages on the list, as 0-5=60,6-15=110,67-79=200; only proportions count.",
    ),
]
FeesKept = Annotated[
    bool,
    typer.Option(
        "--fees-to-municipality",
        help="Kommunen beholder egenandeler og refusjoner. ¦ The municipality keeps the fees.",
    ),
]
Wanted = Annotated[
    float | None,
    _amount("--wanted", "Det legen skal ha igjen i året. ¦ What the GP shall have left a year."),
]
ReduceTo = Annotated[
    int | None,
    typer.Option(
        "--reduce-to",
        parser=str,
        callback=whole("--reduce-to"),
        help="Vis hva en kortere liste koster hvem. ¦ Show what a shorter list costs whom.",
    ),
]


def practice(
    context: typer.Context,
    persons: Persons,
    on: Day,
    municipality: SomeMunicipality = None,
    form: FormAsked = "self_employed",
    fixed_cost: Fixed = None,
    cost_per_visit: PerVisit = None,
    other_per_visit: Other = None,
    salary: Salary = None,
    pays_municipality: Office = None,
    capitation_rate: Rate = None,
    fee: Fee = None,
    patient_share: PatientShare = None,
    visits: Visits = None,
    ages: Ages = None,
    fees_to_municipality: FeesKept = False,
    wanted: Wanted = None,
    reduce_to: ReduceTo = None,
    as_json: Json = False,
) -> None:
    """Compute a practice per year; costs are the user's own figures."""
    from hjemmel.engines.funding import Form, PracticeInputs, break_even, economy, reduction
    from hjemmel.law import law_on

    given: dict[str, Any] = {
        "fixed_cost": fixed_cost,
        "cost_per_consultation": cost_per_visit,
        "other_per_consultation": other_per_visit,
        "salary": salary,
        "paid_to_municipality": pays_municipality,
        "capitation_rate": capitation_rate,
        "fee": fee,
        "patient_share": patient_share,
    }
    amounts: dict[str, Any] = {
        name: _money(value) for name, value in given.items() if value is not None
    }
    inputs = PracticeInputs(
        persons=persons,
        form=Form[chosen("--form", form, _FORMS).upper()],
        consultations_per_person=None if visits is None else Decimal(str(visits)),
        fees_to_municipality=fees_to_municipality,
        composition=_ages(ages),
        **amounts,
    )
    law = law_on(on, municipality or "")
    result = economy(inputs, law)
    at = break_even(inputs, law, wanted=_money(wanted or 0))
    cut = None if reduce_to is None else reduction(inputs, reduce_to, law)
    language = language_of(context)
    if as_json:
        from hjemmel.engines.funding.plain import economy_as_plain, reduction_as_plain

        plain = economy_as_plain(result, language, breaks_even_at=at)
        write_json({**plain, "reduction": None if cut is None else reduction_as_plain(cut)})
        return
    _present(inputs, result, at, language)
    if cut is not None:
        _present_cut(cut, language)


def _ages(said: str | None) -> dict[str, int]:
    """Read persons by age band.

    Raises:
        InputError: A part is not a band and a number.
    """
    found: dict[str, int] = {}
    for part in (said or "").split(","):
        band, _, count = part.strip().partition("=")
        if not band:
            continue
        if not count.strip().isdecimal():
            raise InputError(
                Text(f"«{part.strip()}» kan ikke leses.", f"“{part.strip()}” cannot be read."),
                where="--ages",
                remedy=Text("Skriv som 0-5=60,6-15=110.", "Write as 0-5=60,6-15=110."),
            )
        found[band.strip()] = int(count)
    return found


def _money(value: float) -> Money:
    return Money.kroner(str(value))


def _present(inputs: PracticeInputs, result: Economy, at: int | None, language: Language) -> None:
    from hjemmel.engines.funding import Party

    place = result.at(inputs.persons)
    net = kroner(Money(int(result.net(Party.GP)[place])), language)
    persons = shown(inputs.persons, language)
    say(
        language,
        f"Med {persons} personer på listen har legen {net} igjen i året.",
        f"With {persons} persons on the list the GP has {net} left a year.",
    )
    if at is not None:
        length = shown(at, language)
        say(language, f"Det går i null med {length} personer.", f"It breaks even at {length}.")
    columns: list[Column] = [
        (Text("Hva", "What"), "left"),
        (Text("Fra", "From"), "left"),
        (Text("Til", "To"), "left"),
        (Text("Kr i året", "NOK a year"), "right"),
    ]
    write()
    write_table(
        language,
        None,
        columns,
        [
            (
                flow.title.in_language(language),
                flow.payer.label.in_language(language),
                flow.receiver.label.in_language(language),
                shown(int(flow.amounts[place]) / 100, language),
            )
            for flow in result.flows
        ],
    )
    for one in result.assumptions:
        write(f"  – {one.in_language(language)}")


def _present_cut(cut: Reduction, language: Language) -> None:
    before, after = shown(cut.before, language), shown(cut.after, language)
    say(language, f"Fra {before} til {after} personer:", f"From {before} to {after} persons:")
    for party, amount in cut.change.items():
        if amount.oere:
            change = shown(amount.in_kroner, language, signed=True)
            write(f"  {party.label.in_language(language)}: {change} kr")
