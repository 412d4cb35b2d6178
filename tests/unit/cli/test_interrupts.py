"""Control-C that a library swallows is not lost."""

from __future__ import annotations

import contextlib
import signal

import pytest

from desktop_search.cli.interrupts import kept_interrupts


def test_a_swallowed_interrupt_is_raised_at_the_next_look() -> None:
    before = signal.getsignal(signal.SIGINT)
    with kept_interrupts() as check:
        check()
        with contextlib.suppress(BaseException):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            check()
    assert signal.getsignal(signal.SIGINT) is before
