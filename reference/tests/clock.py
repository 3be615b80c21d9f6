#!/usr/bin/env python3
"""Moves the time of a refrelay-clock: clock.py SOCKET COMMAND [SECONDS]

SOCKET is its REFRELAY_CLOCK.  Commands: now, settle, advance N, advance-nowait N; and absence N,
for a relay that does not run: it finds the time moved when it is started again.
Prints the relay's time in seconds since 1970.  Exit status 0; 1 with the reason on stderr."""

import os
import select
import socket
import struct
import sys
import time

PATIENCE = 300.0  # seconds: a relay that catches up with months


def tell(path, command):
    """The time that the relay says after the command; OSError when it does not."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.bind("")  # a name in the abstract space
        s.connect(path)
        s.send(command.encode())
        end = time.monotonic() + PATIENCE
        while not select.select([s], [], [], 0.5)[0]:
            if time.monotonic() > end:
                raise OSError("no answer to %s" % command)
            s.connect(path)  # refused when it ended meanwhile
        word, _, rest = s.recv(256).decode().partition(" ")
    if word != "ok":
        raise OSError("%s: no %s" % (command, rest))
    return int(rest)


def absence(path, seconds):
    """Moves the time of a relay that does not run."""
    descriptor = os.open(path + ".offset", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as f:
        was = f.read(8)
        offset = struct.unpack("@q", was)[0] if len(was) == 8 else 0
        f.seek(0)
        f.write(struct.pack("@q", offset + seconds))
    return int(time.time()) + offset + seconds


def main():
    words = sys.argv[1:]
    numbers = [w for w in words[2:] if w.lstrip("-").isdigit()]
    wanted = 1 if words[1:2] and words[1] in ("advance", "advance-nowait", "absence") else 0
    if len(words) != 2 + wanted or len(numbers) != wanted:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        if words[1] == "absence":
            print(absence(words[0], int(words[2])))
        else:
            print(tell(words[0], " ".join(words[1:])))
    except OSError as e:
        print("clock.py: %s: %s" % (words[0], e), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
