#!/usr/bin/python3
"""What people do with Delta Chat, done by the real core on refrelay.

    scenarios.py REFRELAY CORE CORE2 DIRECTORY

CORE and CORE2 are programs, possibly of two versions; DIRECTORY is new and ours.
"""

import hashlib
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from box import Box  # noqa: E402
from people import CONTACT_DONE, Person  # noqa: E402
from relay import Refrelay  # noqa: E402
from rpc import Core, Fault  # noqa: E402
from tally import Tally, equal, play_all  # noqa: E402

BIG = 20 * 1000 * 1000
FIRST = "Alice"
NAMES = {FIRST: 0, "Bob": 1, "Carol": 0, "Dave": 1, "Eve": 0}  # who lives in which core


class World:
    def __init__(self, refrelay, programs, directory):
        self.directory = directory
        self.relay = Refrelay(refrelay, os.path.join(directory, "relay"))
        self.cores = []
        try:
            for i, program in enumerate(programs):
                self.cores.append(Core(program, os.path.join(directory, f"core{i + 1}")))
        except OSError:
            self.close()
            raise
        self.people = {}

    def __getattr__(self, name):
        return self.__dict__["people"][name.capitalize()]

    def close(self):
        for core in self.cores:
            core.close()
        self.relay.stop()

    def box(self, person):
        return Box(self.relay, person.address, person.password)


def accounts(w):
    for name, core in NAMES.items():
        person = w.people[name] = Person(w.cores[core], w.relay, name)
        person.configure("starttls" if name == "Bob" else "ssl")
    for person in w.people.values():
        person.online()


def acquainted(w):
    for person in list(w.people.values())[1:]:
        person.knows(w.alice)


def greeting(w):
    for other in (w.bob, w.carol, w.dave, w.eve):
        text = "hello " + other.name
        w.alice.say(other, text)
        _, message = other.hear_text(text)
        assert message["showPadlock"], f"{other.name} sees no padlock"
        other.say(w.alice, text + " back")
        w.alice.hear_text(text + " back")


def group_of_five(w):
    chat = w.alice.call("create_group_chat", "five", False)
    others = [w.bob, w.carol, w.dave, w.eve]
    for other in others:
        w.alice.call("add_contact_to_chat", chat,
                     w.alice.call("lookup_contact_id_by_addr", other.address))
    w.alice.call("misc_send_text_message", chat, "all of you")
    chats = {w.alice: chat}
    for other in others:
        chats[other] = other.hear_text("all of you")[1]["chatId"]
        equal(len(other.call("get_chat_contacts", chats[other])), 5, f"members {other.name} sees")
        other.call("accept_chat", chats[other])
    for speaker in others:
        text = f"{speaker.name} speaks"
        speaker.call("misc_send_text_message", chats[speaker], text)
        for listener in chats:
            if listener is not speaker:
                equal(listener.hear_text(text)[1]["chatId"], chats[listener], "chat of the message")


def big_file(w):
    octets = os.urandom(BIG)
    path = os.path.join(w.directory, "big.bin")
    with open(path, "wb") as f:
        f.write(octets)
    w.alice.call("misc_send_msg", w.alice.chats[w.bob], "a big file", path, "big.bin", None, None)
    # The pre-message, its text says what is to come.
    _, message = w.bob.hear(lambda m: m["text"].startswith("a big file"), "pre-message")
    number = message["id"]
    if message["downloadState"] != "Done":
        w.bob.call("download_full_message", number)
        w.bob.wait(lambda e: e["kind"] == "MsgsChanged" and e["msgId"] == number and
                   w.bob.call("get_message", number)["downloadState"] == "Done", "post-message")
    message = w.bob.call("get_message", number)
    with open(message["file"], "rb") as f:
        got = f.read()
    equal(len(got), BIG, "octets that arrived")
    equal(hashlib.sha256(got).hexdigest(), hashlib.sha256(octets).hexdigest(), "sha256")


def read_receipt(w):
    number = w.alice.say(w.bob, "read me")
    _, message = w.bob.hear_text("read me")
    w.bob.call("markseen_msgs", [message["id"]])
    w.alice.wait(lambda e: e["kind"] == "MsgRead" and e["msgId"] == number, "read receipt")


def nothing_stays(w):
    """A single device deletes what it has downloaded: its relay then has nothing left."""
    for person in w.people.values():
        with w.box(person) as box:
            box.wait_for(lambda ids: not ids, f"{person.name}'s mailbox becomes empty")


def deleted_for_all(w):
    number = w.alice.say(w.bob, "a mistake")
    _, message = w.bob.hear_text("a mistake")
    w.alice.call("delete_messages_for_all", [number])
    w.bob.wait(lambda e: e["kind"] == "MsgDeleted" and e["msgId"] == message["id"],
               "deletion by the sender")


