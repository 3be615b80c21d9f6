"""What refrelay said 250 to is kept, whatever happens to its processes.

    durability.py REFRELAY [SEED]

Rounds: many accounts submit at once, IMAP sessions look on.  At a step chosen
from the seed the parent and its three processes are killed (the last round:
the parent gets SIGTERM); then the relay starts again on the same state.
Power loss is not tried: the kernel outlives the processes, so a missing sync
is not noticed here.
"""

import base64
import imaplib
import json
import os
import queue
import random
import re
import select
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

KILLS = 4  # the last one in the middle of MANY messages
MANY = 500
STEPS = 4  # of one message
SUBMITTERS = 8
MAILBOXES = 4
EACH = 9  # mails of one account: below the burst of 10 that the rate limit grants
PATIENCE = 60.0  # seconds for any one answer
STOP_BOUND = 40.0  # seconds for an orderly end; refrelay itself gives up after 15
DEAD = (OSError, smtplib.SMTPServerDisconnected, imaplib.IMAP4.abort, EOFError)

passed = failed = 0


def check(what, problems):
    """One line for each thing that does not hold."""
    global passed, failed
    if not problems:
        passed += 1
        return
    failed += 1
    print("FAIL %s" % what)
    for problem in problems[:5]:
        print("     %s" % problem)
    if len(problems) > 5:
        print("     and %d more" % (len(problems) - 5))


def tls():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def gone(pidfd, seconds):
    """Waits for the end of a process, whoever its parent is."""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def children(parent):
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as f:
                    fields = f.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.append(int(name))
    return found


