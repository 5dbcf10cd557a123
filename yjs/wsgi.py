"""What a web server such as gunicorn runs: `gunicorn yjs.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yjs.settings")

application = get_wsgi_application()
