#!/usr/bin/env python
"""The door to every command: `python manage.py demo`, `plan`, `figure`, `import_bundle` and the rest."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yjs.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(f"Not started: {refusal}")


if __name__ == "__main__":
    main()
