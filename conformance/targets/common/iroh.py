#!/usr/bin/python3
"""Stands in for an iroh relay: plain HTTP, as behind a chatmail relay.

    iroh.py ADDRESS      listens on a free port and prints it, one line

/ping is 200, /generate_204 answers the challenge, /relay switches protocols: to
websocket, where pings are answered, or to anything else, where octets come back
as they are.  The home page and /healthz are there to be noticed.
"""

import base64
import hashlib
import socketserver
import struct
import sys
from http.server import BaseHTTPRequestHandler

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
HOME = b"<html><body><h1>Iroh Relay</h1></body></html>"


class Relay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 300

    def answer(self, status, body=b"", kind="text/plain", fields=()):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path == "/relay":
            self.upgrade()
        elif path == "/ping":
            self.answer(200, fields=[("Access-Control-Allow-Origin", "*")])
        elif path == "/generate_204":
            word = self.headers.get("X-Iroh-Challenge", "")
            self.answer(204, fields=[("X-Iroh-Response", f"response {word}")] if word else [])
        elif path == "/healthz":
            self.answer(200, b'{"status":"ok"}', "application/json")
        else:
            self.answer(200, HOME, "text/html")

    do_HEAD = do_GET

    def upgrade(self):
        protocol = self.headers.get("Upgrade", "")
        if "upgrade" not in self.headers.get("Connection", "").lower() or not protocol:
            self.answer(426, b"upgrade is required")
            return
        self.close_connection = True
        self.send_response(101)
        self.send_header("Connection", "Upgrade")
        self.send_header("Upgrade", protocol)
        if protocol.lower() != "websocket":
            self.end_headers()
            while octets := self.rfile.read1(65536):
                self.wfile.write(octets)
            return
        key = self.headers.get("Sec-WebSocket-Key", "").encode()
        proof = base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()
        self.send_header("Sec-WebSocket-Accept", proof)
        self.end_headers()
        self.frames()

    def frames(self):
        while len(head := self.rfile.read(2)) == 2:
            size = head[1] & 127
            if size == 126:
                size = struct.unpack("!H", self.rfile.read(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", self.rfile.read(8))[0]
            mask = self.rfile.read(4) if head[1] & 128 else bytes(4)
            data = bytes(c ^ mask[i % 4] for i, c in enumerate(self.rfile.read(size)))
            kind = head[0] & 15
            if kind == 8:
                self.wfile.write(b"\x88\x00")
                return
            if kind == 9 and size < 126:
                self.wfile.write(bytes([0x8A, size]) + data)

    def log_message(self, text, *values):
        pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass  # the other side went away


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with Server((sys.argv[1], 0), Relay) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()
