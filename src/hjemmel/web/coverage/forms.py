"""The assumptions of the need, as a form that lives in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.engines.coverage import NeedInputs
from hjemmel.engines.coverage.questions import QUESTIONS, changes_from
from hjemmel.kernel.numbers import format_date, format_number
from hjemmel.kernel.text import Language, Text
from hjemmel.web.numbers import NumberField, exact, typed

NO_UNIT = Text("", "")


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What stands around a field."""

    label: Text
    unit: Text = NO_UNIT
    help: Text | None = None


WORDS: dict[str, FieldWords] = {
    "population": FieldWords(Text("Innbyggere i målåret", "Residents in the target year")),
    "target_year": FieldWords(Text("Målår", "Target year")),
    "guests": FieldWords(
        Text("Gjestepasienter, netto", "Guest patients, net"),
        Text("personer", "persons"),
        Text(
            "Fra andre kommuner på listene her, minus innbyggere med lege i en annen kommune.",
            "From other municipalities on the lists here, minus residents with a GP elsewhere.",
        ),
    ),
    "mean_list": FieldWords(
        Text("Gjennomsnittlig listelengde", "Mean list length"), Text("personer", "persons")
    ),
    "reserve": FieldWords(Text("Ledig kapasitet", "Free capacity"), Text("%", "%")),
    "gps": FieldWords(Text("Fastleger i dag", "GPs today")),
    "leavers": FieldWords(Text("Avgang", "Leavers"), Text("per år", "a year")),
    "years": FieldWords(Text("Rekruttere over", "Recruit over"), Text("år", "years")),
    "horizon": FieldWords(
        Text("Vis veien i", "Show the way for"), Text("år (høyst 25)", "years (at most 25)")
    ),
    "demand_index": FieldWords(
        Text("Behovsindeks", "Demand index"),
        Text("(1 = som landet)", "(1 = like the nation)"),
        Text(
            "Fyll ut bare når alder og kjønn ikke er kjent.",
            "Fill in only when age and sex are not known.",
        ),
    ),
    "municipal_fte": FieldWords(
        Text("Kommunale årsverk", "Municipal FTEs"),
        help=Text(
            "Fastlegenes kommunale arbeid, for SSBs korrigerte listelengde.",
            "The GPs' municipal work, for Statistics Norway's corrected list length.",
        ),
    ),
}


_RESERVE_OF = Text(
    "Reserven regnes av behovet (need) eller kapasiteten (capacity).",
    "The reserve is a share of the need (need) or of the capacity (capacity).",
)


class NeedForm(forms.Form):
    """Assumptions; an empty field means the municipality's own."""

    population = NumberField(required=False)
    target_year = NumberField(required=False, whole=True)
    guests = NumberField(required=False)
    mean_list = NumberField(required=False)
    reserve = NumberField(required=False)
    reserve_of = forms.ChoiceField(
        required=False, choices=[("need", "need"), ("capacity", "capacity")]
    )
    gps = NumberField(required=False, whole=True)
    leavers = NumberField(required=False)
    years = NumberField(required=False, whole=True)
    horizon = NumberField(required=False, whole=True)
    demand_index = NumberField(required=False)
    municipal_fte = NumberField(required=False)

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        for field in self.fields.values():
            if isinstance(field, NumberField):
                field.language = language
        self.fields["reserve_of"].error_messages["invalid_choice"] = _RESERVE_OF.in_language(
            language
        )

    def changes(self) -> dict[str, Any]:
        """Return what the reader changed, by name of the engine's input."""
        return changes_from({k: v for k, v in self.cleaned_data.items() if v != ""})

    def in_other_language(self, query: QueryDict) -> QueryDict:
        """Return the query with its numbers as the other language writes them."""
        other: Language = "en" if self.language == "nb" else "nb"
        changed = query.copy()
        for name, value in self.cleaned_data.items():
            if isinstance(value, int | float):
                changed[name] = exact(value, other)
        return changed

    def other_errors(self) -> list[str]:
        """Return what is wrong outside the fields with numbers."""
        return [str(e) for name, errors in self.errors.items() if name not in WORDS for e in errors]


@dataclass(frozen=True, slots=True)
class Field:
    """A field as the page shows it."""

    name: str
    words: FieldWords
    value: str
    hint: Text | None
    errors: tuple[str, ...]
    unit: Text
    placeholder: str = ""


def shown_fields(
    form: NeedForm,
    picture: MunicipalityOnDay,
    inputs: NeedInputs | None,
    reserve: float | None,
    leavers: float | None = None,
) -> list[Field]:
    """Return the fields with what was typed, else with the assumptions in use."""
    used: dict[str, float | None] = {}
    if inputs is not None:
        used = {q.name: getattr(inputs, q.field) for q in QUESTIONS if q.name in WORDS}
    else:
        used = _known(picture)
    used["reserve"] = None if reserve is None else round(reserve * 100, 4)
    fields = []
    for name, words in WORDS.items():
        given = str(form.data.get(name, "")).strip()
        if given:
            value = given
        elif name == "target_year":
            value = str(used.get(name) or "")
        else:
            value = typed(used.get(name), form.language)
        fields.append(
            Field(
                name,
                words,
                value,
                _hint(name, picture),
                tuple(str(error) for error in form.errors.get(name, ())),
                _unit(name, words, inputs),
                typed(round(leavers, 1), form.language)
                if name == "leavers" and leavers is not None
                else "",
            )
        )
    return fields


def _known(picture: MunicipalityOnDay) -> dict[str, float | None]:
    """Return what the source knows when the need cannot be computed yet."""
    names = {"gps": "gps", "mean_list": "mean_list_planning"}
    return {
        name: float(picture.figures[figure].value)
        for name, figure in names.items()
        if figure in picture.figures
    }


def _unit(name: str, words: FieldWords, inputs: NeedInputs | None) -> Text:
    if inputs is None:
        return words.unit
    if name == "gps":
        day = inputs.gps_as_of
        return Text(f"per {format_date(day)}", f"as of {format_date(day, 'en')}")
    if name == "population":
        return Text(f"i {inputs.target_year}", f"in {inputs.target_year}")
    return words.unit


def _hint(name: str, picture: MunicipalityOnDay) -> Text | None:
    """Say where the value comes from."""
    need = picture.need
    if need is not None and name in (
        "population",
        "guests",
        "mean_list",
        "leavers",
    ):
        figure = getattr(need, next(q.field for q in QUESTIONS if q.name == name))
        value = figure.value
        note = figure.note
        base = Text(
            f"Publisert: {format_number(value)}.", f"Published: {format_number(value, 'en')}."
        )
        return base if note is None else Text(f"{base.nb} {note.nb}", f"{base.en} {note.en}")
    if need is None and name == "population":
        if "population" not in picture.figures and not picture.districts:
            return Text("Ikke publisert; oppgi folketallet.", "Not published; give the population.")
        return Text(
            "Dagens folketall med landets vekst (SSB, hovedalternativet).",
            "Today's population with the nation's growth (SSB, main alternative).",
        )
    if name == "leavers" and any(d.doctor_ages for d in picture.districts):
        return Text("Beregnet av legenes alder.", "Computed from the doctors' ages.")
    return WORDS[name].help
