#!/usr/bin/python3
"""Ordinary mail programs and libraries on refrelay, none of them made for it:
Python's imaplib and smtplib, mbsync, neomutt, openssl s_client.

    clients.py REFRELAY DIRECTORY
"""

import glob
import imaplib
import os
import pty
import re
import secrets
import select
import shutil
import smtplib
import ssl
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "deltachat"))

import letters  # noqa: E402
from box import PATIENCE, Box, any_tls  # noqa: E402
from relay import Refrelay  # noqa: E402
from tally import Tally, equal  # noqa: E402


class World:
    def __init__(self, refrelay, directory):
        self.directory = directory
        self.relay = Refrelay(refrelay, os.path.join(directory, "relay"))
        self.alice, self.bob = self.account(), self.account()
        self.pem = os.path.join(directory, "relay.pem")
        self.sent = {}  # name: octets

    def account(self):
        return (secrets.token_hex(5)[:9] + "@" + self.relay.domain, secrets.token_hex(11))

    def path(self, name):
        return os.path.join(self.directory, name)

    def write(self, name, text):
        with open(os.open(self.path(name), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w",
                  encoding="utf-8") as f:
            f.write(text)
        return self.path(name)

    def smtp(self, service="submissions"):
        place = (self.relay.host, self.relay.ports[service])
        if service == "submissions":
            c = smtplib.SMTP_SSL(*place, local_hostname="client.test", context=any_tls(),
                                 timeout=PATIENCE)
        else:
            c = smtplib.SMTP(*place, local_hostname="client.test", timeout=PATIENCE)
            c.starttls(context=any_tls())
        c.login(*self.alice)
        return c

    def send(self, name, service="submissions"):
        letter = letters.encrypted(self.alice[0], self.bob[0], name)
        with self.smtp(service) as c:
            c.sendmail(self.alice[0], [self.bob[0]], letter)
        self.sent[name] = letter


def log_in(w):
    for account in (w.alice, w.bob):
        with Box(w.relay, *account) as box:
            equal(box.ids(), [], "messages of a new account")


def imap_starttls(w):
    c = imaplib.IMAP4(w.relay.host, w.relay.ports["imap"], timeout=PATIENCE)
    assert "LOGINDISABLED" in c.capabilities, f"in clear it offers {c.capabilities}"
    try:
        c.login(*w.bob)
    except imaplib.IMAP4.error:
        pass
    else:
        raise AssertionError("a password in clear was accepted")
    c.starttls(any_tls())
    c.login(*w.bob)
    c.logout()


def smtp_both(w):
    w.send("first")
    w.send("second", "submission")


def smtp_cleartext(w):
    for service in ("submissions", "submission"):
        with w.smtp(service) as c:
            try:
                c.sendmail(w.alice[0], [w.bob[0]],
                           letters.cleartext(w.alice[0], w.bob[0], "clear"))
            except smtplib.SMTPDataError as e:
                equal(e.smtp_code, 523, "answer to cleartext")
            else:
                raise AssertionError("cleartext was accepted")


def imap_work(w):
    c = imaplib.IMAP4_SSL(w.relay.host, w.relay.ports["imaps"], ssl_context=any_tls(),
                          timeout=PATIENCE)
    c.login(*w.bob)
    assert any(b"INBOX" in line for line in c.list()[1]), "LIST shows no INBOX"
    equal(c.select("INBOX"), ("OK", [b"2"]), "SELECT")
    for number, name in (("1", "first"), ("2", "second")):
        kind, data = c.fetch(number, "(BODY.PEEK[])")
        equal(kind, "OK", "FETCH")
        equal(letters.body(data[0][1]), letters.body(w.sent[name]), "body of " + name)
    equal(c.search(None, "HEADER", "Message-ID", "second")[1], [b"2"], "SEARCH")
    equal(c.store("1", "+FLAGS", r"(\Seen)")[0], "OK", "STORE")
    equal(c.search(None, "UNSEEN")[1], [b"2"], "SEARCH UNSEEN")
    c.close()
    c.logout()


def imap_answer_first(w):
    """Delta Chat takes the first FETCH of a message for its answer: nothing unasked before it."""
    with Box(w.relay, *w.bob) as one, Box(w.relay, *w.bob) as other:
        one.c.select("INBOX")
        for flags in (r"+FLAGS (\Flagged)", r"-FLAGS (\Flagged)"):
            equal(one.c.uid("STORE", "1:*", *flags.split())[0], "OK", "STORE")
            kind, data = other.c.uid("FETCH", "2", "(FLAGS BODY.PEEK[])")
            equal(kind, "OK", "FETCH")
            first = data[0][0] if isinstance(data[0], tuple) else data[0]
            assert b"BODY[]" in first, f"the first FETCH after {flags} elsewhere is {first}"


def run(*words, **more):
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=PATIENCE, check=False, **more)
    return done.returncode, done.stdout.decode(errors="replace")


