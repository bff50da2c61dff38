"""The WSGI application that the web server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hjemmel.config.settings")
application = get_wsgi_application()

# The drawing engine takes most of a second to start: better now than on the first page.
from hjemmel.web.charts.render import warm  # noqa: E402  (needs the settings above)

warm()