def second_device(w):
    """The same account twice, moved by a backup file; then both see everything."""
    alice = w.alice
    backup = os.path.join(w.directory, "backup")
    os.mkdir(backup)
    alice.call("set_config", "bcc_self", "1")
    alice.call("stop_io")
    alice.call("export_backup", backup, None)
    second = Person(w.cores[NAMES[FIRST]], w.relay, "Alice's second", like=alice)
    second.call("import_backup", os.path.join(backup, os.listdir(backup)[0]), None)
    alice.online()
    second.online()
    w.people["Second"] = second
    alice.say(w.bob, "from the first device")
    second.wait(lambda e: e["kind"] in ("MsgsChanged", "IncomingMsg") and e["msgId"] and
                second.call("get_message", e["msgId"])["text"] == "from the first device",
                "own message of the other device")
    w.bob.hear_text("from the first device")
    w.bob.say(alice, "to both devices")
    for device in (alice, second):
        device.hear_text("to both devices")


def deleted_on_server(w):
    """With two devices messages stay for the other one, until the user deletes them."""
    w.bob.say(w.alice, "for a moment")
    _, message = w.alice.hear_text("for a moment")
    w.second.hear_text("for a moment")
    name = w.alice.message_id(message["id"])
    with w.box(w.alice) as box:
        assert name in box.ids(), "a message that the other device may need is already gone"
        w.alice.call("delete_messages", [message["id"]])
        box.wait_for(lambda ids: name not in ids, "the deleted message leaves the server")


def legacy_join(w):
    """Without the version in the code, the joining side asks in clear, as cores before 2.57 did."""
    inviter = w.people["Frank"] = Person(w.cores[0], w.relay, "Frank")
    inviter.configure()
    inviter.online()
    code = inviter.call("get_chat_securejoin_qr_code", None)
    old = "&".join(part for part in code.split("&") if not part.startswith("v="))
    assert old != code, f"there is no version in {code}"
    w.eve.chats[inviter] = w.eve.call("secure_join", old)
    w.eve.wait(lambda e: e["kind"] == "SecurejoinJoinerProgress" and
               e["progress"] == CONTACT_DONE, "end of the secure join")
    w.eve.say(inviter, "in the old way")
    inviter.hear_text("in the old way")


def acquainted_two(w):
    w.dave.knows(w.carol)


def interrupted(w, how, name):
    """Talk goes on while the relay ends and starts; returns the ids of what Bob said to Alice.

    Alice's messages stay on the server for her other device, so it can be seen there how
    often they came.
    """
    pairs = ((w.carol, w.dave), (w.dave, w.carol), (w.bob, w.alice))
    ids = []

    def all_say(when):
        for speaker, listener in pairs:
            ids.append(speaker.message_id(speaker.say(listener, f"{name}: {when}")))

    all_say("at its end")
    how()
    all_say("while it is away")
    w.relay.start()
    for core in w.cores:
        core.call("maybe_network")
    for _, listener in pairs:
        missing = {f"{name}: {when}" for when in ("at its end", "while it is away")}
        while missing:
            _, message = listener.hear(lambda m: m["text"] in missing, f"messages {missing}")
            missing.remove(message["text"])
    all_say("it is back")
    for speaker, listener in pairs:
        listener.hear_text(f"{name}: it is back")
        equal(sorted(listener.heard(listener.chats[speaker], name + ":")),
              [f"{name}: {when}" for when in ("at its end", "it is back", "while it is away")],
              "messages in the chat")
    return ids[2::3]


def restarted(w):
    wanted = interrupted(w, w.relay.end, "restart")
    with w.box(w.alice) as box:
        there = box.ids()
    equal([there.count(i) for i in wanted], [1] * len(wanted), "how often each is on the server")


def killed(w):
    # The client sends again what it got no answer to, so the mailbox may have it twice.
    wanted = interrupted(w, w.relay.kill, "kill")
    with w.box(w.alice) as box:
        there = box.ids()
    assert set(wanted) <= set(there), f"{wanted} were sent, on the server are {there}"


CHECKS = (
    ("five accounts by logging in, one over STARTTLS", accounts),
    ("secure join by QR code, four times", acquainted),
    ("secure join as older cores ask for it", legacy_join),
    ("each says hello and is answered", greeting),
    ("a group of five", group_of_five),
    ("20 MB file arrives as it was sent", big_file),
    ("a read receipt", read_receipt),
    ("deletion for all", deleted_for_all),
    ("downloaded messages leave the server", nothing_stays),
    ("a second device", second_device),
    ("a deleted message leaves the server", deleted_on_server),
    ("two more know each other", acquainted_two),
    ("the relay restarts: nothing lost, nothing twice", restarted),
    ("the relay is killed: nothing lost", killed),
)


def main(refrelay, first, second, directory):
    return play_all(Tally("deltachat", (Fault,)), World(refrelay, (first, second), directory), CHECKS)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
