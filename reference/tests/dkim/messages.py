"""Messages for compare.py: made of a seed, signed by one of three signers, then left
alone or changed in one way.  The name of the change is the label that the table
of differences knows."""
import base64
import re

DOMAIN = b"a.test"
WORDS = [b"alpha", b"Beta", b"gamma:", b"=3D", b"x", b"\xc3\xa4\xc3\xb6", b"(comment)", b"<a@a.test>",
         b";", b"1", b"--", b'"quoted"', b"b=abc", b"tail"]
NAMES = [b"To", b"Cc", b"Subject", b"Date", b"Message-ID", b"In-Reply-To", b"References", b"Received",
         b"Chat-Version", b"List-Id", b"X-Thing", b"Content-Type", b"MIME-Version", b"Autocrypt"]
FORMS = [b"simple", b"relaxed"]
SELECTORS = {"rsa": b"s", "ed25519": b"e"}
H = b"from:to:cc:subject:date:message-id:received:x-thing"


def blank(rng):
    return rng.choice([b" ", b" ", b" ", b"  ", b"\t", b" \t ", b"\r\n ", b"\r\n\t", b" \r\n  "])


def value(rng):
    """A field's value, folded or not."""
    words = [rng.choice(WORDS) for _ in range(rng.randint(0, 6))]
    text = rng.choice([b" ", b" ", b"", b"\t", b"  ", b"\r\n "])
    for word in words:
        text += word + (blank(rng) if rng.random() < 0.8 else b"")
    # A line of blanks alone is another matter: see fold-blank.
    text = re.sub(rb"(\r\n[ \t]*)+(?=\r\n|$)", b"", text)
    return text + rng.choice([b"", b"", b"", b" ", b"\t "])


def body(rng):
    kind = rng.randint(0, 11)
    if kind == 0:
        return b""
    if kind == 1:
        return b"\r\n" * rng.randint(1, 4)
    lines = []
    for _ in range(rng.randint(1, 8)):
        if rng.random() < 0.25:
            lines.append(b"")
            continue
        line = rng.choice([b"", b"", b" ", b"\t"])
        for _ in range(rng.randint(1, 8)):
            line += rng.choice(WORDS) + rng.choice([b" ", b" ", b"  ", b"\t", b""])
        lines.append(line + rng.choice([b"", b"", b" ", b" \t"]))
    # As by SMTP, with a line end; what HTTP may bring is end-open and end-space.
    return b"\r\n".join(lines) + b"\r\n" * rng.choice([1, 1, 1, 2, 5])


class Message:
    def __init__(self, rng):
        names = [b"From"] + [rng.choice(NAMES) for _ in range(rng.randint(1, 9))]
        rng.shuffle(names)
        self.fields = [[n, b" <joe@a.test>" if n == b"From" else value(rng)] for n in names]
        self.body = body(rng)
        self.signatures = []  # octets, each with its CRLF

    def head(self):
        return b"".join(n + b":" + v + b"\r\n" for n, v in self.fields)

    def unsigned(self):
        return self.head() + b"\r\n" + self.body

    def octets(self):
        return b"".join(self.signatures) + self.unsigned()


class World:
    """The keys and those who sign."""

    def __init__(self, ours, opendkim, dkimpy, keys, now):
        self.ours, self.opendkim, self.dkimpy, self.keys, self.now = ours, opendkim, dkimpy, keys, now

    def records(self, algorithm):
        return [(SELECTORS[algorithm] + b"._domainkey." + DOMAIN, self.keys[algorithm].record)]

    def told(self, message, algorithm, tags, names=H, header=b"relaxed", text=b"relaxed", key=None):
        key = key or self.keys[algorithm]
        return self.ours.ask(b"T", key.pem, tags, names, header, text, message.unsigned())


def tags(algorithm, header, text, more=b"", d=DOMAIN, h=H, v=b" v=1;", s=None):
    name = b"rsa-sha256" if algorithm == "rsa" else b"ed25519-sha256"
    return (v + b" a=" + name + b"; c=" + header + b"/" + text + b"; d=" + d + b"; s=" + (SELECTORS[algorithm] if s is None else s) + b";" + more
            + b"\r\n\th=" + h + b"; bh=%s;\r\n\tb=")


# ---- signed as it should be, then changed -----------------------------------------------------

