#!/usr/bin/python3
"""refrelay's DKIM beside libopendkim and dkimpy, on messages made of a seed.

    compare.py OURS OPENDKIM TABLE MESSAGES [SEED]

All three say of each message whether it has a right signature of a.test.  Where they
differ the table has to have a line for it (label, peer, ours, theirs, why); a line
that nothing needs is a failure too.  Prints what went wrong and a closing line."""
import base64
import multiprocessing
import os
import random
import struct
import subprocess
import sys
import tempfile
import time

import dkim as dkimpy

import messages

ENOUGH = 10000  # messages, for every line of the table to be needed


class Program:
    def __init__(self, *argv):
        self.p = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, what, *arguments):
        out = what + bytes([len(arguments)])
        for a in arguments:
            out += struct.pack("<I", len(a)) + a
        self.p.stdin.write(out)
        self.p.stdin.flush()
        head = self.p.stdout.read(4)
        if len(head) < 4:
            sys.exit("dkim: %s ended" % self.p.args[0])
        return self.p.stdout.read(struct.unpack("<I", head)[0])

    def close(self):
        self.p.stdin.close()
        self.p.wait()


class Key:
    """A key pair in the forms that are needed, made by openssl."""

    def __init__(self, directory, name, *how):
        self.file = os.path.join(directory, name)
        run = ["openssl", "genpkey", "-quiet", "-out", self.file, "-algorithm"] + list(how)
        subprocess.run(run, check=True, stderr=subprocess.DEVNULL)
        self.pem = open(self.file, "rb").read()
        der = self.der("pkey", "-pubout")
        self.rsa = how[0] == "RSA"
        if self.rsa:
            self.traditional = self.text("rsa", "-traditional")
            self.record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)
            self.pkcs1_record = b"k=rsa; p=" + base64.b64encode(self.der("rsa", "-RSAPublicKey_out"))
        else:
            self.seed = base64.b64encode(self.der("pkey")[-32:])
            self.record = b"v=DKIM1; k=ed25519; p=" + base64.b64encode(der[-32:])

    def text(self, *how):
        return subprocess.run(["openssl", *how, "-in", self.file], check=True, capture_output=True).stdout

    def der(self, *how):
        return self.text(*how, "-outform", "DER")


def make_keys(directory):
    def rsa(bits, *more):
        return ["RSA", "-pkeyopt", "rsa_keygen_bits:%d" % bits, *more]

    keys = {name: Key(directory, name, *how) for name, how in {
        "rsa": rsa(1024), "rsa-other": rsa(1024), "ed25519": ["ED25519"], "ed25519-other": ["ED25519"],
        "key-512": rsa(512), "key-1016": rsa(1016), "key-2048": rsa(2048), "key-4096": rsa(4096),
        "key-exponent-3": rsa(1024, "-pkeyopt", "rsa_keygen_pubexp:3")}.items()}
    keys["ours"] = [keys["key-2048"].record, keys["ed25519"].record]
    return keys


class Dkimpy:
    def sign(self, message, key, algorithm, header, text):
        name, secret = {"rsa": (b"rsa-sha256", key.pem), "sha1": (b"rsa-sha1", key.pem)}.get(
            algorithm, (b"ed25519-sha256", None))
        secret = key.traditional if secret else key.seed
        selector = messages.SELECTORS.get(algorithm, b"s")
        return dkimpy.sign(message, selector, messages.DOMAIN, secret, canonicalize=(header, text), signature_algorithm=name,
                           include_headers=[b"from", b"to", b"subject", b"from"])

    def verify(self, message, author, records):
        def txt(name, timeout=5):
            wanted = (name if isinstance(name, bytes) else name.encode()).rstrip(b".").lower()
            return next((r for n, r in records if n.lower() == wanted), None)

        d = dkimpy.DKIM(message)
        for i in range(sum(1 for n, _ in d.headers if n.lower() == b"dkim-signature")):
            try:
                if d.verify(idx=i, dnsfunc=txt) and d.domain.lower() == author:
                    return "P"
            except Exception:
                pass  # its way to say no
        return "F"


def read_table(path):
    table = {}
    for line in open(path):
        if line.strip() and not line.startswith("#"):
            label, peer, ours, theirs, why = line.rstrip("\n").split("\t")
            table[label, peer, ours, theirs] = why
    return table


def judge(i, seed, world, peers, table):
    """One message: complaints, and the lines of the table that were needed."""
    label, message, records = messages.make(random.Random(seed * 1000003 + i), world)
    flat = [x for p in records for x in p]
    mine = world.ours.ask(b"V", message, messages.DOMAIN, b"%d" % world.now, *flat).decode()
    bad, used = [], set()
    if (mine == "N") != (label == "signature-gone") or mine not in "PNF":
        bad.append("message %d, %s: ours says %s" % (i, label, mine))
    mine = "P" if mine == "P" else "F"
    for name, verify in peers.items():
        theirs = verify(message, records)
        if theirs != mine and (label, name, mine, theirs) in table:
            used.add((label, name, mine, theirs))
        elif theirs != mine:
            bad.append("message %d, %s: ours says %s, %s %s" % (i, label, mine, name, theirs))
    if bad and "DKIM_DUMP" in os.environ:
        bad.append("%r %r" % (message, records))
    return mine, bad, used


def work(job):
    """Some of the messages, in a process of its own."""
    programs, seed, keys, now, table, numbers = job
    ours = Program(programs[0], keys["key-2048"].file, keys["ed25519"].file, messages.DOMAIN.decode())
    opendkim = Program(programs[1])
    world = messages.World(ours, opendkim, Dkimpy(), keys, now)

    def ask_opendkim(message, records):
        said = opendkim.ask(b"V", message, messages.DOMAIN, *[x for p in records for x in p]).decode()
        return "P" if said == "P" else "F"

    peers = {"opendkim": ask_opendkim, "dkimpy": lambda m, r: Dkimpy().verify(m, messages.DOMAIN, r)}
    got = [judge(i, seed, world, peers, table) for i in numbers]
    ours.close()
    opendkim.close()
    return got


def main():
    programs, table_path, count = sys.argv[1:3], sys.argv[3], int(sys.argv[4])
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    table, used, failures, totals = read_table(table_path), set(), [], {}
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="dkim-") as directory, multiprocessing.Pool(workers) as pool:
        keys, now = make_keys(directory), int(time.time())
        jobs = [(programs, seed, keys, now, table, range(w, count, workers)) for w in range(workers)]
        for part in pool.map(work, jobs):
            for mine, bad, needed in part:
                totals[mine] = totals.get(mine, 0) + 1
                used |= needed
                failures += [bad] if bad else []
    failed = len(failures)
    for bad in failures[:int(os.environ.get("DKIM_SHOW", "20"))]:
        print("\n".join("  " + line for line in bad))
    if count >= ENOUGH:
        for line in sorted(set(table) - used):
            print("  the table explains a difference that there is not: %s" % " ".join(line))
            failed += 1
    print("  %d messages, right or not: %s" % (count, totals))
    print("dkim: %d passed, %d failed" % (count - len(failures), failed))
    return 1 if failed or not totals.get("P") or not totals.get("F") else 0


if __name__ == "__main__":
    sys.exit(main())
