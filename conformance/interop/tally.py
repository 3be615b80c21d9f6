"""Counts of one part of the suite, and its closing line."""

import signal
import sys
import time
import traceback

EXPECTED = (AssertionError,)
LONGEST = 1000  # characters of a message


def on_signal(number, _):
    sys.exit(128 + number)  # what was started is ended on the way out


class Tally:
    def __init__(self, name, expected=()):
        """expected: exceptions that are findings, told in one line; others show where they arose."""
        self.name = name
        self.expected = EXPECTED + tuple(expected)
        self.passed = self.failed = self.skipped = 0
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, on_signal)

    def check(self, what, play, *args):
        """One count.  Returns what play() returned, or None if it failed."""
        begin = time.monotonic()
        try:
            got = play(*args)
        except Exception as e:  # whatever it is, the next check still runs
            self.failed += 1
            print(f"FAIL {what}: {str(e)[:LONGEST] or type(e).__name__}", flush=True)
            if not isinstance(e, self.expected):
                traceback.print_exc(file=sys.stdout)
            return None
        self.passed += 1
        print(f"ok   {what} ({time.monotonic() - begin:.1f} s)", flush=True)
        return got

    def skip(self, what, why):
        self.skipped += 1
        print(f"skip {what}: {why}", flush=True)

    def close(self):
        """The closing line; returns the exit code."""
        more = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.name}: {self.passed} passed, {self.failed} failed{more}", flush=True)
        return 0 if self.failed == 0 and self.passed > 0 else 1


def equal(got, wanted, what):
    assert got == wanted, f"{what}: {got!r}, wanted {wanted!r}"


def play_all(tally, world, checks):
    """Plays each (what, play) of checks in a world that is closed at the end; the exit code."""
    try:
        for what, play in checks:
            tally.check(what, play, world)
    finally:
        world.close()
    return tally.close()
