#!/usr/bin/python3
"""What deletes mail on the Postfix+Dovecot target, by the rules of deployed relays.

    expire.py MAILBOXES                 the daily job
    expire.py MAILBOXES ACCOUNT OCTETS  when Dovecot warns that a quota of OCTETS is nearly used

The clock of a message is the time of its file, that of an account the time of its password file,
which a login sets.  Messages go after 20 days, those above 200000 octets that were noticed (cur)
after 7, in every folder; accounts without a login for 90 days go whole.

Above 75 % of the quota (Dovecot sees to that) the oldest messages of INBOX go until it is 70 %, none
younger than a day; other folders are not looked at.
"""

import os
import shutil
import sys
import time

DAY = 86400
KEEP, KEEP_LARGE, KEEP_ACCOUNT = 20 * DAY, 7 * DAY, 90 * DAY
LARGE = 200000
LOW = 70  # percent


def is_due(path, stat, now):
    age = now - stat.st_mtime
    noticed = os.path.basename(os.path.dirname(path)) == "cur"
    return age > KEEP or (noticed and stat.st_size > LARGE and age > KEEP_LARGE)


def messages(home):
    """Files of messages, in every folder."""
    for directory, _, names in os.walk(home):
        if os.path.basename(directory) in ("cur", "new", "tmp"):
            for name in names:
                path = os.path.join(directory, name)
                try:
                    yield path, os.stat(path)
                except FileNotFoundError:
                    continue  # Dovecot renames: new to cur, and when a flag changes


def forget_count(home):
    """Dovecot counts anew what it does not find counted."""
    try:
        os.unlink(os.path.join(home, "maildirsize"))
    except FileNotFoundError:
        pass


def expire_mailbox(home, now):
    gone = False
    for path, stat in messages(home):
        if is_due(path, stat, now):
            try:
                os.unlink(path)
                gone = True
            except FileNotFoundError:
                pass
    if gone:
        forget_count(home)


def expire(mailboxes):
    now = time.time()
    for name in sorted(os.listdir(mailboxes)):
        home = os.path.join(mailboxes, name)
        try:
            login = os.stat(os.path.join(home, "password")).st_mtime
        except (FileNotFoundError, NotADirectoryError):
            continue
        if now - login > KEEP_ACCOUNT:
            shutil.rmtree(home, ignore_errors=True)
        else:
            expire_mailbox(home, now)


def make_room(home, quota):
    now = time.time()
    inbox = [(stat.st_mtime, stat.st_size, path) for path, stat in messages(home)
             if os.path.dirname(os.path.dirname(path)) == home]
    used = sum(size for _, size, _ in inbox)
    for then, size, path in sorted(inbox):
        if used <= quota * LOW // 100 or now - then < DAY:
            break
        os.unlink(path)
        used -= size
    forget_count(home)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        expire(sys.argv[1])
    else:
        make_room(os.path.join(sys.argv[1], sys.argv[2]), int(sys.argv[3]))
