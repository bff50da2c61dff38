"""Reductions on the command line: asked for, announced, drawn, published, withdrawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import Asked, AsOf, at, require_new, say, write_private
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import shown, write, write_json
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day, whole
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.apps.lists.selectors.reductions import ReductionView

REDUCE_HELP = "Noter at en liste skal reduseres. ¦ Note that a list is to be made shorter."
ANNOUNCE_HELP = "Kunngjør hvem som er med i trekningen. ¦ Announce who takes part in the draw."
DRAW_HELP = (
    "Trekk hvem som må forlate listen, og kunngjør det. ¦ Draw who leaves the list, and publish it."
)
CALL_OFF_HELP = "Trekk en reduksjon tilbake. ¦ Withdraw a reduction."
_FORMATS = (".json", ".csv")

ListKey = Annotated[
    int,
    typer.Argument(
        metavar="LIST",
        parser=str,
        callback=whole("LIST"),
        help="Nøkkelen til listen i registeret. ¦ The register's key of the list.",
    ),
]
ReductionKey = Annotated[
    int,
    typer.Argument(
        metavar="KEY",
        parser=str,
        callback=whole("KEY"),
        help="Nøkkelen til reduksjonen. ¦ Key of the reduction.",
    ),
]
Ceiling = Annotated[
    int,
    typer.Option(
        "--ceiling",
        parser=str,
        callback=whole("--ceiling"),
        help="Personer listen skal ha. ¦ Persons that the list is to hold.",
    ),
]
Effective = Annotated[
    date,
    typer.Option(
        "--effective",
        parser=day("--effective"),
        metavar="DAY",
        help="Den første i en måned. ¦ A first of a month.",
    ),
]
Requested = Annotated[
    date | None,
    typer.Option(
        "--requested",
        parser=day("--requested"),
        metavar="DAY",
        help="Dagen kommunen fikk det; uten: i dag. "
        "¦ The day the municipality got it; without: today.",
    ),
]
ByMunicipality = Annotated[
    bool,
    typer.Option(
        "--by-municipality", help="Kommunen ber, ikke legen. ¦ The municipality asks, not the GP."
    ),
]
WithoutConsent = Annotated[
    bool, typer.Option("--without-consent", help="Legen er ikke enig. ¦ The GP does not agree.")
]
ShorterNotice = Annotated[
    bool,
    typer.Option(
        "--shorter-notice", help="Kortere frist er avtalt. ¦ A shorter notice was agreed."
    ),
]
SeedText = Annotated[
    str | None,
    typer.Option(
        "--seed",
        metavar="TEXT",
        help="Frø som ingen kunne vite da trekningen ble kunngjort, for eksempel lottotall; uten: "
        "det er trukket før, og filen skrives. "
        "¦ A seed that nobody could know when the draw was announced, for example of a lottery; "
        "without: it was drawn before, and the file is written.",
    ),
]
Publish = Annotated[
    Path | None,
    typer.Option(
        "--publish",
        metavar="FILE",
        help="Ny fil, .json eller .csv, som alle kan kontrollere trekningen med. "
        "¦ A new file, .json or .csv, that everybody can verify the draw with.",
    ),
]


def reduce(
    context: typer.Context,
    patient_list: ListKey,
    municipality: Municipality,
    ceiling: Ceiling,
    effective: Effective,
    requested: Requested = None,
    by_municipality: ByMunicipality = False,
    without_consent: WithoutConsent = False,
    shorter_notice: ShorterNotice = False,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Note that a list is to be made shorter; refused when the rules do not let it."""
    with at(municipality, user) as asked:
        from hjemmel.apps.accounts.roles import Permission
        from hjemmel.apps.lists.services.reductions import request_reduction
        from hjemmel.apps.registry.selectors.lists import list_on

        asked.actor.require(Permission.RUN_LISTS, municipality=asked.place.key)
        list_on(patient_list, asked.place, asked.today, by=asked.actor)
        made = request_reduction(
            patient_list=patient_list,
            ceiling=ceiling,
            requested_on=requested or asked.today,
            effective_on=effective,
            asked_by_municipality=by_municipality,
            gp_consents=not without_consent,
            shorter_notice_agreed=shorter_notice,
            by=asked.actor,
        )
        view = _view(made.pk, asked)
    _present(view, language_of(context), as_json=as_json)


