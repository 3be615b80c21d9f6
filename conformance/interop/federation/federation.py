#!/usr/bin/python3
"""Mail between servers that were not made for each other, all on this machine.

    federation.py [--core CORE CORE2] [--packages DIRECTORY] REFRELAY DIRECTORY

Two refrelays, Postfix with Dovecot and OpenDKIM and, where PACKAGES has them, Exim and OpenSMTPD; with
CORE also people with Delta Chat.  Runs in the world that inside.sh makes.
"""

import argparse
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "deltachat")]

import dkim  # noqa: E402
import letters  # noqa: E402
from box import Box  # noqa: E402
from names import Names  # noqa: E402
from people import Person  # noqa: E402
from refrelay import Federated  # noqa: E402
from rpc import Core, Fault  # noqa: E402
from servers import Exim, Lab, OpenSmtpd, Postfix  # noqa: E402
from tally import Tally  # noqa: E402


class World:
    def __init__(self, args):
        os.chmod(args.directory, 0o755)
        self.names = Names("192.0.2.53")
        self.lab = Lab(args.directory, self.names)
        self.lab.packages = args.packages
        self.up = []
        self.number = 0

    def begin(self, make, *args):
        server = make(*args)
        self.up.append(server)
        return server

    def close(self):
        for server in reversed(self.up):
            server.stop()
        self.names.close()

    def word(self):
        self.number += 1
        return f"letter-{self.number}"

    def signed(self, octets):
        """Is each of its signatures right, for the independent verifier?"""
        verifier = dkim.DKIM(octets, minkey=1024)
        count = sum(1 for name, _ in verifier.headers if name.lower() == b"dkim-signature")
        assert count, "it has no DKIM-Signature"
        for i in range(count):
            assert verifier.verify(i, dnsfunc=self.names.txt), f"signature {i} of {count} is wrong"
        return count


def between(w, a, b):
    """From one refrelay to the other; every octet behind the header block is the same."""
    alice, bob = a.account(), b.account()
    word = w.word()
    letter = letters.encrypted(alice[0], bob[0], word)
    with Box(b, *bob) as box:
        a.send(alice, bob[0], letter)
        box.wait_for(lambda ids: f"<{word}@localhost>" in ids, "the letter")
        _, data = box.c.fetch("1", "(BODY.PEEK[])")
    assert letters.body(data[0][1]) == letters.body(letter), "the body has changed"
    assert b"DKIM-Signature" not in data[0][1].partition(b"\r\n\r\n")[0], "a trace is left"


def bounced(w, a, to, needle):
    """To somebody who is not there: the sender is told, with the other side's words."""
    alice = a.account()
    word = w.word()
    with Box(a, *alice) as box:
        a.send(alice, to, letters.encrypted(alice[0], to, word))
        box.wait_for(bool, "a bounce")
        _, data = box.c.fetch("1", "(BODY.PEEK[])")
    text = data[0][1]
    assert b"multipart/report" in text and to.encode() in text, text
    assert needle.encode() in text, f"the bounce does not say {needle}: {text!r}"
    assert b"BEGIN PGP" not in text, "content came back"


def to_classic(w, relay, server):
    alice, word = relay.account(), w.word()
    relay.send(alice, server.user("bob"), letters.encrypted(alice[0], server.user("bob"), word))
    got = server.wait_mail("bob", lambda o: word.encode() in o, "the letter")
    assert w.signed(got) == 2, "not signed with both keys"
    head = got.partition(b"\r\n\r\n")[0]
    if server.name == "Exim":
        seen = [line for line in head.split(b"\r\n") if line.startswith(b"X-Seen-Dkim")]
        assert seen and all(line.endswith(b" pass") for line in seen), seen


def not_in_clear(w, relay, server):
    """To one that cannot do TLS: told to the operator, kept, and not said in clear."""
    alice = relay.account()
    relay.send(alice, server.user("bob"),
               letters.encrypted(alice[0], server.user("bob"), w.word()))
    relay.log.wait(f"mail to {server.domain}: ")
    server.log.wait("smtp disconnected")
    assert not os.listdir(server.boxes), "it was delivered all the same"


def own_signature(server, octets):
    if server.name != "OpenSMTPD":
        return octets
    with open(server.dkim, "rb") as f:
        key = f.read()
    return dkim.sign(octets, b"lab", server.domain.encode(), key,
                     canonicalize=(b"relaxed", b"simple")) + octets


def from_classic(w, relay, server):
    bob, word = relay.account(), w.word()
    letter = own_signature(server, letters.encrypted(server.user("alice"), bob[0], word))
    with Box(relay, *bob) as box:
        server.send(server.user("alice"), bob[0], letter)
        box.wait_for(lambda ids: f"<{word}@localhost>" in ids, "the letter")


