"""Words of the pages about residents."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.kernel.text import Text

BASIS: Mapping[str, Text] = {
    "resident": Text("bosatt i Norge", "resident in Norway"),
    "asylum_seeker": Text("asylsøker", "asylum seeker"),
    "other_d_number": Text("annet d-nummer", "other D-number"),
}
SEX: Mapping[str, Text] = {
    "male": Text("mann", "male"),
    "female": Text("kvinne", "female"),
}
