#!/usr/bin/python3
"""Small things that sh cannot do well: free ports, readiness, stopping what was started.

    lab.py ports ADDRESS N             N free TCP ports of ADDRESS, one a line
    lab.py greeted FILE ADDRESS PORT.. waits until every port (PORT+tls: inside TLS) greets
                                       (PORT+http, PORT+https: answers a request);
                                       fails at once when a daemon noted in FILE is gone
    lab.py stun FILE ADDRESS PORT      the same for a server that answers STUN over UDP
    lab.py record FILE NAME PID        notes a daemon (leader of its own session)
    lab.py alive FILE                  exit 0 if a daemon noted in FILE still runs
    lab.py stop FILE                   ends every daemon noted in FILE with its whole session
    lab.py find PATH PATH...           prints those lines of stdin that a file there, or below, has,
                                       in its name or in itself

A daemon is known by its process id and its start time, so that a reused process
id is never signalled.  Sessions are what is waited for: Postfix and Dovecot
leave children behind that no longer are children of anybody.
"""

import contextlib
import fcntl
import os
import select
import signal
import socket
import ssl
import sys
import time

DEADLINE = 20.0  # seconds for a port to answer
PATIENCE = 10.0  # seconds between SIGTERM and SIGKILL
CHUNK = 1 << 22  # octets of a file that are searched at once


def stat_fields(pid):
    """Fields of /proc/PID/stat from the third on, or None if there is no such process."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as f:
            return f.read().rpartition(b") ")[2].split()
    except OSError:
        return None


def is_dead(fields):
    """Its first thread may have ended before others, which still hold what it had open."""
    return fields[0] in (b"Z", b"X") and int(fields[17]) <= 1


def start_time(pid):
    fields = stat_fields(pid)
    return int(fields[19]) if fields and not is_dead(fields) else None


def members(session):
    """Living processes of a session."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            fields = stat_fields(name)
            if fields and session in (int(fields[3]), int(name)) and not is_dead(fields):
                found.append(int(name))
    return found


def ports(address, count):
    held = []
    for _ in range(int(count)):
        s = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
        s.bind((address, 0))
        held.append(s)
    for s in held:
        print(s.getsockname()[1])
    return 0


def greeted(path, address, *wanted):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    end = time.monotonic() + DEADLINE
    for port in wanted:
        number, _, kind = port.partition("+")
        while True:
            try:
                with socket.create_connection((address, int(number)), timeout=DEADLINE) as s:
                    with context.wrap_socket(s) if kind in ("tls", "https") else s as talk:
                        if kind.startswith("http"):
                            talk.sendall(b"HEAD / HTTP/1.0\r\n\r\n")
                        if talk.recv(1):
                            break
            except OSError as e:
                fault = e
            else:
                fault = "closed without a greeting"
            gone = [name for name, pid, started in lines_of(path) if start_time(pid) != started]
            if gone or time.monotonic() > end:
                why = f"{', '.join(gone)} ended at once" if gone else f"port {port}: {fault}"
                print(f"lab: {address}: {why}", file=sys.stderr)
                return 1
            time.sleep(0.02)  # refused: there is no event for a listener to come
    return 0


def stun(path, address, port):
    ask = bytes([0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42]) + os.urandom(12)  # Binding, RFC 8489
    end = time.monotonic() + DEADLINE
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(0.1)
        s.connect((address, int(port)))
        while time.monotonic() < end:
            gone = [name for name, pid, started in lines_of(path) if start_time(pid) != started]
            if gone:
                print(f"lab: {', '.join(gone)} ended at once", file=sys.stderr)
                return 1
            try:
                s.send(ask)
                if s.recv(2048)[8:20] == ask[8:]:
                    return 0
            except ConnectionError:
                time.sleep(0.02)  # nobody there yet: there is no event for a listener to come
            except TimeoutError:
                pass
    print(f"lab: {address}: no STUN on UDP port {port}", file=sys.stderr)
    return 1


def record(path, name, pid):
    started = start_time(pid) if pid.isdigit() else None
    if started is None:
        print(f"lab: {name} (process {pid}) is already gone", file=sys.stderr)
        return 1
    with open(path, "a", encoding="ascii") as f:
        f.write(f"{name} {pid} {started}\n")
    return 0


