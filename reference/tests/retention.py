"""One story of messages and accounts that come to their end, told three times.

    retention.py REFRELAY REFRELAY-CLOCK

In real time, where messages live for ten seconds; with a clock that is moved by as many seconds;
and with one that is moved by days.  A unit is what the first calls a second.  All three have to see
the same, and what the promises say.
"""

import imaplib
import os
import sys
import tempfile
import threading
import time

import clock
import relay

KEEP, KEEP_LARGE, KEEP_ACCOUNT = 10, 5, 20  # units
LARGE = 160000  # octets that become more than 200000 in base64
LATE = 90.0  # seconds: nothing is later than a minute
A, B, C, D = "aaaaaaaaa", "bbbbbbbbb", "ccccccccc", "ddddddddd"


class RealTime:
    """The program that is used, and nothing to do but wait."""

    name, unit = "real time", 1

    def __init__(self, program, directory):
        self.began = time.time()
        self.relay = start(program, directory, self.unit)

    def now(self):
        return time.time()

    def reach(self, t):
        """Time has to pass here: that is what is tried."""
        time.sleep(max(0.0, self.began + t * self.unit - self.now()))


class Moved:
    def __init__(self, program, directory, name, unit):
        self.name, self.unit = name, unit
        self.socket = os.path.join(directory, "clock")
        self.relay = start(program, directory, unit, self.socket)
        self.began = self.now()

    def now(self):
        return clock.tell(self.socket, "now")

    def reach(self, t):
        left = self.began + t * self.unit - self.now()
        if left > 0:
            clock.tell(self.socket, "advance %d" % left)


def start(program, directory, unit, socket=None):
    settings = [("delete_mails_after", "%ds" % (KEEP * unit)),
                ("delete_large_after", "%ds" % (KEEP_LARGE * unit)),
                ("delete_inactive_users_after", "%ds" % (KEEP_ACCOUNT * unit)),
                ("max_user_send_per_minute", 6000), ("max_user_send_burst_size", 1000)]
    with open(os.path.join(directory, "log"), "w") as log:
        return relay.Relay(program, os.path.join(directory, "state"), settings, log,
                           {} if socket is None else {"REFRELAY_CLOCK": socket})


def number(session, item, box="INBOX"):
    return int(session.status(box, "(%s)" % item)[1][0].rstrip(b")").split()[-1])


class Story:
    """What happens, and what was seen: (what, seen, wanted)."""

    def __init__(self, world):
        self.world, self.relay, self.seen = world, world.relay, []

    def see(self, what, look, wanted, t=None):
        """Waits until it is as wanted, but no longer than the relay may take."""
        if t is not None:
            self.world.reach(t)
        end = time.monotonic() + LATE
        while (seen := look()) != wanted and time.monotonic() < end:
            time.sleep(0.2)  # nobody tells that an account has ended
        self.seen.append((what, seen, wanted))

    def boxes(self):
        """The UIDs in both mailboxes of A."""
        found = []
        for box in "INBOX", "Kept":
            self.a.select(box, readonly=True)
            found.append(tuple(int(uid) for uid in self.a.uid("SEARCH", "ALL")[1][0].split()))
        return tuple(found)

    def validities(self):
        return tuple(number(self.a, "UIDVALIDITY", box) for box in ("INBOX", "Kept"))

    def reports(self):
        """How many messages C has got: bounces."""
        self.c.noop()
        return number(self.c, "MESSAGES")

    def is_told(self):
        """Is C told that there is no B?  An answer has come when another message to C has."""
        before = self.reports()
        self.relay.send(C, B)
        self.relay.send(C, C)
        while self.reports() < before + 1:
            self.c.noop()
        count = self.reports() - before
        self.c.select("INBOX")
        self.c.store("1:*", "+FLAGS.SILENT", "\\Deleted")
        self.c.expunge()
        return count == 2

    def login(self, name, password):
        """UIDVALIDITY of its INBOX and the number of its messages; None: refused."""
        c = imaplib.IMAP4_SSL("127.0.0.1", self.relay.ports["imaps"], ssl_context=relay.tls(),
                              timeout=relay.PATIENCE)
        try:
            c.login(self.relay.address(name), password)
        except imaplib.IMAP4.error:
            c.shutdown()
            return None
        found = number(c, "UIDVALIDITY"), number(c, "MESSAGES")
        c.logout()
        return found

    def append(self, box, flags, age, ciphertext=99):
        date = imaplib.Time2Internaldate(self.world.now() - age * self.world.unit)
        self.a.append(box, flags, date, self.relay.message(A, [A], ciphertext))

    def begin(self):
        self.a, self.c = self.relay.imap(A), self.relay.imap(C)
        self.watcher = self.relay.imap(A)
        self.watcher.select("INBOX")
        self.a.create("Kept")
        self.was = self.validities()
        self.b_was = self.login(B, "password of " + B)
        self.login(D, "password of " + D)
        self.relay.send(C, A)
        self.append("Kept", "(\\Seen \\Flagged)", 0)
        self.append("INBOX", None, 0, LARGE)
        self.append("INBOX", None, 4)
        self.append("INBOX", None, -30)
        self.c.select("INBOX")

    def messages(self):
        self.see("all are there", self.boxes, ((1, 2, 3, 4), (1,)), 3)
        self.watcher.noop()  # who was not told that they came is not told that they went
        self.see("a large one and an old one have gone", self.boxes, ((1, 4), (1,)), 7)
        self.a.select("INBOX")
        self.a.uid("COPY", "1", "Kept")
        self.see("a copy", self.boxes, ((1, 4), (1, 2)))
        self.see("seen, flagged, copied, dated ahead: all have gone", self.boxes, ((), ()), 13)
        self.see("UIDVALIDITY stays", lambda: self.validities() == self.was, True)
        self.watcher.noop()
        told = self.watcher.response("EXPUNGE")[1]
        self.see("a session was told", lambda: len(told), 4)

    def accounts(self):
        self.see("mail to an account", self.is_told, False, 16)
        self.see("mail to one that has ended", self.is_told, True, 23)
        self.see("another password", lambda: self.login(B, "another password"), None)
        came = self.login(B, "password of " + B)
        self.see("the owner has it again, empty", lambda: came is not None and came[1] == 0, True)
        self.see("UIDVALIDITY has grown", lambda: came[0] > self.b_was[0], True)
        self.see("another owner, too early", lambda: self.login(D, "another password"), None)
        self.see("another owner", lambda: self.login(D, "another password") is not None, True, 45)
        self.see("who was here all the time", self.boxes, ((), ()))

    def tell(self):
        try:
            self.begin()
            self.messages()
            self.accounts()
        except Exception as e:  # whatever it is: the relay is not to be left behind
            self.seen.append(("the story comes to its end", repr(e), ""))
        self.seen.append(("an end in order", self.relay.term(), 0))


def main():
    plain, clocked = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as directory:
        places = [os.path.join(directory, str(i)) for i in range(3)]
        for place in places:
            os.mkdir(place)
        stories = [Story(RealTime(plain, places[0])),
                   Story(Moved(clocked, places[1], "moved by seconds", 1)),
                   Story(Moved(clocked, places[2], "moved by days", 2 * 86400))]
        threads = [threading.Thread(target=s.tell) for s in stories]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    for s in stories:
        for what, seen, wanted in s.seen:
            relay.check("%s: %s" % (s.world.name, what), seen == wanted,
                        "%s, not %s" % (seen, wanted))
        relay.check("%s: sees what real time does" % s.world.name, s.seen == stories[0].seen)
    return relay.closing("retention")


if __name__ == "__main__":
    sys.exit(main())
