#!/usr/bin/python3
"""Credentials for new accounts of the Postfix+Dovecot target, behind nginx.

Deployed relays run a CGI program here.  Every request that nginx passes on is
answered alike, with a random name and password as JSON; nothing is kept: the
first login makes the account (accounts.py).
"""

import argparse
import json
import os
import secrets
import string

import daemon

NAME = string.ascii_lowercase + string.digits
PASSWORD = string.ascii_letters + string.digits + string.punctuation


def credentials(domain):
    return {
        "email": "".join(secrets.choice(NAME) for _ in range(9)) + "@" + domain,
        "password": "".join(secrets.choice(PASSWORD) for _ in range(12)),
    }


def main():
    p = argparse.ArgumentParser()
    for name in ("domain", "user", "socket", "log"):
        p.add_argument("--" + name, required=True)
    args = p.parse_args()
    sock = daemon.listen_unix(os.path.abspath(args.socket))
    daemon.detach(args.log)
    daemon.become(args.user, None)

    async def on_connection(reader, writer):
        # nginx has read the whole request and speaks HTTP/1.0 here.
        while (await reader.readline()).strip():
            pass
        body = json.dumps(credentials(args.domain)).encode() + b"\n"
        writer.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n"
                     b"Content-Length: %d\r\n\r\n" % len(body) + body)
        writer.close()

    daemon.serve(sock, on_connection)


if __name__ == "__main__":
    main()
