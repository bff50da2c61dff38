"""A citation has one textual form in each language; these pin it."""

from __future__ import annotations

import pytest

from hjemmel.law import Citation, load_law

BOOK = load_law()
GP = BOOK.act("fastlegeforskriften_2025")


@pytest.mark.parametrize(
    ("citation", "nb", "en"),
    [
        (Citation(GP), "fastlegeforskriften", "GP regulation"),
        (Citation(GP, "10"), "fastlegeforskriften § 10", "GP regulation § 10"),
        (
            Citation(GP, "33", section=4, letter="a"),
            "fastlegeforskriften § 33 fjerde ledd bokstav a",
            "GP regulation § 33 fourth paragraph letter a",
        ),
        (
            Citation(GP, "12", section=1, sentence=2),
            "fastlegeforskriften § 12 første ledd andre punktum",
            "GP regulation § 12 first paragraph second sentence",
        ),
        (
            Citation(BOOK.act("fastlegeforskriften_2012"), "34"),
            "fastlegeforskriften (2012) § 34",
            "GP regulation (2012) § 34",
        ),
        (
            Citation(BOOK.act("arbeidsmiljoeloven"), "10-6", section=11),
            "arbeidsmiljøloven § 10-6 ellevte ledd",
            "Working Environment Act § 10-6 eleventh paragraph",
        ),
        (Citation(BOOK.act("sfs_2305"), "pkt. 3.1"), "SFS 2305 pkt. 3.1", "SFS 2305 pkt. 3.1"),
        (
            Citation(BOOK.act("bergen_strategi_2024"), "kap. 8.3"),
            "Bergen kommunes strategi for fastlegeordningen kap. 8.3",
            "Bergen's GP strategy kap. 8.3",
        ),
    ],
)
def test_a_citation_is_written_in_one_way(citation: Citation, nb: str, en: str) -> None:
    assert citation.text("nb") == nb
    assert citation.text("en") == en
    assert str(citation) == nb
    assert (citation.as_text().nb, citation.as_text().en) == (nb, en)
