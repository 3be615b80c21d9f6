"""Messages as ordinary mail programs make them, encrypted ones only in shape."""

import base64
import os


def packets(size=700):
    """A session key for nobody and encrypted data: what a relay can see of them is as it should be."""
    pkesk = b"\xc1\x5e\x03" + bytes(8) + b"\x12\x01\x07\x40" + os.urandom(81)
    return pkesk + b"\xd2\xff" + size.to_bytes(4, "big") + b"\x01" + os.urandom(size - 1)


def encrypted(sender, to, name):
    armor = base64.b64encode(packets()).decode()
    lines = [armor[i:i + 64] for i in range(0, len(armor), 64)]
    return "\r\n".join([
        f"From: <{sender}>", f"To: <{to}>", "Subject: [...]", f"Message-ID: <{name}@localhost>",
        "Date: Thu, 01 Jan 2026 00:00:00 +0000", "MIME-Version: 1.0",
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";',
        ' boundary="next"', "",
        "--next", "Content-Type: application/pgp-encrypted", "", "Version: 1", "",
        "--next", "Content-Type: application/octet-stream", "",
        "-----BEGIN PGP MESSAGE-----", "", *lines, "-----END PGP MESSAGE-----", "",
        "--next--", ""]).encode()


def cleartext(sender, to, name):
    return "\r\n".join([
        f"From: <{sender}>", f"To: <{to}>", "Subject: hello", f"Message-ID: <{name}@localhost>",
        "Date: Thu, 01 Jan 2026 00:00:00 +0000", "", "This is not encrypted.", ""]).encode()


def body(octets):
    return octets.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