def announce(
    context: typer.Context,
    key: ReductionKey,
    municipality: Municipality,
    as_of: AsOf = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Fix who takes part; the digest is to be published before any seed is known."""
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.services.reductions import announce_draw

        _view(key, asked)
        announce_draw(reduction=key, as_of=as_of or asked.today, by=asked.actor)
        view = _view(key, asked)
    _present(view, language_of(context), as_json=as_json)


def draw(
    context: typer.Context,
    key: ReductionKey,
    municipality: Municipality,
    seed: SeedText = None,
    publish: Publish = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Draw who leaves the list by a published seed, and write the file that anyone can verify."""
    _require_something(seed, publish)
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.services.publishing import publish_draw
        from hjemmel.apps.lists.services.reductions import draw_reduction
        from hjemmel.engines.allocation.published_draw import write_draw

        _view(key, asked)
        if seed is not None:
            draw_reduction(reduction=key, seed=seed, by=asked.actor)
        if publish is not None:
            published = publish_draw(reduction=key, municipality=asked.place, by=asked.actor)
            write_private(publish, write_draw(published, publish.suffix.lower().removeprefix(".")))
        view = _view(key, asked)
    _present(view, language_of(context), as_json=as_json)


def call_off(
    context: typer.Context,
    key: ReductionKey,
    municipality: Municipality,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Take a reduction back before it has taken effect: everybody keeps her list."""
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.services.reductions import withdraw_reduction

        _view(key, asked)
        withdraw_reduction(reduction=key, by=asked.actor)
        view = _view(key, asked)
    _present(view, language_of(context), as_json=as_json)


def _require_something(seed: str | None, publish: Path | None) -> None:
    if seed is None and publish is None:
        raise InputError(
            Text("Frøet mangler.", "The seed is missing."),
            where="--seed",
            remedy=Text(
                "Oppgi --seed, eller --publish når det er trukket før.",
                "Give --seed, or --publish when it was drawn before.",
            ),
        )
    if publish is not None:
        if publish.suffix.lower() not in _FORMATS:
            raise InputError(
                Text(f"Ukjent endelse «{publish.suffix}».", f"Unknown ending “{publish.suffix}”."),
                where=str(publish),
                remedy=Text("Bruk .json eller .csv.", "Use .json or .csv."),
            )
        require_new(publish)


def _view(key: int, asked: Asked) -> ReductionView:
    """Return a reduction; it must be one of the municipality's."""
    from hjemmel.apps.lists.selectors.reductions import reduction_view

    return reduction_view(key, asked.place, asked.today, by=asked.actor)


_STATES = {
    "requested": Text("bedt om", "requested"),
    "announced": Text("kunngjort", "announced"),
    "drawn": Text("trukket", "drawn"),
    "withdrawn": Text("tilbakekalt", "withdrawn"),
}


def _present(view: ReductionView, language: Language, *, as_json: bool) -> None:
    if as_json:
        write_json(plain(view))
        return
    row = view.row
    state = _STATES[row.state].in_language(language)
    ceiling, day_of = shown(row.ceiling, language), format_date(row.effective_on, language)
    say(
        language,
        f"Reduksjon {row.key} av liste {row.external_id} til {ceiling}, {state}. "
        f"Gjelder fra {day_of}.",
        f"Reduction {row.key} of list {row.external_id} to {ceiling}, {state}. Effective {day_of}.",
    )
    for finding in view.findings:
        write(f"  {finding.sentence.in_language(language)}")
    if view.digest:
        say(language, f"Sum av enhetene: {view.digest}", f"Digest of the units: {view.digest}")
    if view.seed:
        leave, units = shown(view.leave, language), shown(len(view.tickets), language)
        say(
            language,
            f"Frø {view.seed}: {leave} personer må ut, {units} enheter var med.",
            f"Seed {view.seed}: {leave} persons leave, {units} units took part.",
        )
    if view.left_out:
        gone = shown(view.left_out, language)
        say(
            language,
            f"{gone} var døde eller hadde forlatt listen siden kunngjøringen, og er holdt utenfor.",
            f"{gone} had died or left the list since the announcement, and are left out.",
        )
