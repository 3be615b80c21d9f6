"""Devices are woken when mail comes, and the proxy learns nothing but tokens.

    push.py REFRELAY

A token says by a word in it how the proxy treats it: `410`, `503` (once, then
200), `hang` (no answer until the end), `held` (hang until the relay has been
killed, then 200).
"""

import http.server
import os
import re
import shutil
import signal
import ssl
import sys
import tempfile
import threading
import time

import relay
from relay import check

PROMPT = 10.0  # seconds; generous, the machine may be busy


class Proxy:
    """HTTPS on loopback; remembers every POST."""

    def __init__(self, cert, key):
        self.seen, self.change = [], threading.Condition()
        self.over, self.killed = threading.Event(), threading.Event()
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = proxy.take(self.requestline, self.headers.items(), body)
                if status is None:
                    self.close_connection = True
                    return
                self.send_response_only(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args):
                pass  # a relay that is killed breaks its connections

        self.server = Server(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        # The handshake belongs to the connection's thread, not to the one that accepts.
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                 do_handshake_on_connect=False)
        self.url = "https://127.0.0.1:%d/notify" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, line, fields, body):
        with self.change:
            self.seen.append((time.monotonic(), line, list(fields), body))
            n = self.count(body)
            self.change.notify_all()
        word = body.decode("ascii", "replace")
        if "410" in word:
            return 410
        if "503" in word:
            return 503 if n == 1 else 200
        if "hang" in word:
            self.over.wait()
            return None
        if "held" in word and not self.killed.is_set():
            self.killed.wait()
            return None
        return 200

    def count(self, token):
        return sum(1 for s in self.seen if s[3] == token)

    def wait(self, token, n, seconds=PROMPT):
        """The time of the n-th post of this token; None: it did not come."""
        with self.change:
            self.change.wait_for(lambda: self.count(token) >= n, seconds)
            times = [s[0] for s in self.seen if s[3] == token]
        return times[n - 1] if len(times) >= n else None


def set_token(c, token):
    kind, data = c.xatom("SETMETADATA", "INBOX (/private/devicetoken \"%s\")" % token)
    check("SETMETADATA %s" % token, kind == "OK", data)


def tokens(c):
    c.untagged_responses.pop("METADATA", None)
    kind, data = c.xatom("GETMETADATA", "INBOX /private/devicetoken")
    if kind != "OK":
        raise RuntimeError("GETMETADATA: %s" % data)
    got = c.untagged_responses.pop("METADATA", [])
    text = b"".join(x if isinstance(x, bytes) else b"".join(x) for x in got).decode()
    m = re.search(r'/private/devicetoken "([^"]*)"', text)
    return m.group(1).split(" ") if m else []


def await_tokens(c, wanted, seconds=PROMPT):
    """The relay tells no session that a token is gone: ask until it is."""
    end = time.monotonic() + seconds
    while tokens(c) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    return tokens(c)


def mails(r, name):
    c = r.imap(name)
    n = int(c.select("INBOX", readonly=True)[1][0])
    c.logout()
    return n


def ordinary(r, proxy):
    """PUSH_POST PUSH_EACH_TOKEN PUSH_NOT_SELF PUSH_OTHER_ACCOUNT PUSH_BODY_ONLY PUSH_NO_TRACE"""
    bob, alice = r.imap("bob.00001"), r.imap("alice.001")
    set_token(bob, "openpgp:first")
    set_token(bob, "openpgp:second")
    set_token(bob, "openpgp:first")
    check("a token is kept once", tokens(bob) == ["openpgp:first", "openpgp:second"], tokens(bob))
    set_token(alice, "openpgp:alice")
    set_token(r.imap("carol.001"), "openpgp:carol")
    r.send("alice.001", "alice.001", "bob.00001")
    for t in (b"openpgp:first", b"openpgp:second"):
        check("one post for %s" % t, proxy.wait(t, 1) is not None)
    r.send("bob.00001", "alice.001")
    check("mail from another", proxy.wait(b"openpgp:alice", 1) is not None)
    # What was committed before was handed out before, twice over: absence is a fact then.
    for n in (2, 3):
        r.send("carol.001", "bob.00001")
        for t in (b"openpgp:first", b"openpgp:second"):
            check("post %d for %s" % (n, t), proxy.wait(t, n) is not None)
    for t, n in ((b"openpgp:first", 3), (b"openpgp:second", 3), (b"openpgp:alice", 1),
                 (b"openpgp:carol", 0)):
        check("%d posts for %s" % (n, t), proxy.count(t) == n, proxy.count(t))
    for _, line, fields, body in proxy.seen:
        check("the request line", line == "POST /notify HTTP/1.1", line)
        names = sorted(name.lower() for name, _ in fields)
        check("no field that need not be", names == ["content-length", "host"], names)
        check("the body is a token", body in (b"openpgp:first", b"openpgp:second", b"openpgp:alice"),
              body)
    kind, data = bob.xatom("SETMETADATA", "INBOX (/private/devicetoken NIL)")
    check("NIL is taken", kind == "OK", data)
    check("NIL removes all tokens", tokens(bob) == [], tokens(bob))
    check("and those of nobody else", tokens(alice) == ["openpgp:alice"], tokens(alice))


