"""How the documentation is built: Sphinx with MyST and furo, the reference from the code."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from hjemmel import __version__

project = "hjemmel"
author = "hjemmel contributors"
project_copyright = "2026, hjemmel contributors"
version = release = __version__
language = "en"

extensions = ["myst_parser", "generated"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_ext"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"hjemmel {release}"
html_static_path = ["_static"]
html_css_files = ["wide.css"]
html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}
