"""Answers checks of PDFs one after the other, in the checkers' own environment: starting one takes longer than a check.

A line in is a JSON list, the checker's name and what would stand after it on a command line; a line out is its exit
code, what it printed and its complaints. Nothing of ours can be imported here.
"""

import contextlib
import io
import json
import os
import sys

# What a library prints on the side is no answer.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

import outloud.cli  # noqa: E402
import pdfua.cli  # noqa: E402

MAIN = {"outloud": outloud.cli.main, "pdfua": pdfua.cli.main}


def run(name: str, arguments: list[str]) -> tuple[int, str, str]:
    """Run a checker as its program does; return exit code, output and complaints."""
    output, complaints = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(complaints):
        try:
            code = MAIN[name](arguments)
        except SystemExit as ended:
            code = ended.code
    return int(code or 0), output.getvalue(), complaints.getvalue()


if __name__ == "__main__":
    for line in sys.stdin:
        checker, *given = json.loads(line)
        answers.write(json.dumps(run(checker, given)) + "\n")
        answers.flush()
