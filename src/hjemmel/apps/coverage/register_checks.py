"""Looks for what is missing or contradictory in a municipality's register, one thing at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max

from hjemmel.apps.coverage.shortcoming import RowBehind, Shortcoming
from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.registry.models import AgreementTerms, Centre, ListReport, Vacancy
from hjemmel.apps.registry.selectors.lists import ListsOnDay
from hjemmel.apps.registry.selectors.person_counts import counted_persons
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.cases.data_quality import Severity
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class RegisterOnDay:
    """A municipality's register on a day, and its lists."""

    municipality: MunicipalityView
    as_of: date
    known_at: datetime | None
    lists: ListsOnDay

    @property
    def rows(self) -> tuple[ListOnDay, ...]:
        """The lists."""
        return self.lists.rows


def _list_rows(
    rows: Iterable[ListOnDay], detail: Callable[[ListOnDay], Text]
) -> tuple[RowBehind, ...]:
    return tuple(
        RowBehind("list", row.key, row.external_id, row.centre_name, detail(row)) for row in rows
    )


def _made(
    name: str,
    title: tuple[str, str],
    consequence: tuple[str, str],
    remedy: tuple[str, str],
    rows: Sequence[RowBehind],
    *,
    changes: bool = False,
    count: int | None = None,
) -> Shortcoming:
    return Shortcoming(
        name,
        Text(*title),
        Text(*consequence),
        Text(*remedy),
        Severity.CHANGES_RESULT if changes else Severity.WORTH_KNOWING,
        len(rows) if count is None else count,
        tuple(rows),
    )


def _over_ceiling(asked: RegisterOnDay) -> Shortcoming:
    over = [r for r in asked.rows if (r.length or 0) > (r.ceiling or r.length or 0)]
    return _made(
        "over-taket",
        ("Lister med flere personer enn taket", "Lists with more persons than the ceiling"),
        (
            "De teller som null ledige plasser, ikke som et minus.",
            "They count as no free place, not as a minus.",
        ),
        (
            "Kontroller taket på listesiden, eller rapporten fra staten.",
            "Check the ceiling on the list's page, or the state's report.",
        ),
        _list_rows(
            over,
            lambda r: Text(
                f"{n(r.length or 0)} på listen, tak {n(r.ceiling or 0)}",
                f"{n(r.length or 0, 'en')} on the list, ceiling {n(r.ceiling or 0, 'en')}",
            ),
        ),
    )


def _without_ceiling(asked: RegisterOnDay) -> Shortcoming:
    return _made(
        "uten-tak",
        ("Lister uten listetak", "Lists without a ceiling"),
        (
            "Ledige plasser er ukjent for bydelen og for hele kommunen.",
            "Free places are unknown for the district and the whole municipality.",
        ),
        ("Sett taket på listesiden.", "Set the ceiling on the list's page."),
        _list_rows(
            (r for r in asked.rows if r.ceiling is None),
            lambda _: Text("tak mangler", "no ceiling"),
        ),
        changes=True,
    )


def _without_length(asked: RegisterOnDay) -> Shortcoming:
    return _made(
        "uten-lengde",
        ("Lister uten listelengde", "Lists without a length"),
        (
            "Verken medlemmer eller rapport er lastet inn; ledige plasser er ukjent.",
            "Neither members nor a report were loaded; free places are unknown.",
        ),
        ("Hent inn rapporten på siden Import.", "Load the report on the page Import."),
        _list_rows(
            (r for r in asked.rows if r.length is None),
            lambda _: Text("lengde mangler", "no length"),
        ),
        changes=True,
    )


def _old_reports(asked: RegisterOnDay) -> Shortcoming:
    """Lists whose length is older than the newest of the others."""
    days = [r.length_as_of for r in asked.rows if r.length is not None]
    newest = max(days, default=asked.as_of)
    old = [r for r in asked.rows if r.length is not None and r.length_as_of < newest]
    return _made(
        "gamle-rapporter",
        ("Lister med eldre tall enn de andre", "Lists with older figures than the others"),
        ("Summene blander tall fra flere måneder.", "Sums mix figures of several months."),
        ("Hent inn den nyeste rapporten for dem.", "Load the newest report for them."),
        _list_rows(
            old,
            lambda r: Text(
                f"tall per {format_date(r.length_as_of)}",
                f"figures as of {format_date(r.length_as_of, 'en')}",
            ),
        ),
        changes=True,
    )


