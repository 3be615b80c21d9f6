"""Reads what a tap recorded of clients: IMAP and SMTP commands, header fields of messages.

Every line once, as (where, line).  What differs from run to run is replaced by
a word: addresses, secrets, sets of UIDs, dates, identifiers.
"""

import os
import re

# pattern, what it becomes; all are tried, in this order
WORDS = (
    (re.compile(r"<[^<>@\s]+@localhost>"), "<id@localhost>"),
    (re.compile(r"[a-z0-9]{9}@chat\.test"), "address"),
    (re.compile(r"\b[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000"), "date"),
    (re.compile(r'boundary="[^"]*"'), 'boundary="..."'),
    (re.compile(r"keydata=.*"), "keydata=..."),
    (re.compile(r"^(Secure-Join-Invitenumber:).*"), r"\1 number"),
    (re.compile(r"^(LOGIN) \"[^\"]*\" \"[^\"]*\"$"), r'\1 "address" "password"'),
    (re.compile(r"^(UID (?:FETCH|STORE|MOVE|COPY)) [0-9:,*]+ "), r"\1 set "),
    (re.compile(r"^(AUTH PLAIN) \S+$"), r"\1 base64"),
)


def plain(line):
    for pattern, word in WORDS:
        line = pattern.sub(word, line)
    return line


def lines_of(octets):
    """Lines that end as lines do; a cut one at the end of a connection is left out."""
    return octets.decode("utf-8", "backslashreplace").split("\r\n")[:-1]


def read_imap(octets):
    for line in lines_of(octets):
        tag, _, command = line.partition(" ")
        yield "imap", plain(command if re.fullmatch(r"A\d+", tag) else line)


def read_smtp(octets):
    message = None
    for line in lines_of(octets):
        if message is None:
            yield "smtp", plain(line)
            if line == "DATA":
                message = []
        elif line == ".":
            yield from read_message(message)
            message = None
        else:
            message.append(line[1:] if line.startswith(".") else line)


def fields(lines):
    """The unfolded header fields at the beginning of lines, and how many lines they took."""
    found = []
    for n, line in enumerate(lines):
        if not line:
            return found, n
        if line[0] in " \t" and found:
            found[-1] += " " + line.strip()
        else:
            found.append(line.rstrip())
    return found, len(lines)


def read_message(lines):
    outer, n = fields(lines)
    clear = any(f.lower().startswith("secure-join:") for f in outer)
    kind = "request" if clear else "header"
    for field in outer:
        yield kind, plain(field)
    boundary = re.search(r'boundary="([^"]*)"', "\n".join(outer))
    parts = split(lines[n:], "--" + boundary.group(1)) if boundary else [[""] + lines[n:]]
    for number, part in enumerate(parts, 1):
        inner, n = fields(part)
        for field in inner:
            yield f"{kind} of part {number}", plain(field)
        for line in part[n:]:
            if line.startswith("-----") or clear and line:
                yield f"{kind}, text", plain(line)


def split(lines, delimiter):
    """The lines of each part of a multipart."""
    found = []
    for line in lines:
        if line == delimiter:
            found.append([])
        elif line == delimiter + "--":
            break
        elif found:
            found[-1].append(line)
    return found


def read(directory):
    seen = set()
    with open(os.path.join(directory, "connections"), encoding="utf-8") as f:
        seen.update(("tls", line.rstrip("\n")) for line in f)
    readers = {"imap": read_imap, "smtp": read_smtp}
    for name in os.listdir(directory):
        protocol, _, rest = name.partition(".")
        if rest.endswith(".client") and protocol in readers:
            with open(os.path.join(directory, name), "rb") as f:
                seen.update(readers[protocol](f.read()))
    return seen
