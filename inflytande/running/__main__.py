"""Command line: ``python -m inflytande.running [start|stop|fresh]``."""

import sys

from inflytande.running.errors import StartError
from inflytande.running.start import start
from inflytande.running.stop import fresh, stop

COMMANDS = {"start": start, "stop": stop, "fresh": fresh}


def main() -> int:
    """Run one command; a foreseen obstacle is one sentence and exit code 1."""
    name = sys.argv[1] if len(sys.argv) > 1 else "start"
    if name not in COMMANDS:
        sys.stderr.write(f"Choose one of: {', '.join(COMMANDS)}.\n")
        return 2
    try:
        return COMMANDS[name]()
    except StartError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