def _report_differs(asked: RegisterOnDay) -> Shortcoming:
    """Lists whose members on the day of the newest report are not as many as it says."""
    here = {"patient_list__municipality": asked.municipality.key}
    newest = ListReport.objects.filter(as_of__lte=asked.as_of, **here).aggregate(d=Max("as_of"))
    day = newest["d"]
    rows: tuple[RowBehind, ...] = ()
    if day is not None and asked.lists.has_members:
        members: Counter[int] = Counter()
        for (key, _, _), persons in counted_persons(
            asked.municipality.key, day, asked.known_at
        ).flow.items():
            members[key] += persons
        told = dict(
            ListReport.objects.filter(as_of=day, **here).values_list("patient_list_id", "length")
        )
        rows = _list_rows(
            (r for r in asked.rows if r.key in told and members[r.key] != told[r.key]),
            lambda r: Text(
                f"rapporten per {format_date(day)}: {n(told[r.key])}, medlemmer: {n(members[r.key])}",
                f"the report of {format_date(day, 'en')}: {n(told[r.key], 'en')}, "
                f"members: {n(members[r.key], 'en')}",
            ),
        )
    return _made(
        "rapport-avviker",
        (
            "Lister der rapporten og medlemmene ikke stemmer",
            "Lists whose report and members differ",
        ),
        ("Lengden regnes av medlemmene.", "The length is counted from the members."),
        ("Hent inn registerfilen på nytt, eller spør staten.", "Load the register file again."),
        rows,
        changes=True,
    )


def _without_district(asked: RegisterOnDay) -> Shortcoming:
    counted = counted_persons(asked.municipality.key, asked.as_of, asked.known_at)
    count = sum(persons for (place, _, _), persons in counted.residents.items() if place is None)
    return _made(
        "uten-bydel",
        ("Innbyggere uten bydel", "Residents without a district"),
        (
            "De er med i summen for kommunen, men ikke i noen bydel.",
            "They are in the municipality's sum, but in no district.",
        ),
        ("Hent inn innbyggerne med bydelsnummer.", "Load the residents with district numbers."),
        (),
        changes=True,
        count=count,
    )


def _doctors_without_birth_date(asked: RegisterOnDay) -> Shortcoming:
    rows = {r.holder: r for r in asked.rows if r.holder and r.holder_born is None}
    return _made(
        "leger-uten-fodselsdato",
        ("Leger uten fødselsdato", "Doctors without a birth date"),
        (
            "Avgang på grunn av alder og aldersgrensen kan ikke regnes for dem.",
            "Leaving by age and the end age cannot be computed for them.",
        ),
        ("Hent inn legene med fødselsdato.", "Load the doctors with birth dates."),
        [
            RowBehind(
                "doctor",
                key,
                row.holder_name or "",
                row.centre_name,
                Text("fødselsdato mangler", "no birth date"),
            )
            for key, row in rows.items()
        ],
        changes=True,
    )


def _doctors_with_several_posts(asked: RegisterOnDay) -> Shortcoming:
    posts: dict[int, set[int]] = {}
    last: dict[int, ListOnDay] = {}
    for row in asked.rows:
        if row.holder is not None:
            posts.setdefault(row.holder, set()).add(row.agreement)
            last[row.holder] = row
    return _made(
        "leger-med-flere-hjemler",
        ("Leger med flere avtaler", "Doctors with several agreements"),
        (
            "Hver avtale teller som en fastlege.",
            "Each agreement counts as one GP.",
        ),
        ("Kontroller hvem som har avtalen.", "Check who holds the agreement."),
        [
            RowBehind(
                "doctor",
                key,
                last[key].holder_name or "",
                last[key].centre_name,
                Text(f"{len(held)} avtaler", f"{len(held)} agreements"),
            )
            for key, held in posts.items()
            if len(held) > 1
        ],
    )


