#!/usr/bin/python3
"""The real core and what a relay may have beyond the least: everything on the HTTPS
port, compressed IMAP, TURN credentials.

    options.py REFRELAY CORE CORE2 DIRECTORY
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from people import Person  # noqa: E402
from relay import SETTINGS, Refrelay  # noqa: E402
from rpc import Core, Fault  # noqa: E402
from tally import Tally, equal, play_all  # noqa: E402
from tap import Tap  # noqa: E402

SECRET = "between relay and TURN server"
HALF_A_DAY = 12 * 3600  # core asks again when less is left
MORE = f"""
imap_compress = yes
turn_host = 127.0.0.1
turn_port = 3478
turn_secret = {SECRET}
"""


class World:
    def __init__(self, refrelay, programs, directory):
        self.relay = Refrelay(refrelay, os.path.join(directory, "relay"), SETTINGS + MORE)
        self.tap = Tap(self.relay, os.path.join(directory, "tap"))
        self.cores = [Core(program, os.path.join(directory, f"core{i + 1}"))
                      for i, program in enumerate(programs)]
        self.people = []

    def close(self):
        for core in self.cores:
            core.close()
        self.tap.close()
        self.relay.stop()


def talk(one, other, text):
    one.say(other, text)
    other.hear_text(text)
    other.say(one, text + ", yes")
    one.hear_text(text + ", yes")


def compressed(w):
    """Behind the tap, so that it can be seen that core takes the offer."""
    w.people = [Person(core, w.relay, name) for core, name in zip(w.cores, ("Zoe", "Yves"))]
    for person in w.people:
        person.configure(host=w.tap.host, ports=w.tap.ports)
        person.online()
    zoe, yves = w.people
    zoe.knows(yves)
    talk(zoe, yves, "is it small?")
    said = [w.tap.client_octets(name) for name in w.tap.names_of("imap")]
    asked = [octets for octets in said if b" COMPRESS DEFLATE\r\n" in octets]
    assert len(asked) >= 2, f"only {len(asked)} of {len(said)} connections are compressed"
    assert all(b"SELECT" not in octets for octets in asked), "commands are in clear after COMPRESS"


def one_port(w):
    """ALPN says what the connection is for: imap or smtp, on 443."""
    port = w.relay.ports["https"]
    behind = Person(w.cores[0], w.relay, "Wim")
    behind.configure(ports={"imaps": port, "submissions": port})
    behind.online()
    behind.knows(w.people[1])
    talk(behind, w.people[1], "through the only open port")


def turn(w):
    for person in w.people:
        servers = json.loads(person.call("ice_servers"))
        ours = [s for s in servers if any("127.0.0.1:3478" in url for url in s["urls"])]
        assert ours, f"core has not taken our TURN server, but {servers}"
        for server in ours:
            user, password = server["username"], server["credential"]
            assert int(user) > time.time() + HALF_A_DAY, f"it is valid until {user} only"
            wanted = hmac.new(SECRET.encode(), user.encode(), hashlib.sha1).digest()
            equal(password, base64.b64encode(wanted).decode(), "password")


CHECKS = (
    ("two people over compressed IMAP", compressed),
    ("a third through the HTTPS port alone", one_port),
    ("core has the TURN server of METADATA", turn),
)


def main(refrelay, first, second, directory):
    return play_all(Tally("options", (Fault,)), World(refrelay, (first, second), directory), CHECKS)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
