"""``hjemmel plan document``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("plan", ["trondheim-2024", "bergen-2024"])
@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!")])
def test_a_tertial_report_is_written_the_same_each_time(
    run: Run, tmp_path: Path, plan: str, form: str, start: bytes
) -> None:
    files = [tmp_path / f"{number}.{form}" for number in (1, 2)]
    for file in files:
        asked = ("--kind", "tertial", "--format", form, "--out", str(file))
        assert run("plan", "document", plan, *asked).code == 0

    assert files[0].read_bytes().startswith(start)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_the_answer_for_programs_names_the_title_the_day_and_the_data_hash(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "rapport.html"
    asked = ("--kind", "tertial", "--tertial", "2024-T2", "--in", "nn", "--out", str(out))
    told = run("plan", "document", "trondheim-2024", *asked, "--json").json

    assert told["title"] == "Tertialrapport for legetenesta, 2. tertial 2024"
    assert (told["as_of"], told["language"], told["form"]) == ("2024-08-31", "nn", "html")
    assert told["bytes"] == out.stat().st_size
    assert told["data_hash"] in out.read_text("utf-8")


def test_a_text_of_ones_own_and_an_assessment_are_put_in(run: Run, tmp_path: Path) -> None:
    text, assessment, out = (tmp_path / name for name in ("t.txt", "v.txt", "sak.html"))
    text.write_text(
        "Sak om {plan}\n\n## Vår vurdering\n\n{vurdering}\n\nI alt {sum_tiltak}.", "utf-8"
    )
    assessment.write_text("Vi **anbefaler** planen.", "utf-8")
    asked = ("--kind", "case", "--text", str(text), "--assessment", str(assessment))
    run("plan", "document", "trondheim-2024", *asked, "--out", str(out))

    page = out.read_text("utf-8")
    assert "<h1>Sak om Tiltaksplan for legetjenesten 2024–2028</h1>" in page
    assert "<p>Vi <strong>anbefaler</strong> planen.</p>" in page
    assert "<p>I alt kr\xa017\xa0825\xa0000.</p>" in page


@pytest.mark.parametrize(
    ("plan", "asked", "said"),
    [
        ("oslo-2024", ("--out", "x.pdf"), "bergen-2024, trondheim-2024"),
        ("bergen-2024", ("--out", "x.odt"), "Bruk docx, pdf eller html"),
        ("bergen-2024", ("--out", "none/x.pdf"), "Mappen finnes ikke"),
        ("bergen-2024", ("--out", "x.pdf", "--kind", "brev"), "plan, tertial, case, data"),
        ("bergen-2024", ("--out", "x.pdf", "--in", "se"), "nb, nn, en"),
        ("bergen-2024", ("--out", "x.pdf", "--tertial", "2024-T4"), "2024-T4"),
        ("bergen-2024", ("--out", "x.pdf", "--text", "there-is-none.txt"), "Filen finnes ikke"),
        ("bergen-2024", ("--out", "old.pdf"), "Filen finnes"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    plan: str,
    asked: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.pdf").write_bytes(b"")
    outcome = run("plan", "document", plan, *asked)

    assert outcome.code != 0
    assert said in outcome.err
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["old.pdf"]