def cleartext(w, relay, server):
    """Refused, and the classic server tells its sender why."""
    bob, word = relay.account(), w.word()
    letter = own_signature(server, letters.cleartext(server.user("alice"), bob[0], word))
    server.send(server.user("alice"), bob[0], letter)
    got = server.wait_mail("alice", lambda o: word.encode() in o and b"523" in o, "a bounce")
    assert b"Encryption Needed" in got, got
    with Box(relay, *bob) as box:
        assert not box.ids(), "it was delivered all the same"


def nobody_here(w, relay, server):
    """refrelay's own bounce: signed, with the null sender, without the content."""
    to, word = "nobodyxyz@" + relay.domain, w.word()
    letter = own_signature(server, letters.encrypted(server.user("alice"), to, word))
    server.send(server.user("alice"), to, letter)
    got = server.wait_mail("alice", lambda o: to.encode() in o and b"multipart/report" in o,
                           "a bounce")
    assert b"return-path: <>" in got.lower(), got
    assert b"BEGIN PGP" not in got, "content came back"
    w.signed(got)


def people(w, relays, programs):
    """Delta Chat on two relays: acquainted both ways, messages both ways, a group."""
    cores = [Core(program, w.lab.path(f"core{i}")) for i, program in enumerate(programs)]
    try:
        alice, bob, carol = (Person(cores[i % 2], relays[i % 2], name)
                             for i, name in enumerate(("Alice", "Bob", "Carol")))
        for person in (alice, bob, carol):
            person.configure()
            person.online()
        bob.knows(alice)
        carol.knows(bob)
        for one, other in ((alice, bob), (bob, carol)):
            one.say(other, f"hello {other.name}")
            _, message = other.hear_text(f"hello {other.name}")
            assert message["showPadlock"], "no padlock"
            other.say(one, f"and you, {one.name}?")
            one.hear_text(f"and you, {one.name}?")
        chat = bob.call("create_group_chat", "over the fence", False)
        for other in (alice, carol):
            bob.call("add_contact_to_chat", chat,
                     bob.call("lookup_contact_id_by_addr", other.address))
        bob.call("misc_send_text_message", chat, "all of you")
        for other in (alice, carol):
            other.hear_text("all of you")
    finally:
        for core in cores:
            core.close()


def classic_checks(tally, w, relay, server):
    name = server.name
    tally.check(f"{name} to refrelay", from_classic, w, relay, server)
    if name == "OpenSMTPD":
        tally.check(f"refrelay to {name}: not without TLS", not_in_clear, w, relay, server)
        return
    for what, play in ((f"refrelay to {name}, every signature right", to_classic),
                       (f"cleartext from {name} is refused and its sender told", cleartext),
                       (f"{name} to nobody at refrelay: a signed bounce", nobody_here)):
        tally.check(what, play, w, relay, server)
    tally.check(f"refrelay to nobody at {name}: a bounce", bounced, w, relay,
                server.user("nobodyxyz"), "nrouteable" if name == "Exim" else "550")


def play(tally, w, args):
    a, b = (tally.check(f"{domain} comes up", w.begin, Federated, args.refrelay, w.lab, domain,
                        address)
            for domain, address in (("a.test", "192.0.2.1"), ("b.test", "192.0.2.2")))
    if not a or not b:
        return
    tally.check("refrelay to refrelay", between, w, a, b)
    tally.check("and back", between, w, b, a)
    tally.check("refrelay to nobody at refrelay: a bounce", bounced, w, a, "nobodyxyz@b.test",
                "5.1.1")
    tally.check("refrelay to no domain: a bounce", bounced, w, a, "bob@nowhere.test", "5.1.2")
    classic = [(Postfix, "postfix.test", "192.0.2.3")]
    if args.packages:
        classic += [(Exim, "exim.test", "192.0.2.4"), (OpenSmtpd, "opensmtpd.test", "192.0.2.5")]
    for kind, domain, address in classic:
        server = tally.check(f"{kind.name} comes up", w.begin, kind, w.lab, domain, address)
        if server:
            classic_checks(tally, w, a, server)
    if args.core:
        tally.check("people with Delta Chat on two relays", people, w, (a, b), args.core)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--core", nargs=2)
    p.add_argument("--packages", default="")
    p.add_argument("refrelay")
    p.add_argument("directory")
    args = p.parse_args()
    tally = Tally("federation", (Fault,))
    w = World(args)
    try:
        play(tally, w, args)
    finally:
        w.close()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
