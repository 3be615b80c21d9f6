"""refrelay passes three paths on to a program behind it, and nothing else.

    realtime.py REFRELAY
"""

import os
import re
import select
import shutil
import signal
import socket
import ssl
import sys
import tempfile
import threading
import time

import relay
from relay import check

BIG = 32 << 20  # octets through a stream; more than all buffers on the way


class Upstream:
    """Plain HTTP: /ping 200, /generate_204 204, /relay 101 and then an echo; the query of
    /relay can ask for something else: `refuse` 400, `deaf` never reads the stream, `flood`
    writes BIG octets and ends, `mute` never answers, `odd` says what is no HTTP."""

    def __init__(self):
        self.heads, self.after = [], b""
        self.change = threading.Condition()
        self.over = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                s, _ = self.listener.accept()
            except OSError:
                return  # the end
            threading.Thread(target=self.serve, args=(s,), daemon=True).start()

    def serve(self, s):
        try:
            self.talk(s)
        except OSError:
            pass
        s.close()

    def talk(self, s):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += s.recv(1)
        with self.change:
            self.heads.append(head.decode())
            self.change.notify_all()
        target = head.split(b" ")[1]
        if target == b"/ping":
            s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\npong\n")
        elif target == b"/generate_204":
            m = re.search(rb"(?i)\r\nx-iroh-challenge: ([^\r]*)", head)
            s.sendall(b"HTTP/1.1 204 No Content\r\nX-Iroh-Response: response " +
                      (m.group(1) if m else b"") + b"\r\nConnection: close\r\n\r\n")
        elif b"mute" in target:
            self.over.wait()
        elif b"odd" in target:
            s.sendall(b"SSH-2.0-something else\r\n")
        elif b"refuse" in target:
            # keeps the connection: what else would the client say?
            s.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            s.settimeout(1)
            try:
                self.after += s.recv(4096)
            except socket.timeout:
                pass
        else:
            s.sendall(b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n"
                      b"Upgrade: iroh derp http\r\n\r\n")
            if b"flood" in target:
                s.sendall(bytes(BIG))
            elif b"deaf" in target:
                self.over.wait()
            else:
                self.echo(s)

    def echo(self, s):
        while True:
            octets = s.recv(65536)
            if not octets:
                return
            s.sendall(octets)


def dial(r):
    return relay.tls().wrap_socket(
        socket.create_connection(("127.0.0.1", r.ports["https"]), timeout=relay.PATIENCE),
        server_hostname=r.domain)


def request(target, *fields, method="GET"):
    return "\r\n".join(["%s %s HTTP/1.1" % (method, target), "Host: chat.test"] + list(fields) +
                       ["", ""]).encode()


def read_head(s):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        octet = s.recv(1)
        if not octet:
            break
        head += octet
    return head.decode()


def read_all(s):
    octets = b""
    try:
        while True:
            more = s.recv(65536)
            if not more:
                return octets
            octets += more
    except ConnectionError:
        return octets


def ask(r, target, *fields, method="GET"):
    """The whole answer, read until the end of the connection."""
    s = dial(r)
    s.sendall(request(target, *fields, "Connection: close", method=method))
    answer = read_all(s).decode()
    s.close()
    return answer


UPGRADE = ("Connection: Upgrade", "Upgrade: iroh derp http", "Sec-WebSocket-Version: 13")


def short(r, up):
    """RT_PING RT_GENERATE_204 RT_ONLY_THREE"""
    got = ask(r, "/ping")
    check("/ping", got.startswith("HTTP/1.1 200 ") and got.endswith("\r\n\r\npong\n"), got)
    got = ask(r, "/generate_204", "X-Iroh-Challenge: abc")
    check("/generate_204", got.startswith("HTTP/1.1 204 ") and "response abc" in got, got)
    before = len(up.heads)
    for target in ("/", "/relay/probe", "/metrics", "/ping/", "/pingx", "//ping"):
        got = ask(r, target)
        check("%s is not passed on" % target, re.match(r"HTTP/1.1 [2345]", got) is not None, got)
    got = ask(r, "/ping", "Content-Length: 3", method="POST")
    check("no POST", got.startswith("HTTP/1.1 405 "), got)
    check("the upstream heard of none of them", len(up.heads) == before, up.heads[before:])


