"""The name server of the federation: a zone that grows, over UDP and TCP."""

import socket
import socketserver
import struct
import threading

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import dns.zone


class Names:
    def __init__(self, address):
        self.sets = {}  # (name, type): RRset
        self.lock = threading.Lock()
        names = self

        class Udp(socketserver.BaseRequestHandler):
            def handle(self):
                octets, sock = self.request
                sock.sendto(names.answer(octets), self.client_address)

        class Tcp(socketserver.StreamRequestHandler):
            def handle(self):
                head = self.rfile.read(2)
                while len(head) == 2:
                    reply = names.answer(self.rfile.read(struct.unpack("!H", head)[0]), True)
                    self.wfile.write(struct.pack("!H", len(reply)) + reply)
                    head = self.rfile.read(2)

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self.servers = [socketserver.ThreadingUDPServer((address, 53), Udp),
                        socketserver.ThreadingTCPServer((address, 53), Tcp)]
        for server in self.servers:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def close(self):
        for server in self.servers:
            server.shutdown()
            server.server_close()

    def add(self, text):
        """Lines of a zone file; names are absolute."""
        zone = dns.zone.from_text("$TTL 60\n" + text, origin=dns.name.root, relativize=False,
                                  check_origin=False)
        with self.lock:
            for name, ttl, data in zone.iterate_rdatas():
                key = (name, data.rdtype)
                rrset = self.sets.setdefault(key, dns.rrset.RRset(name, data.rdclass, data.rdtype))
                rrset.add(data, ttl)

    def txt(self, name, timeout=None):
        """For a DKIM verifier: the record's strings joined, or None."""
        del timeout
        name = dns.name.from_text(name.decode() if isinstance(name, bytes) else name)
        with self.lock:
            found = self.sets.get((name, dns.rdatatype.TXT))
        return b"".join(found[0].strings) if found else None

    def answer(self, octets, stream=False):
        query = dns.message.from_wire(octets)
        most = 65535 if stream else max(512, query.payload)
        reply = dns.message.make_response(query, recursion_available=True)
        reply.flags |= dns.flags.AA
        question = query.question[0]
        with self.lock:
            name = question.name
            alias = self.sets.get((name, dns.rdatatype.CNAME))
            if alias and question.rdtype != dns.rdatatype.CNAME:
                reply.answer.append(alias)
                name = alias[0].target
            found = self.sets.get((name, question.rdtype))
            if found:
                reply.answer.append(found)
            elif not any(known.is_subdomain(name) for known, _ in self.sets):
                reply.set_rcode(dns.rcode.NXDOMAIN)
        wire = reply.to_wire(max_size=65535)
        if len(wire) > most:
            reply.answer.clear()
            reply.flags |= dns.flags.TC
            wire = reply.to_wire()
        return wire
