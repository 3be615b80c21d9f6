"""The rest of the world for the tests of outgoing mail: DNS, certificates and
mail servers that do what they should not.

Everything listens on addresses of 127.0.0.0/8; each mail server has one of its
own, and all of them the same two ports."""

import datetime
import http.server
import ipaddress
import os
import socket
import ssl
import struct
import threading

import dns.dnssec
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


# ---- certificates ------------------------------------------------------------

class Authority:
    def __init__(self, directory):
        self.directory = directory
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
        cert = (x509.CertificateBuilder().subject_name(self.name).issuer_name(self.name)
                .public_key(self.key.public_key()).serial_number(x509.random_serial_number())
                .not_valid_before(NOW - DAY).not_valid_after(NOW + DAY)
                .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
                .sign(self.key, hashes.SHA256()))
        self.file = os.path.join(directory, "authority.pem")
        with open(self.file, "wb") as f:
            f.write(cert.public_bytes(serialization.Encoding.PEM))

    def issue(self, host, begin=NOW - DAY, end=NOW + DAY, self_signed=False):
        """(file with certificate and key, the certificate's DER)"""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server")])
        try:
            alternative = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            alternative = x509.DNSName(host)
        cert = (x509.CertificateBuilder().subject_name(name)
                .issuer_name(name if self_signed else self.name)
                .public_key(key.public_key()).serial_number(x509.random_serial_number())
                .not_valid_before(begin).not_valid_after(end)
                .add_extension(x509.SubjectAlternativeName([alternative]), False)
                .sign(key if self_signed else self.key, hashes.SHA256()))
        path = os.path.join(self.directory, "%x.pem" % cert.serial_number)
        with open(path, "wb") as f:
            f.write(cert.public_bytes(serialization.Encoding.PEM))
            f.write(key.private_bytes(serialization.Encoding.PEM,
                                      serialization.PrivateFormat.PKCS8,
                                      serialization.NoEncryption()))
        return path, cert.public_bytes(serialization.Encoding.DER)


# ---- DNS ---------------------------------------------------------------------

