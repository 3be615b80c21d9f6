#!/usr/bin/python3
"""Starts a refrelay for an audit, and does to it what its operator would.

    relay.py start DIR PROGRAM ARGUMENT...   returns when it listens; DIR/refrelay.json is its line
    relay.py hook DIR VERB [SECONDS]         a verb of `relayspec audit --hook`; DIR/hook calls it
    relay.py end DIR                         kills it; exit 1 when it was gone before

PROGRAM is refrelay-clock, or one made of the same parts: its time is moved through a socket.  It
is noted in DIR/pids (../lab.py), logs to DIR/refrelay.log, and listens on the same ports whenever
it is started again.
"""

import json
import os
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import lab  # noqa: E402

READY = 30.0  # seconds until it says that it listens
ORDERLY = 25.0  # until it has ended in order
PATIENCE = 60.0  # for what is due
SOCKET_MOST = 100  # octets of a socket's name
VERBS = "clock clock-back crash restart disk logs"


class Refused(Exception):
    """What a person is told, in one line."""


def path(directory, name):
    return os.path.join(directory, name)


def load(directory):
    with open(path(directory, "start.json"), encoding="utf-8") as f:
        return json.load(f)


def save(directory, how):
    with open(path(directory, "start.json.new"), "w", encoding="utf-8") as f:
        json.dump(how, f)
    os.rename(path(directory, "start.json.new"), path(directory, "start.json"))


# ---- coming and going ----------------------------------------------------------------


def first_line(process):
    """What it prints when it listens; nothing when it died."""
    line, end = b"", time.monotonic() + READY
    while not line.endswith(b"\n"):
        if not select.select([process.stdout], [], [], max(0, end - time.monotonic()))[0]:
            break
        more = os.read(process.stdout.fileno(), 4096)
        if not more:
            break
        line += more
    return line


