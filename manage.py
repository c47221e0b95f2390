#!/usr/bin/env python
"""Run Django's administrative commands for the portal."""

import os
import sys

from django.core.management import execute_from_command_line

# These read code only; everything else may need the database.
WITHOUT_SERVICES = {
    "",
    "help",
    "--help",
    "-h",
    "version",
    "--version",
    "check",
    "collectstatic",
    "diffsettings",
}


def main() -> None:
    """Run one command; with the development settings PostgreSQL and Valkey are started for it when needed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inflytande.settings.development")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if (
        os.environ["DJANGO_SETTINGS_MODULE"] == "inflytande.settings.development"
        and not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))
        and command not in WITHOUT_SERVICES
    ):
        from inflytande import embedded  # noqa: PLC0415 - not installed in production

        try:
            attachment = embedded.attach(embedded.var_folder())
        except embedded.EmbeddedServiceError as error:
            sys.exit(str(error))
        os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = attachment.database_url, attachment.redis_url
        execute_from_command_line(sys.argv)
        attachment.close()
    else:
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