def body_of(path):
    with open(path, "rb") as f:
        return letters.body(f.read())


def mbsync(w):
    """Fetches all, carries a flag there, and a deletion back."""
    os.makedirs(w.path("maildir"))
    config = w.write("mbsyncrc", f"""
IMAPAccount relay
Host {w.relay.host}
Port {w.relay.ports["imaps"]}
User {w.bob[0]}
Pass {w.bob[1]}
SSLType IMAPS
CertificateFile {w.pem}

IMAPStore far
Account relay

MaildirStore near
Inbox {w.path("maildir")}/INBOX

Channel all
Far :far:
Near :near:
Create Near
Expunge Both
Sync All
""")
    sync = ("mbsync", "-c", config, "all")

    def good(what):
        code, said = run(*sync, env=dict(os.environ, HOME=w.directory))
        equal(code, 0, f"mbsync {what} says {said.strip()!r}; exit code")

    def local():
        return glob.glob(w.path("maildir") + "/INBOX/*/*:2,*")

    good("at first")
    for letter in w.sent.values():
        assert letters.body(letter) in map(body_of, local()), "a body is not in the maildir"
    unseen = [name for name in local() if not name.endswith("S")]
    equal(len(unseen), 1, "messages that are not seen")
    base = os.path.basename(unseen[0]).partition(":")[0]
    os.rename(unseen[0], w.path(f"maildir/INBOX/cur/{base}:2,FS"))
    good("after a flag was set here")
    with Box(w.relay, *w.bob) as box:
        equal(box.c.search(None, "SEEN", "FLAGGED")[1], [b"2"], "flagged on the server")
        box.c.select("INBOX")
        box.c.store("1", "+FLAGS", r"(\Deleted)")
        box.c.expunge()
    good("after a deletion there")
    equal(len(local()), 1, "messages in the maildir")


NEOMUTT = """
set folder = "imaps://{host}:{imaps}/"
set spoolfile = "imaps://{host}:{imaps}/INBOX"
set imap_user = "{user}"
set imap_pass = "{password}"
set smtp_url = "smtps://{smtp_user}@{host}:{submissions}/"
set smtp_pass = "{smtp_password}"
set from = "{from_}"
set certificate_file = "{pem}"
set ssl_verify_host = no
set ssl_force_tls = yes
set header_cache = ""
set message_cachedir = ""
set copy = no
set timeout = 1
set wait_key = no
set pipe_decode = no
set delete = yes
set quit = yes
set signature = ""
"""


def neomutt_rc(w):
    return w.write("neomuttrc", NEOMUTT.format(
        host=w.relay.host, user=w.bob[0], password=w.bob[1], smtp_user=w.alice[0],
        smtp_password=w.alice[1], from_=w.alice[0], pem=w.pem, **w.relay.ports))


def at_terminal(*words, **more):
    """Runs a program that wants a terminal; returns its exit code."""
    near, far = pty.openpty()
    p = subprocess.Popen(words, stdin=far, stdout=far, stderr=far, start_new_session=True, **more)
    os.close(far)
    end = time.monotonic() + PATIENCE
    try:
        while select.select([near], [], [], max(0, end - time.monotonic()))[0]:
            if not os.read(near, 65536):
                break
    except OSError:
        pass  # the terminal is closed: the program has ended
    finally:
        if time.monotonic() > end:
            p.kill()
        code = p.wait()
        os.close(near)
    return code


