"""Addresses of the pages of grants."""

from django.urls import path

from hjemmel.web.grants import case_views, import_views, money_views, own_views, scheme_views

_CASE = "tilskudd/saker/<int:key>/"

urlpatterns = [
    path("tilskudd/", case_views.cases, name="grants"),
    path("tilskudd/mine/", own_views.mine, name="my-grants"),
    path("tilskudd/ordninger/", scheme_views.schemes, name="grants-schemes"),
    path("tilskudd/ordninger/<int:key>/", scheme_views.scheme, name="grants-scheme"),
    path("tilskudd/runder/<int:key>/", scheme_views.grant_round, name="grants-round"),
    path("tilskudd/utbetalinger/", money_views.payments, name="grants-payments"),
    path("tilskudd/frister/", money_views.watch, name="grants-watch"),
    path("tilskudd/frister.ics", money_views.calendar, name="grants-calendar"),
    path("tilskudd/fra-fil/", import_views.imports, name="grants-import"),
    path(_CASE, case_views.one_case, name="grants-case"),
    path(f"{_CASE}vedtak.pdf", case_views.letter, name="grants-letter"),
    path(f"{_CASE}tilbaketrekking.pdf", case_views.revocation, name="grants-revocation-file"),
    path(f"{_CASE}vedlegg/<int:file>/", case_views.attachment, name="grants-file"),
]
