"""Every page there is, without its language."""

from __future__ import annotations

CASES = ("bergen-synthetic-2024", "bergen-2023", "trondheim-2024", "trondheim-2018", "norway-2023")
OF_A_CASE = ("", "behov/", "datakvalitet/")
PLAN_PAGES = (
    "",
    "tavle/",
    "tiltak/22/",
    "indikatorer/",
    "indikatorer/I01/",
    "budsjett/",
    "offentlig/",
    "dokumenter/",
    "dokumenter/utkast/",
)
COMMON = (
    "regelverk/",
    "regelverk/omfang/",
    "regelverk/gp_list.ceiling_max/",
    "regelverk/gp_list.free_capacity_target/",
    "regelverk/planning.consultation_rates/",
    "regelverk/regler/list_limits.ceiling_is_allowed/",
    "trondheim-2024/plan/",
    "trondheim-2024/offentlige-planer/",
    *(f"trondheim-2024/plan/trondheim-2024/{page}" for page in PLAN_PAGES),
    "om/",
    "tilgjengelighet/",
    "personvern/",
)
PAGES = (*(f"{case}/{page}" for case in CASES for page in OF_A_CASE), *COMMON)
WRONG = (
    "bergn-2023/",
    "bergen-2023/?per=2020-01-01",
    "bergen-2023/?per=abc",
    "bergen-2023/behov/?mean_list=3000",
    "bergen-2023/behov/?mean_list=abc",
    "bergen-2023/behov/?v=0.0.1",
    "regelverk/gp_list.ceiling_mx/",
    "no/such/page/at/all",
)
