#!/usr/bin/python3
"""What the core says, word for word, compared with what is known of it.

    dialogue.py REFRELAY CORE VERSION DIRECTORY

All people here talk through a tap; what it recorded stays in DIRECTORY/tap, and
DIRECTORY/seen.tsv has every line once, with what varies replaced by a word.
dialogue.tsv beside this program says what there may be (`may`) and what there
must be (`must`), for all versions or those that a line names.
"""

import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))

import recording  # noqa: E402
from people import CONTACT_DONE, Person  # noqa: E402
from relay import Refrelay  # noqa: E402
from rpc import Core, Fault  # noqa: E402
from tally import Tally  # noqa: E402
from tap import Tap  # noqa: E402

FILE = 1000 * 1000  # more than goes in one message


class Talk:
    def __init__(self, core, relay, tap):
        self.core, self.relay, self.tap = core, relay, tap
        self.a = self.b = None

    def person(self, name):
        person = Person(self.core, self.relay, name)
        person.configure(host=self.tap.host, ports=self.tap.ports)
        person.online()
        return person

    def meet(self):
        self.a, self.b = self.person("Ann"), self.person("Ben")
        self.b.knows(self.a)

    def meet_in_the_old_way(self):
        other = self.person("Old")
        code = other.call("get_chat_securejoin_qr_code", None)
        self.a.call("secure_join", "&".join(p for p in code.split("&") if not p.startswith("v=")))
        self.a.wait(lambda e: e["kind"] == "SecurejoinJoinerProgress" and
                    e["progress"] == CONTACT_DONE, "end of the secure join")

    def talk(self, directory):
        a, b = self.a, self.b
        number = a.say(b, "hello")
        _, message = b.hear_text("hello")
        b.call("markseen_msgs", [message["id"]])
        a.wait(lambda e: e["kind"] == "MsgRead" and e["msgId"] == number, "read receipt")
        path = os.path.join(directory, "file.bin")
        with open(path, "wb") as f:
            f.write(os.urandom(FILE))
        b.call("misc_send_msg", b.chats[a], "a file", path, "file.bin", None, None)
        _, message = a.hear(lambda m: m["text"].startswith("a file"), "pre-message")
        a.wait(lambda e: e["kind"] == "MsgsChanged" and e["msgId"] == message["id"] and
               a.call("get_message", message["id"])["downloadState"] == "Done", "post-message")
        a.call("delete_messages_for_all", [number])
        b.wait(lambda e: e["kind"] == "MsgDeleted", "deletion by the sender")

    def two_devices(self):
        """Messages stay on the server and are marked there."""
        a, b = self.a, self.b
        a.call("set_config", "bcc_self", "1")
        b.say(a, "one")
        _, message = a.hear_text("one")
        a.call("markseen_msgs", [message["id"]])
        b.wait(lambda e: e["kind"] == "MsgRead", "read receipt")
        a.call("delete_messages", [message["id"]])
        a.wait(lambda e: e["kind"] == "ImapMessageDeleted", "deletion on the server")


def expected(version):
    """{(where, line): must or may} of dialogue.tsv, lines of other versions left out."""
    found = {}
    with open(os.path.join(HERE, "dialogue.tsv"), encoding="utf-8") as f:
        for text in f:
            text = text.rstrip("\n")
            if text and not text.startswith("#"):
                where, need, versions, line = text.split("\t")
                if versions == "all" or version in versions.split(","):
                    found[where, line] = need
    return found


def compare(seen, version):
    known = expected(version)
    new = [f"{where}: {line}" for where, line in sorted(seen - set(known))]
    gone = [f"{where}: {line}" for (where, line), need in sorted(known.items())
            if need == "must" and (where, line) not in seen]
    assert not new and not gone, "; ".join(
        ["not known to be said: " + text for text in new] +
        ["known to be said, and was not: " + text for text in gone])


def main(refrelay, program, version, directory):
    tally = Tally("dialogue", (Fault,))
    relay = Refrelay(refrelay, os.path.join(directory, "relay"))
    tap = Tap(relay, os.path.join(directory, "tap"))
    core = Core(program, os.path.join(directory, "core"))
    talk = Talk(core, relay, tap)
    try:
        tally.check(f"core {version} behind a tap: secure join", talk.meet)
        tally.check("secure join in the old way", talk.meet_in_the_old_way)
        tally.check("text, receipt, file, deletion", talk.talk, directory)
        tally.check("with a second device in mind", talk.two_devices)
    finally:
        core.close()
        tap.close()
        relay.stop()
    seen = tally.check("the recording can be read", recording.read, tap.directory)
    if seen is not None:
        with open(os.path.join(directory, "seen.tsv"), "w", encoding="utf-8") as f:
            f.writelines(f"{where}\t{line}\n" for where, line in sorted(seen))
        tally.check(f"core {version} says what is known of it", compare, seen, version)
    return tally.close()


if __name__ == "__main__":
    if len(sys.argv) != 5 or not re.fullmatch(r"\d+\.\d+", sys.argv[3]):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