def launch(directory, how):
    with open(path(directory, "refrelay.log"), "ab") as log:
        process = subprocess.Popen(
            how["command"], cwd=how["cwd"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=log, start_new_session=True, env={**os.environ, "REFRELAY_CLOCK": how["clock"]})
    if lab.record(path(directory, "pids"), "refrelay", str(process.pid)) != 0:
        raise Refused("refrelay ended at once")
    line = first_line(process)
    try:
        hello = json.loads(line)
    except ValueError:
        with open(path(directory, "refrelay.log"), "rb") as f:
            last = f.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise Refused(f"refrelay does not listen: {last}") from None
    how["pid"], how["started"] = process.pid, lab.start_time(process.pid)
    for name, port in hello["ports"].items():
        if f"--port-{name}" not in how["command"]:
            how["command"] += [f"--port-{name}", str(port)]
    save(directory, how)
    return line


def is_up(how):
    return how["started"] is not None and lab.start_time(how["pid"]) == how["started"]


def finish(how, number, patience):
    """All its processes are gone; those that are deaf are killed."""
    if number == signal.SIGTERM:
        lab.send([how["pid"]], number)
    else:
        all_of_it = lab.members(how["pid"])
        lab.send(all_of_it, signal.SIGSTOP)  # nobody sees another one go, and ends in order
        lab.send(all_of_it, number)
    lab.wait_gone(lab.members(how["pid"]), patience)
    left = lab.members(how["pid"])
    if left:
        lab.send(left, signal.SIGKILL)
        lab.wait_gone(left, patience)
    return not left


def start(directory, *command):
    how = {"command": list(command), "cwd": os.getcwd(), "clock": path(directory, "clock"),
           "pid": 0, "started": None}
    if len(how["clock"]) > SOCKET_MOST:
        how["clock"] = path(tempfile.mkdtemp(prefix="relayspec-clock."), "clock")
        how["scratch"] = os.path.dirname(how["clock"])
    for name in ("refrelay.log", "clock.offset"):
        if os.path.exists(path(directory, name)):
            os.unlink(path(directory, name))
    save(directory, how)
    line = launch(directory, how)
    with open(path(directory, "refrelay.json"), "wb") as f:
        f.write(line)
    with open(path(directory, "hook"), "w", encoding="utf-8") as f:
        me, where, words = (shlex.quote(s) for s in (os.path.abspath(__file__), directory, VERBS))
        f.write("#!/bin/sh\n# What relayspec has done to this relay: --hook.\n"
                f'[ "$1" != verbs ] || exec printf "%s\\n" {words}\n'
                f'exec {shlex.quote(sys.executable)} {me} hook {where} "$@"\n')
    os.chmod(path(directory, "hook"), 0o755)
    return 0


def end(directory):
    with lab.alone(path(directory, "pids")):
        how = load(directory)
        was_up = is_up(how)
        finish(how, signal.SIGKILL, lab.PATIENCE)
    if "scratch" in how:
        shutil.rmtree(how["scratch"], ignore_errors=True)
    return 0 if was_up else 1


# ---- its clock -------------------------------------------------------------------------


def tell(how, command):
    """One datagram there, one back: `ok SECONDS` when it is done, `no REASON`."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.bind("")  # the kernel finds a name to answer to
        try:
            s.connect(how["clock"])
            s.send(command.encode())
            until = time.monotonic() + PATIENCE
            while not select.select([s], [], [], 0.5)[0]:
                if time.monotonic() > until:
                    raise Refused(f"{command}: no answer in {PATIENCE:.0f} s")
                if not is_up(how):
                    raise Refused(f"{command}: refrelay has ended")
            answer = s.recv(256).decode("ascii", "replace")
        except OSError as e:
            raise Refused(f"{command}: {e.strerror}") from None
    if not answer.startswith("ok "):
        raise Refused(f"{command}: {answer}")


def move_offset(how, seconds):
    """The time of a relay that does not run: it reads the offset when it starts."""
    name = how["clock"] + ".offset"
    offset = 0
    if os.path.exists(name):
        with open(name, "rb") as f:
            offset = int.from_bytes(f.read(8), sys.byteorder, signed=True)
    with open(name, "wb") as f:
        f.write((offset + seconds).to_bytes(8, sys.byteorder, signed=True))




# ---- the verbs ---------------------------------------------------------------------------


def again(directory, how, number, seconds=0):
    """It ends and is started again, also when it was deaf to SIGTERM: that costs one case only."""
    if not is_up(how):
        raise Refused("refrelay is not up")
    in_order = finish(how, number, ORDERLY)
    if seconds:
        move_offset(how, seconds)
    launch(directory, how)
    if not in_order:
        raise Refused("refrelay did not end in order")


def hook(directory, verb, seconds="0"):
    # Whoever takes the target down waits: the judge may be gone before its hook is done.
    with lab.alone(path(directory, "pids")):
        return obey(directory, load(directory), verb, int(seconds))


def obey(directory, how, verb, n):
    if verb == "advance":
        tell(how, f"advance {n}")
    elif verb == "advance-crash":
        tell(how, f"advance-nowait {n}")
        again(directory, how, signal.SIGKILL)
    elif verb == "crash":
        again(directory, how, signal.SIGKILL)
    elif verb == "restart":
        again(directory, how, signal.SIGTERM)
    elif verb == "absence":
        again(directory, how, signal.SIGTERM, n)
    elif verb == "disk":
        state = how["command"][how["command"].index("--state") + 1]
        lab.search(path(how["cwd"], state))
    elif verb == "logs":
        lab.search(path(directory, "refrelay.log"))
    else:
        raise Refused(f"no verb `{verb}'")
    return 0


COMMANDS = {f.__name__: f for f in (start, hook, end)}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    try:
        sys.exit(COMMANDS[sys.argv[1]](os.path.abspath(sys.argv[2]), *sys.argv[3:]))
    except (Refused, OSError, ValueError) as e:
        print(f"refrelay: {e}", file=sys.stderr)
        sys.exit(1)
