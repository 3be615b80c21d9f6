#!/usr/bin/python3
"""TURN servers that are careless, one fault each: what the judge has to notice.

    careless.py ADDRESS PORT SECRETFILE FAULT...    the first on PORT + 1, and so on

FAULT: forged (any password will do), expired (the time is not looked at), stun
(Binding wants credentials too).  In all else they do what RFC 8489 and RFC 8656
say; the address that they allocate leads nowhere.  Prints "ready" when they listen.
"""

import base64
import hashlib
import hmac
import selectors
import socket
import struct
import sys
import time

COOKIE = 0x2112A442
BINDING, ALLOCATE, REFRESH = 1, 3, 4
SUCCESS, ERROR = 0x0100, 0x0110
USERNAME, INTEGRITY, ERROR_CODE, LIFETIME = 0x0006, 0x0008, 0x0009, 0x000D
REALM, NONCE, RELAYED, MAPPED = 0x0014, 0x0015, 0x0016, 0x0020
THE_REALM, THE_NONCE = b"careless.test", b"a nonce that lives as long as we do"


def attribute(kind, value):
    return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)


def message(kind, tid, attributes, key=None):
    body = b"".join(attribute(k, v) for k, v in attributes)
    if key:
        head = struct.pack("!HHI", kind, len(body) + 24, COOKIE) + tid
        body += attribute(INTEGRITY, hmac.new(key, head + body, "sha1").digest())
    return struct.pack("!HHI", kind, len(body), COOKIE) + tid + body


def attributes_of(octets):
    """type -> (value, offset of the attribute)"""
    found, at = {}, 20
    while at + 4 <= len(octets):
        kind, size = struct.unpack_from("!HH", octets, at)
        found.setdefault(kind, (octets[at + 4:at + 4 + size], at))
        at += 4 + size + -size % 4
    return found


def address(peer):
    port = peer[1] ^ (COOKIE >> 16)
    host = struct.unpack("!I", socket.inet_aton(peer[0]))[0] ^ COOKIE
    return struct.pack("!BBHI", 0, 1, port, host)


def key_of(user, secret):
    password = base64.b64encode(hmac.new(secret, user, "sha1").digest())
    return hashlib.md5(user + b":" + THE_REALM + b":" + password).digest()


def is_signed(octets, found, key):
    mac, at = found[INTEGRITY]
    covered = octets[:2] + struct.pack("!H", at + 24 - 20) + octets[4:at]
    return hmac.compare_digest(mac, hmac.new(key, covered, "sha1").digest())


def answer(octets, peer, fault, secret):
    kind, size, cookie = struct.unpack_from("!HHI", octets)
    tid, found = octets[8:20], attributes_of(octets)
    refused = [(ERROR_CODE, b"\0\0\x04\x01Unauthorized"), (REALM, THE_REALM), (NONCE, THE_NONCE)]
    if cookie != COOKIE or size + 20 != len(octets):
        return None
    if kind == BINDING and fault != "stun":
        return message(BINDING | SUCCESS, tid, [(MAPPED, address(peer))])
    if INTEGRITY not in found or USERNAME not in found:
        return message(kind | ERROR, tid, refused)
    user = found[USERNAME][0]
    key = key_of(user, secret)
    late = not user.isdigit() or int(user) < time.time()
    if (fault != "forged" and not is_signed(octets, found, key)) or (late and fault != "expired"):
        return message(kind | ERROR, tid, refused)
    if kind == REFRESH:
        return message(REFRESH | SUCCESS, tid, [(LIFETIME, bytes(4))], key)
    given = [(RELAYED, address(("192.0.2.1", 50000))), (LIFETIME, struct.pack("!I", 600)),
             (MAPPED, address(peer))]
    return message(ALLOCATE | SUCCESS, tid, given, key)


def main(host, port, secret_file, faults):
    with open(secret_file, "rb") as f:
        secret = f.read().strip()
    wait = selectors.DefaultSelector()
    for i, fault in enumerate(faults, 1):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind((host, int(port) + i))
        wait.register(s, selectors.EVENT_READ, fault)
    print("ready", flush=True)
    while True:
        for key, _ in wait.select():
            octets, peer = key.fileobj.recvfrom(2048)
            reply = answer(octets, peer, key.data, secret) if len(octets) >= 20 else None
            if reply:
                key.fileobj.sendto(reply, peer)


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main(*sys.argv[1:4], sys.argv[4:])
