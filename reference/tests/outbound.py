"""Mail for other domains: what is delivered, what is not, and what its sender is told.

    outbound.py REFRELAY [FUNCTION...]

Every destination is a domain of its own, and all mails are on their way at the
same time.  Whoever gets nothing for a reason that may pass is tried again until
the lifetime of the queue is over; then a bounce says the reason."""

import email
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

import relay
import world
from relay import check

LIFETIME, TIMEOUT = 6, 2  # seconds, of the queue and of each step
PATIENCE = 60.0
SENDER = "alice.001"


class Mail:
    """One message; what became of it is asked with delivered() and bounced()."""

    def __init__(self, t, *to, sender=SENDER):
        self.t, self.to, self.begin = t, to, time.monotonic()
        t.relay.send(sender, *to)

    def delivered(self, mx, n=1):
        ok = self.t.world.wait(lambda: len(mx.taken) + len(self.accepted(mx)) >= n, PATIENCE)
        got = len(mx.taken) + len(self.accepted(mx))
        check("%s: delivered" % self.to[0], ok and got == n, [s.lines for s in mx.sessions])
        return mx.taken[-1] if mx.taken else None

    def accepted(self, mx):
        return [p for p in mx.posts if p[1] == "/mxdeliv" and getattr(mx, "accepts", False)]

    def bounced(self, reason, to=None):
        """A bounce came, and says so (a regular expression)."""
        to = to or self.to[0]
        text = self.t.await_bounce(to)
        check("%s: bounced" % to, text is not None)
        if text is not None:
            check("%s: for a reason" % to, re.search(reason, text) is not None,
                  "\n".join(l for l in text.splitlines() if "iagnos" in l or "said" in l))

    def later(self, reason, to=None):
        """It was tried again, and bounced when its time was over."""
        self.bounced(reason, to)
        took = time.monotonic() - self.begin
        check("%s: not before its time" % self.to[0], took >= LIFETIME - 1, took)


class Test:
    def __init__(self, program, directory):
        self.world = w = world.World(directory)
        self.bounces, self.imap = {}, None
        key = os.path.join(directory, "dkim.pem")
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True,
                       stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.log = open(os.path.join(directory, "log"), "w+")
        self.relay = relay.Relay(program, os.path.join(directory, "state"), [
            ("dkim_key", key), ("dns_server", "127.0.0.1@%d" % w.dns.port),
            ("dns_trust_anchor", w.dns.anchor), ("outbound_ca", w.ca.file),
            ("outbound_smtp_port", w.smtp_port), ("outbound_https_port", w.https_port),
            ("outbound_private", "yes"), ("outbound_timeout", TIMEOUT), ("queue_retry", 1),
            ("queue_lifetime", LIFETIME), ("max_user_send_per_minute", 6000),
            ("max_user_send_burst_size", 1000)], self.log)

    def fetch(self):
        """What has come since the last time."""
        if self.imap is None:
            self.imap = self.relay.imap(SENDER)
        n = int(self.imap.select("INBOX")[1][0])
        for i in range(len(self.bounces) + 1, n + 1):
            text = self.imap.fetch(str(i), "(BODY.PEEK[])")[1][0][1].decode("ascii", "replace")
            self.bounces[i] = text

    def await_bounce(self, to, seconds=PATIENCE):
        end = time.monotonic() + seconds
        while True:
            self.fetch()
            for text in self.bounces.values():
                if "; %s" % to in text or "<%s>" % to in text:
                    return text
            left = end - time.monotonic()
            if left <= 0 or not relay.idle(self.imap, left):
                self.imap = None
                return None


def plain(t):
    """OUT_SIGNED OUT_SNI OUT_EHLO_NAME OUT_SENDER_KEPT"""
    mx = t.world.domain("plain.example")
    m = Mail(t, "bob@plain.example")

    def result():
        got = m.delivered(mx)
        if got is None:
            return
        check("sender", got[0].startswith(b"MAIL FROM:<%s>" % t.relay.address(SENDER).encode()), got[0])
        check("SIZE and BODY", b" SIZE=" in got[0] and got[0].endswith(b" BODY=8BITMIME"), got[0])
        s = mx.sessions[-1]
        check("SNI", s.sni == "mx.plain.example", s.sni)
        check("EHLO", s.lines[0] == b"EHLO chat.test", s.lines)
        check("signed", got[2].startswith(b"DKIM-Signature:"), got[2][:80])
    return result



