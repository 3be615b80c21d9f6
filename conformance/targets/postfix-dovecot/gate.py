"""The encryption gate as deployed relays have it, with its known leniencies.

Written from the catalogue of what deployed filters do, to be what they are and
not what the specification asks for: preamble, epilogue and part headers are not
looked at, a multipart/encrypted of one part passes, text behind the last "=" of
the armor is dropped unseen, an encrypted packet needs no session key packet and
is not looked into, and armor without CRC must not end in padding.
"""

import base64
import binascii
import re

BEGIN = b"-----BEGIN PGP MESSAGE-----\r\n"
END = b"-----END PGP MESSAGE-----"
SESSION_KEYS = (1, 3)
ENCRYPTED_DATA = 18


def content(part):
    return part.get_payload(decode=True) or b""


def body_length(data, at, new_format, kind):
    """(length or None, offset of the body, whether more chunks follow); IndexError if cut."""
    if not new_format:
        if kind == 3:  # indeterminate
            return None, at, False
        octets = 1 << kind
        if at + octets > len(data):
            raise IndexError
        return int.from_bytes(data[at:at + octets], "big"), at + octets, False
    first = data[at]
    if first < 192:
        return first, at + 1, False
    if first < 224:
        return ((first - 192) << 8) + data[at + 1] + 192, at + 2, False
    if first < 255:
        return 1 << (first & 31), at + 1, True
    if at + 5 > len(data):
        raise IndexError
    return int.from_bytes(data[at + 1:at + 5], "big"), at + 5, False


def is_packet_sequence(data):
    """Session key packets, then one encrypted data packet that ends where the data ends."""
    at = 0
    try:
        while at < len(data):
            head = data[at]
            if not head & 0x80:
                return False
            new_format = bool(head & 0x40)
            tag = head & 0x3F if new_format else (head >> 2) & 0x0F
            at += 1
            more = True
            while more:
                length, at, more = body_length(data, at, new_format, head & 3)
                if length is None or at + length > len(data):
                    return False
                at += length
            if tag == ENCRYPTED_DATA:
                return at == len(data)
            if tag not in SESSION_KEYS:
                return False
    except IndexError:
        pass
    return False


def is_armor(body):
    if not body.startswith(BEGIN):
        return False
    body = body.rstrip(b"\r\n")
    if not body.endswith(END):
        return False
    text = body[len(BEGIN):-len(END)].strip(b"\r\n")
    if b"=" in text:  # the CRC line, whatever it says
        text = text[:text.rindex(b"=")]
    text = text.replace(b"\r\n", b"")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    # Python lets stray bits pass, canonical base64 does not.
    return base64.b64encode(data) == text and is_packet_sequence(data)


def is_encrypted(message):
    if message.get_content_type() != "multipart/encrypted" or not message.is_multipart():
        return False
    parts = message.get_payload()
    if not parts or len(parts) > 2 or any(part.is_multipart() for part in parts):
        return False
    if parts[0].get_content_type() != "application/pgp-encrypted":
        return False
    if content(parts[0]).strip() != b"Version: 1":
        return False
    if len(parts) == 1:
        return True
    if parts[1].get_content_type() != "application/octet-stream":
        return False
    return is_armor(content(parts[1]))


def is_secure_join(message):
    if message.get("Secure-Join", "").strip() not in ("vc-request", "vg-request"):
        return False
    if message.get_content_maintype() != "multipart" or not message.is_multipart():
        return False
    parts = message.get_payload()
    if len(parts) != 1 or parts[0].is_multipart():
        return False
    if parts[0].get_content_type() != "text/plain":
        return False
    said = content(parts[0]).strip().lower()
    return re.fullmatch(rb"secure-join: v[cg]-request", said) is not None


def is_setup_message(message, sender, recipients):
    """Autocrypt Setup Message to oneself; its body is not looked at."""
    return (recipients == [sender] and message.get("Subject") == "Autocrypt Setup Message" and
            message.get_content_type() == "multipart/mixed")
