"""The METADATA value of refrelay opens a TURN server; others do not.

    turn.py REFRELAY
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import relay
from relay import check

REALM = "chat.test"
KEY = "/shared/vendor/deltachat/turn"


class Coturn:
    """turnserver on loopback with our secret."""

    def __init__(self, work, secret):
        self.log = os.path.join(work, "turn.log")
        for _ in range(5):
            self.port = free_port()
            self.process = subprocess.Popen(
                ["turnserver", "-c", os.devnull, "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1",
                 "--listening-port=%d" % self.port, "--no-tls", "--no-dtls", "--no-cli", "--no-tcp",
                 "--use-auth-secret", "--static-auth-secret=%s" % secret, "--realm=%s" % REALM,
                 "--allow-loopback-peers", "--no-rfc5780", "--fingerprint",
                 "--pidfile=%s" % os.path.join(work, "turn.pid"),
                 "--userdb=%s" % os.path.join(work, "turn.db"),
                 "--log-file=%s" % self.log, "--simple-log"],
                cwd=work, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            if self.answers():
                return
            self.stop()
        raise RuntimeError("turnserver does not start")

    def answers(self):
        """RT_STUN: a Binding request gets a success with an XOR-MAPPED-ADDRESS."""
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.connect(("127.0.0.1", self.port))
        s.settimeout(0.2)
        end = time.monotonic() + 20
        request = b"\x00\x01\x00\x00\x21\x12\xa4\x42" + secrets.token_bytes(12)
        while time.monotonic() < end and self.process.poll() is None:
            try:
                s.send(request)
                got = s.recv(2048)
            except (socket.timeout, ConnectionRefusedError):
                time.sleep(0.05)  # it says to nobody when it listens
                continue
            s.close()
            return got[:2] == b"\x01\x01" and got[4:20] == request[4:] and b"\x00\x20\x00\x08" in got
        s.close()
        return False

    def stop(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    port = s.getsockname()[1]
    s.close()
    return port


def told(r, name):
    """(host, port, user, password) as METADATA tells them."""
    c = r.imap(name)
    kind, data = c.xatom("GETMETADATA", "\"\" (%s)" % KEY)
    text = b"".join(x if isinstance(x, bytes) else b"".join(x)
                    for x in c.untagged_responses.get("METADATA", [])).decode()
    c.logout()
    m = re.search(KEY + r' "([^":]+):(\d+):(\d+):([^"]+)"', text)
    if kind != "OK" or not m:
        raise RuntimeError("no TURN credentials: %s %s" % (kind, text))
    return m.group(1), int(m.group(2)), m.group(3), m.group(4)


def relays(host, port, user, password):
    """Two clients of these credentials talk through the server (RT_TURN_ALLOCATE)."""
    got = subprocess.run(
        ["turnutils_uclient", "-v", "-y", "-n", "5", "-m", "1", "-l", "100", "-p", str(port),
         "-u", user, "-w", password, host],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    said = got.stdout.decode("utf-8", "replace")
    received = re.findall(r"tot_recv_msgs=(\d+)", said)
    lost = re.search(r"Total lost packets (\d+)", said)
    good = bool(received) and int(received[-1]) > 0 and lost is not None and lost.group(1) == "0"
    return got.returncode == 0 and good, said


def refused(said):
    """The server did answer, and gave no allocation."""
    return "allocate response received" in said and "Cannot complete Allocation" in said


def run(program, work):
    secret = secrets.token_hex(16)
    with open(os.path.join(work, "secret"), "w") as f:
        f.write(secret + "\n")
    coturn = Coturn(work, secret)
    log = open(os.path.join(work, "log"), "ab")
    settings = [("turn_host", "127.0.0.1"), ("turn_port", coturn.port),
                ("turn_secret_file", os.path.join(work, "secret"))]
    r = relay.Relay(program, os.path.join(work, "state"), settings, log)
    try:
        host, port, user, password = told(r, "alice.001")
        check("host and port", (host, port) == ("127.0.0.1", coturn.port), (host, port))
        check("expiry", 5 * 86400 - 60 <= int(user) - time.time() <= 5 * 86400, user)
        good, said = relays(host, port, user, password)
        check("the credentials relay", good, said)

        # RT_TURN_FORGED: without the secret; RT_TURN_EXPIRED: with it, too late
        forged = base64.b64encode(hmac.new(b"guess", user.encode(), hashlib.sha1).digest()).decode()
        good, said = relays(host, port, user, forged)
        check("forged credentials do not", not good and refused(said), said)
        later = str(int(user) + 86400)
        good, said = relays(host, port, later, password)
        check("a password is of its expiry", not good and refused(said), said)
        past = str(int(time.time()) - 60)
        mac = base64.b64encode(hmac.new(secret.encode(), past.encode(), hashlib.sha1).digest())
        good, said = relays(host, port, past, mac.decode())
        check("expired credentials do not", not good and refused(said), said)
        check("SIGTERM ends all of it", r.term() == 0)
    finally:
        if r.process.poll() is None:
            r.kill()
        coturn.stop()
    log.flush()
    with open(log.name, "rb") as f:
        check("no secret in what the relay says", secret.encode() not in f.read())


def main():
    work = tempfile.mkdtemp(prefix="refrelay-turn-")
    os.chmod(work, 0o755)
    try:
        run(sys.argv[1], work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return relay.closing("turn")


if __name__ == "__main__":
    sys.exit(main())
