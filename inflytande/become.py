"""What a child of ours is before it becomes its program: ``python become.py PARENT SIGNAL UID GID PROGRAM …``.

A program of its own, since code of ours between fork and exec would be unsafe beside threads. The process stays the
same, so whoever started it knows its number. Uses the standard library only, and none of our modules: it is run by path.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
#: Stands for UID and GID of a child that runs as the one who starts it.
SAME_USER = -1


def main() -> None:
    """Get ready and become the program; says on standard error, in one sentence, why it cannot."""
    parent, sent, uid, gid = (int(number) for number in sys.argv[1:5])
    program = sys.argv[5:]
    for ignored in (signal.SIGPIPE, signal.SIGXFSZ):  # by Python, and what is ignored stays so
        signal.signal(ignored, signal.SIG_DFL)
    if uid != SAME_USER:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
        os.umask(0o077)
    if sys.platform == "linux":
        # After the change of user, which takes it back.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, sent, 0, 0, 0)
    if os.getppid() != parent:  # the parent died before the request above took hold
        sys.exit(1)
    try:
        os.execv(program[0], program)  # noqa: S606 - no shell is what we want
    except OSError as error:
        sys.exit(f"{program[0]} cannot be run ({error.strerror}).")


if __name__ == "__main__":
    main()
