"""The WSGI application that the web server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hjemmel.config.settings")
application = get_wsgi_application()

# Engines, drawing and templates take a second or two to load: better now than on the first page.
from hjemmel.web.warm import warm  # noqa: E402  (needs the settings above)

warm()
