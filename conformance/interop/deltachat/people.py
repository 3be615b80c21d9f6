"""People with accounts: made by logging in, online, and acquainted by QR code."""

import random
import string
import time

from rpc import Fault

LETTERS = string.ascii_lowercase + string.digits
SELF = 1  # contact number of the account's owner
CONTACT_DONE = 1000  # progress of a secure join


def word(length):
    return "".join(random.SystemRandom().choice(LETTERS) for _ in range(length))


class Person:
    """One account in one core."""

    def __init__(self, core, relay, name, like=None):
        self.core, self.relay, self.name = core, relay, name
        self.number = core.call("add_account")
        self.address = like.address if like else word(9) + "@" + relay.domain
        self.password = like.password if like else word(22)
        self.chats = {}  # person: chat

    def call(self, method, *params):
        return self.core.call(method, self.number, *params)

    def wait(self, wanted, what, **more):
        return self.core.wait(self.number, wanted, what, **more)

    def configure(self, security="ssl", host=None, ports=None):
        """security: ssl (993, 465) or starttls (143, 587)"""
        ports = ports or self.relay.ports
        imap, smtp = ("imaps", "submissions") if security == "ssl" else ("imap", "submission")
        self.call("set_config", "displayname", self.name)
        self.call("add_or_update_transport", {
            "addr": self.address, "password": self.password,
            "imapServer": host or self.relay.host, "imapPort": ports[imap],
            "imapSecurity": security,
            "smtpServer": host or self.relay.host, "smtpPort": ports[smtp],
            "smtpSecurity": security,
            "certificateChecks": "acceptInvalidCertificates"})

    def online(self):
        """Returns when the connection idles."""
        self.call("start_io")
        self.wait(lambda e: e["kind"] == "ImapInboxIdle", "idling connection")

    def knows(self, other):
        """Scans the QR code of another person; returns when both sides are done."""
        code = other.call("get_chat_securejoin_qr_code", None)
        self.chats[other] = self.call("secure_join", code)
        for person, kind in ((other, "SecurejoinInviterProgress"),
                             (self, "SecurejoinJoinerProgress")):
            person.wait(lambda e, kind=kind: e["kind"] == kind and e["progress"] == CONTACT_DONE,
                        kind)
        contact = other.call("lookup_contact_id_by_addr", self.address)
        other.chats[self] = other.call("create_chat_by_contact_id", contact)

    @staticmethod
    def now():
        return time.monotonic()  # the clock of events

    def say(self, other, text):
        return self.call("misc_send_text_message", self.chats[other], text)

    def message_id(self, number):
        info = self.call("get_message_info_object", number)
        return "<" + info["rfc724Mid"].strip("<>") + ">"

    def hear(self, wanted, what="message"):
        """(time, message) of the next incoming message for which wanted(message) is true."""
        def look(event):
            if event["kind"] != "IncomingMsg":
                return None
            message = self.call("get_message", event["msgId"])
            return message if wanted(message) else None
        return self.wait(look, what)

    def hear_text(self, text):
        return self.hear(lambda m: m["text"] == text, f"message {text!r}")

    def heard(self, chat, start):
        """Texts of the messages of others in a chat that begin with `start`."""
        found = self.call("get_message_ids", chat, False, False)
        messages = self.call("get_messages", found)
        bad = [m["kind"] for m in messages.values() if m["kind"] != "message"]
        if bad:
            raise Fault(f"messages that cannot be loaded: {bad}")
        return [m["text"] for m in messages.values()
                if m["fromId"] != SELF and m["text"].startswith(start)]
