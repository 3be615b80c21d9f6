#!/usr/bin/python3
"""The operator's hand on the Postfix+Dovecot target: `relayspec audit --hook`.

    hook.py TREE VERB [SECONDS]

Time passes by making the files of messages and accounts older, and running the daily job
(expire.py): on Maildir the time of the file is the only clock.  Backwards it does not pass.
"""

import os
import shlex
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import lab  # noqa: E402

VERBS = ("clock", "crash", "restart", "disk", "logs")
DAEMONS = ("dovecot", "postfix", "accounts", "filter")  # the web server has nothing to lose
STATE = ("mail", "queue", "data", "dovecot", "run")


class Refused(Exception):
    """What a person is told, in one line."""


def home_of(tree):
    with open(os.path.join(tree, "settings"), encoding="utf-8") as f:
        words = dict(w.split("=", 1) for w in shlex.split(f.read()))
    return words["home"]


def age(mailboxes, seconds):
    """Everything there was made so many seconds earlier; COPY makes one file of several names."""
    done = set()
    for directory, _, names in os.walk(mailboxes):
        if os.path.basename(directory) not in ("cur", "new", "tmp"):
            names = [n for n in names if n == "password"]
        for name in names:
            path = os.path.join(directory, name)
            try:
                stat = os.stat(path)
                then = stat.st_mtime_ns - seconds * 10**9
                if stat.st_ino not in done:
                    os.utime(path, ns=(then, then))
                done.add(stat.st_ino)
            except FileNotFoundError:
                continue  # renamed, or gone, while we looked


def job(mailboxes):
    return subprocess.Popen([sys.executable, os.path.join(HERE, "expire.py"), mailboxes])


def advance(tree, seconds):
    if seconds < 0:
        raise Refused("time does not go back here")
    mailboxes = os.path.join(home_of(tree), "mail")
    age(mailboxes, seconds)
    if job(mailboxes).wait() != 0:
        raise Refused("the daily job failed")


def stop(tree, number):
    """Ends the daemons; by SIGTERM in order, the last that was started first."""
    noted = os.path.join(tree, "pids")
    lines = lab.lines_of(noted)
    mine = [pid for name, pid, _ in reversed(lines) if name in DAEMONS]
    if number == signal.SIGKILL:
        lab.send([p for pid in mine for p in lab.members(pid)], number)
    for pid in mine:
        if number == signal.SIGTERM:
            lab.send([pid], number)
        lab.wait_gone(lab.members(pid), lab.PATIENCE)
        lab.send(lab.members(pid), signal.SIGKILL)
        lab.wait_gone(lab.members(pid), lab.PATIENCE)
    if any(lab.members(pid) for pid in mine):
        raise Refused("daemons survive")
    # As long as nobody has asked how it ended, Dovecot takes a dead one for a living one.
    stale = os.path.join(home_of(tree), "run", "dovecot", "master.pid")
    if os.path.exists(stale):
        os.unlink(stale)
    with open(noted + ".new", "w", encoding="ascii") as f:
        f.writelines(f"{name} {pid} {started}\n" for name, pid, started in lines
                     if name not in DAEMONS)
    os.rename(noted + ".new", noted)


def start(tree):
    if subprocess.run([os.path.join(HERE, "start"), tree], stdin=subprocess.DEVNULL,
                      stdout=subprocess.DEVNULL, check=False,
                      env={**os.environ, "PYTHON": sys.executable}).returncode != 0:
        raise Refused("the daemons do not start")


def hook(tree, verb, seconds="0"):
    # Whoever takes the target down waits: the judge may be gone before its hook is done.
    with lab.alone(os.path.join(tree, "pids")):
        return obey(tree, home_of(tree), verb, int(seconds))


def obey(tree, home, verb, n):
    mailboxes = os.path.join(home, "mail")
    if verb == "verbs":
        print(*VERBS, sep="\n")
    elif verb == "advance":
        advance(tree, n)
    elif verb == "advance-crash":
        age(mailboxes, n)
        running = job(mailboxes)
        running.kill()
        running.wait()
        stop(tree, signal.SIGKILL)
        start(tree)
    elif verb in ("crash", "restart"):
        stop(tree, signal.SIGKILL if verb == "crash" else signal.SIGTERM)
        start(tree)
    elif verb == "absence":
        stop(tree, signal.SIGTERM)
        age(mailboxes, n)
        start(tree)
    elif verb == "disk":
        lab.search(*(os.path.join(home, top) for top in STATE))
    elif verb == "logs":
        lab.search(*(os.path.join(home, n) for n in sorted(os.listdir(home)) if n.endswith(".log")))
    else:
        raise Refused(f"no verb `{verb}'")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    try:
        sys.exit(hook(os.path.abspath(sys.argv[1]), *sys.argv[2:]))
    except (Refused, OSError, ValueError) as e:
        print(f"postfix-dovecot: {e}", file=sys.stderr)
        sys.exit(1)
