"""Every page there is, by the name of its address, with examples and who may open them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import URLPattern, URLResolver, get_resolver

REGISTER = "/nb/4601/"
DUTY = f"{REGISTER}vakt/"
PLANS = f"{REGISTER}plan/"
PLAN = f"{PLANS}legetjenesten-2022/"
EXAMPLE = "/nb/trondheim-2024/plan/trondheim-2024/"
GRANTS = f"{REGISTER}tilskudd/"
TODAY = datetime.now(ZoneInfo("Europe/Oslo")).date()
PUBLIC = {
    "overview": ("/nb/bergen-synthetic-2024/", "/en/trondheim-2024/"),
    "need": ("/nb/bergen-2023/behov/",),
    "quality": ("/nb/bergen-2023/datakvalitet/",),
    "law": ("/nb/regelverk/",),
    "law-extent": ("/nb/regelverk/omfang/",),
    "law-rule": ("/nb/regelverk/regler/list_limits.ceiling_is_allowed/",),
    "law-parameter": (
        "/nb/regelverk/gp_list.ceiling_max/",
        "/en/regelverk/planning.consultation_rates/",
    ),
    "plan": ("/nb/trondheim-2024/plan/",),
    "plan-one": (EXAMPLE, "/en/trondheim-2024/plan/trondheim-2024/?omrade=KK&kostnad=once"),
    "plan-board": (f"{EXAMPLE}tavle/",),
    "plan-measure": (f"{EXAMPLE}tiltak/22/",),
    "plan-indicators": (f"{EXAMPLE}indikatorer/",),
    "plan-indicator": (f"{EXAMPLE}indikatorer/I01/",),
    "plan-budget": (f"{EXAMPLE}budsjett/",),
    "plan-public": (f"{EXAMPLE}offentlig/",),
    "plan-documents": (f"{EXAMPLE}dokumenter/",),
    "plan-document-draft": (
        f"{EXAMPLE}dokumenter/utkast/?slag=tertial",
        "/en/trondheim-2024/plan/trondheim-2024/dokumenter/utkast/?slag=case&sprak=nn",
    ),
    "plan-public-all": ("/nb/4601/offentlige-planer/", "/nb/trondheim-2024/offentlige-planer/"),
    "about": ("/nb/om/",),
    "accessibility": ("/nb/tilgjengelighet/",),
    "privacy": ("/nb/personvern/",),
    "places-one": (
        "/nb/4601/ledige-plasser/",
        "/en/4601/ledige-plasser/?fra=460102&innen=7.5&sorter=naer",
    ),
    "account_login": ("/konto/login/", "/konto/login/?next=/en/4601/"),
    "account_inactive": ("/konto/inactive/",),
    "account_signup": ("/konto/signup/",),
    "socialaccount_login_cancelled": ("/konto/oidc/login/cancelled/",),
    "socialaccount_login_error": ("/konto/oidc/login/error/",),
}
OF_LEADER = {
    "overview": (REGISTER, "/en/4601/?per=2024-06-01&kjent=2030-01-01"),
    "district": (f"{REGISTER}bydeler/460103/",),
    "need": (f"{REGISTER}behov/",),
    "quality": (f"{REGISTER}datakvalitet/",),
    "quality-rows": (f"{REGISTER}datakvalitet/sentre-uten-organisasjonsnummer/",),
    "indicators": (f"{REGISTER}nokkeltall/",),
    "statistics": (f"{REGISTER}statistikk/",),
    "snapshots": (f"{REGISTER}manedsbilder/",),
    "lists": (
        f"{REGISTER}lister/",
        f"{REGISTER}lister/?sok=finnes-ikke",
        f"{REGISTER}lister/?status=feil",
        "/en/4601/lister/?bydel=460103&sorter=ledig",
    ),
    "lists-new": (f"{REGISTER}lister/ny/",),
    "funding": (f"{REGISTER}okonomi/",),
    "funding-list": (f"{REGISTER}okonomi/lister/1/",),
    "funding-again": (
        f"{REGISTER}okonomi/ny-beregning/",
        f"{REGISTER}okonomi/ny-beregning/?regler=2023-07-01",
    ),
    "funding-practice": (
        f"{REGISTER}okonomi/praksis/?personer=1100&faste=600000&ned_til=900",
        "/en/4601/okonomi/praksis/?dato=2025-01-01",
    ),
    "lists-one": (f"{REGISTER}lister/1/",),
    "lists-centre": (f"{REGISTER}legesentre/1/",),
    "lists-doctor": (f"{REGISTER}leger/1/",),
    "residents": (f"{REGISTER}innbyggere/",),
    "residents-waiting": (f"{REGISTER}innbyggere/venteliste/",),
    "residents-one": (f"{REGISTER}innbyggere/1/", f"{REGISTER}innbyggere/5/"),  # asks; opened
    "work": (f"{REGISTER}arbeid/", f"{REGISTER}arbeid/?hva=reduksjoner"),
    "work-request": (f"{REGISTER}arbeid/onsker/1/",),
    "work-event": (f"{REGISTER}arbeid/hendelser/1/",),
    "work-rounds": (f"{REGISTER}arbeid/runder/",),
    "work-round": (f"{REGISTER}arbeid/runder/1/", "/en/4601/arbeid/runder/1/?hvem=plass"),
    "work-reductions": (f"{REGISTER}arbeid/reduksjoner/",),
    "work-reduction": (f"{REGISTER}arbeid/reduksjoner/1/",),
    "work-cutover": (f"{REGISTER}arbeid/manedsskifte/",),
    "work-letters": (f"{REGISTER}brev/", "/en/4601/brev/"),
    "work-letter-template": (f"{REGISTER}brev/tekster/gp-ends/",),
    "work-letters-batch": (f"{REGISTER}brev/runde/1/",),
    "reconciliation": (f"{REGISTER}avstemming/", "/en/4601/avstemming/?hva=tak"),
    "imports": (f"{REGISTER}import/",),
    "imports-run": (f"{REGISTER}import/1/",),
    "duty": (DUTY,),
    "duty-district": ("/en/4601/vakt/distrikt/1/",),
    "duty-setup": (f"{DUTY}oppsett/?distrikt=1", f"{DUTY}oppsett/"),
    "duty-setup-district": (f"{DUTY}distrikt/1/oppsett/",),
    "duty-setup-station": (f"{DUTY}distrikt/1/oppsett/stasjoner/1/",),
    "duty-setup-type": (
        f"{DUTY}distrikt/1/oppsett/vakttyper/1/",
        "/en/4601/vakt/distrikt/1/oppsett/vakttyper/1/",
    ),
    "duty-setup-doctor": (f"{DUTY}distrikt/1/oppsett/leger/1/",),
    "duty-ledger": (f"{DUTY}distrikt/1/regnskap/?hva=nights",),
    "duty-hours": (f"{DUTY}distrikt/1/timer/",),
    "duty-away": (f"{DUTY}distrikt/1/fravar/",),
    "duty-exemptions": (f"{DUTY}distrikt/1/fritak/",),
    "duty-exemption": (f"{DUTY}fritak/1/",),
    "duty-competence": (f"{DUTY}distrikt/1/kompetanse/",),
    "duty-roster": (
        f"{DUTY}planer/1/",
        f"{DUTY}planer/2/?funn=ja",
        "/en/4601/vakt/planer/1/?vis=kalender&uker=1",
        f"{DUTY}planer/1/?vakt=evening:{TODAY}&fra={TODAY}&uker=1",
        f"{DUTY}planer/1/?lege=1&dag={TODAY}&fra={TODAY}&uker=1",
    ),
    "duty-print": (f"{DUTY}planer/1/utskrift/?fra={TODAY}&til={TODAY}",),
    "duty-sheet": (f"{DUTY}planer/2/fil/",),
    "duty-search": (f"{DUTY}planer/2/sok/",),
    "duty-run": (f"{DUTY}planer/2/sok/1/",),
    "duty-publish": (f"{DUTY}planer/1/publisering/", f"{DUTY}planer/2/publisering/"),
    "duty-roster-ledger": (f"{DUTY}planer/2/regnskap/",),
    "duty-cost": (f"{DUTY}planer/1/kostnad/",),
    "duty-shift": (f"{DUTY}planer/1/vakt/?vakt=evening:{TODAY}",),
    "duty-offers": (f"{DUTY}planer/1/bytter/",),
    "duty-replan": (f"{DUTY}planer/1/omlegging/",),
    "duty-why": (f"{DUTY}planer/1/hvorfor/?vakt=evening:{TODAY}",),
    "plan": (PLANS,),
    "plan-one": (PLAN, "/en/4601/plan/legetjenesten-2022/?status=in_progress"),
    "plan-board": (f"{PLAN}tavle/",),
    "plan-measure": (f"{PLAN}tiltak/1/", "/en/4601/plan/legetjenesten-2022/tiltak/2/"),
    "plan-new-measure": (f"{PLAN}nytt-tiltak/",),
    "plan-indicators": (f"{PLAN}indikatorer/", f"{PLAN}indikatorer/?lys=unknown"),
    "plan-indicator": (
        f"{PLAN}indikatorer/I01/",
        "/en/4601/plan/legetjenesten-2022/indikatorer/I16/",
    ),
    "plan-budget": (f"{PLAN}budsjett/",),
    "plan-change": (f"{PLAN}endre/",),
    "plan-sheet": (f"{PLAN}fil/",),
    "plan-feeds": (f"{PLAN}kalender/",),
    "plan-public": (f"{PLAN}offentlig/",),
    "grants": (GRANTS, "/en/4601/tilskudd/?status=venter"),
    "grants-schemes": (f"{GRANTS}ordninger/",),
    "grants-scheme": (f"{GRANTS}ordninger/1/", "/en/4601/tilskudd/ordninger/3/"),
    "grants-round": (f"{GRANTS}runder/3/",),
    "grants-payments": (f"{GRANTS}utbetalinger/?vis=alle",),
    "grants-watch": (f"{GRANTS}frister/",),
    "grants-import": (f"{GRANTS}fra-fil/",),
    "grants-case": tuple(f"{GRANTS}saker/{key}/" for key in range(1, 11)),
    "plan-documents": (f"{PLAN}dokumenter/",),
    "plan-document-draft": (f"{PLAN}dokumenter/utkast/?slag=data",),
    "plan-all-documents": (f"{REGISTER}dokumenter/",),
    "plan-document": (f"{REGISTER}dokumenter/1/", "/en/4601/dokumenter/2/"),
    "plan-document-text": (f"{REGISTER}dokumenter/tekster/case/?sprak=nn",),
    "profile": ("/nb/profil/",),
    "account_change_password": ("/konto/password/change/",),
    "account_logout": ("/konto/logout/",),
    "account_reauthenticate": ("/konto/reauthenticate/",),
    "mfa_index": ("/konto/2fa/",),
    "mfa_activate_totp": ("/konto/2fa/totp/activate/",),
}
OF_ADMINISTRATOR = {
    "users": ("/nb/brukere/",),
    "users-one": ("/nb/brukere/1/",),
    "log": ("/nb/logg/", "/nb/logg/?hva=oppslag"),
    "setup": ("/nb/oppsett/",),
}
OF_RESIDENT = {
    "mine": ("/nb/min-fastlege/",),
    "mine-find": ("/nb/min-fastlege/finn/?hvem=1", "/en/min-fastlege/finn/?innen=7.5&sorter=naer"),
    "mine-change": ("/nb/min-fastlege/bytt/1/", "/en/min-fastlege/bytt/2/?hvem=1"),
    "mine-queue": ("/nb/min-fastlege/ko/", "/en/min-fastlege/ko/?hvem=1"),
    "mine-receipt": ("/nb/min-fastlege/kvittering/",),
}
OF_DOCTOR = {
    "my-duty": ("/nb/vakt/min/", "/en/vakt/min/"),
    "my-wishes": ("/nb/vakt/min/onsker/",),
    "my-exemptions": ("/nb/vakt/min/fritak/",),
    "my-feeds": ("/nb/vakt/min/kalender/",),
    "my-grants": (f"{GRANTS}mine/", "/en/4601/tilskudd/mine/"),
    "my-funding": (f"{REGISTER}okonomi/mine/",),
    "my-funding-list": (f"{REGISTER}okonomi/mine/lister/1/",),
}
NO_PAGES = {
    # they go on to another page
    "home", "language", "places", "account_set_password", "socialaccount_signup",
    "socialaccount_connections", "openid_connect_login", "openid_connect_callback",
    # they answer a form
    "profile-token", "imports-columns", "residents-export", "duty-roster-change",
    # they are a part of a page
    "duty-roster-panel", "duty-roster-findings",
    # they need a second factor, and are tried where one is turned on
    "mfa_authenticate", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    # an image
    "need-path",
    # files
    "grants-letter", "grants-calendar",
}  # fmt: skip
_FILES = ("-xlsx", "-csv", "-excel", "-file", "-table")
_PROGRAMS = ("api-v1:", "fhir-")


def page_names() -> set[str]:
    """Return the names of all addresses that answer with a page of their own."""
    return {
        name
        for name in _names(get_resolver().url_patterns)
        if name not in NO_PAGES and not name.endswith(_FILES) and not name.startswith(_PROGRAMS)
    }


def _names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, space)
        elif pattern.name:
            yield prefix + pattern.name