def fails(t, domain, reason, **more):
    """A server that gets no message; tried again until the end."""
    mx = t.world.domain(domain, **more)
    m = Mail(t, "bob@" + domain)

    def result():
        m.later(reason)
        check("%s: nothing taken" % domain, mx.taken == [])
        return mx
    return result


def all_of(*results):
    def result():
        for r in results:
            r()
    return result


def clear(t):
    """OUT_CLEAR_NEVER OUT_INJECTION OUT_OLD_TLS"""
    def unsaid(r):
        def result():
            mx = r()
            said = [l for s in mx.sessions for l in s.lines]
            check("nothing but EHLO, STARTTLS and QUIT", {l.split(b" ")[0] for l in said} <=
                  {b"EHLO", b"STARTTLS", b"QUIT"}, said)
            check("tried again", len(mx.sessions) > 1)
        return result
    return all_of(
        unsaid(fails(t, "notls.example", "offers no TLS", offers_tls=False)),
        unsaid(fails(t, "refusestls.example", "454 4.7.0 no TLS",
                     steps={"starttls": b"454 4.7.0 no TLS\r\n"})),
        unsaid(fails(t, "injects.example", "nobody asked for",
                     steps={"starttls": b"220 go\r\n250 evil\r\n"})),
        unsaid(fails(t, "oldtls.example", "protocol|version|alert", old_tls=True)))


def certificates(t):
    """OUT_CERT_SELF_SIGNED OUT_CERT_EXPIRED OUT_CERT_NAME OUT_UNDERSCORE OUT_LITERAL"""
    ca, host = t.world.ca, "mx.expired.example"
    self_signed = ca.issue("mx.selfsigned.example", self_signed=True)[0]
    results = [
        fails(t, "selfsigned.example", "self.signed", pem=self_signed),
        fails(t, "expired.example", "expired",
              pem=ca.issue(host, world.NOW - 2 * world.DAY, world.NOW - world.DAY)[0]),
        fails(t, "wrongname.example", "ostname mismatch", pem=ca.issue("wrongname.example")[0])]
    odd = t.world.domain("_odd.example", pem=self_signed)
    m = Mail(t, "bob@_odd.example")
    literal = t.world.server("literal.example", pem=self_signed)
    n = Mail(t, "bob@[%s]" % literal.address)

    def result():
        all_of(*results)()
        m.delivered(odd)
        n.delivered(literal)
        check("no SNI with an address", literal.sessions[-1].sni is None)
    return result


def no_server(t):
    """OUT_NULL_MX OUT_NO_DOMAIN OUT_NO_MX OUT_DNS_SERVFAIL"""
    w = t.world
    w.dns.add("null.example", "MX", "0 .")
    w.dns.add("noaddress.example", "TXT", "nothing")
    w.dns.add("nowhere.example", "MX", "10 mx.nowhere.example.")
    w.dns.add("mx.nowhere.example", "A", "0.0.0.0")
    never = [("null", "556 5.1.10"), ("nothere", "5.1.2"), ("noaddress", "no address"),
             ("nowhere", "none of the internet")]
    for name in ("servfail", "garbage", "cut", "loop"):
        w.dns.odd[world.dns.name.from_text(name + ".example")] = name
    mails = [(Mail(t, "bob@%s.example" % n), reason) for n, reason in never]
    late = [Mail(t, "bob@%s.example" % n) for n in ("servfail", "garbage", "cut", "loop")]
    implicit = w.server("implicit.example")
    m = Mail(t, "bob@implicit.example")

    def result():
        for mail, reason in mails:
            mail.bounced(reason)
        m.delivered(implicit)
        for mail in late:
            mail.later("DNS does not say")
    return result


