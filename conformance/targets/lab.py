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

A daemon is known by its process id and its start time, so that a reused process
id is never signalled.  Sessions are what is waited for: Postfix and Dovecot
leave children behind that no longer are children of anybody.
"""

import os
import select
import signal
import socket
import ssl
import sys
import time

DEADLINE = 20.0  # seconds for a port to answer
PATIENCE = 10.0  # seconds between SIGTERM and SIGKILL


def stat_fields(pid):
    """Fields of /proc/PID/stat from the third on, or None if there is no such process."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as f:
            return f.read().rpartition(b") ")[2].split()
    except OSError:
        return None


def start_time(pid):
    fields = stat_fields(pid)
    return int(fields[19]) if fields and fields[0] not in (b"Z", b"X") else None


def members(session):
    """Living processes of a session."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            fields = stat_fields(name)
            if fields and session in (int(fields[3]), int(name)) and fields[0] not in (b"Z", b"X"):
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


def stop(path):
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


COMMANDS = {f.__name__: f for f in (ports, greeted, stun, record, alive, stop)}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]](*sys.argv[2:]))
