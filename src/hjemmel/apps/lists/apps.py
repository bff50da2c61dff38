"""The app of lists in daily operation."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Requests, moves, rounds, reductions, cut-overs."""

    name = "hjemmel.apps.lists"
    label = "lists"
