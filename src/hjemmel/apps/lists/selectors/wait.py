"""The expected wait in a queue, learnt from the municipality's own queues, and how often it was right."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from django.db.models import Q, QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import Municipality, WaitingEntry
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.residents import waits_on
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.engines.allocation.wait import BackTest, History, Wait, WaitModel, back_test, learn
from hjemmel.kernel.numbers import format_number, round_half_up
from hjemmel.kernel.text import Text

ANY_LIST = 0
_TESTED_DAYS = 365
_DAYS_A_WEEK, _DAYS_A_MONTH = 7, Decimal("30.4375")
_IN_DAYS_BELOW, _IN_WEEKS_BELOW = 14, 90
_KEPT = 32
_HISTORIES_KEPT = 4
_Row = tuple[int | None, str, date, date | None, str]


@dataclass(frozen=True, slots=True)
class ExpectedWait:
    """Where somebody stands in a queue, or would stand, and how long she may expect to wait.

    Args:
        place: Her place; 1 is first.
        waiting: How many wait in the queue.
        wait: How long from the day on; ``None``: there is too little history to say.
    """

    place: int
    waiting: int
    wait: Wait | None

    @property
    def sentence(self) -> Text:
        """The wait in words, with its interval."""
        if self.wait is None or self.wait.middle is None:
            return _TOO_LITTLE
        middle, low = _words(self.wait.middle), _words(self.wait.low)
        if self.wait.high is None:
            return Text(
                f"Halvparten venter kortere enn {middle.nb}. Én av ti venter kortere enn {low.nb}; "
                "historikken er for kort til å si hvor lenge de som venter lengst, må vente.",
                f"Half wait less than {middle.en}. One in ten waits less than {low.en}; the history "
                "is too short to say how long those who wait longest must wait.",
            )
        high = _words(self.wait.high)
        return Text(
            f"Halvparten venter kortere enn {middle.nb}. Åtte av ti venter mellom {low.nb} og "
            f"{high.nb}. Anslaget bygger på hvor fort køene har gått til nå, og er ikke et løfte.",
            f"Half wait less than {middle.en}. Eight in ten wait between {low.en} and {high.en}. The "
            "estimate rests on how fast the queues have moved so far, and is no promise.",
        )


@dataclass(frozen=True, slots=True)
class WaitQuality:
    """How often the interval held the truth in this municipality.

    Args:
        tested: The back test; ``None``: there is too little history.
        learnt_until: The last day that the tested model knew.
        until: The last day of the history.
    """

    tested: BackTest | None
    learnt_until: date
    until: date

    @property
    def sentence(self) -> Text:
        """How often it was right, in words."""
        coverage = None if self.tested is None else self.tested.coverage
        if self.tested is None or coverage is None:
            return _TOO_LITTLE
        share, tried = round_half_up(coverage * 100), self.tested.tried
        return Text(
            f"Etterprøvd: {share} av 100 anslag traff. Målet er 80. "
            f"{format_number(tried)} anslag er prøvd mot det som skjedde.",
            f"Back-tested: {share} in 100 estimates held. The aim is 80. "
            f"{format_number(tried, 'en')} estimates were tried against what happened.",
        )


_TOO_LITTLE = Text(
    "Det er for lite historikk til å anslå ventetiden.",
    "There is too little history to estimate the wait.",
)


def expected_wait(entry: WaitingEntry, day: date) -> ExpectedWait:
    """Return where somebody who waits stands on a day, and how long she may expect to wait.

    Whose place it is, is for the caller to check.
    """
    queue = _standing(entry.municipality_id, entry.wanted_list_id, day)
    ahead = _ahead_of(entry, day)
    model = _model_of(entry.municipality_id, day)
    return ExpectedWait(
        place=ahead + 1,
        waiting=queue,
        wait=None if model is None else model.expect(entry.wanted_list_id or ANY_LIST, ahead + 1),
    )


def expected_wait_of_list(
    patient_list: int, municipality: MunicipalityView, day: date, *, by: Actor
) -> ExpectedWait:
    """Return how long somebody with a GP who joined a list's queue on a day might expect to wait.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    waiting = _standing(municipality.key, patient_list, day)
    model = _kept_model(municipality.key, municipality.revision, day)
    return ExpectedWait(
        place=waiting + 1,
        waiting=waiting,
        wait=None if model is None else model.expect(patient_list, waiting + 1),
    )