def sign_plainly(rng, w, m, records, message_only=False):
    """One signature by any of the signers; returns what it was made of."""
    algorithm = rng.choice(["rsa", "rsa", "rsa", "ed25519"])
    header, text = rng.choice(FORMS), rng.choice(FORMS)
    who = rng.choice(["told", "told", "opendkim", "opendkim", "dkimpy", "ours"])
    if who == "dkimpy" and rng.random() < 0.5:
        who = "told"  # it computes slowly
    if who == "ours":
        got = w.ours.ask(b"S", m.unsigned(), b"%d" % w.now)
        found = w.keys["ours"]
        records += [(b"opendkim._domainkey." + DOMAIN, found[0]), (b"ed25519._domainkey." + DOMAIN, found[1])]
        m.signatures.insert(0, got)
        return who, b"relaxed", b"relaxed"
    if who == "opendkim":
        got = w.opendkim.ask(b"S", m.unsigned(), SELECTORS[algorithm], DOMAIN, w.keys[algorithm].pem, header, text,
                             algorithm.encode())
        got = re.sub(rb"\r?\n", b"\r\n", got)
    elif who == "dkimpy":
        got = w.dkimpy.sign(m.unsigned(), w.keys[algorithm], algorithm, header, text)
    else:
        got = w.told(m, algorithm, tags(algorithm, header, text), header=header, text=text)
    if got == b"":
        raise ValueError("%s signs nothing" % who)
    records += w.records(algorithm)
    m.signatures.insert(0, got)
    return who, header, text


def a_field(rng, m):
    return rng.randrange(len(m.fields))


def flip(rng, text):
    """One octet that is no blank becomes another."""
    at = [i for i, c in enumerate(text) if c not in b" \t\r\n="]
    if not at:
        return text + b"q"
    i = rng.choice(at)
    return text[:i] + (b"q" if text[i:i + 1] != b"q" else b"p") + text[i + 1:]


def change_body_octet(rng, m):
    m.body = flip(rng, m.body)


def change_body_space(rng, m):
    m.body = re.sub(rb"[ \t]+", lambda _: rng.choice([b" ", b"  ", b"\t"]), m.body)


def change_body_line_tails(rng, m):
    m.body = re.sub(rb"[ \t]*\r\n", lambda _: rng.choice([b"\r\n", b" \r\n"]), m.body)


def change_body_end(rng, m):
    m.body += b"\r\n" * rng.randint(1, 3)


def change_body_blank_line(rng, m):
    m.body = b"\r\n" + m.body


def change_body_start(rng, m):
    m.body = m.body[2:] if m.body.startswith(b"\r\n") else rng.choice([b" ", b"\t"]) + (m.body or b"\r\n")


def change_field_octet(rng, m):
    f = m.fields[a_field(rng, m)]
    f[1] = flip(rng, f[1])


def change_field_space(rng, m):
    f = m.fields[a_field(rng, m)]
    f[1] = re.sub(rb"([^ \t\r\n])[ \t]+([^ \t\r\n])", lambda x: x[1] + rng.choice([b" ", b"\r\n ", b"\t"]) + x[2],
                  f[1]) + rng.choice([b"", b" "])


def change_field_case(rng, m):
    f = m.fields[a_field(rng, m)]
    f[0] = f[0].swapcase()


def change_field_added(rng, m):
    m.fields.insert(rng.randint(0, len(m.fields)), [rng.choice(NAMES), value(rng)])


def change_from_added(rng, m):
    m.fields.insert(rng.randint(0, len(m.fields)), [b"From", value(rng)])


def change_field_removed(rng, m):
    del m.fields[a_field(rng, m)]
    if not m.fields:
        m.fields = [[b"X", b" y"]]


def change_fields_mixed(rng, m):
    rng.shuffle(m.fields)


def change_signature_octet(rng, m):
    name, rest = m.signatures[0].split(b":", 1)
    m.signatures[0] = name + b":" + flip(rng, rest.rstrip()) + b"\r\n"


def change_signature_refolded(rng, m):
    # Inside the value of b=, where white space means nothing.
    at = list(re.finditer(rb"[;\s]b=", m.signatures[0]))[-1].end()
    rest = m.signatures[0][at:].rstrip()
    end = rest.find(b";") if b";" in rest else len(rest)
    text = re.sub(rb"\s+", b"", rest[:end])
    cut = rng.randint(1, len(text) - 1)
    m.signatures[0] = (m.signatures[0][:at] + rng.choice([b"", b"\r\n ", b" "]) + text[:cut]
                       + rng.choice([b" ", b"\r\n\t", b"\r\n      "]) + text[cut:] + rest[end:] + b"\r\n")


