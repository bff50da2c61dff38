"""What goes on in the lists of a demo: newcomers, wishes, lists that end or are made shorter.

All of it happened in the weeks before the day the demo was made, so the municipality's own day stays
as it was published. Same municipality, seed and day: same happenings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.models import PopulationEvent
from hjemmel.apps.lists.selectors.open_lists import ListPlaces, lists_with_places
from hjemmel.apps.lists.services.events import take_event
from hjemmel.apps.lists.services.reductions import announce_draw, draw_reduction, request_reduction
from hjemmel.apps.lists.services.requests import ask_for_gp
from hjemmel.apps.registry.models import (
    AgreementTerms,
    ListCeiling,
    Membership,
    Municipality,
    PatientList,
    Resident,
)
from hjemmel.apps.registry.services.demo import load_demo
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import advertise, change_holder, receive_notice
from hjemmel.apps.registry.services.posts import appoint
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cases.synthetic.arrivals import arrivals
from hjemmel.domain.population_event import EventKind, Told
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month, add_months
from hjemmel.law import law_on

_HOUSEHOLDS, _DAYS_BACK = 34, 80
_GRANTED, _TO_JUDGE, _FULL, _QUEUED = 8, 3, 2, 5
_NOTICE_TIGHT_DAYS = 12
_PERSONS_FEWER = 45
_STEP = 10
_FIRST_HPR = 990_000_000
_GROWN_BORN = (1955, 1995)
_SEED = "lotto 4-9-15-21-27-30-33"
_FULL_LISTS_NEEDED = 8


def load_lively_demo(
    *, profile: str, seed: int, by: Actor, today: date, progress: Progress | None = None
) -> int:
    """Load a synthetic municipality with demo users and work to do, unless it is there; return its key.

    Args:
        profile: Name of the profile.
        seed: The seed.
        by: Who loads it.
        today: The day that the work waits on.
        progress: Is told how far the work has come.
    """

    def begin(made: SyntheticMunicipality, municipality: int) -> None:
        liven_up(made=made, municipality=municipality, today=today, by=by)

    return load_demo(profile=profile, seed=seed, by=by, progress=progress, then=begin)


@transaction.atomic
def liven_up(*, made: SyntheticMunicipality, municipality: int, today: date, by: Actor) -> None:
    """Let things happen in a synthetic municipality in the weeks before a day.

    Args:
        made: The municipality, loaded already.
        municipality: Its key.
        today: The day.
        by: Who asks for it; needs all that a case worker may.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: Its persons are not made up, things have happened there already, or it has too
            few lists.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality)
    place = Municipality.objects.get(pk=municipality)
    if not place.is_synthetic or PopulationEvent.objects.filter(municipality=place).exists():
        raise ConflictError(
            Text(
                "Oppdiktede hendelser kan bare legges i en syntetisk kommune som ikke har noen.",
                "Made-up happenings fit only a synthetic municipality that has none.",
            ),
            where="demo",
            remedy=Text("Lag demoen på nytt.", "Make the demo anew."),
        )
    newcomers = _let_them_come(made, municipality, today, by)
    lists = _ChosenLists.of(municipality, today)
    _end_two_lists(lists, place, today, by)
    _shorten_two_lists(lists, today, by)
    asked = _let_them_ask(lists, newcomers, municipality, today, by)
    record(
        by=by.name,
        action="lists.liven_up",
        subject=f"municipality {municipality}",
        municipality=place.number,
        details={"newcomers": len(newcomers), "requests": asked, "synthetic": True},
    )


class _ChosenLists:
    """The lists that something happens to, by their order in the register: each another."""

    def __init__(self, free: Sequence[ListPlaces], full: Sequence[ListPlaces]) -> None:
        self.open = [row.key for row in free]
        self.full = [row.key for row in full]
        self.ends, self.handed_over, self.shorter, self.drawn, self.unsettled = self.full[:5]
        self.others = self.full[5:]

    @classmethod
    def of(cls, municipality: int, today: date) -> _ChosenLists:
        """Choose among lists with their own GP: full ones of some size, and those with places."""
        day = Month.of(today).plus(1).first_day
        held = AgreementTerms.objects.on(day).filter(
            agreement=OuterRef("agreement"), status="held", ends_on__isnull=True
        )
        own = set(
            PatientList.objects.filter(Exists(held), municipality=municipality).values_list(
                "pk", flat=True
            )
        )
        rows = [row for row in lists_with_places(municipality, day) if row.key in own]
        lowest = law_on(today).integer("gp_list.ceiling_min_without_agreement") + 2 * _PERSONS_FEWER
        full = [row for row in rows if row.free == 0 and row.ceiling >= lowest]
        # Another district for each of the first, as far as there are some.
        first = list({row.district: row for row in full}.values())
        free = sorted((row for row in rows if row.free > 0), key=lambda row: (-row.free, row.key))
        if len(full) < _FULL_LISTS_NEEDED or not free:
            raise ConflictError(
                Text(
                    "Kommunen har for få lister til at noe kan skje i dem.",
                    "The municipality has too few lists for things to happen in them.",
                ),
                where="lists",
                remedy=Text("Lag en større kommune.", "Make a larger municipality."),
            )
        return cls(free, [*first, *(row for row in full if row not in first)])