def _posts_without_list(asked: RegisterOnDay) -> Shortcoming:
    have = {row.agreement for row in asked.rows}
    terms = (
        AgreementTerms.objects.on(asked.as_of, asked.known_at)
        .filter(agreement__municipality=asked.municipality.key)
        .exclude(agreement__closed_on__lte=asked.as_of)
        .values_list("agreement_id", "agreement__external_id", "centre_id", "centre__name")
    )
    return _made(
        "avtaler-uten-liste",
        ("Avtaler uten liste", "Agreements without a list"),
        ("Legen er ikke med i noe tall.", "The doctor is in no figure."),
        ("Hent inn listene på siden Import.", "Load the lists on the page Import."),
        [
            RowBehind("centre", centre, external, name, Text("liste mangler", "no list"))
            for key, external, centre, name in terms
            if key not in have
        ],
        changes=True,
    )


def _vacancies(asked: RegisterOnDay) -> Shortcoming:
    noted = set(
        Vacancy.objects.filter(
            agreement__municipality=asked.municipality.key, since__lte=asked.as_of
        )
        .exclude(filled_on__lte=asked.as_of)
        .annotate(adverts=Count("advertisements"))
        .filter(adverts__gt=0)
        .values_list("agreement_id", flat=True)
    )
    return _made(
        "ledig-uten-utlysning",
        (
            "Ledige hjemler uten ført utlysning",
            "Vacant posts without an advertisement noted",
        ),
        (
            "Om en gjennomgang av rekrutteringen er påkrevd, kan ikke avgjøres.",
            "Whether a review of the recruitment is due cannot be told.",
        ),
        ("Før utlysningene på listesiden.", "Note the advertisements on the list's page."),
        _list_rows(
            (r for r in asked.rows if r.status != "held" and r.agreement not in noted),
            lambda _: Text("utlysning ikke ført", "no advertisement noted"),
        ),
    )


def _centres_without_organisation(asked: RegisterOnDay) -> Shortcoming:
    places = (
        Centre.objects.filter(municipality=asked.municipality.key, organisation_number="")
        .exclude(closed_on__lte=asked.as_of)
        .values_list("pk", "name", "district__name")
    )
    return _made(
        "sentre-uten-organisasjonsnummer",
        ("Legesentre uten organisasjonsnummer", "Centres without an organisation number"),
        (
            "De kan ikke kjennes igjen i andre registre.",
            "They cannot be recognised in other registers.",
        ),
        ("Før nummeret på siden om senteret.", "Enter the number on the centre's page."),
        [
            RowBehind("centre", key, name, district, Text("nummer mangler", "no number"))
            for key, name, district in places
        ],
    )


def _quarantine(asked: RegisterOnDay) -> Shortcoming:
    runs = (
        ImportRun.objects.filter(municipality=asked.municipality.key, status="loaded")
        .annotate(bad=Count("quarantined"))
        .filter(bad__gt=0)
        .values_list("pk", "file", "bad")
    )
    return _made(
        "karantene",
        ("Innlastinger med rader i karantene", "Loads with rows in quarantine"),
        ("Radene er ikke med i registeret.", "The rows are not in the register."),
        (
            "Rett dem i filen og hent den inn på nytt.",
            "Correct them in the file and load it again.",
        ),
        [
            RowBehind("run", key, file, "", Text(f"{n(bad)} rader", f"{n(bad, 'en')} rows"))
            for key, file, bad in runs
        ],
        changes=True,
    )


CHECKS: tuple[Callable[[RegisterOnDay], Shortcoming], ...] = (
    _without_ceiling,
    _without_length,
    _old_reports,
    _report_differs,
    _without_district,
    _posts_without_list,
    _doctors_without_birth_date,
    _quarantine,
    _over_ceiling,
    _doctors_with_several_posts,
    _vacancies,
    _centres_without_organisation,
)
"""What is looked for: first what changes a figure."""