class Dns:
    """Authoritative for everything; `test.` is signed, the rest is not.

    odd: {name: what is done instead of an answer}: servfail, drop, garbage, cut,
    loop, forged."""

    def __init__(self, directory):
        self.records, self.odd, self.asked = {}, {}, []
        self.zone = dns.name.from_text("test.")
        self.key = ed25519.Ed25519PrivateKey.generate()
        self.dnskey = dns.dnssec.make_dnskey(self.key.public_key(), dns.dnssec.Algorithm.ED25519,
                                             flags=257)
        self.anchor = os.path.join(directory, "anchor")
        with open(self.anchor, "w") as f:
            f.write("test. IN DS %s\n" % dns.dnssec.make_ds(self.zone, self.dnskey, "SHA256"))
        self.records[(self.zone, dns.rdatatype.DNSKEY)] = [self.dnskey.to_text()]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.port = self.udp.getsockname()[1]
        self.tcp = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.serve_udp, daemon=True).start()
        threading.Thread(target=self.serve_tcp, daemon=True).start()

    def add(self, name, kind, *rdata):
        key = dns.name.from_text(name), dns.rdatatype.from_text(kind)
        self.records.setdefault(key, []).extend(rdata)

    def sign(self, rrset):
        return dns.rrset.from_rdata(rrset.name, rrset.ttl, dns.dnssec.sign(
            rrset, self.key, self.zone, self.dnskey, lifetime=3600))

    def signed(self, name):
        return name.is_subdomain(self.zone)

    def put(self, section, rrset, secure):
        section.append(rrset)
        if secure:
            section.append(self.sign(rrset))

    def deny(self, r, name, kinds, secure):
        zone = self.zone if self.signed(name) else dns.name.root
        self.put(r.authority, dns.rrset.from_text(
            zone, 0, "IN", "SOA", "ns.%s ns.%s 1 60 60 60 0" % ((str(zone).lstrip("."),) * 2)), secure)
        if secure:
            # Nothing lies between the name and its first possible child.
            following = dns.name.Name((b"\0",) + name.labels)
            types = " ".join(sorted(kinds | {"RRSIG", "NSEC"}))
            self.put(r.authority, dns.rrset.from_text(
                name, 0, "IN", "NSEC", "%s %s" % (following, types)), True)

    def answer(self, wire):
        q = dns.message.from_wire(wire)
        name, kind = q.question[0].name, q.question[0].rdtype
        name = dns.name.from_text(name.to_text().lower())
        self.asked.append((name.to_text(), dns.rdatatype.to_text(kind)))
        r = dns.message.make_response(q, recursion_available=True)
        odd = self.odd.get(name)
        if odd == "drop":
            return None
        if odd == "garbage":
            return wire[:2] + b"\x81\x80" + os.urandom(60)
        if odd == "cut":
            return r.to_wire()[:14]
        if odd == "loop":  # a name that points at itself
            return (wire[:2] + b"\x81\x80" + struct.pack(">4H", 1, 1, 0, 0) + b"\xc0\x0c" +
                    wire[-4:] + b"\xc0\x10" + wire[-4:] + b"\0\0\0\0\0\2\xc0\x0c")
        if odd == "servfail":
            r.set_rcode(dns.rcode.SERVFAIL)
            return r.to_wire()
        secure = self.signed(name)
        kinds = {dns.rdatatype.to_text(k) for n, k in self.records if n == name}
        rdata = self.records.get((name, kind))
        if rdata is not None:
            rrset = dns.rrset.from_text(name, 0, "IN", dns.rdatatype.to_text(kind), *rdata)
            self.put(r.answer, rrset, secure)
            if odd == "forged":
                r.answer[0] = dns.rrset.from_text(name, 0, "IN", dns.rdatatype.to_text(kind),
                                                  *self.records[(name, dns.rdatatype.NONE)])
        elif secure or kinds or any(n.is_subdomain(name) for n, _ in self.records):
            self.deny(r, name, kinds, secure)
        else:
            r.set_rcode(dns.rcode.NXDOMAIN)
            self.deny(r, name, kinds, False)
        return r.to_wire()

    def serve_udp(self):
        while True:
            wire, peer = self.udp.recvfrom(4096)
            try:
                out = self.answer(wire)
            except Exception as e:
                print("dns: %s" % e)
                continue
            if out is not None and len(out) > 1200:
                q = dns.message.from_wire(wire)
                r = dns.message.make_response(q, recursion_available=True)
                r.flags |= dns.flags.TC
                out = r.to_wire()
            if out is not None:
                self.udp.sendto(out, peer)

    def serve_tcp(self):
        while True:
            c, _ = self.tcp.accept()
            threading.Thread(target=self.serve_one, args=(c,), daemon=True).start()

    def serve_one(self, c):
        f = c.makefile("rwb")
        try:
            while True:
                head = f.read(2)
                if len(head) < 2:
                    return
                out = self.answer(f.read(struct.unpack(">H", head)[0]))
                if out is None:
                    return
                f.write(struct.pack(">H", len(out)) + out)
                f.flush()
        except OSError:
            pass
        finally:
            c.close()


# ---- mail servers ------------------------------------------------------------

class Over(Exception):
    """The conversation is over."""


class Session:
    """One connection to a mail server; Mx.<step> may be replaced by a callable."""

    def __init__(self, mx, sock):
        self.mx, self.sock, self.file = mx, sock, sock.makefile("rb")
        self.lines, self.tls, self.sni, self.version = [], False, None, None
        self.sender, self.to, self.data = None, [], None

    def say(self, octets):
        self.sock.sendall(octets)

    def line(self):
        line = self.file.readline(65536)
        if not line.endswith(b"\n"):
            raise Over()
        line = line.rstrip(b"\r\n")
        self.lines.append(line)
        return line

    def start_tls(self):
        context = self.mx.context
        context.sni_callback = lambda sock, name, _: setattr(self, "sni", name)
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self.file = self.sock.makefile("rb")
        self.tls, self.version = True, self.sock.version()

    def text(self):
        data = b""
        while True:
            line = self.file.readline()
            if not line:
                raise Over()
            if line == b".\r\n":
                return data
            data += line[1:] if line.startswith(b".") else line

    def run(self):
        mx = self.mx
        mx.step("banner", self, b"220 %s ESMTP\r\n" % mx.host.encode())
        while True:
            line = self.line()
            verb = line.split(b" ")[0].upper()
            if verb == b"EHLO":
                offers = [mx.host.encode(), b"SIZE 40000000", b"8BITMIME"]
                if not self.tls and mx.offers_tls:
                    offers.append(b"STARTTLS")
                lines = [b"250-" + o for o in offers[:-1]] + [b"250 " + offers[-1]]
                mx.step("ehlo_tls" if self.tls else "ehlo", self, b"\r\n".join(lines) + b"\r\n")
            elif verb == b"STARTTLS":
                mx.step("starttls", self, b"220 go\r\n")
                self.start_tls()
            elif verb == b"MAIL":
                self.sender = line
                mx.step("mail", self, b"250 2.1.0 sender\r\n")
            elif verb == b"RCPT":
                if mx.step("rcpt", self, b"250 2.1.5 recipient\r\n").startswith(b"250"):
                    self.to.append(line)
            elif verb == b"DATA":
                if not mx.step("data", self, b"354 go\r\n").startswith(b"354"):
                    continue
                self.data = self.text()
                if mx.step("end", self, b"250 2.0.0 taken\r\n").startswith(b"250"):
                    mx.take(self)
            elif verb == b"QUIT":
                self.say(b"221 bye\r\n")
                return
            else:
                self.say(b"500 what\r\n")