def _let_them_come(
    made: SyntheticMunicipality, municipality: int, today: date, by: Actor
) -> list[int]:
    """Let households move in and a child be born; return the keys of the grown-ups."""
    grown: list[int] = []
    rows = arrivals(made, households=_HOUSEHOLDS, until=today, days=_DAYS_BACK)
    for number, row in enumerate(rows.iter_rows(named=True), start=1):
        event = take_event(
            municipality,
            Told(
                kind=EventKind(row["kind"]),
                happened_on=row["happened_on"],
                national_id=row["national_id"],
                district=row["district"],
                household=row["household"],
                born=row["born"],
                sex=row["sex"],
                mother=row["mother"],
            ),
            by=by,
            today=today,
            source="demo",
            row=number,
        )
        if row["born"].year <= _GROWN_BORN[1]:
            grown.append(event.resident_id)
    return grown


def _end_two_lists(lists: _ChosenLists, place: Municipality, today: date, by: Actor) -> None:
    """Let two GPs have given notice: one has a successor, the other's post is advertised."""
    months = law_on(today, place.number).integer("agreement.notice_months")
    end = Month.of(today).plus(2).first_day
    received = add_months(end, -months) - timedelta(days=_NOTICE_TIGHT_DAYS)
    for key, successor in ((lists.ends, False), (lists.handed_over, True)):
        agreement = PatientList.objects.get(pk=key).agreement_id
        receive_notice(agreement=agreement, received_on=received, ends_on=end, by=by)
        if successor:
            number = _FIRST_HPR + int(place.number) % 100 * 100_000 + 99_999
            appoint(
                agreement=agreement,
                hpr_number=str(number),
                name="Syntetisk lege, etterfølger",
                as_locum=False,
                valid_from=end,
                by=by,
            )
        else:
            change_holder(agreement=agreement, holder=None, locum=None, valid_from=end, by=by)
            advertise(
                agreement=agreement,
                published_on=today - timedelta(days=_NOTICE_TIGHT_DAYS),
                deadline=today + timedelta(days=_NOTICE_TIGHT_DAYS),
                by=by,
            )


def _shorten_two_lists(lists: _ChosenLists, today: date, by: Actor) -> None:
    """Let one GP have asked for a shorter list, and another's be drawn for the next month."""
    received = today - timedelta(days=_NOTICE_TIGHT_DAYS)
    months = law_on(received).integer("list_reduction.notice_months")
    coming = Month.of(today).plus(1).first_day
    asked_for = (
        (lists.shorter, received, Month.of(received).plus(months + 1).first_day),
        (lists.drawn, add_months(coming, -months) - timedelta(days=1), coming),
    )
    for key, requested_on, effective_on in asked_for:
        length = Membership.objects.on(today).filter(patient_list=key).count()
        made = request_reduction(
            patient_list=key,
            ceiling=(length - _PERSONS_FEWER) // _STEP * _STEP,
            requested_on=requested_on,
            effective_on=effective_on,
            asked_by_municipality=False,
            gp_consents=True,
            shorter_notice_agreed=False,
            by=by,
        )
        if key == lists.drawn:
            announce_draw(reduction=made.pk, as_of=today, by=by)
            draw_reduction(reduction=made.pk, seed=_SEED, by=by)


def _let_them_ask(
    lists: _ChosenLists, newcomers: Sequence[int], municipality: int, today: date, by: Actor
) -> int:
    """Let residents ask for a GP, with every sort of answer; return how many asked."""
    # What the ceiling is to be from the next month is not agreed: wishes for the list need judgement.
    end_from(ListCeiling, {"patient_list_id": lists.unsettled}, Month.of(today).plus(1).first_day)
    members = iter(_grown_ups(lists.others[0], municipality, today))
    asked: list[tuple[int, int, bool]] = [
        *((next(members), lists.open[at % len(lists.open)], False) for at in range(_GRANTED)),
        *((next(members), lists.unsettled, False) for _ in range(_TO_JUDGE)),
        *((next(members), lists.others[at + 1], False) for at in range(_FULL)),
        *((key, lists.others[at % 2 + 1], True) for at, key in enumerate(newcomers[:_QUEUED])),
    ]
    for number, (resident, wanted, queues) in enumerate(asked, start=1):
        ask_for_gp(
            key=f"demo-{municipality}-{number}",
            resident=resident,
            wanted_list=wanted,
            asked_on=today,
            queue_if_full=queues,
            by=by,
            today=today,
        )
    return len(asked)


def _grown_ups(patient_list: int, municipality: int, today: date) -> Iterable[int]:
    """Return keys of residents on a list who wait for no other and have no children: no demo user."""
    on_it = Membership.objects.on(today).filter(patient_list=patient_list)
    children = Resident.objects.filter(Q(mother=OuterRef("pk")) | Q(father=OuterRef("pk")))
    found = Resident.objects.filter(
        ~Exists(children),
        pk__in=on_it.values("resident"),
        municipality=municipality,
        born__year__range=_GROWN_BORN,
        waiting__isnull=True,
    )
    return found.order_by("pk").values_list("pk", flat=True)
