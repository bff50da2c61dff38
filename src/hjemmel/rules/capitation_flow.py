"""To whom the capitation goes: the GP or the municipality, and between municipalities for guests."""

from __future__ import annotations

from decimal import Decimal

from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_kroner as kr
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, calculated, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.capitation import monthly_part


@provision(
    at("statsavtalen", "basistilskudd"),
    title_nb="Hvem basistilskuddet betales til",
    title_en="To whom the capitation is paid",
    reads=("capitation.paid_to_self_employed_only",),
)
def capitation_is_paid_to_gp(
    is_self_employed: bool, has_municipal_operations: bool, is_kept_by_agreement: bool, law: LawAt
) -> Finding:
    """Test whether the GP gets the capitation.

    ``has_municipal_operations``: a variant of an 8.2 agreement, where the municipality runs the office;
    ``is_kept_by_agreement``: that agreement lets the GP keep the capitation.
    """
    if not law.flag("capitation.paid_to_self_employed_only") or (
        is_self_employed and not has_municipal_operations
    ):
        return met(
            "self_employed",
            "Basistilskuddet betales til den næringsdrivende fastlegen.",
            "The capitation is paid to the self-employed GP.",
        )
    if is_self_employed and is_kept_by_agreement:
        return met(
            "kept_by_agreement",
            "Avtalen lar fastlegen beholde basistilskuddet.",
            "The agreement lets the GP keep the capitation.",
        )
    if is_self_employed:
        return not_met(
            "forgone_by_agreement",
            "Kommunen driver kontoret og beholder basistilskuddet etter avtalen.",
            "The municipality runs the office and keeps the capitation by the agreement.",
        )
    return not_met(
        "salaried",
        "Fastlegen er fastlønnet; kommunen beholder basistilskuddet.",
        "The GP is salaried; the municipality keeps the capitation.",
    )


@provision(
    at("statsavtalen", "pkt. 2.2"),
    title_nb="Utjamningstilskudd per måned",
    title_en="Equalisation grant per month",
    reads=("capitation.is_paid_by_day", "capitation.instalments_per_year"),
)
def monthly_equalisation(yearly: Decimal, law: LawAt) -> Finding:
    """Calculate the month's part (NOK) of the yearly equalisation grant."""
    amount = monthly_part(yearly, law)
    return calculated(
        "instalment",
        f"Utjamningstilskuddet {kr(yearly)} per år gir {kr(amount)} for måneden.",
        f"The equalisation grant {kr(yearly, 'en')} per year gives {kr(amount, 'en')} "
        "for the month.",
        value=amount,
    )


@provision(
    at("helfo_fastlege", "gjesteinnbyggeroppgjør"),
    title_nb="Gjesteinnbyggeroppgjør for en liste, per måned",
    title_en="Guest settlement of a list, per month",
    reads=("capitation.guests_paid_by_home",),
)
def guest_settlement(list_capitation: Decimal, persons: int, guests: int, law: LawAt) -> Finding:
    """Estimate what the guests' municipalities owe (NOK) for a list in a month.

    Each guest counts as the list's mean person; what is really settled stands in Helfo's yearly report.
    """
    if guests > persons:
        return needs_judgement(
            "more_guests_than_persons",
            f"Listen har {n(persons)} personer, men {n(guests)} gjester; rett tallene.",
            f"The list has {n(persons, 'en')} persons, but {n(guests, 'en')} guests; correct them.",
        )
    is_open = law.flag("capitation.guests_paid_by_home") and persons > 0
    share = list_capitation * guests / persons if is_open else Decimal(0)
    amount = Money.kroner(share).in_kroner
    return calculated(
        "share_of_list",
        f"{n(guests)} gjester av {n(persons)} gir et anslag på {kr(amount)} fra "
        "bostedskommunene for måneden.",
        f"{n(guests, 'en')} guests of {n(persons, 'en')} give an estimate of {kr(amount, 'en')} "
        "from the municipalities of residence for the month.",
        value=amount,
    )