def expected_wait_if(
    municipality: int, wanted_list: int | None, waiting_class: WaitingClass, day: date
) -> ExpectedWait:
    """Return where somebody who joined a queue on a day would stand, and how long she might wait.

    Args:
        municipality: Key of the municipality.
        wanted_list: Key of the list; ``None`` is any.
        waiting_class: In which class she would wait.
        day: The day.
    """
    queue = _queue(municipality, wanted_list, day)
    waiting, ahead = queue.count(), queue
    if waiting_class is WaitingClass.WITHOUT_GP:
        ahead = queue.filter(waiting_class=waiting_class.value)
    place = ahead.count() + 1
    model = _model_of(municipality, day)
    return ExpectedWait(
        place=place,
        waiting=waiting,
        wait=None if model is None else model.expect(wanted_list or ANY_LIST, place),
    )


def wait_quality(municipality: MunicipalityView, day: date, *, by: Actor) -> WaitQuality:
    """Return how often the interval has held the truth here.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_FIGURES, municipality=municipality.key)
    return _kept_quality(municipality.key, municipality.revision, day)


def history_of(municipality: int, until: date) -> History:
    """Return everybody who was in a queue of a municipality, as was true at the end of a day.

    What happened after the day is not in it: who left later still waits. Nor is the time before the
    first place that the register saw given: those who had queued by then count from there on, else
    the queues would look as if they had stood still.
    """
    rows: list[_Row] = list(
        WaitingEntry.objects.filter(municipality=municipality, queued_on__lte=until)
        .order_by("queued_on", "pk")
        .values_list("wanted_list_id", "waiting_class", "queued_on", "left_on", "left_reason")
    )
    still = until.toordinal() + 1
    left = np.array(
        [still if gone is None or gone > until else gone.toordinal() for *_, gone, _ in rows],
        np.int32,
    )
    placed = np.array([one[4] == "placed" for one in rows], bool) & (left < still)
    queued = np.array([one[2].toordinal() for one in rows], np.int32)
    first_seen = left[placed].min() if placed.any() else 0
    return History(
        queue=np.array([wanted or ANY_LIST for wanted, *_ in rows], np.int64),
        without_gp=np.array([one[1] == WaitingClass.WITHOUT_GP.value for one in rows], bool),
        queued=np.maximum(queued, first_seen),
        left=left,
        placed=placed,
        until=until.toordinal(),
    )


def _standing(municipality: int, wanted_list: int | None, day: date) -> int:
    return _queue(municipality, wanted_list, day).count()


def _ahead_of(entry: WaitingEntry, day: date) -> int:
    """Return how many get a place before somebody: without a GP first, then who has waited longest."""
    without = WaitingClass.WITHOUT_GP.value
    before = Q(queued_on__lt=entry.queued_on) | Q(queued_on=entry.queued_on, pk__lt=entry.pk)
    queue = _queue(entry.municipality_id, entry.wanted_list_id, day)
    if entry.waiting_class == without:
        return queue.filter(before, waiting_class=without).count()
    return queue.filter(before | Q(waiting_class=without)).exclude(pk=entry.pk).count()


def _queue(municipality: int, wanted_list: int | None, day: date) -> QuerySet[WaitingEntry]:
    return WaitingEntry.objects.filter(
        waits_on(day), municipality=municipality, wanted_list=wanted_list
    )


def _model_of(municipality: int, day: date) -> WaitModel | None:
    revision = Municipality.objects.values_list("revision", flat=True).get(pk=municipality)
    return _kept_model(municipality, revision, day)


@functools.lru_cache(maxsize=_HISTORIES_KEPT)
def _kept_history(municipality: int, revision: int, day: date) -> History:
    return history_of(municipality, day)


@functools.lru_cache(maxsize=_KEPT)
def _kept_model(municipality: int, revision: int, day: date) -> WaitModel | None:
    """Learn from the history; kept until the revision changes."""
    return learn(_kept_history(municipality, revision, day), as_of=day.toordinal())


@functools.lru_cache(maxsize=_KEPT)
def _kept_quality(municipality: int, revision: int, day: date) -> WaitQuality:
    learnt_until = day - timedelta(days=_TESTED_DAYS)
    history = _kept_history(municipality, revision, day)
    tested = back_test(history, learnt_until=learnt_until.toordinal())
    return WaitQuality(tested, learnt_until, day)


def _words(days: float) -> Text:
    """Return a time in days, weeks or months, as people say it."""
    if days < _IN_DAYS_BELOW:
        count = max(1, int(round_half_up(days)))
        return Text(f"{count} {'dag' if count == 1 else 'dager'}", _plural(count, "day"))
    if days < _IN_WEEKS_BELOW:
        count = int(round_half_up(Decimal(days) / _DAYS_A_WEEK))
        return Text(f"{count} uker", _plural(count, "week"))
    count = int(round_half_up(Decimal(days) / _DAYS_A_MONTH))
    return Text(f"{count} måneder", _plural(count, "month"))


def _plural(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
