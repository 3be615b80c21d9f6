#!/bin/sh
# Wrong options, files, ports and disks: one clear line on stderr and the right
# exit code, from both programs.  B: build tree (default build).
set -u
cd "$(dirname "$0")/../.." || exit 70
B=${B:-build}
judge=$B/bin/relayspec relay=$B/bin/refrelay
for program in "$judge" "$relay"; do
	if [ ! -x "$program" ]; then
		echo "badinput: $program is missing; say: make" >&2
		exit 2
	fi
done
passed=0 failed=0 running=
work=$(mktemp -d /tmp/badinput.XXXXXXXX) || exit 70
chmod 755 "$work" # refrelay drops root before it opens its state

finish() {
	rc=$?
	trap - EXIT HUP INT TERM
	stop
	rm -rf "$work"
	exit "$rc"
}
stop() {
	for pid in $running; do
		kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	running=
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

ok() {
	passed=$((passed + 1))
}
bad() { # TEXT
	failed=$((failed + 1))
	echo "FAIL $1"
	shift
	[ $# -eq 0 ] || printf '     %s\n' "$@"
}

# refused CODE WORD COMMAND...: that exit code, and exactly one line on stderr, which says WORD
refused() {
	code=$1 word=$2
	shift 2
	timeout 60 "$@" >"$work/out" 2>"$work/err" </dev/null
	rc=$?
	lines=$(wc -l <"$work/err")
	if [ "$rc" -eq "$code" ] && [ "$lines" -eq 1 ] && grep -q -i -e "$word" "$work/err"; then
		ok
		return
	fi
	bad "$*" "wanted exit $code and one line with \`$word', got exit $rc and $lines lines:" \
	    "$(head -n 4 "$work/err")"
}

# ---- relayspec ---------------------------------------------------------------

refused 2 command "$judge"
refused 2 frobnicate "$judge" frobnicate
refused 2 relay "$judge" audit
refused 2 no-such "$judge" audit localhost --no-such
refused 2 value "$judge" audit localhost --seed
refused 2 port-imaps "$judge" audit localhost --port-imaps 65536
refused 2 port-imap "$judge" audit localhost --port-imap 143x
refused 2 port-https "$judge" audit localhost --port-https no
refused 2 timeout-scale "$judge" audit localhost --timeout-scale 0
refused 2 timeout-scale "$judge" audit localhost --timeout-scale nan
refused 2 level "$judge" audit localhost --level shall
refused 2 color "$judge" audit localhost --color pink
refused 2 seed "$judge" audit localhost --seed -1
refused 2 jobs "$judge" audit localhost --jobs 0
refused 2 repeat "$judge" audit localhost --repeat 0
refused 2 budget "$judge" audit localhost --budget plenty
refused 2 budget "$judge" audit localhost --budget mails=many
refused 2 profile "$judge" audit localhost --profile lenient
refused 2 push-cert "$judge" audit localhost --push-listen 127.0.0.1:8443 --out "$work/audit"
refused 2 push-listen "$judge" audit localhost --push-cert /dev/null --out "$work/audit"
refused 2 push-listen "$judge" audit localhost --push-listen localhost:8443 --push-cert /dev/null \
    --out "$work/audit"
refused 2 push-cert "$judge" audit localhost --push-listen 127.0.0.1:0 --push-cert /dev/null \
    --out "$work/audit"
refused 2 peer-domain "$judge" audit localhost --dkim-key /dev/null --out "$work/audit"
refused 2 dkim-key "$judge" audit localhost --dkim-selector s --out "$work/audit"
refused 2 dns-listen "$judge" audit localhost --dkim-key /dev/null --peer-domain peer.example \
    --dns-listen 127.0.0.1:0 --out "$work/audit"
refused 2 'dkim-key.*cannot read' "$judge" audit localhost --dkim-key "$work/none.pem" \
    --peer-domain peer.example --out "$work/audit"
refused 2 'dkim-key.*RSA.*Ed25519' "$judge" audit localhost --dkim-key /dev/null \
    --peer-domain peer.example --out "$work/audit"
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/ec.pem" 2>/dev/null
refused 2 'dkim-key.*RSA.*Ed25519' "$judge" audit localhost --dkim-key "$work/ec.pem" \
    --peer-domain peer.example --out "$work/audit"
refused 2 'peer-domain.*domain' "$judge" audit localhost --dkim-key "$work/ec.pem" \
    --peer-domain 'peer example' --out "$work/audit"
openssl genpkey -algorithm ED25519 -out "$work/ed.pem" 2>/dev/null
refused 2 'dkim-selector.*name' "$judge" audit localhost --dkim-key "$work/ed.pem" \
    --dkim-selector a..b --peer-domain peer.example --out "$work/audit"
refused 2 'peer-domain.*own' "$judge" audit localhost --dkim-key "$work/ed.pem" \
    --peer-domain LOCALHOST.example --domain localhost.example --out "$work/audit"
refused 2 turn-secret "$judge" audit localhost --turn-secret /dev/null --out "$work/audit"
refused 2 value "$judge" audit localhost --hook
refused 2 'hook.*not found' "$judge" audit localhost --hook "$work/none" --out "$work/audit"
refused 2 'hook.*exit code 1' "$judge" audit localhost --hook 'exit 1;' --out "$work/audit"
refused 2 'hook.*no such luck' "$judge" audit localhost --hook 'echo no such luck >&2; false' \
    --out "$work/audit"
refused 2 'hook.*clokc' "$judge" audit localhost --hook 'echo clokc;:' --out "$work/audit"
refused 2 'hook.*nothing' "$judge" audit localhost --hook : --out "$work/audit"
refused 2 'ping does not take --hook' "$judge" ping localhost --hook :
refused 2 host "$judge" audit ''
refused 2 domain "$judge" audit 127.0.0.1
refused 2 NO_SUCH_ID "$judge" audit localhost NO_SUCH_ID
refused 2 'NO_SUCH_\*' "$judge" audit localhost GATE_CLEARTEXT 'NO_SUCH_*'
refused 2 NO_SUCH_ID "$judge" list NO_SUCH_ID
refused 2 lenient "$judge" list --profile lenient
refused 2 requirement "$judge" explain
refused 2 NO_SUCH_ID "$judge" explain NO_SUCH_ID
refused 2 relay "$judge" ping
refused 2 relay "$judge" latency
for wrong in '--quantile 0.95,' '--quantile 1' '--quantile 0.9,0.95,0.99,0.999,0.9' '--samples 0' \
    '--blocks 0' '--rounds 7' '--senders 1' '--rate 301' '--limit none' '--pause -1'; do
	# shellcheck disable=SC2086 # words, on purpose
	refused 2 "${wrong%% *}" "$judge" latency 127.0.0.1 --domain chat.test --out "$work/latency" $wrong
done
refused 2 blocks "$judge" latency 127.0.0.1 --domain chat.test --samples 20 \
    --blocks 30
refused 2 cut-off "$judge" latency 127.0.0.1 --domain chat.test --limit 2000 --cut-off 2
refused 2 run.json "$judge" report
refused 2 "$work/none.json" "$judge" report "$work/none.json"
refused 2 'replay' "$judge" replay
refused 2 "$work/none.json" "$judge" replay "$work/none.json" GATE_CLEARTEXT

echo '{"cases": [' >"$work/cut.json"
refused 2 cut.json "$judge" report "$work/cut.json"
echo '{}' >"$work/empty.json"
refused 2 empty.json "$judge" report "$work/empty.json"

at_rest="audit 127.0.0.1 --domain chat.test --insecure" # words, on purpose
refused 2 none.creds "$judge" $at_rest --creds "$work/none.creds"
echo '# nobody' >"$work/empty.creds"
refused 2 empty.creds "$judge" $at_rest --creds "$work/empty.creds"
printf 'abcdefghi@chat.test password1\nonly-one-word\n' >"$work/bad.creds"
refused 2 'bad\.creds:2' "$judge" $at_rest --creds "$work/bad.creds"
refused 2 none.expect "$judge" $at_rest --expect "$work/none.expect"
echo 'NO_SUCH_ID xfail 2099-01-01 none' >"$work/bad.expect"
refused 2 'bad\.expect:1' "$judge" $at_rest --expect "$work/bad.expect"
: >"$work/file"
refused 2 out "$judge" $at_rest --out "$work/file/below"

# Nobody listens on port 1.  A name that does not exist is a slip of the caller.
set -- --port-submissions 1 --port-submission 1 --port-imaps 1 --port-imap 1 \
    --port-https none --port-http none
"$judge" $at_rest "$@" --out "$work/audit" >"$work/out" 2>"$work/err"
rc=$?
if [ "$rc" -eq 3 ] && [ "$(grep -c '^relayspec: .*127\.0\.0\.1' "$work/err")" -eq 1 ]; then
	ok
else
	bad "audit of an unreachable relay" "wanted exit 3 and its reason, got exit $rc:" \
	    "$(head -n 4 "$work/err")"
fi
refused 2 nowhere.invalid "$judge" audit nowhere.invalid "$@" --out "$work/audit" -q

# ---- refrelay ----------------------------------------------------------------

ini() { # LINES... after a beginning that is right
	printf '%s\n' '[params]' 'mail_domain = chat.test' 'listen = 127.0.0.1' \
	    'port_submissions = 0' 'port_submission = 0' 'port_imaps = 0' 'port_imap = 0' \
	    'port_https = 0' 'port_http = 0' 'port_smtp = 0' \
	    "state = $work/state" "$@" >"$work/relay.ini"
}
pair() { # NAME
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 \
	    -subj /CN=chat.test -addext subjectAltName=DNS:chat.test \
	    -keyout "$work/$1.key" -out "$work/$1.pem" 2>/dev/null
}
pair one
pair two

refused 2 demo "$relay"
refused 2 no-such "$relay" --no-such
refused 2 config "$relay" --config
refused 2 stray "$relay" --demo stray
refused 2 none.ini "$relay" --config "$work/none.ini"
refused 2 "$work" "$relay" --config "$work"
refused 2 listen "$relay" --demo --state "$work/state" --listen here
refused 2 domain "$relay" --demo --state "$work/state" --domain 'chat test'
refused 2 port "$relay" --demo --state "$work/state" --port-imap 65536
refused 2 'port-https' "$relay" --demo --state "$work/state" --port-https never
refused 2 'KEY=VALUE' "$relay" --demo --state "$work/state" --set port_https
refused 2 'KEY=VALUE' "$relay" --demo --state "$work/state" --set =off
refused 2 set "$relay" --demo --state "$work/state" --set
refused 2 'unknown key .prot_https' "$relay" --demo --state "$work/state" --set prot_https=off
refused 2 'port_http' "$relay" --demo --state "$work/state" --set port_http=65536
refused 2 'imap_compress' "$relay" --demo --state "$work/state" --set imap_compress=perhaps
refused 2 'every port is off' "$relay" --demo --state "$work/state" --set port_http=off \
    --set port_https=off --set port_imap=off --set port_imaps=off \
    --set port_submission=off --set port_smtp=off --port-submissions off
refused 2 state "$relay" --demo --state "$work/file"
refused 2 state "$relay" --demo --state "$work/file/below"
ini 'this is no setting'
refused 2 'relay\.ini:12' "$relay" --config "$work/relay.ini"
ini 'max_message_sise = 1M'
refused 2 'relay\.ini:12.*max_message_sise' "$relay" --config "$work/relay.ini"
ini 'max_user_send_per_minute = lots'
refused 2 'relay\.ini:12' "$relay" --config "$work/relay.ini"
ini "passthrough_senders = boss@chat.test"
refused 2 'relay\.ini:12' "$relay" --config "$work/relay.ini"
ini
refused 2 tls_key "$relay" --config "$work/relay.ini"
ini "tls_certificate = $work/one.pem" "tls_key = $work/none.key"
refused 2 none.key "$relay" --config "$work/relay.ini"
ini "tls_certificate = $work/none.pem" "tls_key = $work/one.key"
refused 2 none.pem "$relay" --config "$work/relay.ini"
ini "tls_certificate = $work/one.pem" "tls_key = $work/file"
refused 2 "$work/file" "$relay" --config "$work/relay.ini"
ini "tls_certificate = $work/one.pem" "tls_key = $work/two.key"
refused 2 two.key "$relay" --config "$work/relay.ini"
ini "tls_certificate = $work/one.pem" "tls_key = $work/two.key"
refused 2 two.key "$relay" --check-config --config "$work/relay.ini"

# start COMMAND...: a relay that must come up; its ports in $work/ready.json
start() {
	rm -f "$work/ready"
	mkfifo "$work/ready"
	("$@") >"$work/ready" 2>"$work/relay.err" </dev/null &
	running="$running $!"
	timeout 20 head -n 1 "$work/ready" >"$work/ready.json"
	[ -s "$work/ready.json" ]
}
port() {
	jq ".ports.$1" "$work/ready.json"
}

# What is off is neither listened on nor told.
if start exec "$relay" --demo --state "$work/none" --listen 127.0.0.1 --set port_http=off \
    --port-https off && [ "$(jq '.ports | keys | length' "$work/ready.json")" -eq 5 ]; then
	ok
else
	bad "refrelay --port-https off" "$(cat "$work/ready.json")" "$(tail -n 3 "$work/relay.err")"
fi
stop

if start exec "$relay" --demo --state "$work/first" --listen 127.0.0.1; then
	ok
	refused 2 "port $(port imaps)" "$relay" --demo --state "$work/second" \
	    --listen 127.0.0.1 --port-imaps "$(port imaps)"
	set -- --port-submissions "$(port submissions)" --port-submission "$(port submission)" \
	    --port-imaps "$(port imaps)" --port-imap "$(port imap)"
	if "$judge" $at_rest "$@" --out "$work/audit" -q GATE_CLEARTEXT >"$work/out" 2>&1; then
		ok
		refused 70 write sh -c '"$0" report "$1" --text - >/dev/full' "$judge" \
		    "$work/audit/run.json"
		# Only regular files are replaced: a device of that name must survive root.
		mkfifo "$work/device"
		timeout 20 cat "$work/device" >/dev/null &
		running="$running $!"
		timeout 20 "$judge" report "$work/audit/run.json" --text "$work/device" \
		    >"$work/out" 2>&1
		if [ -p "$work/device" ]; then
			ok
		else
			bad "relayspec report --text DEVICE" "the device was replaced by a file"
		fi
	else
		bad "audit of a healthy relay" "$(tail -n 3 "$work/out")"
	fi
else
	bad "refrelay --demo" "$(tail -n 3 "$work/relay.err")"
fi
stop

# ---- full disk ---------------------------------------------------------------

# Root mounts a tiny file system that vanishes with the process; others get a
# limit on file sizes (the signal is ignored, so a write fails as on a full disk).
# The function replaces its (sub)shell by the command, so $! is the command.
exec_on_small_disk() { # KIBIBYTES COMMAND...
	kib=$1
	shift
	if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
		exec unshare -m sh -c 'mount -t tmpfs -o size="$1"k,mode=755 tiny "$2" &&
		    shift 2 && exec "$@"' sh "$kib" "$work/small" "$@"
	fi
	trap '' XFSZ
	ulimit -f $((kib * 2))
	exec "$@"
}
mkdir "$work/small"

# Too small for anything: it must say so and end.
(exec_on_small_disk 4 timeout 60 "$relay" --demo --state "$work/small/state" \
    --listen 127.0.0.1) >"$work/out" 2>"$work/err" </dev/null
rc=$?
if [ "$rc" -ne 0 ] && [ "$rc" -lt 124 ] && [ "$(wc -l <"$work/err")" -eq 1 ]; then
	ok
else
	bad "refrelay on a full disk" "wanted one line and an exit code, got exit $rc:" \
	    "$(head -n 4 "$work/err")"
fi

# Enough to start, too small for a big message: a 4yz that says so, not a byte
# kept of it, and the relay lives on.
rm -rf "$work/small"
mkdir "$work/small"
who=abcdefghi@chat.test password=123456789012
export GNUPGHOME="$work/gnupg"
mkdir -m 700 "$GNUPGHOME"

# curl's exit code; the dialogue in $work/talk
send() { # OCTETS of plaintext
	{
		cat <<-END
			From: <$who>
			To: <$who>
			Message-ID: <$1@localhost>
			MIME-Version: 1.0
			Content-Type: multipart/encrypted; boundary=next

			--next
			Content-Type: application/pgp-encrypted

			Version: 1

			--next
			Content-Type: application/octet-stream

		END
		head -c "$1" /dev/urandom | gpg --batch --quiet --pinentry-mode loopback \
		    --passphrase x --armor --symmetric
		printf '\n--next--\n'
	} >"$work/message"
	curl --silent --show-error --verbose --insecure --max-time 30 --crlf \
	    --user "$who:$password" --mail-from "$who" --mail-rcpt "$who" \
	    --upload-file "$work/message" "smtps://127.0.0.1:$(port submissions)/client.test" \
	    >"$work/talk" 2>&1
}
messages() {
	curl --silent --insecure --max-time 20 --user "$who:$password" \
	    -X 'STATUS INBOX (MESSAGES)' "imaps://127.0.0.1:$(port imaps)/" |
	    sed -n 's/.*MESSAGES \([0-9]*\).*/\1/p'
}

if start exec_on_small_disk 2048 "$relay" --demo --state "$work/small/state" \
    --listen 127.0.0.1; then
	if send 100; then
		ok
	else
		bad "a small message on a small disk" "$(tail -n 3 "$work/talk")"
	fi
	if ! send 3000000 && grep -q '^< 4[0-9][0-9] ' "$work/talk"; then
		ok
	else
		bad "a big message on a small disk" "wanted 4yz, got:" \
		    "$(grep '^<' "$work/talk" | tail -n 2)"
	fi
	if send 100; then
		ok
	else
		bad "a small message after the disk was full" "$(tail -n 3 "$work/talk")"
	fi
	found=$(messages)
	if [ "$found" = 2 ]; then
		ok
	else
		bad "the mailbox after the disk was full" "wanted 2 messages, got ${found:-no answer}"
	fi
else
	bad "refrelay on a small disk" "$(tail -n 3 "$work/relay.err")"
fi
gpgconf --kill all
stop

echo "badinput: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