class Mx:
    """host: name of the certificate.  steps: {step: octets, or a callable(session)
    that returns them}."""

    def __init__(self, world, address, host, pem, steps=None, offers_tls=True, old_tls=False):
        self.world, self.address, self.host = world, address, host
        self.steps, self.offers_tls = steps or {}, offers_tls
        self.sessions, self.taken, self.posts = [], [], []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if old_tls:
            self.context.set_ciphers("DEFAULT:@SECLEVEL=0")
            self.context.minimum_version = ssl.TLSVersion.TLSv1
            self.context.maximum_version = ssl.TLSVersion.TLSv1_1
        self.context.load_cert_chain(pem)
        self.listener = socket.create_server((address, world.smtp_port))
        threading.Thread(target=self.serve, daemon=True).start()

    def step(self, name, session, octets):
        to_say = self.steps.get(name, octets)
        if callable(to_say):
            to_say = to_say(session)
        session.say(to_say)
        return to_say

    def serve(self):
        while True:
            sock, _ = self.listener.accept()
            threading.Thread(target=self.one, args=(sock,), daemon=True).start()

    def one(self, sock):
        s = Session(self, sock)
        with self.world.change:
            self.sessions.append(s)
            self.world.change.notify_all()
        try:
            s.run()
        except (OSError, Over, ssl.SSLError):
            pass
        finally:
            s.file.close()
            s.sock.close()

    def take(self, session):
        with self.world.change:
            self.taken.append((session.sender, list(session.to), session.data))
            self.world.change.notify_all()

    def https(self, pem=None, answer=None):
        """A web server beside it; answer(path, fields, body) -> (status, fields, body)."""
        mx = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with mx.world.change:
                    mx.posts.append((self.command, self.path, self.headers.items(), body))
                    mx.world.change.notify_all()
                status, fields, out = answer(self.path, self.headers, body)
                self.send_response_only(status)
                for name, value in fields:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(out)))
                self.end_headers()
                self.wfile.write(out)

            do_POST = do_GET = handle_one

            def log_message(self, *args):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args):
                pass

        server = Server((self.address, self.world.https_port), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        server.socket = context.wrap_socket(server.socket, server_side=True,
                                            do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return self


class World:
    def __init__(self, directory):
        self.change = threading.Condition()
        self.ca = Authority(directory)
        self.dns = Dns(directory)
        self.n = 1
        # Held for as long as we run, so no other world has the same ports.
        self.holds = [socket.create_server(("127.1.0.1", 0)) for _ in range(2)]
        self.smtp_port, self.https_port = (s.getsockname()[1] for s in self.holds)

    def address(self):
        self.n += 1
        return "127.1.%d.%d" % (self.n >> 8, self.n & 255)

    def server(self, host, pem=None, **more):
        """A mail server with an address and a certificate for its name."""
        address = self.address()
        self.dns.add(host, "A", address)
        return Mx(self, address, host, pem or self.ca.issue(host)[0], **more)

    def domain(self, domain, pem=None, host=None, **more):
        """A domain with one mail server, mx.DOMAIN."""
        host = host or "mx." + domain
        self.dns.add(domain, "MX", "10 %s." % host)
        return self.server(host, pem, **more)

    def wait(self, what, seconds):
        with self.change:
            return self.change.wait_for(what, seconds)
