"""What a document is made from: the plan as it stands, the days, the language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hjemmel.apps.documents.words import NYNORSK, Written, written
from hjemmel.cases.plans import indicator_definitions
from hjemmel.domain.document import Paragraph, Span, Words
from hjemmel.domain.document_table import Cell, Phrase
from hjemmel.domain.measure import Measure
from hjemmel.domain.plan import Plan
from hjemmel.domain.plan_indicator import IndicatorDefinition, IndicatorUnit
from hjemmel.domain.plan_sums import PlanSums, sums_of
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_date, format_kroner
from hjemmel.kernel.text import Language, Text, WrittenLanguage, words_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a document is made from.

    Args:
        plan: The plan as it stands.
        language: The language of headings and standing text.
        as_of: The day that statuses, deadlines and values are held against.
        made_on: The day the document is made.
        tertial: The tertial that a report is about.
        case_number: The number of the case; empty: none yet.
        assessment: What somebody typed, in the marks of texts; empty: nothing yet.
    """

    plan: Plan
    language: WrittenLanguage
    as_of: date
    made_on: date
    tertial: Tertial
    case_number: str = ""
    assessment: str = ""

    @property
    def numbers(self) -> Language:
        """The language of numbers and dates."""
        return words_in(self.language)

    @property
    def sums(self) -> PlanSums:
        """What the plan comes to."""
        return sums_of(self.plan, self.as_of)

    @property
    def late(self) -> int:
        """How many measures were past their deadline on the day, with something left to do."""
        return sum(self.is_late(one) for one in self.plan.measures)

    def is_late(self, one: Measure) -> bool:
        """Tell whether a measure was past its deadline on the day, as it stood then."""
        if one.deadline is None or one.deadline >= self.as_of:
            return False
        return not one.status_on(self.as_of).is_over

    def said(self, text: Text) -> str:
        """Return a pair's words in the document's language."""
        return written(text, self.language)

    def foreign(
        self, text: Text | str, wrote: WrittenLanguage | None = None
    ) -> WrittenLanguage | None:
        """Return the language that some words stand in, where it is not the document's.

        Args:
            text: The words, or a pair with the same in English.
            wrote: The language of those without a translation; ``None``: the plan's.
        """
        if isinstance(text, Text) and self._is_translated(text):
            return None
        stands_in = wrote or self.plan.language
        return None if stands_in == self.language else stands_in

    def _is_translated(self, text: Text) -> bool:
        if self.language == "en":
            return text.is_translated
        return self.language == "nn" and text.nb in NYNORSK

    def own(self, text: Text | str) -> Span:
        """Return what the municipality wrote, with its language."""
        words = text if isinstance(text, str) else self.said(text)
        return Span(words, language=self.foreign(text))

    def own_cell(self, text: Text | str, wrote: WrittenLanguage | None = None) -> Cell:
        """Return the same as a cell; nothing where nothing is written.

        Args:
            text: The words, or a pair with the same in English.
            wrote: The language of those without a translation; ``None``: the plan's.
        """
        words = text if isinstance(text, str) else self.said(text)
        language = self.foreign(text, wrote)
        return (Phrase(words, language) if language else words) or None

    def around(self, text: Written, words: Span, **named: str) -> Words:
        """Return standing words with ``{text}`` in them, and there what somebody else wrote."""
        before, _, after = text.to(self.language).partition("{text}")
        spans = (Span(before.format(**named)), words, Span(after.format(**named)))
        return tuple(span for span in spans if span.text)

    def indicator(self, one: IndicatorDefinition) -> WrittenLanguage:
        """Return the language of an indicator's words without a translation: the plan's, if it is its own."""
        comes_along = any(one.id == known.id for known in indicator_definitions())
        return "nb" if comes_along else self.plan.language

    def kroner(self, amount: Money) -> str:
        """Return an amount as words: «kr 300 000»."""
        return format_kroner(amount.in_kroner, self.numbers)

    def day(self, day: date | None, missing: str = "–") -> str:
        """Return a day as words."""
        return missing if day is None else format_date(day, self.numbers)

    def measured(self, unit: IndicatorUnit, value: Decimal) -> str:
        """Return a value with its unit as words."""
        words = unit.words(value, self.numbers)
        label = unit.label.nb
        return words.replace(label, self.said(unit.label)) if self.language == "nn" else words

    def area(self, code: str) -> str:
        """Return the name of a focus area, or that a measure has none."""
        area = self.plan.area(code)
        return NO_AREA.to(self.language) if area is None else self.said(area.title)

    def area_cell(self, code: str) -> Cell:
        """Return the same as a cell, with its language."""
        area = self.plan.area(code)
        return NO_AREA.to(self.language) if area is None else self.own_cell(area.title)

    def paragraph(self, text: Written, **named: str) -> Paragraph:
        """Return a paragraph of standing words with what is named in them."""
        return Paragraph((Span(text.to(self.language).format(**named)),))


NO_AREA = Written("Uten satsingsområde", "Utan satsingsområde", "Without a focus area")
SUM = Written("Sum", "Sum", "Sum")