def heads(r, up):
    """The request as the upstream sees it: nothing about the client, no field of the hop."""
    before = len(up.heads)
    s = dial(r)
    s.sendall(request("/relay?x=1", *UPGRADE, "Cookie: a=b", "X-Forwarded-For: 1.2.3.4",
                      "X-Real-IP: 1.2.3.4", "Forwarded: for=1.2.3.4", "Keep-Alive: timeout=5",
                      "Sec-WebSocket-Protocol: iroh-relay-v1"))
    head = read_head(s)
    s.close()
    check("101", head.startswith("HTTP/1.1 101 "), head)
    check("its fields", "\r\nUpgrade: iroh derp http\r\n" in head, head)
    lines = sorted(up.heads[before].split("\r\n"))
    check("the request", lines == sorted([
        "", "", "GET /relay?x=1 HTTP/1.1", "Host: chat.test", "Connection: upgrade",
        "Upgrade: iroh derp http", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: iroh-relay-v1"]), lines)


def streams(r, up):
    """RT_UPGRADE: octets both ways, also those that came with the request."""
    s = dial(r)
    s.sendall(request("/relay", *UPGRADE) + b"early")
    check("101", read_head(s).startswith("HTTP/1.1 101 "))
    got = b""
    while len(got) < 5:
        got += s.recv(5 - len(got))
    check("what came with the request", got == b"early", got)
    sent = os.urandom(BIG)
    got = both_ways(s, sent)
    check("%d octets there and back" % BIG, bytes(got) == sent, len(got))
    s.close()


def both_ways(s, sent):
    """Writes all of it and reads as much, in one thread: a TLS connection is not for two."""
    got, at = bytearray(), 0
    s.setblocking(False)
    while len(got) < len(sent):
        wants = [s] if at < len(sent) else []
        if not s.pending() and not any(select.select([s], wants, [], relay.PATIENCE)):
            break
        try:
            more = s.recv(65536)
            if not more:
                break
            got += more
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        try:
            if at < len(sent):
                at += s.send(memoryview(sent)[at:at + 65536])
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
    return got


def slow(r, up):
    """Backpressure: who does not read stops who writes, and the relay keeps little."""
    sizes = {pid: rss(pid) for pid in r.family}
    deaf = dial(r)
    deaf.sendall(request("/relay?deaf", *UPGRADE))
    check("101", read_head(deaf).startswith("HTTP/1.1 101 "))
    deaf.setblocking(False)
    sent = pump(deaf, 2 * BIG)
    check("a deaf upstream stops the client", sent < 2 * BIG, sent)
    lazy = dial(r)
    lazy.sendall(request("/relay?flood", *UPGRADE))
    check("101", read_head(lazy).startswith("HTTP/1.1 101 "))
    ping = ask(r, "/ping")
    check("others go on", ping.startswith("HTTP/1.1 200 "), ping)
    grown = max(rss(pid) - sizes[pid] for pid in r.family)
    check("the relay does not keep it", grown < BIG, grown)
    check("the flood arrives whole", len(read_all(lazy)) == BIG)
    lazy.close()
    deaf.close()


def rss(pid):
    with open("/proc/%d/statm" % pid) as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def pump(s, most):
    """Writes until nothing is taken for a second."""
    sent, block = 0, bytes(65536)
    while sent < most and select.select([], [s], [], 1)[1]:
        try:
            sent += s.send(block)
        except (BlockingIOError, OSError):
            break
    return sent


def wrong(r, up):
    """Answers that are none, and clients that go on after a refusal."""
    s = dial(r)
    s.sendall(request("/relay?refuse", *UPGRADE) + request("/metrics"))
    got = read_head(s)
    check("a refusal is passed on", got.startswith("HTTP/1.1 400 "), got)
    read_all(s)
    check("and nothing of the client after it", up.after == b"", up.after)
    got = ask(r, "/relay?odd")
    check("what is no answer is 502", got.startswith("HTTP/1.1 502 "), got)
    got = ask(r, "/relay?x", "Upgrade: iroh derp http")
    check("101 that was not asked for is 502", got.startswith("HTTP/1.1 502 "), got)
    s = dial(r)
    s.sendall(request("/relay?mute", *UPGRADE))
    with up.change:
        up.change.wait_for(lambda: any("mute" in h for h in up.heads), relay.PATIENCE)
    s.close()
    begin = time.monotonic()
    got = ask(r, "/relay?mute")
    check("an upstream that says nothing is 504", got.startswith("HTTP/1.1 504 "), got)
    check("in time", 15 < time.monotonic() - begin < 50)


def alone(r, up):
    """Without the outbound process there is no upstream, and soon there is again."""
    outbound = relay.children(r.process.pid)[-1]
    os.kill(outbound, signal.SIGKILL)
    end = time.monotonic() + relay.PATIENCE
    while not (got := ask(r, "/ping")).startswith("HTTP/1.1 200 ") and time.monotonic() < end:
        check("504 until then", got.startswith("HTTP/1.1 50"), got)
    check("/ping works again", got.startswith("HTTP/1.1 200 "), got)
    r.family = relay.children(r.process.pid)


def gone(r, up):
    """The upstream is not there."""
    up.listener.shutdown(socket.SHUT_RDWR)
    up.listener.close()
    got = ask(r, "/ping")
    check("no upstream is 502", got.startswith("HTTP/1.1 502 "), got)


def run(program, work):
    log = open(os.path.join(work, "log"), "ab")
    up = Upstream()
    r = relay.Relay(program, os.path.join(work, "state"), [("iroh_upstream", up.address)], log)
    try:
        short(r, up)
        heads(r, up)
        streams(r, up)
        slow(r, up)
        wrong(r, up)
        alone(r, up)
        stream = dial(r)
        stream.sendall(request("/relay", *UPGRADE))
        check("101", read_head(stream).startswith("HTTP/1.1 101 "))
        gone(r, up)
        check("SIGTERM ends all of it, streams too", r.term() == 0)
        stream.close()
    finally:
        up.over.set()
        if r.process.poll() is None:
            r.kill()


def main():
    work = tempfile.mkdtemp(prefix="refrelay-realtime-")
    os.chmod(work, 0o755)
    try:
        run(sys.argv[1], work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return relay.closing("realtime")


if __name__ == "__main__":
    sys.exit(main())