def order(t):
    """OUT_MX_ORDER OUT_MX_NEXT OUT_MX_REFUSED"""
    w = t.world
    w.dns.add("order.example", "MX", "20 second.order.example.", "10 first.order.example.")
    first, second = w.server("first.order.example"), w.server("second.order.example")
    a = Mail(t, "bob@order.example")
    w.dns.add("next.example", "MX", "10 dead.next.example.", "20 busy.next.example.",
              "30 selfsigned.next.example.", "40 dies.next.example.", "50 last.next.example.")
    w.dns.add("dead.next.example", "A", w.address())
    busy = w.server("busy.next.example", steps={"banner": b"421 4.3.2 busy\r\n"})
    w.server("selfsigned.next.example",
             pem=w.ca.issue("selfsigned.next.example", self_signed=True)[0])

    def die(session):
        raise world.Over()
    dies = w.server("dies.next.example", steps={"rcpt": die})
    last = w.server("last.next.example")
    b = Mail(t, "bob@next.example")
    w.dns.add("refused.example", "MX", "10 first.refused.example.", "20 other.refused.example.")
    w.server("first.refused.example", steps={"rcpt": b"550 5.1.1 nobody here\r\n"})
    other = w.server("other.refused.example")
    c = Mail(t, "bob@refused.example")

    def result():
        a.delivered(first)
        check("order: the second is not asked", second.sessions == [])
        b.delivered(last)
        check("next: all before it were", len(busy.sessions) == 1 and len(dies.sessions) == 1)
        c.bounced(r"550 5\.1\.1 nobody here")
        check("refused: nobody else is asked", other.sessions == [])
    return result


def replies(t):
    """OUT_ENDLESS_REPLY OUT_LONG_LINE OUT_STUCK"""
    def endless(session):
        while True:
            session.say(b"250-and so on\r\n" * 50)

    def drip(session):
        while True:
            session.say(b"2")
            time.sleep(0.3)

    def silent(session):
        session.line()
        raise world.Over()

    def early(session):
        session.say(b"354 go\r\n250 taken\r\n")
        raise world.Over()
    results = [
        fails(t, "endless.example", "endless", steps={"ehlo_tls": endless}),
        fails(t, "endlessbanner.example", "malformed", steps={"banner": endless}),
        fails(t, "longline.example", "too long", steps={"banner": b"220 " + b"x" * 100000}),
        fails(t, "drips.example", "in time", steps={"banner": drip}),
        fails(t, "silent.example", "in time", steps={"banner": silent}),
        fails(t, "silenttls.example", "in time", steps={"mail": silent}),
        fails(t, "nonsense.example", "malformed", steps={"banner": b"hello there\r\n"}),
        fails(t, "nul.example", "malformed", steps={"mail": b"250 \0\r\n"}),
        fails(t, "twocodes.example", "malformed", steps={"mail": b"250-a\r\n550 b\r\n"}),
        fails(t, "gotomail.example", "does not fit", steps={"mail": b"354 go\r\n"}),
        fails(t, "okdata.example", "does not fit", steps={"data": b"250 ok\r\n"}),
        fails(t, "early.example", "nobody asked", steps={"data": early}),
    ]
    for step in ("banner", "ehlo", "starttls", "ehlo_tls", "mail", "rcpt", "data", "end"):
        results.append(fails(t, "busy%s.example" % step.replace("_", ""), "421 4.3.2 busy",
                             steps={step: b"421 4.3.2 busy\r\n"}))
    # After all of these, and not behind them.
    quick = t.world.domain("quick.example")
    m = Mail(t, "bob@quick.example")
    begin = time.monotonic()
    m.delivered(quick)
    check("nobody waits for others", time.monotonic() - begin < 2, time.monotonic() - begin)
    return all_of(*results)


