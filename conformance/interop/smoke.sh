#!/bin/sh
# Ordinary programs against refrelay: gpg makes mail, swaks and curl send it,
# curl reads it, openssl s_client holds one session over a refusal.
# Starts its own refrelay --demo and ends it.  B: build tree (default build).
set -u
cd "$(dirname "$0")/../.." || exit 70
B=${B:-build}
if [ ! -x "$B/bin/refrelay" ]; then
	echo "interop: $B/bin/refrelay is missing; say: make" >&2
	exit 2
fi
passed=0 failed=0 relay= session=
# Short, because gpg-agent's socket lives below it.
work=$(mktemp -d /tmp/interop.XXXXXXXX) || exit 70
chmod 755 "$work" # refrelay drops root before it opens its state
export GNUPGHOME="$work/gnupg"
mkdir -m 700 "$GNUPGHOME" "$work/state"

finish() {
	rc=$?
	trap - EXIT HUP INT TERM
	gpgconf --kill all 2>/dev/null
	for pid in $session $relay; do
		kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	rm -rf "$work"
	exit "$rc"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

# check TEXT COMMAND...: one count; says what was seen when it fails
check() {
	text=$1
	shift
	if "$@" >"$work/seen" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $text"
		tail -n 15 "$work/seen"
	fi
}

mkfifo "$work/ready"
"$B/bin/refrelay" --demo --state "$work/state" --listen 127.0.0.1 \
    >"$work/ready" 2>"$work/relay.log" </dev/null &
relay=$!
timeout 20 head -n 1 "$work/ready" >"$work/ready.json"
if [ ! -s "$work/ready.json" ]; then
	echo "interop: refrelay does not start: $(tail -n 1 "$work/relay.log")" >&2
	exit 70
fi
field() {
	jq -r "$1" "$work/ready.json"
}
host=$(field .listen) domain=$(field .domain)
submissions=$(field .ports.submissions) submission=$(field .ports.submission)
imaps=$(field .ports.imaps) imap=$(field .ports.imap)

random() {
	od -An -v -tx1 -N "$1" /dev/urandom | tr -d ' \n'
}
alice=$(random 5 | cut -c 1-9)@$domain alice_password=$(random 11)
bob=$(random 5 | cut -c 1-9)@$domain bob_password=$(random 11)

imap_curl() { # USER:PASSWORD PATH [curl arguments]
	who=$1 path=$2
	shift 2
	curl --silent --show-error --insecure --max-time 20 --user "$who" "$@" \
	    "imaps://$host:$imaps/$path"
}

# Login makes the account.
login() {
	imap_curl "$1" '' -X CAPABILITY | grep -q IMAP4rev1
}
check "curl logs in to a new account" login "$alice:$alice_password"
check "curl logs in to another new account" login "$bob:$bob_password"
check "curl logs in over STARTTLS" curl --silent --show-error --insecure --ssl-reqd \
    --max-time 20 --user "$bob:$bob_password" -X NOOP "imap://$host:$imap/"

# A throw-away key and a message encrypted to it, as multipart/encrypted.
gpg --batch --quiet --passphrase '' --quick-generate-key "<$bob>" rsa2048 encrypt,sign never \
    2>"$work/gpg.log" || { cat "$work/gpg.log"; exit 70; }
secret="the secret of $(random 8)"
printf '%s' "$secret" |
    gpg --batch --quiet --trust-model always --armor --encrypt --recipient "$bob" >"$work/armor"

encrypted() { # MESSAGE-ID
	cat <<-END
		From: <$alice>
		To: <$bob>
		Subject: what nobody may read
		Message-ID: <$1@localhost>
		Date: Thu, 01 Jan 2026 00:00:00 +0000
		MIME-Version: 1.0
		Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=next

		--next
		Content-Type: application/pgp-encrypted

		Version: 1

		--next
		Content-Type: application/octet-stream

		$(cat "$work/armor")

		--next--
	END
}

clear_text() {
	cat <<-END
		From: <$alice>
		To: <$bob>
		Subject: hello
		Message-ID: <clear@localhost>
		MIME-Version: 1.0
		Content-Type: text/plain

		This is not encrypted.
	END
}

swaks_send() { # FILE PORT --tls|--tls-on-connect
	swaks --server "$host" --port "$2" "$3" --timeout 20 \
	    --auth PLAIN --auth-user "$alice" --auth-password "$alice_password" \
	    --from "$alice" --to "$bob" --data - <"$1" >"$work/swaks" 2>"$work/swaks.err"
	swaks_rc=$?
	cat "$work/swaks" "$work/swaks.err"
	return "$swaks_rc"
}

messages() { # how many bob has
	imap_curl "$bob:$bob_password" '' -X 'STATUS INBOX (MESSAGES)' |
	    sed -n 's/.*MESSAGES \([0-9]*\).*/\1/p'
}
has_messages() {
	[ "$(messages)" = "$1" ] || {
		echo "wanted $1 messages, found $(messages)"
		return 1
	}
}

encrypted first >"$work/first"
check "swaks sends an encrypted message" \
    swaks_send "$work/first" "$submissions" --tls-on-connect
check "it is there when the 250 is" has_messages 1

imap_curl "$bob:$bob_password" 'INBOX;UID=1' >"$work/fetched"
decrypts() {
	[ "$(gpg --batch --quiet --decrypt "$work/fetched" 2>"$work/gpg.log")" = "$secret" ]
}
check "gpg decrypts what curl fetched" decrypts
body_of() {
	sed 's/\r$//' "$1" | sed '1,/^$/d'
}
same_body() {
	body_of "$work/first" >"$work/body.sent"
	body_of "$work/fetched" >"$work/body.got"
	# Clients may add one line end of their own at the end.
	diff -B "$work/body.sent" "$work/body.got"
}
check "the body is the one that was sent" same_body
check "the subject is covered" grep -q '^Subject: \[\.\.\.\].\{0,1\}$' "$work/fetched"
no_trace() {
	! grep -i -n -e '^Received:' -e '^X-Mailer:' -e '127\.0\.0\.1' "$work/fetched"
}
check "no trace of the client is in it" no_trace

refused() {
	clear_text >"$work/clear"
	swaks_send "$work/clear" "$submission" --tls && return 1
	grep '523 .*[Ii]nvalid [Uu]nencrypted [Mm]ail' "$work/swaks"
}
check "swaks' cleartext over STARTTLS gets 523" refused
check "nothing of it is stored" has_messages 1

encrypted second >"$work/second"
check "curl sends over STARTTLS" curl --silent --show-error --insecure --ssl-reqd --max-time 20 \
    --user "$alice:$alice_password" --mail-from "$alice" --mail-rcpt "$bob" --crlf \
    --upload-file "$work/second" "smtp://$host:$submission/client.test"
check "it arrives too" has_messages 2

# One session: a refusal, then a message that is accepted.
mkfifo "$work/to" "$work/from"
timeout 60 openssl s_client -quiet -connect "$host:$submissions" <"$work/to" >"$work/from" \
    2>"$work/s_client.log" &
session=$!
exec 3>"$work/to" 4<"$work/from"
# say TEXT... writes lines; expect CODE reads one reply and compares
say() {
	printf '%s\r\n' "$@" >&3
}
expect() {
	while IFS= read -r reply <&4; do
		case $reply in
		[0-9][0-9][0-9]-*) continue ;;
		"$1"*) return 0 ;;
		esac
		break
	done
	echo "wanted $1, got: ${reply:-nothing}"
	return 1
}
transaction() { # FILE CODE
	say "MAIL FROM:<$alice>" && expect 250 || return 1
	say "RCPT TO:<$bob>" && expect 250 || return 1
	say DATA && expect 354 || return 1
	sed -e 's/^\./../' -e 's/$/\r/' "$1" >&3
	say . && expect "$2"
}
one_session() {
	expect 220 || return 1
	say 'EHLO [127.0.0.1]' && expect 250 || return 1
	say "AUTH PLAIN $(printf '\000%s\000%s' "$alice" "$alice_password" | base64 -w 0)"
	expect 235 || return 1
	transaction "$work/clear" 523 || return 1
	transaction "$work/second" 250 || return 1
	say QUIT && expect 221
}
check "one session is refused cleartext and then sends" one_session
exec 3>&- 4<&-
wait "$session"
session=
check "only the accepted message arrives" has_messages 3

delete_all() {
	imap_curl "$bob:$bob_password" INBOX -X 'UID STORE 1:* +FLAGS (\Deleted)' &&
	    imap_curl "$bob:$bob_password" INBOX -X EXPUNGE && has_messages 0
}
check "curl deletes everything" delete_all

echo "interop: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