def neomutt_reads(w):
    """Fetches and deletes the one message that is there."""
    with Box(w.relay, *w.bob) as box:
        box.empty()
    w.send("third")
    out = w.path("neomutt.out")
    code = at_terminal(
        "neomutt", "-n", "-F", neomutt_rc(w), "-e",
        f'push "<first-entry><pipe-message>cat >{out}<enter><delete-message><quit>"',
        env=dict(os.environ, TERM="xterm", HOME=w.directory))
    equal(code, 0, "neomutt's exit code")
    with open(out, "rb") as f:
        equal(letters.body(f.read()).rstrip(), letters.body(w.sent["third"]).rstrip(), "the body")
    with Box(w.relay, *w.bob) as box:
        equal(box.ids(), [], "what is left on the server")


def neomutt_cleartext(w):
    done = subprocess.run(["neomutt", "-n", "-F", neomutt_rc(w), "-s", "hello", "--", w.bob[0]],
                          input=b"not encrypted\n", stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=PATIENCE, check=False,
                          env=dict(os.environ, HOME=w.directory))
    said = done.stdout.decode(errors="replace")
    assert done.returncode != 0, "neomutt sent cleartext"
    assert "nvalid Unencrypted Mail" in said, f"neomutt says {said!r}"


def s_client(w, *words, say):
    done = subprocess.run(["openssl", "s_client", "-quiet", "-crlf", *words], timeout=PATIENCE,
                          input=say.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False)
    return done.stdout.decode(errors="replace")


def openssl_imap(w):
    say = f'a LOGIN {w.bob[0]} {w.bob[1]}\nb SELECT INBOX\nc LOGOUT\n'
    for words in (("-connect", f"{w.relay.host}:{w.relay.ports['imaps']}"),
                  ("-starttls", "imap", "-connect", f"{w.relay.host}:{w.relay.ports['imap']}")):
        said = s_client(w, "-ign_eof", *words, say=say)
        for tag in "abc":
            assert re.search(rf"^{tag} OK", said, re.M), f"{words}: {said!r}"


def openssl_old(w):
    for service in ("imaps", "submissions"):
        said = s_client(w, "-tls1_2", "-connect", f"{w.relay.host}:{w.relay.ports[service]}", say="")
        equal(said, "", f"what {service} says with TLS 1.2")


CHECKS = (
    ("imaplib logs in to two new accounts", log_in, None),
    ("imaplib: STARTTLS, no password before it", imap_starttls, None),
    ("smtplib sends encrypted mail on 465 and 587", smtp_both, None),
    ("smtplib is refused cleartext", smtp_cleartext, None),
    ("imaplib lists, fetches, searches, flags", imap_work, None),
    ("imaplib hears the answer before the news", imap_answer_first, None),
    ("mbsync synchronises both ways", mbsync, "mbsync"),
    ("neomutt reads and deletes", neomutt_reads, "neomutt"),
    ("neomutt is refused cleartext", neomutt_cleartext, "neomutt"),
    ("openssl s_client speaks IMAP on 993 and 143", openssl_imap, "openssl"),
    ("openssl s_client gets nothing with TLS 1.2", openssl_old, "openssl"),
)


def main(refrelay, directory):
    tally = Tally("clients", (imaplib.IMAP4.error, smtplib.SMTPException, OSError))
    w = World(refrelay, directory)
    try:
        w.write("relay.pem", ssl.get_server_certificate(
            (w.relay.host, w.relay.ports["imaps"]), timeout=PATIENCE))
        for what, play, program in CHECKS:
            if program and not shutil.which(program):
                tally.skip(what, f"{program} is missing, say: make deps")
            else:
                tally.check(what, play, w)
    finally:
        w.relay.stop()
    return tally.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
