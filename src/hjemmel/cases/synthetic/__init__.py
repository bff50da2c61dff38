"""Synthetic municipalities: made-up people and lists with the totals of a real municipality."""

from hjemmel.cases.synthetic.generate import SyntheticMunicipality, generate
from hjemmel.cases.synthetic.picture import picture
from hjemmel.cases.synthetic.profile import Profile
from hjemmel.cases.synthetic.profile_file import profile_ids, read_profile
from hjemmel.cases.synthetic.write import write

__all__ = [
    "Profile",
    "SyntheticMunicipality",
    "generate",
    "picture",
    "profile_ids",
    "read_profile",
    "write",
]
