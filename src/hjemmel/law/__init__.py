"""The law as dated data: acts, citations, parameters, local choices, findings and receipts.

The only way to a value is ``LawAt(as_of, municipality, book)``; it remembers what was read.
"""

from hjemmel.law.acts import Act
from hjemmel.law.citation import Citation
from hjemmel.law.finding import Finding, Outcome
from hjemmel.law.lawat import LawAt, law_on
from hjemmel.law.loader import LawBook, load_law
from hjemmel.law.parameters import Confidence, Parameter, ParameterVersion, Rank
from hjemmel.law.provision import provision
from hjemmel.law.receipt import Receipt

__all__ = [
    "Act",
    "Citation",
    "Confidence",
    "Finding",
    "LawAt",
    "LawBook",
    "Outcome",
    "Parameter",
    "ParameterVersion",
    "Rank",
    "Receipt",
    "law_on",
    "load_law",
    "provision",
]
