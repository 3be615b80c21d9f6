"""A mailbox on the server, looked at with Python's own IMAP client."""

import imaplib
import re
import ssl
import time

PATIENCE = 120.0


def any_tls():
    """The relays under test have certificates that nobody signed."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Box:
    """Looks on; changes nothing but by empty()."""

    def __init__(self, relay, address, password):
        self.c = imaplib.IMAP4_SSL(relay.host, relay.ports["imaps"], ssl_context=any_tls(),
                                   timeout=PATIENCE)
        self.c.login(address, password)
        self.c.select("INBOX", readonly=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.c.logout()

    def uid_next(self):
        kind, data = self.c.status("INBOX", "(UIDNEXT)")
        if kind != "OK":
            raise AssertionError(f"STATUS: {data}")
        return int(re.search(rb"UIDNEXT (\d+)", data[0]).group(1))

    def ids(self):
        """Message ids on the server now."""
        self.c.noop()
        kind, data = self.c.uid("FETCH", "1:*", "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
        if kind != "OK":
            raise AssertionError(f"UID FETCH: {data}")
        heads = [part[1] for part in data if isinstance(part, tuple)]
        return [re.search(rb"(?i)^message-id:\s*(\S+)", h, re.M).group(1).decode() for h in heads]

    def empty(self):
        self.c.select("INBOX")
        self.c.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")
        self.c.expunge()

    def wait_for(self, good, what, patience=PATIENCE):
        """Idles until good(ids) is true; returns the ids."""
        end = time.monotonic() + patience
        while not good(ids := self.ids()):
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"{what}: not within {patience:.0f} s; there are {ids}")
            self.idle(left)
        return ids

    def idle(self, seconds):
        """Returns when the server tells of any change."""
        tag = self.c._new_tag().decode()
        self.c.send(f"{tag} IDLE\r\n".encode())
        self.c.sock.settimeout(seconds)
        try:
            self.line(b"+")
            self.line(b"*")
        except TimeoutError:
            pass
        self.c.sock.settimeout(PATIENCE)
        self.c.send(b"DONE\r\n")
        self.line(tag.encode())

    def line(self, start):
        while not (got := self.c.readline()).startswith(start):
            if not got:
                raise AssertionError("the server closed the connection")
