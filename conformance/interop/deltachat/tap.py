"""A tap between a client and a relay: TLS ends here and is made anew; what passes is recorded.

Each connection becomes two files in the directory: PROTOCOL.N.client and
PROTOCOL.N.server, the octets of each side, and one line in `connections`: what the
client asked for and what was agreed.
"""

import os
import socket
import ssl
import subprocess
import threading

from box import any_tls

BLOCK = 1 << 16
PATIENCE = 300.0


class Tap:
    def __init__(self, relay, directory):
        self.relay, self.directory = relay, directory
        os.makedirs(directory)
        pem = os.path.join(directory, "tap.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                        "/CN=" + relay.domain, "-keyout", pem, "-out", pem + ".cert"],
                       check=True, capture_output=True)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(pem + ".cert", pem)
        self.context.set_alpn_protocols(["imap", "smtp"])  # taken if the client offers them
        self.context.sni_callback = self.named
        self.names = {}
        self.host, self.ports, self.doors = "127.0.0.1", {}, []
        self.lock = threading.Lock()
        self.count = 0
        for service in ("imaps", "submissions"):
            door = socket.create_server((self.host, 0))
            self.doors.append(door)
            self.ports[service] = door.getsockname()[1]
            threading.Thread(target=self.serve, args=(door, service), daemon=True).start()

    def named(self, sock, name, _):
        with self.lock:
            self.names[id(sock)] = name

    def serve(self, door, service):
        while True:
            try:
                client, _ = door.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self.session, args=(client, service), daemon=True).start()

    def session(self, raw, service):
        try:
            client = self.context.wrap_socket(raw, server_side=True)
            server = any_tls().wrap_socket(socket.create_connection(
                (self.relay.host, self.relay.ports[service]), PATIENCE))
        except OSError:
            raw.close()
            return
        protocol = {"imaps": "imap", "submissions": "smtp"}[service]
        with self.lock:
            self.count += 1
            name = os.path.join(self.directory, f"{protocol}.{self.count}")
            with open(os.path.join(self.directory, "connections"), "a", encoding="utf-8") as f:
                f.write(f"{protocol} {client.version()}, "
                        f"SNI {self.names.pop(id(client), None) or 'none'}, "
                        f"ALPN {client.selected_alpn_protocol() or 'none'}\n")
        for s in (client, server):
            s.settimeout(None)
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        back = threading.Thread(target=pump, args=(server, client, name + ".server"), daemon=True)
        back.start()
        pump(client, server, name + ".client")
        back.join(PATIENCE)
        for s in (client, server):
            s.close()

    def names_of(self, protocol):
        return [name[:-len(".client")] for name in os.listdir(self.directory)
                if name.startswith(protocol + ".") and name.endswith(".client")]

    def client_octets(self, name):
        with open(os.path.join(self.directory, name + ".client"), "rb") as f:
            return f.read()

    def close(self):
        for door in self.doors:
            door.close()


def pump(source, sink, path):
    with open(path, "wb", buffering=0) as f:
        try:
            while octets := source.recv(BLOCK):
                f.write(octets)
                sink.sendall(octets)
        except OSError:
            pass  # the other side is gone, or this one
        try:
            sink.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