def silence(t):
    """OUT_DNS_SERVFAIL OUT_STUCK: names that DNS says nothing about, many of them."""
    for i in range(12):
        t.world.dns.odd[world.dns.name.from_text("drop%d.example" % i)] = "drop"
    late = [Mail(t, "bob@drop%d.example" % i) for i in range(12)]
    for n in range(5):
        quick = t.world.domain("quick%d.example" % n)
        begin = time.monotonic()
        Mail(t, "bob@quick%d.example" % n).delivered(quick)
        check("nobody waits for names of others", time.monotonic() - begin < 3,
              time.monotonic() - begin)
    return lambda: late[0].later("DNS does not say")


def recipients(t):
    """OUT_ONE_TRANSACTION OUT_PER_RECIPIENT OUT_BOUNCE OUT_RETRY OUT_ONCE"""
    w, tries = t.world, []

    def rcpt(session):
        line = session.lines[-1]
        if b"refused" in line:
            return b"550-5.1.1 I have never heard\r\n550 5.1.1 of that name\r\n"
        if b"later" in line:
            tries.append(line)
            return b"452 4.5.3 too many\r\n" if len(tries) == 1 else b"250 now\r\n"
        return b"250 yes\r\n"
    mx = w.domain("some.example", steps={"rcpt": rcpt})
    m = Mail(t, "one@some.example", "two@some.example", "refused@some.example",
             "later@some.example")
    elsewhere = w.domain("elsewhere.example")
    both = Mail(t, "bob@elsewhere.example", "refused@some.example")
    late = []

    def end(session):
        late.append(session)
        return b"451 4.7.1 come back\r\n" if len(late) == 1 else b"250 now\r\n"
    grey = w.domain("grey.example", steps={"end": end})
    g = Mail(t, "bob@grey.example")
    small = w.domain("small.example", steps={
        "ehlo_tls": b"250-small\r\n250-SIZE 100\r\n250 8BITMIME\r\n"})
    s = Mail(t, "bob@small.example")
    seven = w.domain("seven.example", steps={"ehlo_tls": b"250 seven\r\n"})
    v = Mail(t, "bob@seven.example")

    def result():
        m.delivered(mx, 2)
        check("three at once, and the one that was late",
              [[l.split(b"@")[0] for l in to] for _, to, _ in mx.taken] ==
              [[b"RCPT TO:<one", b"RCPT TO:<two"], [b"RCPT TO:<later"]], mx.taken)
        m.bounced(r"5\.1\.1.*never heard.*\s+.*of that name", "refused@some.example")
        both.delivered(elsewhere)
        g.delivered(grey)
        check("grey: two tries", len(late) == 2)
        s.bounced("5.3.4")
        check("small: nothing was sent", small.sessions[-1].sender is None)
        v.delivered(seven)
        check("seven: nothing that was not offered", seven.taken and
              seven.taken[-1][0].endswith(b">"), seven.taken and seven.taken[-1][0])
    return result


def dane(t):
    """OUT_DANE OUT_DANE_MISMATCH OUT_DANE_UNSIGNED"""
    w = t.world

    def tlsa(host, der):
        import hashlib
        w.dns.add("_%d._tcp.%s" % (w.smtp_port, host), "TLSA",
                  "3 0 1 " + hashlib.sha256(der).hexdigest())
    pem, der = w.ca.issue("whatever", self_signed=True)
    good = w.domain("good.test", pem=pem)
    tlsa("mx.good.test", der)
    g = Mail(t, "bob@good.test")
    pem, _ = w.ca.issue("mx.bad.test")
    bad = w.domain("bad.test", pem=pem)
    tlsa("mx.bad.test", der)
    b = Mail(t, "bob@bad.test")
    without = w.domain("without.test")
    o = Mail(t, "bob@without.test")
    unsigned = w.domain("unsigned.example")
    tlsa("mx.unsigned.example", der)
    u = Mail(t, "bob@unsigned.example")
    forged = w.domain("forged.test")
    w.dns.records[(world.dns.name.from_text("forged.test"), world.dns.rdatatype.NONE)] = \
        ["10 mx.elsewhere.test."]
    w.dns.odd[world.dns.name.from_text("forged.test")] = "forged"
    f = Mail(t, "bob@forged.test")

    def result():
        g.delivered(good)
        b.later("TLSA")
        check("bad: nothing taken", bad.taken == [])
        o.delivered(without)
        u.delivered(unsigned)
        f.later("DNS does not say")
        check("forged: nothing taken", forged.taken == [])
    return result


