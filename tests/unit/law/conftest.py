"""A small law book on disk, so that each test can spoil one line of it."""

from __future__ import annotations

from pathlib import Path

import pytest

ACTS = """
[regulation_2012]
title_nb = "Forskrift om fastlegeordning (2012)"
title_en = "GP regulation (2012)"
short_nb = "forskriften (2012)"
short_en = "regulation (2012)"
rank = "forskrift"
in_force_from = 2013-01-01
in_force_until = 2026-01-01
reference = "FOR-2012"
replaced_by = "regulation_2025"

[regulation_2025]
title_nb = "Forskrift om fastlegeordning"
title_en = "GP regulation"
short_nb = "forskriften"
short_en = "regulation"
rank = "forskrift"
in_force_from = 2026-01-01

[plan_bergen]
title_nb = "Strategi"
title_en = "Strategy"
short_nb = "strategien"
short_en = "strategy"
rank = "kommunal"
in_force_from = 2024-05-08
municipality = "4601"
"""
UNITS = """
persons = { nb = "personer", en = "persons" }
yes_no = { nb = "ja/nei", en = "yes/no" }
table = { nb = "tabell", en = "table" }
"""
CEILING = """
id = "gp_list.ceiling"
title_nb = "Listetak"
title_en = "List ceiling"
unit = "persons"
rank = "forskrift"

[local_choice]
minimum = 500
maximum = 2500

[[versions]]
valid_from = 2013-01-01
value = 2500
source = { act = "regulation_2012", paragraph = "34" }
review = { status = "verified", on = 2026-11-21, from = "regulation text" }

[[versions]]
valid_from = 2026-01-01
valid_until = 2027-01-01
value = 2400
source = { act = "regulation_2025", paragraph = "10", section = 1 }
review = { status = "unverified", on = 2026-11-21, from = "memory" }
note_nb = "Ikke bekreftet."
note_en = "Not confirmed."
"""
CLOSED = """
id = "gp_list.closed"
title_nb = "Lukket"
title_en = "Closed"
unit = "yes_no"
rank = "forskrift"

[[versions]]
valid_from = 2013-01-01
value = true
source = { act = "regulation_2012", paragraph = "34" }
review = { status = "verified", on = 2026-11-21, from = "regulation text" }

[[versions]]
valid_from = 2026-01-01
value = true
source = { act = "regulation_2025", paragraph = "34" }
review = { status = "verified", on = 2026-11-21, from = "regulation text" }
"""
CODES = """
id = "gp_list.codes"
title_nb = "Koder"
title_en = "Codes"
unit = "table"
rank = "forskrift"

[[versions]]
valid_from = 2013-01-01
value = "codes"
source = { act = "regulation_2012" }
review = { status = "verified", on = 2026-11-21, from = "regulation text" }

[[versions]]
valid_from = 2026-01-01
value = "codes"
source = { act = "regulation_2025" }
review = { status = "verified", on = 2026-11-21, from = "regulation text" }
"""
LOCAL = """
id = "gp_list.ceiling"
municipality = "4601"
rank = "kommunal"

[[versions]]
valid_from = 2024-05-08
value = 1000
source = { act = "plan_bergen", paragraph = "kap. 8" }
review = { status = "verified", on = 2026-11-21, from = "plan" }
case_number = "149/24"
quote = "lister over 1000"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of law files that is in order."""
    files = {
        "acts.toml": ACTS,
        "units.toml": UNITS,
        "gp_list/ceiling.toml": CEILING,
        "gp_list/closed.toml": CLOSED,
        "gp_list/codes.toml": CODES,
        "local/4601/gp_list/ceiling.toml": LOCAL,
        "tables/codes.csv": "number,name\n0301,Oslo\n",
        "coverage.toml": "",
    }
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path
