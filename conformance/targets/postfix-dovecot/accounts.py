#!/usr/bin/python3
"""Accounts and METADATA of the Postfix+Dovecot target, as a Dovecot dict service.

An account is made by its first login: the local part has exactly 9 characters of
a-z 0-9 . _ -, the password at least 9; only a salted scrypt hash is kept.
Everything else is answered "no such user", so that a refused creation and a
wrong password look alike.

Dovecot says when somebody logs in by IMAP; the day of it is the time of the password file, which is
what the daily job (expire.py) goes by.

METADATA: /private/devicetoken of INBOX adds, and the server's maxsmtprecipients is readable.
Nothing is ever sent anywhere.
"""

import argparse
import hashlib
import hmac
import json
import os
import re
import secrets

import daemon

LOCAL_PART = re.compile(r"[a-z0-9._-]{9}")
PASSWORD_MIN = 9
# About what the SHA512-CRYPT of deployed relays costs: logins must not look better or worse.
COST = {"n": 1 << 10, "r": 8, "p": 1}
LAST_LOGIN = "shared/last-login/"
PUBLIC = {"maxsmtprecipients": "1000"}

ESCAPES = {"0": "\0", "1": "\1", "t": "\t", "r": "\r", "n": "\n"}


def unescape(text):
    return re.sub("\1(.)", lambda m: ESCAPES.get(m[1], m[1]), text)


def escape(text):
    for short, char in (("1", "\1"), ("0", "\0"), ("t", "\t"), ("r", "\r"), ("n", "\n")):
        text = text.replace(char, "\1" + short)
    return text


class Accounts:
    def __init__(self, domain, mailboxes):
        self.domain = domain
        self.mailboxes = mailboxes

    def home(self, address):
        """Directory of a well-formed address, else None."""
        local, at, domain = address.rpartition("@")
        if not at or domain != self.domain or not LOCAL_PART.fullmatch(local):
            return None
        if local.startswith("."):  # no path component of a relay begins with a dot
            return None
        return os.path.join(self.mailboxes, address)

    def found(self, address):
        home = self.home(address)
        if home is None or not os.path.exists(os.path.join(home, "password")):
            return None
        return {"home": home, "uid": str(os.getuid()), "gid": str(os.getgid())}

    def login(self, address, password):
        """User database fields if the password is right or makes the account, else None."""
        home = self.home(address)
        if home is None:
            return None
        secret = password.encode("utf-8", "surrogateescape")
        path = os.path.join(home, "password")
        try:
            with open(path, encoding="ascii") as f:
                salt, verifier = f.read().split()
        except FileNotFoundError:
            if len(secret) < PASSWORD_MIN:
                return None
            self.create(home, path, secret)
        else:
            got = hashlib.scrypt(secret, salt=bytes.fromhex(salt), **COST)
            if not hmac.compare_digest(got.hex(), verifier):
                return None
        user = self.found(address)
        # Dovecot compares once more; the scheme keeps a password that begins with { whole.
        return {"password": "{PLAIN}" + password,
                **{"userdb_" + key: value for key, value in user.items()}}

    def note_login(self, address, when):
        """Of the time of a login only the day is kept."""
        home = self.home(address)
        day = when - when % 86400
        if home is not None:
            try:
                os.utime(os.path.join(home, "password"), (day, day))
            except FileNotFoundError:
                pass  # gone meanwhile

    @staticmethod
    def create(home, path, secret):
        salt = secrets.token_bytes(16)
        verifier = hashlib.scrypt(secret, salt=salt, **COST)
        os.makedirs(home, mode=0o700, exist_ok=True)
        with open(path + ".new", "w", encoding="ascii") as f:
            f.write(f"{salt.hex()} {verifier.hex()}\n")
        os.rename(path + ".new", path)