def change_signature_spaced(rng, m):
    name, rest = m.signatures[0].split(b":", 1)
    m.signatures[0] = name + b":" + rest.replace(b"; ", b";  ", 1)


def change_signature_name_case(rng, m):
    m.signatures[0] = m.signatures[0].replace(b"DKIM-Signature", b"dkim-SIGNATURE", 1)


def change_signature_twice(rng, m):
    m.signatures.insert(0, m.signatures[0])


def change_signature_of_another(rng, m):
    m.signatures.insert(rng.randint(0, 1), b"DKIM-Signature: v=1; a=rsa-sha256; d=other.test; s=s; h=from;"
                        b" bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=YWJj\r\n")


def change_signature_broken_first(rng, m):
    m.signatures.insert(0, m.signatures[0].replace(b"b=", b"b=AA", 1) if rng.random() < 0.5 else
                        b"DKIM-Signature: v=1; d=a.test; nothing\r\n")


def change_signature_gone(rng, m):
    m.signatures = []


def change_nothing(rng, m):
    pass


CHANGES = [change_body_octet, change_body_space, change_body_line_tails, change_body_end, change_body_blank_line,
           change_body_start, change_field_octet, change_field_space, change_field_case, change_field_added, change_from_added,
           change_field_removed, change_fields_mixed, change_signature_octet, change_signature_refolded,
           change_signature_spaced, change_signature_name_case, change_signature_twice, change_signature_of_another,
           change_signature_broken_first, change_signature_gone] + [change_nothing] * 12


def changed(rng, w):
    m, records = Message(rng), []
    sign_plainly(rng, w, m, records)
    if rng.random() < 0.15:
        sign_plainly(rng, w, m, records)  # a second one on top, not about the first
    change = rng.choice(CHANGES)
    change(rng, m)
    return change.__name__[len("change_"):].replace("_", "-"), m, records


# ---- signed in unusual ways --------------------------------------------------------------------

def day(w, n):
    return b"%d" % (w.now + n * 86400)


def odd_tags(w):
    """label: (tags beside the usual ones, other arguments of tags(), the names that are signed)"""
    t = w.now
    return {
        "l-zero": (b" l=0;", {}), "l-all": (b" l=ALL;", {}), "l-huge": (b" l=99999999;", {}),
        "x-past": (b" x=" + day(w, -3) + b";", {}), "x-later": (b" x=" + day(w, 3) + b";", {}),
        "x-within-hours": (b" x=%d;" % (t - 7200), {}),
        "t-now": (b" t=%d;" % t, {}), "t-future": (b" t=" + day(w, 3) + b";", {}),
        "t-within-hours": (b" t=%d;" % (t + 7200), {}), "t-word": (b" t=now;", {}),
        "t-long": (b" t=0000000000000000001;", {}),
        "x-before-t": (b" t=%d; x=%d;" % (t - 10, t - 20), {}),
        "i-same": (b" i=joe@a.test;", {}), "i-no-local": (b" i=@a.test;", {}), "i-below": (b" i=@b.a.test;", {}),
        "i-case": (b" i=joe@A.Test;", {}), "i-other": (b" i=@b.test;", {}), "i-tail": (b" i=@xa.test;", {}),
        "i-no-at": (b" i=a.test;", {}), "i-dot": (b" i=@.a.test;", {}), "i-empty": (b" i=;", {}),
        "q": (b" q=dns/txt;", {}), "q-other": (b" q=http;", {}), "q-list": (b" q=http : dns/txt;", {}),
        "z": (b" z=From:a|To:b=20c;", {}), "unknown-tag": (b" zz=1; Q_9=;", {}),
        "duplicate-tag": (b" q=dns/txt; q=dns/txt;", {}), "two-semicolons": (b";", {}),
        "tag-without-value": (b" q;", {}), "tag-name-bad": (b" 1q=x;", {}),
        "tag-spaced": (b" q = dns/txt ;", {}), "tag-folded": (b"\r\n q\r\n =\r\n dns/txt\r\n ;", {}),
        "v-missing": (b"", {"v": b""}), "v-2": (b"", {"v": b" v=2;"}), "v-spaced": (b"", {"v": b" v = 1 ;"}),
        "v-twice": (b"", {"v": b" v=1; v=1;"}), "v-0.5": (b"", {"v": b" v=0.5;"}),
        "d-case": (b"", {"d": b"A.TesT"}), "d-parent": (b"", {"d": b"test"}), "d-below": (b"", {"d": b"b.a.test"}),
        "d-spaced": (b"", {"d": b" a.test "}), "d-dot": (b"", {"d": b"a.test."}), "d-empty": (b"", {"d": b""}),
        "s-dots": (b"", {"s": b"s.t-1"}), "s-empty": (b"", {"s": b""}),
        "h-from": (b"", {"h": b"from"}), "h-no-from": (b"", {"h": b"to:subject"}), "h-empty": (b"", {"h": b""}),
        "h-spaced": (b"", {"h": b" From : To :\r\n\tSubject "}), "h-case": (b"", {"h": b"FROM:sUbJect"}),
        "h-more": (b"", {"h": b"from:from:to:to:to:x-none:subject:subject"}),
        "h-empty-item": (b"", {"h": b"from::to"}), "h-colon": (b"", {"h": b"from:to:"}),
        "h-own": (b"", {"h": b"from:dkim-signature"}),
    }


