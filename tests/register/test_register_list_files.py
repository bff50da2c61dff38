"""Files of population events and of national contracts: previewed, quarantined, loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from register_files import write_rows

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.exchange.services import load_run, preview_file
from hjemmel.apps.lists.models import ContractFile, ContractRow, PopulationEvent
from hjemmel.apps.registry.models import Membership, Municipality, Resident
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import CancelledError, NotAllowedError
from hjemmel.kernel.identifiers import synthetic_check_digits
from hjemmel.kernel.text import Text

WORKER = system("test")
AS_OF = date(2024, 3, 12)


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> int:
    return Municipality.objects.get(number="4601").pk


def nobody(prefix: str) -> Iterator[str]:
    """National ids of nobody, from day, month with 80 added, and year."""
    for count in range(900, 1000):
        digits = synthetic_check_digits(f"{prefix}{count}")
        if digits is not None:
            yield f"{prefix}{count}{digits}"


NEWBORN, NEW = next(nobody("058324")), next(nobody("018390"))


def people(count: int) -> list[Resident]:
    """Women on lists who live here."""
    placed = Membership.objects.on(AS_OF).filter(patient_list__isnull=False)
    rows = Resident.objects.filter(
        pk__in=placed.values("resident"),
        sex="female",
        born__year__lt=1990,
        municipality__number="4601",
        lived_here_to__isnull=True,
        died_on__isnull=True,
    )
    return list(rows.order_by("pk")[:count])


def events(place: int) -> list[dict[str, str]]:
    """A month's file: a birth, a death, moves, and rows that cannot be."""
    mother, dead, mover, hidden = (str(row.national_id) for row in people(4))
    return [
        {"Fødselsnr.": dead, "Hendelsestype": "Utflytting", "Hendelsesdato": "11.03.2024"},
        {
            "Fødselsnr.": NEWBORN,
            "Hendelsestype": "Fødsel",
            "Hendelsesdato": "05.03.2024",
            "Bydel": "460102",
            "Kjønn": "K",
            "Mors fødselsnummer": mother,
        },
        {"Fødselsnr.": dead, "Hendelsestype": "Dødsfall", "Hendelsesdato": "09.03.2024"},
        {
            "Fødselsnr.": mover,
            "Hendelsestype": "Flytting innen kommunen",
            "Hendelsesdato": "2024-03-01",
            "Bydel": "460103",
        },
        {
            "Fødselsnr.": hidden,
            "Hendelsestype": "Adressegradering",
            "Hendelsesdato": "2024-03-02",
            "Gradering": "Strengt fortrolig",
        },
        {"Fødselsnr.": NEW, "Hendelsestype": "Dødsfall", "Hendelsesdato": "2024-03-01"},
        {"Fødselsnr.": "123", "Hendelsestype": "Dødsfall", "Hendelsesdato": "2024-03-01"},
        {"Fødselsnr.": mover, "Hendelsestype": "Navneendring", "Hendelsesdato": "2024-03-01"},
        {"Fødselsnr.": mover, "Hendelsestype": "Dødsfall", "Hendelsesdato": "2024-04-01"},
        {"Fødselsnr.": dead, "Hendelsestype": "Død", "Hendelsesdato": "09.03.2024"},
        {
            "Fødselsnr.": NEW,
            "Hendelsestype": "Innflytting",
            "Hendelsesdato": "2024-03-03",
            "Bydel": "460102",
        },
    ]


EXPECTED = [
    (2, "happened_on", "dead_by_then"),
    (7, "national_id", "no_such_resident"),
    (8, "national_id", "national_id"),
    (9, "kind", "choice"),
    (10, "happened_on", "in_the_future"),
    (11, "kind", "twice"),
    (12, "born", "facts_missing"),
]


def preview(file: Path, place: int, by: Actor = WORKER, as_of: date = AS_OF) -> ImportRun:
    key = preview_file(
        file=file, name=file.name, municipality=place, as_of=as_of, complete=False, by=by
    )
    return ImportRun.objects.get(pk=key)


def quarantine(run: ImportRun) -> list[tuple[int, str, str]]:
    return sorted(run.quarantined.values_list("row", "field", "reason"))


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-8-sig"])
def test_preview_of_events_writes_nothing_and_tells_why_rows_do_not_fit(
    place: int, tmp_path: Path, encoding: str
) -> None:
    file = write_rows(events(place), tmp_path / "hendelser.csv")
    file.write_text(file.read_text("utf-8"), encoding)
    residents = list(Resident.objects.order_by("pk").values())
    run = preview(file, place)
    assert (run.kind, run.counts["read"], run.counts["accepted"]) == (
        "events",
        {"events": 11},
        {"events": 4},
    )
    assert quarantine(run) == EXPECTED
    assert not PopulationEvent.objects.exists()
    assert list(Resident.objects.order_by("pk").values()) == residents


def test_events_load_once_and_the_same_file_changes_nothing(place: int, tmp_path: Path) -> None:
    file = write_rows(events(place), tmp_path / "hendelser.csv")
    _, dead, mover, hidden = people(4)
    content = file.read_bytes()
    run = preview(file, place)
    load_run(run=run.pk, by=WORKER)
    run.refresh_from_db()
    assert run.status == "loaded"
    assert run.counts["tables"] == {
        "events": {"added": 4, "changed": 0, "ended": 0, "unchanged": 0}
    }
    assert run.counts["after"]["residents"] == run.counts["before"]["residents"]
    assert quarantine(run) == EXPECTED
    child = Resident.objects.get(national_id=NEWBORN)
    assert Membership.objects.on(AS_OF).filter(resident=child).exists()
    for row in (dead, mover, hidden):
        row.refresh_from_db()
    assert dead.died_on == date(2024, 3, 9)
    assert mover.district is not None
    assert mover.district.number == "460103"
    assert hidden.protection == "strictly_confidential"
    stored = list(PopulationEvent.objects.order_by("pk").values())
    file.write_bytes(content)
    again = preview(file, place)
    load_run(run=again.pk, by=WORKER)
    again.refresh_from_db()
    assert again.status == "unchanged"
    assert list(PopulationEvent.objects.order_by("pk").values()) == stored


