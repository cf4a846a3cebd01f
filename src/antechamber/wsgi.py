"""The WSGI application that `antechamber serve` runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "antechamber.settings")

application = get_wsgi_application()

from antechamber.organizations import directory  # noqa: E402 - once the settings are read

directory.warm_up()
