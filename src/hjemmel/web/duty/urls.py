"""Addresses of the pages of duty."""

from django.urls import path

from hjemmel.web.duty import (
    away_views,
    competence_views,
    district_views,
    exemption_views,
    figures_views,
    file_views,
    ledger_views,
    publish_views,
    roster_views,
    search_views,
    set_up_change_views,
    setup_views,
    shift_views,
    why_views,
)

_ROSTER = "vakt/planer/<int:key>/"
_DISTRICT = "vakt/distrikt/<int:key>/"

urlpatterns = [
    path("vakt/", district_views.duty, name="duty"),
    path("vakt/oppsett/", setup_views.setup, name="duty-setup"),
    path(f"{_DISTRICT}oppsett/", set_up_change_views.district, name="duty-setup-district"),
    path(
        f"{_DISTRICT}oppsett/stasjoner/<int:station>/",
        set_up_change_views.station,
        name="duty-setup-station",
    ),
    path(
        f"{_DISTRICT}oppsett/vakttyper/<int:kind>/",
        set_up_change_views.shift_type,
        name="duty-setup-type",
    ),
    path(
        f"{_DISTRICT}oppsett/leger/<int:doctor>/",
        set_up_change_views.doctor,
        name="duty-setup-doctor",
    ),
    path(_DISTRICT, district_views.district, name="duty-district"),
    path(f"{_DISTRICT}regnskap/", ledger_views.of_district, name="duty-ledger"),
    path(f"{_DISTRICT}timer/", figures_views.hours, name="duty-hours"),
    path(f"{_DISTRICT}fravar/", away_views.away, name="duty-away"),
    path(f"{_DISTRICT}fritak/", exemption_views.exemptions, name="duty-exemptions"),
    path(f"{_DISTRICT}kompetanse/", competence_views.competence, name="duty-competence"),
    path("vakt/fritak/<int:key>/", exemption_views.exemption, name="duty-exemption"),
    path(_ROSTER, roster_views.roster, name="duty-roster"),
    path(f"{_ROSTER}rute/", roster_views.roster_panel, name="duty-roster-panel"),
    path(f"{_ROSTER}endre/", roster_views.change, name="duty-roster-change"),
    path(f"{_ROSTER}funn/", roster_views.findings, name="duty-roster-findings"),
    path(f"{_ROSTER}utskrift/", roster_views.printed, name="duty-print"),
    path(f"{_ROSTER}fil/", file_views.sheet, name="duty-sheet"),
    path(f"{_ROSTER}vaktplan.xlsx", file_views.workbook, name="duty-roster-excel"),
    path(f"{_ROSTER}sok/", search_views.search, name="duty-search"),
    path(f"{_ROSTER}sok/<int:run>/", search_views.one_run, name="duty-run"),
    path(f"{_ROSTER}publisering/", publish_views.publish, name="duty-publish"),
    path(f"{_ROSTER}regnskap/", ledger_views.of_roster, name="duty-roster-ledger"),
    path(f"{_ROSTER}kostnad/", figures_views.cost, name="duty-cost"),
    path(f"{_ROSTER}vakt/", shift_views.shift, name="duty-shift"),
    path(f"{_ROSTER}bytter/", shift_views.offers, name="duty-offers"),
    path(f"{_ROSTER}omlegging/", away_views.replan, name="duty-replan"),
    path(f"{_ROSTER}hvorfor/", why_views.why, name="duty-why"),
]