def odd(rng, w, label):
    m = Message(rng)
    algorithm, header, text = rng.choice(["rsa", "ed25519"]), rng.choice(FORMS), rng.choice(FORMS)
    more, other = odd_tags(w)[label]
    if label == "l-all":
        more = b" l=%d;" % len(m.body)
    h = other.get("h", H)
    m.signatures = [w.told(m, algorithm, tags(algorithm, header, text, more, **other), h, header, text)]
    d, s = other.get("d", DOMAIN).strip(), other.get("s", SELECTORS[algorithm])
    records = [(s + b"._domainkey." + d, w.keys[algorithm].record)]
    return label, m, records


# ---- whole fields in unusual forms -------------------------------------------------------------

FORMS_OF_C = {"c-none": (b"", b"simple", b"simple"), "c-one": (b" c=relaxed;", b"relaxed", b"simple"),
              "c-one-simple": (b" c=simple;", b"simple", b"simple"), "c-unknown": (b" c=nowsp;", b"simple", b"simple"),
              "c-half": (b" c=relaxed/;", b"relaxed", b"simple"), "c-case": (b" c=Relaxed/Relaxed;", b"relaxed", b"relaxed"),
              "c-empty": (b" c=;", b"simple", b"simple")}
ALGORITHMS = {"a-none": b"", "a-case": b" a=RSA-SHA256;", "a-sha512": b" a=rsa-sha512;", "a-dsa": b" a=dsa-sha256;",
              "a-empty": b" a=;", "a-sha1-lie": b" a=rsa-sha1;"}


def whole(rng, w, label):
    m = Message(rng)
    if label in ("end-open", "end-space"):
        m.body = b"a line" + (rng.choice([b" ", b"\t", b"\r\n "]) if label == "end-space" else b"")
        m.signatures = [w.told(m, "rsa", tags("rsa", b"relaxed", b"relaxed"))]
        return label, m, w.records("rsa")
    if label == "sha1":
        m.signatures = [w.dkimpy.sign(m.unsigned(), w.keys["rsa"], "sha1", rng.choice(FORMS), rng.choice(FORMS))]
        return label, m, w.records("rsa")
    if label in FORMS_OF_C:
        c, header, text = FORMS_OF_C[label]
        all_tags = b" v=1; a=rsa-sha256;" + c + b" d=a.test; s=s; h=" + H + b"; bh=%s; b="
    elif label == "b-first":
        # The hole is in the middle of the field.
        header, text = rng.choice(FORMS), rng.choice(FORMS)
        m.signatures = [b_first(w, m, header, text)]
        return label, m, w.records("rsa")
    else:
        header, text = b"relaxed", b"relaxed"
        all_tags = b" v=1;" + ALGORITHMS[label] + b" c=relaxed/relaxed; d=a.test; s=s; h=" + H + b"; bh=%s; b="
    m.signatures = [w.told(m, "rsa", all_tags, H, header, text)]
    return label, m, w.records("rsa")


def b_first(w, m, header, text):
    """b= before other tags: what is signed has nothing between its = and the semicolon."""
    rest = b"; v=1; a=rsa-sha256; c=" + header + b"/" + text + b"; d=a.test; s=s; h=" + H + b"; bh=%s"
    made = w.told(m, "rsa", b" b=" + rest, H, header, text)
    # The signer puts its result behind all: move it into the hole.
    at = re.search(rb"bh=[^=]*=", made).end()
    return b"DKIM-Signature: b=" + made[at:].rstrip() + made[len(b"DKIM-Signature: b="):at] + b"\r\n"


# ---- key records -------------------------------------------------------------------------------