def test_load_of_events_that_is_stopped_stores_nothing(place: int, tmp_path: Path) -> None:
    file = write_rows(events(place), tmp_path / "hendelser.csv")
    run = preview(file, place)

    class Stops:
        steps = 0

        def start(self, label: Text, total: int) -> None:
            pass

        def advance(self, steps: int = 1) -> None:
            self.steps += 1
            if self.steps == 3:
                raise CancelledError(Text("Stopp", "Stop"), where="", remedy=Text("", ""))

    with pytest.raises(CancelledError):
        load_run(run=run.pk, by=WORKER, progress=Stops())
    assert not PopulationEvent.objects.exists()
    assert not Resident.objects.filter(national_id=NEWBORN).exists()
    load_run(run=run.pk, by=WORKER)
    assert PopulationEvent.objects.count() == 4


def test_event_that_became_impossible_after_the_preview_is_refused_alone(
    place: int, tmp_path: Path
) -> None:
    file = write_rows(events(place), tmp_path / "hendelser.csv")
    mover = people(4)[2]
    run = preview(file, place)
    Resident.objects.filter(pk=mover.pk).update(died_on=date(2024, 2, 1))
    load_run(run=run.pk, by=WORKER)
    run.refresh_from_db()
    more = sorted([*EXPECTED, (5, "happened_on", "dead_by_then")])
    assert quarantine(run) == more
    assert run.counts["quarantined"] == len(more)
    assert run.counts["tables"]["events"]["added"] == 3


def test_columns_of_events_can_be_pointed_out(place: int, tmp_path: Path) -> None:
    rows = [
        {("Når" if h == "Hendelsesdato" else h): v for h, v in r.items()} for r in events(place)
    ]
    file = write_rows(rows, tmp_path / "hendelser.csv")
    key = preview_file(
        file=file,
        name=file.name,
        municipality=place,
        as_of=AS_OF,
        complete=False,
        by=WORKER,
        columns={"events": {"happened_on": "Når"}},
    )
    assert quarantine(ImportRun.objects.get(pk=key)) == EXPECTED


def test_who_may_not_import_cannot_bring_events(place: int, tmp_path: Path) -> None:
    file = write_rows(events(place), tmp_path / "hendelser.csv")
    with pytest.raises(NotAllowedError):
        preview(file, place, by=Actor("reader", (Grant(Role.READER, place),)))


def contracts(changes: dict[str, str] | None = None) -> list[dict[str, str]]:
    """A file of contracts, as the national register tells of them."""
    return [
        {
            "Kontrakt-id": "A-1",
            "Listenr": "L-1",
            "HPR-nr": "9900001",
            "Navn på lege": "Syntetisk lege",
            "Driftsform": "Næring",
            "Listetak": "1 200",
            "Antall på liste": "1 150",
            "Kontraktstatus": "Besatt",
            "Fellesliste": "nei",
            "Fra dato": "01.01.2020",
        }
        | (changes or {}),
        {
            "Kontrakt-id": "A-2",
            "Listenr": "L-2",
            "Driftsform": "Fastlønn",
            "Listetak": "900",
            "Antall på liste": "3000",
            "Kontraktstatus": "Liste uten lege",
        },
        {"Kontrakt-id": "A-2", "Listenr": "L-2", "Kontraktstatus": "Liste uten lege"},
        {"Kontrakt-id": "A-3", "Listenr": "L-3", "Kontraktstatus": "Rar"},
    ]


def test_contracts_are_kept_as_told_and_the_register_is_not_changed(
    place: int, tmp_path: Path
) -> None:
    file = write_rows(contracts(), tmp_path / "flr.csv")
    content = file.read_bytes()
    members = list(Membership.objects.order_by("pk").values())
    run = preview(file, place)
    assert (run.kind, quarantine(run)) == (
        "contracts",
        [(4, "agreement", "twice"), (5, "contract_status", "choice")],
    )
    assert not ContractFile.objects.exists()
    load_run(run=run.pk, by=WORKER)
    first, second = ContractRow.objects.order_by("agreement")
    assert (first.doctor_hpr, first.ceiling, first.length, first.status, first.is_shared) == (
        "9900001",
        1200,
        1150,
        "held",
        False,
    )
    assert (second.status, second.length, second.doctor_hpr) == ("without_doctor", 3000, "")
    assert list(Membership.objects.order_by("pk").values()) == members
    file.write_bytes(content)
    again = preview(file, place)
    load_run(run=again.pk, by=WORKER)
    again.refresh_from_db()
    assert (again.status, ContractFile.objects.count()) == ("unchanged", 1)


def test_report_of_the_register_is_still_one_of_the_register(place: int, tmp_path: Path) -> None:
    rows = [{k: v for k, v in row.items() if k != "Kontraktstatus"} for row in contracts()]
    run = preview(write_rows(rows, tmp_path / "rapport.csv"), place)
    assert run.kind == "register"