def policies(t):
    """OUT_MTA_STS OUT_MTA_STS_TESTING OUT_MTA_STS_HUGE"""
    w = t.world

    def policy(domain, text, fields=(), status=200):
        w.dns.add("_mta-sts." + domain, "TXT", '"v=STSv1; id=1;"')
        host = "mta-sts." + domain
        pem = w.ca.issue(host)[0]
        w.server(host, pem).https(pem, lambda path, f, body: (
            (status, fields, text) if path == "/.well-known/mta-sts.txt" else (404, [], b"")))

    def text(mode, mx):
        return ("version: STSv1\nmode: %s\nmx: %s\nmax_age: 86400\n" % (mode, mx)).encode()
    policy("sts.example", text("enforce", "*.sts.example"))
    policy("stsbad.example", text("enforce", "mx.elsewhere.example"))
    policy("ststest.example", text("testing", "mx.elsewhere.example"))
    policy("stshuge.example", text("enforce", "mx.elsewhere.example") + b"x: y\n" * 2000000)
    policy("stsgone.example", text("enforce", "mx.elsewhere.example"), status=404)
    policy("stsmoved.example", b"", status=301, fields=[
        ("Location", "https://mta-sts.stsbad.example:%d/.well-known/mta-sts.txt" % w.https_port)])
    good = {n: w.domain(n + ".example") for n in ("sts", "ststest", "stshuge", "stsgone",
                                                   "stsmoved")}
    mails = {n: Mail(t, "bob@%s.example" % n) for n in good}
    bad = w.domain("stsbad.example")
    m = Mail(t, "bob@stsbad.example")

    def result():
        for n, mx in good.items():
            mails[n].delivered(mx)
        m.later("MTA-STS")
        check("stsbad: not even asked", bad.sessions == [])
    return result


def https(t):
    """OUT_HTTPS OUT_HTTPS_FALLBACK OUT_HTTPS_CERT OUT_HTTPS_REDIRECT"""
    w = t.world

    def server(domain, answer, pem=None):
        mx = w.domain(domain)
        return mx.https(pem or w.ca.issue("mx." + domain)[0], answer)
    good = server("https.example", lambda p, f, b: (200, [], b"250 OK"))
    good.accepts = True
    g = Mail(t, "bob@https.example", "carl@https.example")
    moved = server("moved.example", lambda p, f, b: (
        307, [("Location", "https://mx.https.example:%d/mxdeliv" % w.https_port)], b""))
    none = server("none.example", lambda p, f, b: (404, [], b""))
    refuses = server("refuses.example", lambda p, f, b: (400, [], b"554 5.7.1 no"))
    endless = server("much.example", lambda p, f, b: (200, [], b"x" * 10000000))
    selfsigned = server("fake.example", lambda p, f, b: (200, [], b""),
                        w.ca.issue("mx.fake.example", self_signed=True)[0])
    by_smtp = {d: (mx, Mail(t, "bob@" + d)) for d, mx in (
        ("moved.example", moved), ("none.example", none), ("refuses.example", refuses),
        ("much.example", endless), ("fake.example", selfsigned))}

    def result():
        g.delivered(good)
        check("https: not by SMTP as well", good.sessions == [])
        method, path, fields, body = good.posts[-1]
        fields = [(n.lower(), v) for n, v in fields]
        check("https: POST /mxdeliv", (method, path) == ("POST", "/mxdeliv"))
        check("https: from", ("x-mail-from", t.relay.address(SENDER)) in fields, fields)
        check("https: to", [v for n, v in fields if n == "x-mail-to"] ==
              ["bob@https.example", "carl@https.example"], fields)
        check("https: no other field", {n for n, _ in fields} ==
              {"host", "content-length", "x-mail-from", "x-mail-to"}, fields)
        check("https: signed", body.startswith(b"DKIM-Signature:"))
        for mx, m in by_smtp.values():
            m.delivered(mx)
        check("fake: nothing posted", selfsigned.posts == [])
        check("moved: nobody followed", len(good.posts) == 1)
        again = Mail(t, "dora@none.example")
        again.delivered(none, 2)
        check("none: not asked again", len(none.posts) == 1)
    return result


