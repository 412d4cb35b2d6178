"""Control-C that a library swallows is not lost."""

from __future__ import annotations

import subprocess
import sys

# In a process of its own: libraries that other tests have loaded leave the main thread a small stack for signals, on
# which a signal that is raised within the process ends it.
_PROGRAM = """
import contextlib, signal
from desktop_search.cli.interrupts import kept_interrupts

before = signal.getsignal(signal.SIGINT)
with kept_interrupts() as check:
    check()
    with contextlib.suppress(BaseException):
        signal.raise_signal(signal.SIGINT)
    try:
        check()
    except KeyboardInterrupt:
        print("raised")
assert signal.getsignal(signal.SIGINT) is before
"""


def test_a_swallowed_interrupt_is_raised_at_the_next_look() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "raised\n"
