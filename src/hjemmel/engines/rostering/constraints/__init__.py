"""What a roster must keep and what it should: one function per constraint.

A function states its constraint in one of the forms of ``forms.py``; every solver reads those. It
carries the name that users see, the level, the unit of its penalty and its citation.
"""

from hjemmel.engines.rostering.constraints.catalogue import ALL, by_key
from hjemmel.engines.rostering.constraints.definition import Constraint

__all__ = ["ALL", "Constraint", "by_key"]
