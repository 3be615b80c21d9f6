#!/bin/sh
# Writes the seeds of every target below a directory.  They are made here and
# not kept as files, so that each says what it is.
#   seeds.sh DIR
set -eu
dir=$1
mkdir -p "$dir/line" "$dir/diff_gate" "$dir/session"

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