def lines_of(path):
    """(name, process id, start time) of every daemon noted."""
    try:
        with open(path, encoding="ascii") as f:
            lines = [line.split() for line in f]
    except FileNotFoundError:
        return []
    return [(name, int(pid), int(started)) for name, pid, started in lines]


def noted(path):
    """(name, session) of daemons whose session has, or may have, living members."""
    # A leader that died keeps its number reserved as long as its session lives.
    return [(name, pid) for name, pid, started in lines_of(path)
            if start_time(pid) in (None, started)]


def alive(path):
    return 0 if any(members(sid) for _, sid in noted(path)) else 1


def wait_gone(pids, seconds):
    end = time.monotonic() + seconds
    for pid in pids:
        try:
            fd = os.pidfd_open(pid)
        except OSError:
            continue
        poll = select.poll()
        poll.register(fd, select.POLLIN)
        poll.poll(max(0, end - time.monotonic()) * 1000)
        os.close(fd)


def send(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


@contextlib.contextmanager
def alone(path):
    """What starts and stops the daemons of FILE: one at a time, and to its end."""
    with open(path + ".lock", "a", encoding="ascii") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        yield


def stop(path):
    if not os.path.isdir(os.path.dirname(path) or "."):
        return 0  # nothing was ever started there
    with alone(path):
        return stop_all(path)


def stop_all(path):
    daemons = noted(path)
    for name, sid in reversed(daemons):
        # The leader tells its children; children without a leader are told here.
        living = members(sid)
        send([sid] if sid in living else living, signal.SIGTERM)
        wait_gone(living, PATIENCE)
        left = members(sid)
        if left:  # forked while we looked, or deaf
            send(left, signal.SIGTERM)
            wait_gone(left, 1)
            left = members(sid)
        if left:
            print(f"lab: {name}: killing {len(left)} deaf processes", file=sys.stderr)
            send(left, signal.SIGKILL)
            wait_gone(left, PATIENCE)
    if any(members(sid) for _, sid in daemons):
        print(f"lab: processes of {path} survive", file=sys.stderr)
        return 1
    if os.path.exists(path):
        os.unlink(path)
    return 0


def below(top):
    """(name beneath top, whole name) of everything there; top itself has no name."""
    if not os.path.lexists(top):  # finding nothing where nothing is would prove nothing
        raise FileNotFoundError(2, "nothing to search", top)
    yield "", top
    for directory, directories, names in os.walk(top):
        for name in directories + names:
            whole = os.path.join(directory, name)
            yield os.path.relpath(whole, top), whole


def octets_of(whole, overlap):
    """A file's octets in pieces; each begins with the end of the one before."""
    tail = b""
    with open(whole, "rb") as f:
        while octets := f.read(CHUNK):
            yield tail + octets
            tail = (tail + octets)[-overlap:] if overlap else b""


def search(*tops):
    """Octets of stdin, one a line; prints each line that a file there, or its name, has."""
    needles = {line for line in sys.stdin.buffer.read().split(b"\n") if line}
    overlap = max(map(len, needles), default=1) - 1

    def look(octets, where):
        for needle in [n for n in needles if n in octets]:
            sys.stdout.buffer.write(needle + b"\n")
            print(f"in {where}", file=sys.stderr)
            needles.remove(needle)

    for top in tops:
        for name, whole in below(top):
            where = os.path.join(os.path.basename(top), name) if name else os.path.basename(top)
            look(os.fsencode(name), "the name of " + where)
            if not needles:
                return 0
            try:
                if os.path.isfile(whole) and not os.path.islink(whole):
                    for octets in octets_of(whole, overlap):
                        look(octets, where)
            except FileNotFoundError:
                continue  # gone while we looked
    return 0


def find(*tops):
    try:
        return search(*tops)
    except OSError as e:
        print(f"lab: {e}", file=sys.stderr)
        return 1


COMMANDS = {f.__name__: f for f in (ports, greeted, stun, record, alive, stop, find)}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]](*sys.argv[2:]))
