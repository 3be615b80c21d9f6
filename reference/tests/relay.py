"""A refrelay of one's own for the tests that need other programs around it."""

import base64
import imaplib
import json
import os
import random
import select
import signal
import smtplib
import ssl
import subprocess

PATIENCE = 60.0  # seconds for any one answer

passed = failed = 0


def check(what, good, seen=""):
    """One line for each thing that does not hold."""
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print("FAIL %s%s" % (what, ": %s" % (seen,) if seen != "" else ""), flush=True)


def closing(name):
    """The last line, and the exit status."""
    print("%s: %d passed, %d failed" % (name, passed, failed))
    return 0 if failed == 0 and passed > 0 else 1


def certificate(directory):
    """(certificate, key) for 127.0.0.1, self-signed."""
    cert, key = os.path.join(directory, "cert.pem"), os.path.join(directory, "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=stand-in",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return cert, key


def tls():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def children(parent):
    """{pid: PPID's children}: the processes of a relay, in the order of their start."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as f:
                    fields = f.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent and fields[0] != "Z":
                found.append((int(fields[19]), int(name)))
    return [pid for _, pid in sorted(found)]


def ends(pidfd, seconds):
    """Waits for the end of a process, whoever its parent is."""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def idle(c, seconds):
    """IDLE on an imaplib session until the server tells of anything.  False: it did not in this
    time, and the session is of no more use."""
    tag = c._new_tag().decode()
    c.send(("%s IDLE\r\n" % tag).encode())
    c.sock.settimeout(seconds)
    try:
        while not c.readline().startswith(b"*"):
            pass
    except TimeoutError:
        return False
    c.sock.settimeout(PATIENCE)
    c.send(b"DONE\r\n")
    while not c.readline().startswith(tag.encode()):
        pass
    return True


class Relay:
    """All processes of one refrelay; settings: (key, value) pairs."""

    def __init__(self, program, state, settings, log, variables={}):
        args = [program, "--demo", "--state", state, "--listen", "127.0.0.1"]
        for key, value in settings:
            args += ["--set", "%s=%s" % (key, value)]
        self.process = subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=log, env={**os.environ, **variables})
        line = b""
        if select.select([self.process.stdout], [], [], PATIENCE)[0]:
            line = self.process.stdout.readline()
        if not line:
            self.process.kill()
            raise RuntimeError("refrelay does not start")
        ready = json.loads(line)
        self.ports, self.domain = ready["ports"], ready["domain"]
        self.family = children(self.process.pid)

    def kill(self):
        """SIGKILL for all of them; returns when they are gone."""
        fds = [os.pidfd_open(pid) for pid in self.family]
        self.process.kill()
        for fd in fds:
            try:
                signal.pidfd_send_signal(fd, signal.SIGKILL)
            except ProcessLookupError:
                pass
            ends(fd, PATIENCE)
            os.close(fd)
        self.process.wait()
        self.process.stdout.close()

    def term(self):
        """The exit status after SIGTERM; None: it did not end, or left somebody behind."""
        fds = [os.pidfd_open(pid) for pid in children(self.process.pid)]
        self.process.terminate()
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            return None
        clean = all([ends(fd, 5) for fd in fds])
        for fd in fds:
            os.close(fd)
        self.process.stdout.close()
        return status if clean else None

    def imap(self, name):
        c = imaplib.IMAP4_SSL("127.0.0.1", self.ports["imaps"], ssl_context=tls(), timeout=PATIENCE)
        c.login(self.address(name), "password of %s" % name)
        return c

    def address(self, name):
        return name if "@" in name else "%s@%s" % (name, self.domain)

    def send(self, sender, *to):
        """One encrypted message; returns when it got its 250."""
        c = smtplib.SMTP_SSL("127.0.0.1", self.ports["submissions"], local_hostname="localhost",
                             context=tls(), timeout=PATIENCE)
        c.login(self.address(sender), "password of %s" % sender, initial_response_ok=True)
        refused = c.sendmail(self.address(sender), [self.address(t) for t in to],
                             self.message(sender, to))
        c.quit()
        if refused:
            raise RuntimeError("refused: %s" % refused)

    def message(self, sender, to, ciphertext=99):
        """PKESK v3 for nobody in particular and a SEIPD v1; only their shape is real."""
        pkesk = b"\xc1\x5e\x03" + bytes(8) + b"\x12\x01\x07\x40" + random.randbytes(81)
        seipd = b"\xd2\xff" + (1 + ciphertext).to_bytes(4, "big") + b"\x01"
        octets = base64.b64encode(pkesk + seipd + random.randbytes(ciphertext))
        lines = [octets[i:i + 64] for i in range(0, len(octets), 64)]
        head = ("From: <%s>\r\nTo: <%s>\r\nMessage-ID: <%016x@localhost>\r\nSubject: [...]\r\n"
                "MIME-Version: 1.0\r\nDate: Thu, 01 Jan 2026 00:00:00 +0000\r\n"
                "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; "
                "boundary=\"B\"\r\n\r\n" % (self.address(sender), self.address(to[0]),
                                            random.getrandbits(64)))
        return head.encode() + b"\r\n".join(
            [b"--B", b"Content-Type: application/pgp-encrypted", b"", b"Version: 1", b"",
             b"--B", b"Content-Type: application/octet-stream", b"",
             b"-----BEGIN PGP MESSAGE-----", b""] + lines +
            [b"-----END PGP MESSAGE-----", b"", b"--B--", b""])
