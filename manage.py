"""Django's own commands, for developers: `python manage.py makemigrations` and the like."""

import sys

from django.core.management import execute_from_command_line

from minga.config import setup

if __name__ == "__main__":
    setup.start_django()
    execute_from_command_line(sys.argv)
