"""What a web server such as gunicorn runs: `gunicorn yjs.wsgi`."""

import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yjs.settings")

application = get_wsgi_application()

# A web server runs no checks of its own, and a page that does not say what it requires must not be served.
call_command("check")
