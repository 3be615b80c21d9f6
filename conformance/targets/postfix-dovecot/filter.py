#!/usr/bin/python3
"""The before-queue filter of the Postfix+Dovecot target (smtpd_proxy_filter).

Postfix hands over each transaction; the filter looks at the From header, the
sending rate and the encryption, and gives what passes back to Postfix, whose
answer is the answer.  Recipient parameters (ORCPT, NOTIFY) are accepted and
dropped.  Only Postfix connects here: line length and syntax are its business.
"""

import argparse
import asyncio
import email.parser
import email.policy
import email.utils
import re
import time

import daemon
import gate

NEEDED = "523 Encryption Needed: Invalid Unencrypted Mail"
PATH = re.compile(r"(?:FROM|TO):\s*<([^>]*)>\s*(.*)", re.IGNORECASE)


class Rate:
    """Per sender: one token a second, at most `burst` at once (GCRA)."""

    def __init__(self, per_minute, burst):
        self.interval = 60.0 / per_minute
        self.burst = burst
        self.due = {}

    def allows(self, sender):
        now = time.monotonic()
        due = max(self.due.get(sender, 0.0), now)
        if due - now > (self.burst - 1) * self.interval + 1e-9:
            return False
        self.due[sender] = due + self.interval
        return True


class Refused(Exception):
    pass


async def reply_of(reader):
    """One reply, its lines joined for relaying."""
    lines = []
    while True:
        line = (await reader.readline()).decode("utf-8", "replace").rstrip("\r\n")
        if not line:
            raise Refused("451 4.3.0 Error: queue file write error")
        lines.append(line)
        if line[3:4] != "-":
            return "\r\n".join(lines)


class Session:
    def __init__(self, args, rate, reader, writer):
        self.args = args
        self.rate = rate
        self.reader = reader
        self.writer = writer
        self.forget()

    def forget(self):
        self.sender = None
        self.parameters = ""
        self.recipients = []

    def say(self, text):
        self.writer.write(text.encode("utf-8", "replace") + b"\r\n")

    async def run(self):
        self.say("220 filter ESMTP")
        while line := await self.reader.readline():
            text = line.decode("utf-8", "surrogateescape").rstrip("\r\n")
            verb, _, rest = text.partition(" ")
            verb = verb.upper()
            if verb == "QUIT":
                self.say("221 2.0.0 Bye")
                break
            await self.command(verb, rest)
        self.writer.close()

    async def command(self, verb, rest):
        if verb in ("EHLO", "HELO"):
            self.forget()
            self.say("250-filter\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 DSN"
                     if verb == "EHLO" else "250 filter")
        elif verb == "MAIL":
            self.mail(rest)
        elif verb == "RCPT" and self.sender is not None:
            path = PATH.fullmatch(rest)
            if path:
                self.recipients.append(path[1])
            self.say("250 2.1.5 OK" if path else "501 5.1.3 Bad recipient address syntax")
        elif verb == "DATA" and self.recipients:
            self.say("354 End data with <CR><LF>.<CR><LF>")
            data = await self.data()
            try:
                self.say(await self.judge(data))
            except Refused as e:
                self.say(str(e))
            except OSError:
                self.say("451 4.3.0 Error: queue file write error")
            self.forget()
        elif verb == "RSET":
            self.forget()
            self.say("250 2.0.0 OK")
        elif verb == "NOOP":
            self.say("250 2.0.0 OK")
        else:
            self.say("503 5.5.1 Error: bad sequence of commands")

    def mail(self, rest):
        path = PATH.fullmatch(rest)
        if not path:
            self.say("501 5.1.7 Bad sender address syntax")
        elif path[1].count("@") != 1:
            self.say(f"500 Invalid from address <{path[1]}>")
        elif not self.rate.allows(path[1]):
            self.say(f"450 4.7.1: Too much mail from <{path[1]}>, try again later")
        else:
            self.sender = path[1]
            self.parameters = " ".join(
                p for p in path[2].split() if p.upper() in ("BODY=8BITMIME", "SMTPUTF8"))
            self.say("250 2.1.0 OK")

    async def data(self):
        """The message with its dots doubled, as received."""
        lines = []
        while (line := await self.reader.readline()) != b".\r\n":
            if not line:
                raise ConnectionError
            lines.append(line)
        return lines

    async def judge(self, lines):
        octets = b"".join(line[1:] if line.startswith(b".") else line for line in lines)
        if len(octets) > self.args.size:
            return "552 Message exceeds maximum size"
        message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(octets)
        shown = str(message.get("From", "")).strip()
        found = [a for _, a in email.utils.getaddresses([shown]) if a]
        if len(found) != 1:
            return "500 Invalid FROM header"
        if found[0].lower() != self.sender.lower():
            return f"500 Invalid FROM <{found[0]}> for <{self.sender}>"
        if not (gate.is_encrypted(message) or gate.is_secure_join(message) or
                gate.is_setup_message(message, self.sender, self.recipients)):
            return NEEDED
        return await self.reinject(lines)

    async def reinject(self, lines):
        reader, writer = await asyncio.open_unix_connection(self.args.reinject)
        try:
            await reply_of(reader)
            writer.write(b"EHLO localhost.localdomain\r\n")
            await reply_of(reader)
            commands = [f"MAIL FROM:<{self.sender}> {self.parameters}".rstrip()]
            commands += [f"RCPT TO:<{r}>" for r in self.recipients] + ["DATA"]
            writer.write("".join(c + "\r\n" for c in commands)
                         .encode("utf-8", "surrogateescape"))
            replies = [await reply_of(reader) for _ in commands]
            bad = [r for r in replies if r[:1] not in "23"]
            if bad:
                return bad[0]
            writer.writelines(lines)
            writer.write(b".\r\n")
            reply = await reply_of(reader)
            writer.write(b"QUIT\r\n")
            return reply
        finally:
            writer.close()


def main():
    p = argparse.ArgumentParser()
    for name in ("user", "group", "listen", "reinject", "log"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--size", type=int, required=True)
    p.add_argument("--per-minute", type=int, default=60)
    p.add_argument("--burst", type=int, default=10)
    args = p.parse_args()
    sock = daemon.listen_unix(args.listen)
    daemon.detach(args.log)
    daemon.become(args.user, args.group)
    rate = Rate(args.per_minute, args.burst)

    async def on_connection(reader, writer):
        try:
            await Session(args, rate, reader, writer).run()
        except ConnectionError:
            writer.close()

    # Postfix never sends a line longer than its line_length_limit.
    daemon.serve(sock, on_connection, limit=1 << 20)


if __name__ == "__main__":
    main()