class Tokens:
    """Device tokens, oldest first, in a file beside the mailbox."""

    def __init__(self, accounts):
        self.accounts = accounts

    def path(self, address):
        return os.path.join(self.accounts.home(address), "metadata.json")

    def of(self, address):
        if self.accounts.found(address) is None:
            return []
        try:
            with open(self.path(address), encoding="utf-8") as f:
                return json.load(f)
        except FileNotFoundError:
            return []

    def add(self, address, more):
        kept = self.of(address)
        if self.accounts.found(address) is None or set(more) <= set(kept):
            return
        kept.extend(t for t in dict.fromkeys(more) if t not in kept)
        with open(self.path(address) + ".new", "w", encoding="utf-8") as f:
            json.dump(kept, f)
        os.rename(self.path(address) + ".new", self.path(address))


class Connection:
    """One dict client: lookups, and transactions that set METADATA or tell of a login."""

    def __init__(self, accounts, tokens):
        self.accounts = accounts
        self.tokens = tokens
        self.transactions = {}

    def answer(self, line):
        """The reply to one request line, None for none."""
        verb, fields = line[:1], [unescape(f) for f in line[1:].split("\t")]
        if verb == "L":
            value = self.lookup(fields[0], fields[1] if len(fields) > 1 else "")
            return "N" if value is None else "O" + escape(value)
        if verb == "I":
            return ""  # nothing can be listed
        if verb == "B":
            self.transactions[fields[0]] = (fields[1] if len(fields) > 1 else "", [], [])
        elif verb in ("S", "U", "A") and fields[0] in self.transactions:
            user, sets, refused = self.transactions[fields[0]]
            if verb == "S" and user and self.is_token(fields[1]):
                sets.append(fields[2])
            elif verb == "S" and fields[1].startswith(LAST_LOGIN) and fields[2].isdigit():
                self.accounts.note_login(fields[1][len(LAST_LOGIN):], int(fields[2]))
            elif verb == "U":
                pass  # deployed services do not know it; Dovecot says it when a mailbox goes
            else:
                refused.append(fields[1])
        elif verb in ("C", "D"):
            user, sets, refused = self.transactions.pop(fields[0], ("", [], [""]))
            if refused:
                return f"F{fields[0]}\tread only"
            if sets:
                self.tokens.add(user, sets)
            return "O" + fields[0]
        elif verb == "R":
            self.transactions.pop(fields[0], None)
        return None

    @staticmethod
    def is_token(key):
        return re.fullmatch("priv/[^/]+/devicetoken", key)

    def lookup(self, key, user):
        space, _, rest = key.partition("/")
        if space == "shared" and rest.startswith("login/"):
            address, _, password = rest[len("login/"):].partition("/")
            value = self.accounts.login(address, password)
        elif space == "shared" and rest.startswith("user/"):
            value = self.accounts.found(rest[len("user/"):])
        elif self.is_token(key):
            return " ".join(self.tokens.of(user)) or None
        elif space == "shared" and "/vendor/deltachat/" in rest:
            return PUBLIC.get(rest.rpartition("/")[2])
        else:
            return None
        return json.dumps(value) if value else None


def main():
    p = argparse.ArgumentParser()
    for name in ("domain", "user", "mailboxes", "sockets", "log"):
        p.add_argument("--" + name, required=True)
    args = p.parse_args()
    sock = daemon.listen_unix(os.path.join(args.sockets, "dict.sock"))
    daemon.detach(args.log)
    daemon.become(args.user, None)
    accounts = Accounts(args.domain, args.mailboxes)
    tokens = Tokens(accounts)

    async def on_connection(reader, writer):
        connection = Connection(accounts, tokens)
        while line := await reader.readline():
            reply = connection.answer(line.decode("utf-8", "surrogateescape").rstrip("\n"))
            if reply is not None:
                writer.write((reply + "\n").encode("utf-8", "surrogateescape"))
        writer.close()

    daemon.serve(sock, on_connection)


if __name__ == "__main__":
    main()
