"""Need, posts, lists, duties and money of the Norwegian GP scheme, each with its legal basis."""

from importlib.metadata import version

__version__ = version("hjemmel")