def odd(t):
    """OUT_ONCE OUT_NO_DOMAIN OUT_MX_NEXT: a name that is longer than any, a server in a hurry
    to go, one that says one octet at a time, and one that breaks off at every step."""
    def octets(reply):
        def step(session):
            for i in range(len(reply) - 1):
                session.say(reply[i:i + 1])
            return reply[-1:]
        return step

    def broken(session):
        session.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        session.sock.close()
        raise world.Over()
    steps = ("banner", "ehlo", "starttls", "ehlo_tls", "mail", "rcpt", "data", "end")
    drops = t.world.domain("drops.example", steps={
        s: octets(r) for s, r in (("banner", b"220-a\r\n220 b\r\n"), ("mail", b"250 ok\r\n"),
                                  ("ehlo_tls", b"250-a\r\n250 8BITMIME\r\n"))})
    d = Mail(t, "bob@drops.example")
    broke = [fails(t, "broke%s.example" % s.replace("_", ""), "connection|reset|broke|eof|TLS",
                   steps={s: broken}) for s in steps]
    outbound = relay.children(t.relay.process.pid)[-1]
    long = Mail(t, "bob@" + ".".join(["a" * 50] * 5))
    hurry = t.world.domain("hurry.example",
                           steps={"end": b"250 taken\r\n421 4.7.0 enough\r\n"})
    h = Mail(t, "bob@hurry.example")

    def result():
        h.delivered(hurry)
        d.delivered(drops)
        all_of(*broke)()
        long.bounced("no such")
        check("long: nobody died of it", relay.children(t.relay.process.pid)[-1] == outbound)
        check("hurry: taken once", len(hurry.taken) == 1, len(hurry.taken))
    return result


def killed(t):
    """OUT_ONCE: the process that sends dies with a mail, and its successor sends it."""
    w, held = t.world, []

    def hold(session):
        held.append(session)
        if len(held) == 1:
            with w.change:
                w.change.notify_all()
            session.line()  # no more comes
        return b"250 taken\r\n"
    mx = w.domain("held.example", steps={"end": hold})
    done = w.domain("done.example")
    a = Mail(t, "bob@done.example")
    a.delivered(done)
    m = Mail(t, "bob@held.example")
    check("held: on its way", w.wait(lambda: held, PATIENCE))
    outbound = relay.children(t.relay.process.pid)[-1]
    fd = os.pidfd_open(outbound)
    os.kill(outbound, signal.SIGKILL)
    relay.ends(fd, PATIENCE)
    os.close(fd)

    def result():
        m.delivered(mx)
        check("held: twice begun, once taken", len(held) == 2 and len(mx.taken) == 1)
        check("what was taken is not sent again", len(done.taken) == 1)
    return result


def main():
    names = sys.argv[2:]
    tests = [f for n, f in list(globals().items())
             if callable(f) and getattr(f, "__module__", "") == "__main__" and
             getattr(f, "__doc__", None) and "OUT_" in (f.__doc__ or "") and (not names or n in names)]
    directory = tempfile.mkdtemp(prefix="refrelay-outbound-")
    try:
        t = Test(sys.argv[1], directory)
        try:
            for result in [f(t) for f in tests if f is not killed]:
                result()
            if killed in tests: # nothing else is on its way then
                killed(t)()
            t.imap and t.imap.logout()
            check("it ends", t.relay.term() == 0)
            t.log.seek(0)
            if os.environ.get("V"):
                print(t.log.read())
        except BaseException:
            t.relay.kill()
            t.log.seek(0)
            print(t.log.read())
            raise
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return relay.closing("outbound")


if __name__ == "__main__":
    sys.exit(main())