def key_records(rng, w, algorithm):
    p = w.keys[algorithm].record.split(b"p=")[1]
    k = b"k=" + algorithm.encode() + b"; "
    cut = rng.randint(1, len(p) - 1)
    return {
        "key-bare": (b"" if algorithm == "rsa" else k) + b"p=" + p, "key-k": k + b"p=" + p,
        "key-semicolon": b"v=DKIM1; " + k + b"p=" + p + b";", "key-two-semicolons": k + b"; p=" + p,
        "key-dense": (b"v=DKIM1;" + k + b"p=" + p).replace(b" ", b""),
        "key-spaced": b" v = DKIM1 ; " + k + b" p = " + p[:cut] + b" " + p[cut:] + b" ",
        "key-v-last": k + b"p=" + p + b"; v=DKIM1", "key-v-2": b"v=DKIM2; " + k + b"p=" + p,
        "key-v-case": b"v=dkim1; " + k + b"p=" + p, "key-k-unknown": b"v=DKIM1; k=dsa; p=" + p,
        "key-k-case": b"k=" + algorithm.upper().encode() + b"; p=" + p,
        "key-h": k + b"h=sha256; p=" + p, "key-h-both": k + b"h=sha1:sha256; p=" + p,
        "key-h-sha1": k + b"h=sha1; p=" + p, "key-h-unknown": k + b"h=sha512:sha256; p=" + p,
        "key-s-email": k + b"s=email; p=" + p, "key-s-all": k + b"s=*; p=" + p, "key-s-other": k + b"s=tlsrpt; p=" + p,
        "key-s-both": k + b"s=tlsrpt:email; p=" + p, "key-t-s": k + b"t=s; p=" + p, "key-t-y": k + b"t=y; p=" + p,
        "key-t-both": k + b"t=y:s; p=" + p, "key-note": k + b"n=a note=20here; g=*; p=" + p, "key-unknown-tag": k + b"zz=1; p=" + p,
        "key-duplicate": k + b"p=" + p + b"; p=" + p, "key-revoked": b"v=DKIM1; " + k + b"p=",
        "key-no-p": b"v=DKIM1; " + k[:-2], "key-empty": b"", "key-words": b"this is no key", "key-p-cut": k + b"p=" + p[:-8],
        "key-p-no-padding": k + b"p=" + p.rstrip(b"="), "key-p-bad": k + b"p=!" + p[1:], "key-other": k + b"p=" + w.keys[
            algorithm + "-other"].record.split(b"p=")[1], "key-trailing": k + b"p=" + longer(p),
    }


def longer(p):
    return base64.b64encode(base64.b64decode(p) + b"\0\0\0")


def with_key(rng, w, label):
    m = Message(rng)
    algorithm = rng.choice(["rsa", "ed25519"])
    header, text = rng.choice(FORMS), rng.choice(FORMS)
    below = label in ("key-t-s", "key-t-both") and rng.random() < 0.5
    name = label + "-below" if below else label
    more = b" i=@b.a.test;" if below else b""
    key = None
    if label in ("key-512", "key-1016", "key-2048", "key-4096", "key-pkcs1", "key-exponent-3"):
        algorithm, key = "rsa", w.keys[label if label != "key-pkcs1" else "rsa"]
        record = key.record if label != "key-pkcs1" else key.pkcs1_record
    elif label == "key-missing":
        record = None
    else:
        record = key_records(rng, w, algorithm)[label]
    m.signatures = [w.told(m, algorithm, tags(algorithm, header, text, more), H, header, text, key)]
    records = [] if record is None else [(SELECTORS[algorithm] + b"._domainkey." + DOMAIN, record)]
    return name, m, records


KEY_LABELS = None


def make(rng, w):
    """One message: label, octets, records."""
    global KEY_LABELS
    if KEY_LABELS is None:
        KEY_LABELS = sorted(key_records(rng, w, "rsa")) + ["key-512", "key-1016", "key-2048", "key-4096", "key-pkcs1",
                                                          "key-exponent-3", "key-missing"]
    kind = rng.random()
    if kind < 0.6:
        label, m, records = changed(rng, w)
    elif kind < 0.8:
        label, m, records = odd(rng, w, rng.choice(sorted(odd_tags(w))))
    elif kind < 0.86:
        label, m, records = whole(rng, w, rng.choice(sorted(FORMS_OF_C) + sorted(ALGORITHMS) + ["sha1", "b-first", "end-open", "end-space"]))
    else:
        label, m, records = with_key(rng, w, rng.choice(KEY_LABELS))
    return label, m.octets(), records
