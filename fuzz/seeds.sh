#!/bin/sh
# Writes the seeds of every target below a directory.  They are made here and
# not kept as files, so that each says what it is.
#   seeds.sh DIR
set -eu
dir=$1
mkdir -p "$dir/line" "$dir/diff_gate" "$dir/session" "$dir/http" "$dir/imap" "$dir/dkim" "$dir/remote"

printf '\003NOOP\r\n' >"$dir/line/command"
printf '\004NOOP\nNOOP\r\n' >"$dir/line/bare-lf"
printf '\007Subject: x\r\n\r\n..dot\r\n.\r\nMAIL' >"$dir/line/data"
printf '\005x\n.\nMAIL FROM:<a@b>\r\n.\r\n' >"$dir/line/smuggling"
{ printf '\001'; awk 'BEGIN { for (i = 0; i < 2100; i++) printf "a" }'; printf '\r\n'; } >"$dir/line/long"

# Packets of the right shape: a PKESK v3 for a hidden recipient, an SKESK v4, a SEIPD v1 and a v2.
filler() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "Z" }'; }
pkesk() { printf '\301\136\003\0\0\0\0\0\0\0\0\022\001\007\100'; filler 81; }
skesk() { printf '\303\015\004\007\003\010saltsalt\140'; }
seipd1() { printf '\322\055\001'; filler 44; }
seipd2() { printf '\322\100\002\011\002\006'; filler 60; }
{ printf '\0'; pkesk; seipd1; } >"$dir/diff_gate/pkesk"
{ printf '\0'; skesk; pkesk; seipd2; } >"$dir/diff_gate/mixed"
{ printf '\0'; pkesk; printf '\322\351\001'; filler 511; printf '\012'; filler 10; } >"$dir/diff_gate/partial"
{ printf '\0'; pkesk; seipd1; printf '\313\014b\0\0\0\0\0hello\0'; } >"$dir/diff_gate/trailing"
armor() {
	printf -- '-----BEGIN PGP MESSAGE-----\r\n\r\n'
	{ pkesk; seipd1; } | base64 -w 64 | sed 's/$/\r/'
	printf -- '-----END PGP MESSAGE-----\r\n'
}
{ printf '\001'; armor; } >"$dir/diff_gate/armor"
{ printf '\001'; armor | sed 's/^-----END/=AAAA\r\n-----END/'; } >"$dir/diff_gate/armor-crc"
{
	printf '\002From: <a@b>\r\nContent-Type: multipart/encrypted; boundary="B"\r\n\r\n'
	printf -- '--B\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n'
	printf -- '--B\r\nContent-Type: application/octet-stream\r\n\r\n'
	armor
	printf -- '\r\n--B--\r\n'
} >"$dir/diff_gate/message"

login='AUTH PLAIN AGFiY2RlZmdoaUBjaGF0LnRlc3QAMTIzNDU2Nzg5\r\n'
mail='MAIL FROM:<abcdefghi@chat.test>\r\nRCPT TO:<bbbbbbbbb@chat.test>\r\nDATA\r\n'
printf "\\010\\100EHLO x\\r\\n${login}${mail}Subject: x\\r\\n\\r\\n..\\r\\n.\\r\\nQUIT\\r\\n" >"$dir/session/submit"
printf "\\000\\200EHLO x\\r\\nSTARTTLS\\r\\nEHLO x\\r\\n${login}RSET\\r\\nNOOP\\r\\n" >"$dir/session/starttls"
printf '\017\020EHLO x\r\nAUTH PLAIN\r\n*\r\nVRFY a\r\nEXPN a\r\nHELP\r\nXYZ\r\n' >"$dir/session/refused"

host='Host: chat.test\r\n'
printf "\\100\\000GET /?a=b HTTP/1.1\r\n${host}Connection: close\r\n\r\nGET / HTTP/1.1\r\n" >"$dir/http/get"
printf "\\300\\000POST /new HTTP/1.1\r\n${host}Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc" >"$dir/http/length"
printf "\\200\\000POST http://x/new HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n" >"$dir/http/chunked"
printf "\\200\\000POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n" >"$dir/http/both"
printf '\100\0013\r\nabc\r\n0a;x=y\r\n0123456789\r\n0\r\nX: y\r\n\r\nGET /' >"$dir/http/body"

