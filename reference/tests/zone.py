#!/usr/bin/python3
"""`refrelay dns`: the zone that it prints, and `dns --check` against a DNS server
that has it, lacks some of it or has it wrong.

    zone.py REFRELAY
"""
import os
import socket
import subprocess
import sys
import tempfile
import threading

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

DOMAIN = "chat.test."


class Server:
    """Answers from a list of RRsets on loopback, UDP; who does not find it is told NXDOMAIN."""

    def __init__(self):
        self.records, self.broken = [], False
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            data, peer = self.socket.recvfrom(4096)
            self.socket.sendto(self.answer(dns.message.from_wire(data)).to_wire(max_size=65535), peer)

    def answer(self, query):
        response = dns.message.make_response(query, recursion_available=True, our_payload=4096)
        if self.broken:
            response.set_rcode(dns.rcode.SERVFAIL)
            return response
        name, wanted = query.question[0].name, query.question[0].rdtype
        for _ in range(4):
            here = [r for r in self.records if r.name == name]
            found = [r for r in here if r.rdtype in (wanted, dns.rdatatype.CNAME)]
            response.answer += found
            if not found or found[0].rdtype == wanted:
                break
            name = found[0][0].target
        below = any(r.name.is_subdomain(name) for r in self.records)
        if not response.answer and not below:
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response


def parse(zone):
    """The RRsets of a zone in the format of zone files."""
    sets = {}
    for line in zone.splitlines():
        if line.startswith(";"):
            continue
        name, ttl, _, kind, data = line.split("\t")
        key = (name, kind)
        sets.setdefault(key, []).append(data)
    return [dns.rrset.from_text_list(n, 3600, "IN", k, data) for (n, k), data in sets.items()]


class Test:
    def __init__(self, relay, directory):
        self.relay, self.directory, self.server = relay, directory, Server()
        self.passed = self.failed = 0
        self.rsa, self.ed = self.key("rsa", "RSA"), self.key("ed", "ED25519")

    def key(self, name, algorithm):
        path = os.path.join(self.directory, name)
        subprocess.run(["openssl", "genpkey", "-quiet", "-algorithm", algorithm, "-out", path], check=True,
                       stderr=subprocess.DEVNULL)
        return path

    def run(self, *more):
        command = [self.relay, "dns", "--demo", "--port-submission", "587", "--port-submissions", "465", "--port-imap",
                   "143", "--port-imaps", "993", "--set", "dkim_key=" + self.rsa, "--set",
                   "dkim_ed25519_key=" + self.ed, "--set", "dns_trust_anchor=off", "--set",
                   "dns_server=127.0.0.1@%d" % self.server.port, *more]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    def expect(self, what, holds, said=""):
        self.passed += bool(holds)
        self.failed += not holds
        if not holds:
            print("  %s: no\n%s" % (what, "".join(line[:100] + "\n" for line in str(said).splitlines()[:20])))

    def check(self, what, code, *lines):
        got = self.run("--check")
        said = got.stdout + got.stderr
        self.expect("%s: exit %d" % (what, code), got.returncode == code, said)
        for line in lines:
            self.expect("%s: %s" % (what, line), line in said, said)

    def without(self, name, kind):
        return [r for r in self.zone if (r.name.to_text(), dns.rdatatype.to_text(r.rdtype)) != (name, kind)]

    def with_other(self, what, name, kind, data, word="different"):
        self.server.records = self.without(name, kind) + [dns.rrset.from_text_list(name, 3600, "IN", kind, data)]
        self.check(what, 0 if word == "right" else 1, "%-9s %s %s" % (word, name, kind))

    def all(self):
        printed = self.run()
        self.expect("the zone is printed", printed.returncode == 0, printed.stderr)
        self.zone = parse(printed.stdout)
        key = [r for r in self.zone if r.name.to_text() == "opendkim._domainkey." + DOMAIN][0][0]
        whole = b"".join(key.strings)
        self.expect("a long text is cut in strings", len(key.strings) == 2 and len(key.strings[0]) == 255)
        self.expect("the key is 2048 bits", whole.startswith(b"v=DKIM1;k=rsa;p=MIIBIjAN") and
                    whole.endswith(b";s=email;t=s"), whole)
        other = self.run("--domain", "other.test").stdout
        ids = [next(x for x in z.splitlines() if "v=STSv1" in x).split("id=")[1] for z in (printed.stdout, other)]
        self.expect("the id follows the policy", ids[0] != ids[1] and ids[0].strip('"').isdigit(), ids)
        off = self.run("--port-https", "off", "--port-smtp", "off").stdout
        self.expect("what is off is not announced", "mta-sts" not in off and "\tMX\t" not in off, off)

        self.server.records = self.zone
        n = sum(len(r) for r in self.zone)
        self.check("all is there", 0, "dns: %d right, 0 missing, 0 different, 0 unknown" % n)
        for r in self.zone:
            name, kind = r.name.to_text(), dns.rdatatype.to_text(r.rdtype)
            if (name, kind) == (DOMAIN, "A"):
                continue
            self.server.records = self.without(name, kind)
            self.check("no %s at %s" % (kind, name), 1, "missing   %s %s" % (name, kind))
        self.with_other("another MX", DOMAIN, "MX", ["10 mail.chat.test."])
        self.with_other("one MX more", DOMAIN, "MX", ["10 chat.test.", "20 mx.other.test."])
        self.with_other("another SPF", DOMAIN, "TXT", ['"v=spf1 -all"'])
        self.with_other("texts of others", DOMAIN, "TXT", ['"v=spf1 a ~all"', '"site=1"'], "right")
        self.with_other("a weak DMARC", "_dmarc." + DOMAIN, "TXT", ['"v=DMARC1;p=none"'])
        self.with_other("a DMARC with blanks", "_dmarc." + DOMAIN, "TXT",
                        ['"v=DMARC1; p=reject; adkim=s; aspf=s;"'], "right")
        self.with_other("another key", "opendkim._domainkey." + DOMAIN, "TXT", ['"v=DKIM1;k=rsa;p=MIIB"'])
        self.with_other("another id", "_mta-sts." + DOMAIN, "TXT", ['"v=STSv1; id=1"'])
        self.with_other("another port", "_imaps._tcp." + DOMAIN, "SRV", ["0 1 994 chat.test."])
        self.with_other("another address", DOMAIN, "A", ["127.0.0.9"])
        self.with_other("an address instead of a name", "mta-sts." + DOMAIN, "CNAME", ["chat.test."], "right")
        self.server.broken = True
        self.check("no answer", 2, "unknown   chat.test. A", "dns: 0 right, 0 missing, 0 different")


def main():
    with tempfile.TemporaryDirectory(prefix="dns-") as directory:
        t = Test(sys.argv[1], directory)
        t.all()
    print("dns: %d passed, %d failed" % (t.passed, t.failed))
    return 1 if t.failed or not t.passed else 0


if __name__ == "__main__":
    sys.exit(main())
