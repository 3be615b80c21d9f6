"""What refrelay said 250 to and is for other servers gets there, whatever happens
to its processes, and comes twice only when one of them died with it on its way.

    queue_kills.py REFRELAY [SEED]

Clients submit, other servers take; at takings chosen from the seed the outbound
process, or all processes, are killed, before or after the other server says 250.
Every taking and every kill is written down in the order in which they happen;
what is checked is that list.  (Not called queue.py: Python has a module of that
name.)"""

import os
import random
import re
import select
import shutil
import signal
import smtplib
import sqlite3
import subprocess
import sys
import tempfile
import threading

import relay
import world
from relay import check

MESSAGES = 1000
DOMAINS = 10
SUBMITTERS = 6
EACH = 40   # messages of one connection
WINDOW = 64 # what the outbound process may have at a time
STUCK = 20  # messages for the server that hangs
PATIENCE = 240.0
DEAD = (OSError, smtplib.SMTPServerDisconnected, EOFError)


def hung_up(sock):
    """Nobody waits for our answer any more."""
    poll = select.poll()
    poll.register(sock, select.POLLRDHUP)
    return bool(poll.poll(0))


class Lab:
    """All lives of one relay, and what came of it."""

    def __init__(self, program, directory, seed):
        self.program, self.directory = program, directory
        self.rng = random.Random(seed)
        self.world = world.World(directory)
        self.change = self.world.change
        self.events = []  # ("take", message, domain, answered), ("kill", what)
        self.takings = 0
        self.plan = []  # (takings, what): the next kill first
        self.accepted = {}  # message: domains; it got 250
        self.asked = {}  # message: domains; it may have got in
        self.relay, self.struck = None, threading.Event()
        key = os.path.join(directory, "dkim.pem")
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True,
                       stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        w = self.world
        self.settings = [
            ("dkim_key", key), ("dns_server", "127.0.0.1@%d" % w.dns.port),
            ("dns_trust_anchor", w.dns.anchor), ("outbound_ca", w.ca.file),
            ("outbound_smtp_port", w.smtp_port), ("outbound_https_port", w.https_port),
            ("outbound_private", "yes"), ("outbound_timeout", 60), ("queue_retry", 1),
            ("queue_lifetime", 86400), ("max_user_send_per_minute", 60000),
            ("max_user_send_burst_size", 10000)]
        self.log = open(os.path.join(directory, "log"), "w+")
        self.domains = ["d%d.example" % i for i in range(DOMAINS)]
        for d in self.domains:
            w.domain(d, steps={"end": lambda s, d=d: self.take(s, d)})

    def start(self):
        self.struck.clear()
        self.relay = relay.Relay(self.program, os.path.join(self.directory, "state"),
                                 self.settings, self.log)

    def take(self, session, domain):
        """A server has the whole message; it may not live to hear of that."""
        message = re.search(rb"Message-ID: <([^@>]+)@", session.data).group(1).decode()
        with self.change:
            # A process that was killed has closed its connections by then.
            heard = not hung_up(session.sock)
            self.events.append(("take", message, domain, heard))
            self.takings += 1
            kill = None
            if heard and self.plan and self.takings >= self.plan[0][0]:
                kill = self.plan.pop(0)[1]
            if kill is not None and kill.endswith("before"):
                self.strike(kill)
            self.change.notify_all()
        if kill is not None and not kill.endswith("before"):
            session.say(b"250 2.0.0 taken\r\n")
            with self.change:
                self.strike(kill)
            raise world.Over()
        return b"250 2.0.0 taken\r\n"

    def strike(self, what):
        parent = self.relay.process.pid
        family = relay.children(parent)
        victims = family[2:] if what.startswith("outbound") else [parent] + family
        if what.startswith("all"):
            self.struck.set()
        fds = [os.pidfd_open(pid) for pid in victims]
        for fd in fds:
            signal.pidfd_send_signal(fd, signal.SIGKILL)
        for fd in fds:
            relay.ends(fd, PATIENCE)
            os.close(fd)
        self.events.append(("kill", what if fds else "nobody"))

    # ---- clients ----

    def message(self, sender, number, to):
        text = self.relay.message(sender, to)
        return re.sub(rb"Message-ID: <[^@>]+@", b"Message-ID: <m%d@" % number, text)

    def submitter(self, name, work):
        try:
            while True:
                c = smtplib.SMTP_SSL("127.0.0.1", self.relay.ports["submissions"], "localhost",
                                     context=relay.tls(), timeout=PATIENCE)
                c.login(self.relay.address(name), "password of %s" % name, initial_response_ok=True)
                for _ in range(EACH):
                    number, domains = work()
                    if number is None:
                        c.quit()
                        return
                    self.asked["m%d" % number] = domains
                    to = ["bob@" + d for d in domains] + [self.relay.address("alice.001")]
                    c.sendmail(self.relay.address(name), to, self.message(name, number, to))
                    with self.change:
                        self.accepted["m%d" % number] = domains
                        self.change.notify_all()
                c.quit()
        except DEAD as e:
            if not self.struck.is_set():
                check("a client is served", False, repr(e))

    def submit_all(self, jobs):
        """Until all is in, or the relay is gone."""
        lock = threading.Lock()

        def work():
            with lock:
                return jobs.pop() if jobs else (None, None)

        threads = [threading.Thread(target=self.submitter, args=("from%05d" % i, work), daemon=True)
                   for i in range(SUBMITTERS)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()

    def missing(self):
        got = {e[1:3] for e in self.events if e[0] == "take"}
        return [(m, d) for m, domains in self.accepted.items() for d in domains if (m, d) not in got]

    def wait_taken(self):
        with self.change:
            return self.change.wait_for(lambda: self.struck.is_set() or not self.missing(), PATIENCE)


def kills(lab):
    """OUT_ONCE OUT_RETRY: nothing lost, and twice only where something died."""
    jobs = [(i, lab.rng.sample(lab.domains, lab.rng.choice((1, 1, 1, 2)))) for i in range(MESSAGES)]
    kinds = ["outbound before", "all after", "outbound after", "all before", "outbound before",
             "outbound after", "all before"]
    points = sorted(lab.rng.sample(range(MESSAGES // 20, MESSAGES), len(kinds)))
    lab.plan = list(zip(points, kinds))
    lives = 0
    while True:
        lives += 1
        lab.start()
        lab.relay.imap("alice.001").logout()
        lab.submit_all(jobs)
        check("what can be delivered is", lab.wait_taken(), len(lab.missing()))
        if not lab.struck.is_set():
            break
        lab.relay.process.wait()
        lab.relay.process.stdout.close()
    check("all processes were killed three times", lives == 4, lives)
    check("every kill hit somebody", [e for e in lab.events if e[1] == "nobody"] == [])
    check("nothing that got 250 is lost", lab.missing() == [], lab.missing()[:5])
    check("most got 250", len(lab.accepted) > MESSAGES - 3 * SUBMITTERS, len(lab.accepted))
    count(lab.events, lab.asked)


def count(events, asked):
    """Takings of one message by one server are separated by kills, or the first answer
    had nobody to go to; and no kill accounts for more than was on its way."""
    last, answered, kills_seen, twice = {}, {}, 0, {}
    unasked, unexcused = [], []
    for e in events:
        if e[0] == "kill":
            kills_seen += 1
            continue
        what = e[1:3]
        if what[1] not in asked.get(what[0], ()):
            unasked.append(what)
        if what in last:
            if last[what] == kills_seen and answered[what]:
                unexcused.append(what)
            twice[last[what]] = twice.get(last[what], 0) + 1
        last[what], answered[what] = kills_seen, e[3]
    check("nothing comes that was not sent", unasked == [], unasked[:5])
    check("nothing comes twice without a kill between", unexcused == [], unexcused[:5])
    check("no kill doubles more than was on its way", all(n <= WINDOW for n in twice.values()), twice)
    before = sum(1 for e in events if e[0] == "kill" and e[1].endswith("before"))
    check("what was taken and not answered comes again", sum(twice.values()) >= before, twice)


def here(lab):
    """OUT_LOCAL_STAYS: the copies for our own side are all there, once."""
    c = lab.relay.imap("alice.001")
    c.select("INBOX")
    data = c.uid("FETCH", "1:*", "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")[1]
    got = [re.search(rb"<([^@>]+)@", part[1]).group(1).decode() for part in data
           if isinstance(part, tuple)]
    check("each copy is there once", len(got) == len(set(got)), len(got) - len(set(got)))
    check("each copy is there", set(lab.accepted) <= set(got), len(set(lab.accepted) - set(got)))


def stuck(lab):
    """OUT_STUCK: a server that says nothing has its few connections, and nobody waits for it."""
    released = threading.Event()

    def silence(session):
        released.wait()
        raise world.Over()

    mx = lab.world.domain("stuck.example", steps={"banner": silence})
    lab.relay.send("from00000", *["bob%d@stuck.example" % i for i in range(3)])
    for _ in range(STUCK):
        lab.relay.send("from00000", "bob@stuck.example")
    lab.world.wait(lambda: len(mx.sessions) >= 4, PATIENCE)
    before = len(lab.events)
    for i in range(STUCK):
        number = MESSAGES + i
        lab.asked["m%d" % number] = lab.accepted["m%d" % number] = domains = [lab.domains[i % DOMAINS]]
        to = ["bob@" + domains[0]]
        c = smtplib.SMTP_SSL("127.0.0.1", lab.relay.ports["submissions"], "localhost",
                             context=relay.tls(), timeout=PATIENCE)
        c.login(lab.relay.address("from00000"), "password of from00000", initial_response_ok=True)
        c.sendmail(lab.relay.address("from00000"), to, lab.message("from00000", number, to))
        c.quit()
    check("the others get theirs", lab.wait_taken(), lab.missing())
    check("once", len(lab.events) == before + STUCK, lab.events[before:])
    # They came while the first connections to the silent one were still waiting.
    check("four connections to it, and no fifth", len(mx.sessions) == 4, len(mx.sessions))
    lab.relay.send("from00000", "alice.001")
    check("mail here goes on", True)
    released.set()


def nothing_left(lab):
    """After its end the database has no trace of what was delivered."""
    check("SIGTERM ends all of it", lab.relay.term() == 0)
    db = sqlite3.connect(os.path.join(lab.directory, "state", "refrelay.db"))
    left = db.execute("SELECT count(*) FROM outgoing WHERE domain <> 'stuck.example'").fetchone()[0]
    check("no row is left", left == 0, left)
    orphans = db.execute("SELECT count(*) FROM body WHERE id NOT IN (SELECT body FROM message)"
                         " AND id NOT IN (SELECT body FROM outgoing)").fetchone()[0]
    check("no body is left that nobody has", orphans == 0, orphans)


def main():
    seed = sys.argv[2] if len(sys.argv) > 2 else str(random.SystemRandom().randrange(10 ** 9))
    work = tempfile.mkdtemp(prefix="refrelay-queue-")
    os.chmod(work, 0o755)  # the relay may change its user
    lab = Lab(sys.argv[1], work, seed)
    try:
        kills(lab)
        here(lab)
        stuck(lab)
        nothing_left(lab)
    finally:
        if lab.relay is not None and lab.relay.process.poll() is None:
            lab.relay.kill()
        if relay.failed > 0:
            print("queue: seed %s" % seed)
            lab.log.seek(0)
            print(lab.log.read()[-2000:])
        shutil.rmtree(work, ignore_errors=True)
    return relay.closing("queue")


if __name__ == "__main__":
    sys.exit(main())
