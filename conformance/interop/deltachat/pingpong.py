#!/usr/bin/python3
"""Round trips between people who answer at once, by the real core.

    pingpong.py [PEER] REFRELAY CORE DIRECTORY

PEER: file with the arguments of another relay that is up; then both relays are
measured in turn, round by round, and compared.  Core sends one message a second
and three at once, so several pairs take turns.

Most of a round trip is the client's own work, which goes with the machine and with what else
runs there.  So a goal that is missed is looked at again, all rounds together, and whether refrelay
misses it is said only where the rounds can tell.
"""

import os
import random
import statistics
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from people import Person  # noqa: E402
from relay import Refrelay, from_arguments  # noqa: E402
from rpc import Core, Fault  # noqa: E402
from tally import Tally  # noqa: E402

ROUNDS = 50
PAIRS = 12  # over all relays: each has its turn about every two seconds
LOOKS = 3
RESAMPLES = 2000  # of the rounds, for the interval of the ratio
GOAL = 0.85  # refrelay's median round trip over the peer's


class Table:
    """The pairs of one relay, and what was measured of them."""

    def __init__(self, name, relay):
        self.name, self.relay = name, relay
        self.pairs, self.trips = [], []

    def seat(self, cores, pairs):
        for i in range(pairs):
            pair = [Person(core, self.relay, f"{self.name} {i} {side}")
                    for core, side in zip(cores, "AB")]
            for person in pair:
                person.configure()
                person.online()
            pair[1].knows(pair[0])
            self.pairs.append(pair)

    def round(self, number):
        """Milliseconds from the first message's order to the arrival of its answer."""
        a, b = self.pairs[number % len(self.pairs)]
        begin = a.now()
        a.say(b, f"ping {number}")
        b.hear_text(f"ping {number}")
        b.say(a, f"pong {number}")
        end, _ = a.hear_text(f"pong {number}")
        self.trips.append((end - begin) * 1000)

    def median(self):
        return statistics.median(self.trips)

    def line(self):
        last = self.trips[-ROUNDS:]
        p95 = statistics.quantiles(last, n=20, method="inclusive")[-1]
        return (f"round trip over {self.name}: median {statistics.median(last):.0f} ms, "
                f"p95 {p95:.0f} ms, {min(last):.0f} to {max(last):.0f} ms, of {len(last)}")


def play(tables):
    for number in range(ROUNDS):
        # Each goes first every other time.
        for table in tables if number % 2 else reversed(tables):
            table.round(number)
    for table in tables:
        print(table.line())


def unlimited(cores):
    """The client's own rate limit must not have been what was measured."""
    seen = sum(core.count(lambda e: e["kind"] == "Info" and "smtp got rate limited" in e["msg"])
               for core in cores)
    assert seen == 0, f"the core held messages back {seen} times by its own rate limit"


def interval(ours, peer):
    """95 % of the ratio of the medians: a bootstrap over rounds, which both relays played together."""
    rounds = list(zip(ours.trips, peer.trips))
    chance = random.Random(1)
    ratios = []
    for _ in range(RESAMPLES):
        a, b = zip(*chance.choices(rounds, k=len(rounds)))
        ratios.append(statistics.median(a) / statistics.median(b))
    ratios.sort()
    return ratios[RESAMPLES // 40], ratios[-RESAMPLES // 40]


def compare(tally, ours, peer):
    for left in reversed(range(LOOKS)):
        ratio, (low, high) = ours.median() / peer.median(), interval(ours, peer)
        print(f"ratio of the medians: {ratio:.3f}, 95 % from {low:.3f} to {high:.3f}, "
              f"{len(ours.trips)} rounds; the goal is at most {GOAL}")
        if ratio <= GOAL or not left:
            break
        play((ours, peer))
    what = f"refrelay takes at most {GOAL} of the peer's time"
    if ratio > GOAL >= low:
        tally.skip(what, "the rounds do not tell")
    else:
        tally.check(what, at_most, ratio, GOAL)


def at_most(ratio, goal):
    assert ratio <= goal, f"{ratio:.3f} is above {goal}"


def main(refrelay, program, directory, peer=None):
    tally = Tally("pingpong", (Fault,))
    ours = Refrelay(refrelay, os.path.join(directory, "relay"))
    tables = [Table("refrelay", ours)]
    if peer:
        tables.append(Table("Postfix+Dovecot", from_arguments(peer)))
    pairs = PAIRS // len(tables)
    cores = [Core(program, os.path.join(directory, "core" + side)) for side in "AB"]
    try:
        for table in tables:
            tally.check(f"{pairs} pairs get to know each other on {table.name}",
                        table.seat, cores, pairs)
        for core in cores:
            core.forget()
        if tally.failed == 0:
            tally.check(f"{ROUNDS} ping-pongs", play, tables)
        if tally.failed == 0 and peer:
            compare(tally, *tables)
        tally.check("nothing else slowed them down", unlimited, cores)  # in any look
    finally:
        for core in cores:
            core.close()
        ours.stop()
    if not peer:
        tally.skip("refrelay is compared", "there is no other relay")
    return tally.close()


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[-3:], *sys.argv[1:-3]))
