"""The form of a practice: it lives in the address; an empty field means the usual or the law's value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from hjemmel.engines.funding import Form, PracticeInputs
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Language, Text
from hjemmel.web.numbers import NumberField, typed

KR = Text("kr", "NOK")
A_YEAR = Text("kr i året", "NOK a year")
PER_VISIT = Text("kr per konsultasjon", "NOK per consultation")
PERCENT = Text("%", "%")
_FORMS = (Form.SELF_EMPLOYED, Form.SALARIED, Form.VARIANT_8_2, Form.VARIANT_8_2_KEEPS)


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What stands around a field.

    Args:
        label: Its name.
        unit: Its unit.
        group: The part of the form.
        field: The engine's input; empty: another use.
    """

    label: Text
    unit: Text
    group: str
    field: str = ""


WORDS: Mapping[str, FieldWords] = {
    "personer": FieldWords(
        Text("Personer på listen", "Persons on the list"), Text("personer", "persons"), "list"
    ),
    "ned_til": FieldWords(
        Text("Reduser listen til", "Reduce the list to"), Text("personer", "persons"), "list"
    ),
    "faste": FieldWords(
        Text("Faste driftskostnader", "Fixed running costs"), A_YEAR, "costs", "fixed_cost"
    ),
    "per_kons": FieldWords(
        Text("Kostnad per konsultasjon", "Cost per consultation"),
        PER_VISIT,
        "costs",
        "cost_per_consultation",
    ),
    "lonn": FieldWords(
        Text("Lønn med sosiale kostnader", "Salary with social costs"), A_YEAR, "costs", "salary"
    ),
    "til_kommunen": FieldWords(
        Text("Betaling til kommunen for kontor", "Payment to the municipality for the office"),
        A_YEAR,
        "costs",
        "paid_to_municipality",
    ),
    "onsket": FieldWords(Text("Skal ha igjen", "Shall have left"), A_YEAR, "costs"),
    "kons": FieldWords(
        Text("Konsultasjoner per person", "Consultations per person"),
        Text("i året", "a year"),
        "visits",
    ),
    "kveld": FieldWords(Text("På kveld", "In the evening"), PERCENT, "visits"),
    "staten": FieldWords(
        Text("Fritatt for egenandel", "Exempt from the patient's share"), PERCENT, "visits"
    ),
    "tillegg": FieldWords(
        Text("Tillegg og laboratorium", "Supplements and laboratory"),
        PER_VISIT,
        "visits",
        "other_per_consultation",
    ),
    "sats": FieldWords(
        Text("Basistilskudd per person", "Capitation per person"),
        A_YEAR,
        "rates",
        "capitation_rate",
    ),
    "honorar": FieldWords(
        Text("Honorar per konsultasjon", "Fee per consultation"), KR, "rates", "fee"
    ),
    "egenandel": FieldWords(
        Text("Egenandel av honoraret", "Patient's part of the fee"), KR, "rates", "patient_share"
    ),
}
GROUPS = (
    ("list", Text("Listen", "The list")),
    ("costs", Text("Kostnader", "Costs")),
    ("visits", Text("Konsultasjoner", "Consultations")),
    ("rates", Text("Egne satser der ingen er funnet", "Rates of one's own where none was found")),
)
NAMES = (*WORDS, "liste", "form", "dato", "kommunen_beholder")
_WHOLE = ("personer", "ned_til")


class PracticeForm(forms.Form):
    """The practice as it was typed."""

    dato = forms.DateField(required=False)
    form = forms.ChoiceField(
        required=False, choices=[(one.name.lower(), one.name.lower()) for one in _FORMS]
    )
    kommunen_beholder = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, language: Language, usual: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.language, self.usual = language, usual
        for name in WORDS:
            field = NumberField(required=False, whole=name in _WHOLE)
            field.language = language
            self.fields[name] = field

    def practice(self) -> PracticeInputs:
        """Return the practice of a form that is valid.

        Raises:
            InputError: A value is outside what is possible.
        """
        given = self.cleaned_data
        chosen = given["form"]
        amounts: dict[str, Any] = {
            words.field: Money.kroner(str(given[name]))
            for name, words in WORDS.items()
            if words.field and given[name] is not None
        }
        persons, visits = given["personer"], given["kons"]
        return PracticeInputs(
            persons=self.usual["persons"] if persons is None else persons,
            form=Form[chosen.upper()] if chosen else self.usual["form"],
            consultations_per_person=None if visits is None else Decimal(str(visits)),
            evening_share=_share(given["kveld"]),
            state_pays_share=_share(given["staten"]),
            fees_to_municipality=given["kommunen_beholder"],
            **amounts,
        )

    @property
    def groups(self) -> list[tuple[str, Text, list[dict[str, Any]]]]:
        """The parts of the form with their fields as the page shows them."""
        return [
            (key, title, [self._shown(name) for name, one in WORDS.items() if one.group == key])
            for key, title in GROUPS
        ]

    @property
    def forms_of_post(self) -> list[tuple[str, Text, bool]]:
        """The forms of post to choose among, and which is chosen."""
        chosen = str(self.data.get("form", "")) or self.usual["form"].name.lower()
        return [(one.name.lower(), one.label, one.name.lower() == chosen) for one in _FORMS]

    def _shown(self, name: str) -> dict[str, Any]:
        value = str(self.data.get(name, "")).strip()
        if not value and name == "personer":
            value = typed(self.usual["persons"], self.language)
        return {
            "name": name,
            "words": WORDS[name],
            "value": value,
            "errors": [str(error) for error in self.errors.get(name, ())],
        }


def _share(percent: float | None) -> Decimal:
    return Decimal(0) if percent is None else Decimal(str(percent)) / 100
