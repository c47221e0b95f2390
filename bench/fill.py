"""``python -m bench.fill 1000 years``: fill the database and print the measured month's first day."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from bench.data import fill  # models need the set-up above

    sys.stdout.write(f"{fill(int(sys.argv[1]), sys.argv[2]).isoformat()}\n")