# Commands, heads of APPEND, names with patterns, and messages.
crlf() { sed 's/$/\r/'; }
{
	printf '\000\001'
	crlf <<'END'
a1 LOGIN "abcdefghi@chat.test" "pass \"w\\ord"
a2 LOGIN {9+}
abcdefghi {9}
123456789
a3 AUTHENTICATE PLAIN AGFiY2RlZmdoaUBjaGF0LnRlc3QAMTIzNDU2Nzg5
a4 ID ("name" "x" "version" NIL)
a5 ENABLE CONDSTORE X
a6 LSUB "" "%"
a7 LIST "" "a/%/*"
a8 STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)
a9 RENAME "Trash/a" {4}
b&-c
a10 LITERAL {4294967296+}
END
} >"$dir/imap/commands"
{
	printf '\000\007'
	crlf <<'END'
b1 UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (Subject "From" {1}
X)]<0.100>)
b2 FETCH 9,3:5,*:7 (ENVELOPE BODYSTRUCTURE BODY[1.2.MIME] BODY.PEEK[HEADER.FIELDS.NOT (To)] BODY[TEXT])
b3 FETCH 4294967295 FULL
b4 UID STORE 2,4:3 +FLAGS.SILENT (\Seen \Deleted)
b5 UID MOVE 1:3,2:8 "Trash"
b6 UID EXPUNGE 9,1,7:5,3,100:200,4294967295,12,20
END
} >"$dir/imap/selected"
{
	printf '\000\003'
	crlf <<'END'
c1 UID SEARCH RETURN (MIN MAX COUNT ALL) CHARSET UTF-8 OR NOT SEEN (LARGER 100 SMALLER 2000) UID 1:9
c2 SEARCH SENTBEFORE 17-Nov-2026 SINCE "1-Jan-1960" SENTSINCE 1-Jan-1900 LARGER 70 ON 16-Nov-2026
c3 SEARCH HEADER Message-ID <1@b> OR BODY one TEXT {3}
two UNFLAGGED NEW KEYWORD $X 2:*
END
} >"$dir/imap/search"
{
	printf '\000\011'
	crlf <<'END'
d1 GETMETADATA (MAXSIZE 100 DEPTH infinity) "" (/shared/comment "/shared/vendor/deltachat/irohrelay")
d2 GETMETADATA "INBOX" ("/private/devicetoken")
d3 SETMETADATA INBOX (/private/devicetoken "fcm-1:2" /private/x NIL /private/y ~{3+}
abc)
END
} >"$dir/imap/metadata"
printf '\001\000x APPEND "Sent" (\\Seen $X) "17-Jul-2026 02:44:25 +0130" {9+}\r\nA: b\r\n\r\nc' >"$dir/imap/append"
printf '\002\276a/&AOQ-/&2D3eAA-/&-bc&ZeU-*c/%%/&*' >"$dir/imap/name"
printf '\002\354a/&AOQ-&AOQ-*' >"$dir/imap/two-runs"
printf '\002\200Inbox/sub/ab%%b' >"$dir/imap/inbox"
{
	printf '\003\000'
	crlf <<'END'
Subject: "quoted" \ text
From: "Joe \"J\" Doe" <joe@example.org>, b@example.org (comment)
To: Friends: x@example.org, <y@example.org>;, z@example.org
Content-Type: multipart/mixed; boundary="out"

--out
Content-Type: message/rfc822

Subject: inner
Content-Type: multipart/alternative; boundary=in

--in

plain
--in
Content-Type: text/html; charset=utf-8
Content-Disposition: inline; filename="a"

<p>
--in--
--out--
END
} >"$dir/imap/message"

# A signature, a key record, bodies, a field and a header block.
hash=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
signature="v=1; a=rsa-sha256; c=relaxed/simple; d=a.test; s=s; q=dns/txt;\r\n\th=from : to; bh=$hash; b=YW\r\n Jj"
printf "\\000\\000 $signature" >"$dir/dkim/signature"
printf "\\000\\000i=x@b.a.test;t=5;x=6;zz=;$signature;" >"$dir/dkim/times"
printf "\\000\\000l=3;$signature" >"$dir/dkim/length"
printf '\000\000v=DKIM1; k=rsa; h=sha1:sha256; s=email; t=s; n=a b; p=YWJj' >"$dir/dkim/key"
printf '\000\000t=y;v=DKIM1;k=ed25519;p=;p=' >"$dir/dkim/twice"
printf '\001\021 C \r\nD \t E\r\n\r\n\r\n' >"$dir/dkim/body"
printf '\001\100\r\n \r\n\t x \r y\nz\r\n\r\n  ' >"$dir/dkim/blanks"
printf '\002\042SubJect :\r\n  a\t \r\n b ' >"$dir/dkim/field"
printf '\003\000To: 1\r\nFrom: a\r\n b\r\nTO: 2\r\n\r\nbody' >"$dir/dkim/fields"

# A delivery, one that is refused, replies in many lines; a policy, records, a message with dots.
tls='220 b\r\n\377250-b\r\n250 STARTTLS\r\n\377220 go\r\n\377250-b\r\n250-SIZE 9999\r\n250 8BITMIME\r\n\377'
printf "\\000\\000${tls}250 a\\r\\n\\377250 b\\r\\n\\377550 c\\r\\n\\377354 d\\r\\n\\377250 e\\r\\n\\377221 f\\r\\n" >"$dir/remote/taken"
printf "\\000\\001${tls}421 4.3.2 busy\\r\\n" >"$dir/remote/busy"
printf '\000\000220-a\r\n220 b\r\n\377250-x\r\n250 STARTTLS\r\n\377220 go\r\n250 evil\r\n' >"$dir/remote/injects"
printf '\001mx.b.test       version: STSv1\nmode: enforce\nmx: *.b.test\nmx: c\nmax_age: 86400\n' >"$dir/remote/policy"
printf '\002\000\012\002mx\001b\004test\000\377\000\000\000' >"$dir/remote/mx"
printf '\002v=STSv1; id=20260101;' >"$dir/remote/sts"
printf '\002\003\001\001abcdefghijklmnopqrstuvwxyz012345' >"$dir/remote/tlsa"
printf '\003A: b\r\n\r\n.\r\n..x\r\n.' >"$dir/remote/dots"