def refused(r, proxy):
    """PUSH_GONE_410 PUSH_RETRY_503"""
    carl, dora = r.imap("carl.0001"), r.imap("dora.0001")
    set_token(carl, "openpgp:410")
    set_token(carl, "openpgp:stays")
    set_token(dora, "openpgp:503")
    r.send("alice.001", "carl.0001", "dora.0001")
    check("a post that gets 410", proxy.wait(b"openpgp:410", 1) is not None)
    check("410 removes the token", await_tokens(carl, ["openpgp:stays"]) == ["openpgp:stays"],
          tokens(carl))
    first, second = proxy.wait(b"openpgp:503", 1), proxy.wait(b"openpgp:503", 2, 8 + PROMPT)
    check("503 is tried again", second is not None)
    if second is not None:
        # due times are whole seconds
        check("after eight seconds", 6.9 < second - first < 8 + PROMPT, second - first)
    check("503 keeps the token", tokens(dora) == ["openpgp:503"], tokens(dora))
    r.send("alice.001", "carl.0001")
    check("the other token goes on", proxy.wait(b"openpgp:stays", 2) is not None)
    check("a token that is gone is not posted again", proxy.count(b"openpgp:410") == 1)


def stuck(r, proxy):
    """PUSH_STUCK PUSH_PROMPT"""
    hugo, ida = r.imap("hugo.0001"), r.imap("ida.00001")
    set_token(hugo, "openpgp:hang")
    set_token(ida, "openpgp:prompt")
    ida.select("INBOX")
    r.send("alice.001", "hugo.0001")
    check("a post that hangs", proxy.wait(b"openpgp:hang", 1) is not None)
    begin = time.monotonic()
    r.send("alice.001", "ida.00001", "hugo.0001")
    came = proxy.wait(b"openpgp:prompt", 1, 5)
    check("another token is posted at once", came is not None and came - begin < 5)
    ida.noop()
    check("mail is there at once", ida.untagged_responses.get("EXISTS", [b""])[-1] == b"1",
          ida.untagged_responses)
    check("also for whose post hangs", mails(r, "hugo.0001") == 2)
    check("one post at a time for a token", proxy.count(b"openpgp:hang") == 1)


def alone(r, proxy):
    """The outbound process dies: mail goes on, and so does push after a moment."""
    set_token(r.imap("olga.0001"), "openpgp:olga")
    front, store, outbound = sorted_family(r)
    os.kill(outbound, signal.SIGKILL)
    r.send("alice.001", "olga.0001")
    check("mail goes on", mails(r, "olga.0001") == 1)
    check("push goes on", proxy.wait(b"openpgp:olga", 1) is not None)
    now = relay.children(r.process.pid)
    check("there is another outbound process", len(now) == 3 and outbound not in now and
          front in now and store in now, now)
    r.family = now


def sorted_family(r):
    """front, store, outbound; told apart by what they hold, which is told by nobody else."""
    store, front, outbound = relay.children(r.process.pid)
    return front, store, outbound


def run(program, work):
    cert, key = relay.certificate(work)
    log = open(os.path.join(work, "log"), "ab")
    state = os.path.join(work, "state")
    proxy = Proxy(cert, key)
    settings = [("notification_url", proxy.url), ("notification_ca", cert)]
    r = relay.Relay(program, state, settings, log)
    try:
        ordinary(r, proxy)
        refused(r, proxy)
        stuck(r, proxy)
        alone(r, proxy)
        set_token(r.imap("paul.0001"), "openpgp:held")
        r.send("alice.001", "paul.0001")
        check("a post under way", proxy.wait(b"openpgp:held", 1) is not None)
        r.kill()
        proxy.killed.set()
        r = relay.Relay(program, state, settings, log)
        check("after kill -9 it is posted again", proxy.wait(b"openpgp:held", 2) is not None)
        check("tokens outlive the process", tokens(r.imap("paul.0001")) == ["openpgp:held"])
        check("SIGTERM ends all of it", r.term() == 0)
        check("what was answered is not posted a third time", proxy.count(b"openpgp:held") == 2)
    finally:
        proxy.over.set()
        if r.process.poll() is None:
            r.kill()
    log.flush()
    with open(log.name, "rb") as f:
        said = f.read()
    check("no token in what the relay says", b"openpgp" not in said, said)


def main():
    work = tempfile.mkdtemp(prefix="refrelay-push-")
    os.chmod(work, 0o755)  # the relay may change its user
    try:
        run(sys.argv[1], work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return relay.closing("push")


if __name__ == "__main__":
    sys.exit(main())
