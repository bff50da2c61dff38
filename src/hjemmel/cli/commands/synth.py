"""``hjemmel synth``: a municipality that does not exist, written to a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import shown, write, write_json
from hjemmel.cli.progress import progress_bar
from hjemmel.cli.session import language_of
from hjemmel.cli.values import whole
from hjemmel.kernel.text import Text

HELP = "Lag en syntetisk kommune som filer. ¦ Make a synthetic municipality as files."

Profile = Annotated[
    str,
    typer.Argument(
        metavar="[PROFILE]",
        help="Kommunen den ligner: bergen, trondheim, norway. "
        "¦ The municipality it resembles: bergen, trondheim, norway.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help="Ny eller tom mappe; uten: <profil>-synthetic-<frø>. "
        "¦ New or empty folder; without: <profile>-synthetic-<seed>.",
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        "--seed",
        parser=str,
        callback=whole("--seed"),
        help="Frø; samme frø gir samme filer. ¦ Seed; the same seed gives the same files.",
    ),
]
Formats = Annotated[
    str,
    typer.Option("--format", help="parquet, csv eller begge. ¦ parquet, csv or both."),
]
Residents = Annotated[
    int | None,
    typer.Option(
        "--residents",
        "--population",
        parser=str,
        callback=whole("--residents"),
        help="Antall innbyggere. ¦ Number of residents.",
    ),
]
Lists = Annotated[
    int | None,
    typer.Option(
        "--lists", parser=str, callback=whole("--lists"), help="Antall lister. ¦ Number of lists."
    ),
]


def synth(
    context: typer.Context,
    profile: Profile = "bergen",
    out: Out = None,
    seed: Seed = 2024,
    formats: Formats = "parquet,csv",
    residents: Residents = None,
    lists: Lists = None,
    as_json: Json = False,
) -> None:
    """Generate a synthetic municipality and write its tables."""
    from hjemmel.cases.synthetic import generate, read_profile
    from hjemmel.cases.synthetic import write as write_files

    language = language_of(context)
    wanted = read_profile(profile).scaled(residents=residents, lists=lists)
    folder = Path(f"{wanted.id}-synthetic-{seed}") if out is None else out
    kinds = [kind.strip() for kind in formats.split(",") if kind.strip()]
    with progress_bar(language) as progress:
        made = generate(wanted, seed=seed, progress=progress)
        write_files(made, folder, formats=kinds, progress=progress)
    rows = {name: table.height for name, table in made.tables.items()}
    if as_json:
        write_json(
            {
                "folder": str(folder),
                "profile": wanted.id,
                "seed": seed,
                "formats": kinds,
                "rows": rows,
            }
        )
        return
    people, on = shown(rows["residents"], language), shown(rows["lists"], language)
    write(
        Text(
            f"Skrev en syntetisk kommune med {people} innbyggere og {on} lister til {folder}.",
            f"Wrote a synthetic municipality with {people} residents and {on} lists to {folder}.",
        ).in_language(language)
    )
    write(
        Text(
            "Ingen virkelige personer; fødselsnumrene tilhører ingen.",
            "No real persons; the national ids belong to nobody.",
        ).in_language(language)
    )