class Relay:
    """All processes of one refrelay."""

    def __init__(self, program, state, domain, log, relays):
        self.pidfds = []
        self.process = subprocess.Popen(
            [program, "--demo", "--state", state, "--listen", "127.0.0.1", "--domain", domain],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        self.pidfds.append(os.pidfd_open(self.process.pid))
        relays.append(self)  # whatever happens now, it will be stopped
        line = b""
        if select.select([self.process.stdout], [], [], PATIENCE)[0]:
            line = self.process.stdout.readline()
        if not line:
            self.stop()
            raise RuntimeError("refrelay does not start")
        ready = json.loads(line)
        self.ports = ready["ports"]
        family = children(ready["pid"])
        self.pidfds += [os.pidfd_open(pid) for pid in family]
        if ready["pid"] != self.process.pid or len(family) != 3:
            self.stop()
            raise RuntimeError("refrelay is not a parent of three processes")

    def kill(self, order):
        for i in order:
            try:
                signal.pidfd_send_signal(self.pidfds[i], signal.SIGKILL)
            except ProcessLookupError:
                pass

    def term(self):
        signal.pidfd_send_signal(self.pidfds[0], signal.SIGTERM)

    def wait(self, seconds):
        """The exit status, or None if a process is still there."""
        end = time.monotonic() + seconds
        if not all(gone(fd, max(0, end - time.monotonic())) for fd in self.pidfds):
            return None
        return self.process.wait()

    def stop(self):
        self.kill(range(len(self.pidfds)))
        self.process.wait()
        for fd in self.pidfds:
            gone(fd, PATIENCE)
            os.close(fd)
        self.pidfds = []
        self.process.stdout.close()

    def imap(self, account):
        c = imaplib.IMAP4_SSL("127.0.0.1", self.ports["imaps"], ssl_context=tls(), timeout=PATIENCE)
        c.login(*account)
        c.select("INBOX", readonly=True)
        return c

    def smtp(self, account):
        c = smtplib.SMTP_SSL("127.0.0.1", self.ports["submissions"], local_hostname="localhost",
                             context=tls(), timeout=PATIENCE)
        c.login(*account, initial_response_ok=True)
        return c


def number(c, name):
    return int(c.response(name)[1][0])


def fetch(c, first, items):
    """(uid, octets) of every message from a UID on, in the order of the answers."""
    got = []
    kind, data = c.uid("FETCH", "%d:*" % first, "(UID %s)" % items)
    if kind != "OK":
        raise RuntimeError("UID FETCH: %s" % data)
    for i, part in enumerate(data):
        if isinstance(part, tuple):
            rest = data[i + 1] if i + 1 < len(data) and isinstance(data[i + 1], bytes) else b""
            uid = int(re.search(rb"UID (\d+)", part[0] + rest).group(1))
            if uid >= first:  # n:* always names the last message
                got.append((uid, part[1]))
    return got


def message_id(octets):
    return re.search(rb"(?im)^Message-ID: *<([^>@]+)@", octets).group(1).decode()


def packets(rng):
    """PKESK v3 for nobody in particular and a SEIPD v1 of some size; only their shape is real."""
    size = rng.choice((45, 700, 9000, 120000))
    pkesk = b"\xc1\x5e\x03" + bytes(8) + b"\x12\x01\x07\x40" + rng.randbytes(81)
    return pkesk + b"\xd2\xff" + size.to_bytes(4, "big") + b"\x01" + rng.randbytes(size - 1)


def body(rng):
    octets = base64.b64encode(packets(rng))
    lines = [octets[i:i + 64] for i in range(0, len(octets), 64)]
    return b"\r\n".join(
        [b"--B", b"Content-Type: application/pgp-encrypted", b"", b"Version: 1", b"",
         b"--B", b"Content-Type: application/octet-stream", b"",
         b"-----BEGIN PGP MESSAGE-----", b""] + lines +
        [b"-----END PGP MESSAGE-----", b"", b"--B--", b""])


class Lab:
    """What was submitted and seen, over all rounds."""

    def __init__(self, seed, domain):
        self.seed, self.domain = seed, domain
        self.boxes = [("mailbox.%d" % i + "@" + domain, "password%d" % i) for i in range(MAILBOXES)]
        self.validity = {}  # mailbox: its UIDVALIDITY
        self.seen = [{} for _ in self.boxes]  # UID: message id
        self.sent = {}  # message id: (mailboxes, body)
        self.accepted = set()  # message ids that got 250
        self.accounts = []  # that logged in
        self.n_accounts = 0
        self.lock = threading.Lock()

    def new_account(self):
        with self.lock:
            self.n_accounts += 1
            return ("from%05d@%s" % (self.n_accounts, self.domain), "of our own")


class Round:
    def __init__(self, lab, relay, name, strike):
        self.lab, self.relay, self.name, self.strike_now = lab, relay, name, strike
        self.rng = random.Random("%s %s" % (lab.seed, name))
        few = (150, 600)
        middle = (MANY * STEPS // 3, MANY * STEPS * 2 // 3)
        self.steps_left = self.rng.randrange(*(middle if name == "kill%d" % KILLS else few))
        self.struck = threading.Event()
        self.trouble = []
        self.got, self.under_way = 0, 0
        self.queues = [queue.Queue() for _ in lab.boxes]

    def step(self):
        """The submitter that takes the chosen step strikes at once."""
        with self.lab.lock:
            self.steps_left -= 1
            mine = self.steps_left == 0
        if mine:
            self.struck.set()
            self.strike_now(self)

    def failed(self, what):
        if not self.struck.is_set():
            with self.lab.lock:
                self.trouble.append(what)

    def expect(self, reply, code):
        if reply[0] == code:
            return True
        self.failed("%d instead of %d: %s" % (reply[0], code, reply[1].decode()))
        return False

    def submit(self, c, account, rng, mid):
        to = rng.sample(range(MAILBOXES), rng.randrange(1, MAILBOXES))
        text = body(rng)
        head = ("From: <%s>\r\nTo: <%s>\r\nMessage-ID: <%s@%s>\r\nSubject: [...]\r\nMIME-Version: 1.0\r\n"
                "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n"
                "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; "
                "boundary=\"B\"\r\n\r\n" % (account[0], self.lab.boxes[to[0]][0], mid, self.lab.domain))
        whole = head.encode() + text
        half = rng.randrange(len(whole))
        if not self.expect(c.mail(account[0]), 250):
            return False
        for i in to:
            if not self.expect(c.rcpt(self.lab.boxes[i][0]), 250):
                return False
        if not self.expect(c.docmd("DATA"), 354):
            return False
        with self.lab.lock:
            self.lab.sent[mid] = (to, text)
            self.under_way += 1
        self.step()
        c.send(whole[:half])
        self.step()
        c.send(whole[half:] + b".\r\n")
        self.step()
        reply = c.getreply()
        with self.lab.lock:
            self.under_way -= 1
            if reply[0] == 250:
                self.lab.accepted.add(mid)
                self.got += 1
        if not self.expect(reply, 250):
            return False
        for i in to:
            self.queues[i].put(mid)
        self.step()
        return True

    def submitter(self, which):
        rng = random.Random("%s %s %d" % (self.lab.seed, self.name, which))
        try:
            n = 0
            while not self.struck.is_set():
                account = self.lab.new_account()
                c = self.relay.smtp(account)
                with self.lab.lock:
                    self.lab.accounts.append(account)
                for _ in range(EACH):
                    n += 1
                    if not self.submit(c, account, rng, "%s.%d.%d" % (self.name, which, n)):
                        return
                c.quit()
        except DEAD as e:
            self.failed("a submitter lost its connection: %r" % e)
        except Exception as e:
            self.failed("a submitter failed: %r" % e)

    def watcher(self, box):
        """What an IMAP session has shown must be there for ever under this UID."""
        try:
            seen = self.lab.seen[box]
            c = self.relay.imap(self.lab.boxes[box])
            while self.queues[box].get() is not None:
                c.noop()
                items = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
                for uid, octets in fetch(c, max(seen, default=0) + 1, items):
                    seen[uid] = message_id(octets)
        except DEAD as e:
            self.failed("a session that looks on lost its connection: %r" % e)
        except Exception as e:
            self.failed("a session that looks on failed: %r" % e)

    def play(self):
        """Returns when every session has ended because the relay did."""
        submitters = [threading.Thread(target=self.submitter, args=(i,), daemon=True)
                      for i in range(SUBMITTERS)]
        watchers = [threading.Thread(target=self.watcher, args=(i,), daemon=True)
                    for i in range(MAILBOXES)]
        for t in submitters + watchers:
            t.start()
        for t in submitters:
            t.join()
        for q in self.queues:
            q.put(None)
        for t in watchers:
            t.join()
        if not self.struck.is_set():
            self.trouble.append("all submitters ended before the chosen moment")


def look(lab, relay, name):
    """Everything that was promised, after a new start."""
    lost, twice, torn, damaged, validity, next_uid, moved = [], [], [], [], [], [], []
    where = {mid: {} for mid in lab.sent}
    for i, account in enumerate(lab.boxes):
        c = relay.imap(account)
        now, uidnext = number(c, "UIDVALIDITY"), number(c, "UIDNEXT")
        if now != lab.validity[i]:
            validity.append("%s: %d was %d" % (account[0], now, lab.validity[i]))
        mails = fetch(c, 1, "BODY.PEEK[]")
        c.logout()
        highest = max([uid for uid, _ in mails] + list(lab.seen[i]), default=0)
        if uidnext <= highest:
            next_uid.append("%s: UIDNEXT %d, UID %d was seen" % (account[0], uidnext, highest))
        there = {}
        for uid, octets in mails:
            mid = message_id(octets)
            if uid in there:
                twice.append("%s: UID %d is two messages" % (account[0], uid))
            there[uid] = mid
            if mid not in lab.sent or i not in lab.sent[mid][0]:
                twice.append("%s: %s was never sent there" % (account[0], mid))
                continue
            where[mid][i] = where[mid].get(i, 0) + 1
            if octets.partition(b"\r\n\r\n")[2] != lab.sent[mid][1]:
                damaged.append("%s: %s is not as it was sent" % (account[0], mid))
        moved += ["%s: UID %d was %s, is %s" % (account[0], uid, mid, there.get(uid))
                  for uid, mid in lab.seen[i].items() if there.get(uid) != mid]
        lab.seen[i] = there
    for mid, (to, _) in lab.sent.items():
        n = where[mid]
        if mid in lab.accepted and len(n) < len(to):
            lost += ["%s: %s" % (lab.boxes[i][0], mid) for i in to if i not in n]
            lab.accepted.remove(mid)  # told once
        twice += ["%s: %s is there %d times" % (lab.boxes[i][0], mid, n[i]) for i in n if n[i] > 1]
        if 0 < len(n) < len(to):
            torn.append("%s: in %d of %d mailboxes" % (mid, len(n), len(to)))
    check(name + ": every message that got 250 is there", lost)
    check(name + ": nothing is there twice or unasked", twice)
    check(name + ": a message is in all mailboxes or in none", torn)
    check(name + ": every message is whole", damaged)
    check(name + ": UIDVALIDITY is the same", validity)
    check(name + ": UIDNEXT is above every UID that was seen", next_uid)
    check(name + ": what a session has shown keeps its UID", moved)


def forgotten(lab, relay):
    """Accounts that logged in before the end and now may do so with another password."""
    found = []
    for user, _ in lab.accounts[-3:]:
        try:
            relay.smtp((user, "not of our own")).close()
            found.append(user)
        except smtplib.SMTPAuthenticationError:
            pass
    return found


def farewell(lab, relay):
    """Sessions that are open at SIGTERM and what each must hear before its end."""
    context, wrong, sessions = tls(), [], []

    def dial(service, *lines):
        s = socket.create_connection(("127.0.0.1", relay.ports[service]), timeout=PATIENCE)
        if service.endswith("s"):
            s = context.wrap_socket(s)
        f = s.makefile("rb")
        f.readline()  # the greeting
        for line, last in lines:
            s.sendall(line.encode() + b"\r\n")
            while not f.readline().startswith(last):
                pass
        return s, f

    login, idle = ("a LOGIN %s %s" % lab.boxes[0], b"a "), ("c IDLE", b"+ ")
    for what, word, parts in (
            ("IDLE", b"* BYE ", ("imaps", login, ("b SELECT INBOX", b"b "), idle)),
            ("a selected mailbox", b"* BYE ", ("imaps", login, ("b EXAMINE INBOX", b"b "))),
            ("IMAP in clear", b"* BYE ", ("imap",)),
            ("SMTP", b"421 ", ("submissions", ("EHLO localhost", b"250 "))),
            ("SMTP in clear", b"421 ", ("submission",))):
        sessions.append((what, word) + dial(*parts))
    relay.term()
    for what, word, s, f in sessions:
        said = f.read()
        if not (said.startswith(word) and said.endswith(b"\r\n") and said.count(b"\n") == 1):
            wrong.append("%s: %r" % (what, said))
        s.close()
    if relay.wait(STOP_BOUND) != 0:
        wrong.append("not all processes ended as they should")
    return wrong


def run(program, work, lab, relays):
    log = open(os.path.join(work, "log"), "ab")

    def start():
        return Relay(program, os.path.join(work, "state"), lab.domain, log, relays)

    def kill(r):
        order = r.rng.sample(range(4), 4)
        r.relay.kill(order)

    relay = start()
    for i, account in enumerate(lab.boxes):
        c = relay.imap(account)
        lab.validity[i] = number(c, "UIDVALIDITY")
        c.logout()
    for name in ["kill %d" % (i + 1) for i in range(KILLS)] + ["term"]:
        r = Round(lab, relay, name.replace(" ", ""),
                  (lambda r: r.relay.term()) if name == "term" else kill)
        r.play()
        begin = time.monotonic()
        status = relay.wait(STOP_BOUND) if r.struck.is_set() else None
        took = time.monotonic() - begin
        print("%s: %d accepted, %d under way, ended %.1f s after the last session" %
              (name, r.got, r.under_way, took))
        check(name + ": all went well until then", r.trouble)
        wanted = 0 if name == "term" else -signal.SIGKILL
        check(name + ": all processes ended as they should", [] if status == wanted else
              ["still running" if status is None else "status %d" % status])
        relay.stop()
        relay = start()
        look(lab, relay, name)
        check(name + ": accounts keep their password", forgotten(lab, relay))
    check("term: the last words", farewell(lab, relay))
    relay.stop()


def on_signal(number, _):
    raise SystemExit(128 + number)


def main():
    seed = sys.argv[2] if len(sys.argv) > 2 else str(random.SystemRandom().randrange(10 ** 9))
    print("seed %s" % seed, flush=True)
    for number_ in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number_, on_signal)
    work = tempfile.mkdtemp(prefix="durability-")
    os.chmod(work, 0o755)  # refrelay drops root before it opens its state
    # A port that is free again may be another relay's: the name tells them apart.
    lab = Lab(seed, "d%s.test" % os.urandom(4).hex())
    relays = []
    try:
        run(os.path.abspath(sys.argv[1]), work, lab, relays)
    except Exception as e:
        check("the run comes to its end", [repr(e)])
    finally:
        for relay in relays:
            if relay.pidfds:
                relay.stop()
        if failed:
            with open(os.path.join(work, "log"), errors="replace") as f:
                sys.stdout.write("".join("     log: " + line for line in f.readlines()[-10:]))
        shutil.rmtree(work, ignore_errors=True)
    print("durability: %d passed, %d failed" % (passed, failed))
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
