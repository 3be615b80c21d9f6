#!/bin/sh
# Deletion audits (relayspec plant, relayspec verify) played to their end in seconds: interrupted,
# resumed, tampered with, too late; on relays that keep the promise and that do not; and once with
# the published limits, where a hook lets the months pass.
#   plant.sh [PART...]     default: words honest missed away keeps hasty months; B: build tree (build)
# Another part, peer, takes Postfix and Dovecot through the months, with the expiry job of deployed
# relays.  The parts run side by side; the last line counts.
set -u
cd "$(dirname "$0")/../.." || exit 70
B=${B:-build}
judge=$B/bin/relayspec data=conformance/tests/data
for program in relayspec refrelay refrelay-clock; do
	if [ ! -x "$B/bin/$program" ]; then
		echo "plant: $B/bin/$program is missing; say: make" >&2
		exit 2
	fi
done
work=$(mktemp -d /tmp/plant.XXXXXXXX) || exit 70
chmod 755 "$work" # refrelay drops root before it opens its state
: >"$work/pids"

finish() {
	rc=$?
	trap - EXIT HUP INT TERM
	while read -r pid; do
		kill -9 "$pid" 2>/dev/null
	done <"$work/pids"
	for tree in "$work"/months/tree; do
		[ ! -e "$tree/pids" ] || python3 conformance/targets/lab.py stop "$tree/pids"
	done
	[ -n "${KEEP:-}" ] || rm -rf "$work"
	exit "$rc"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

# ---- in a part: $d is its directory ---------------------------------------------

ok() {
	echo ok >>"$d/result"
}
bad() { # TEXT...
	echo "FAIL $part: $1" >>"$d/result"
	shift
	[ $# -eq 0 ] || printf '     %s\n' "$@" >>"$d/result"
}
check() { # TEXT COMMAND...: it succeeds
	what=$1
	shift
	if "$@" >"$d/check" 2>&1; then ok; else bad "$what" "$(tail -n 5 "$d/check")"; fi
}
# ends CODE COMMAND...: with that exit code; what it printed is in $d/out, $d/err
ends() {
	code=$1
	shift
	"$@" >"$d/out" 2>"$d/err" </dev/null
	rc=$?
	if [ "$rc" -eq "$code" ]; then ok; else bad "$*: wanted exit $code, got $rc" "$(tail -n 25 "$d/err" "$d/out")"; fi
}
says() { # FILE PATTERN
	if grep -q -E -e "$2" "$1"; then ok; else bad "\`$2' is not said" "$(cat "$1")"; fi
}
# refused WORD COMMAND...: exit 2 and exactly one line, which says WORD
refused() {
	word=$1
	shift
	ends 2 "$@"
	says "$d/err" "$word"
	check "one line for $word" test "$(wc -l <"$d/err")" -eq 1
}
# begins COMMAND...: in the background; what it says on stderr is read by hears
begins() {
	rm -f "$d/fifo"
	mkfifo "$d/fifo"
	"$@" >"$d/out1" 2>"$d/fifo" </dev/null &
	pid=$!
	echo $pid >>"$work/pids"
	exec 3<"$d/fifo"
}
hears() { # PATTERN: in one of the next lines
	while read -r line <&3; do
		case $line in
		*$1*)
			ok
			return
			;;
		esac
	done
	bad "\`$1' was not heard"
}
kills() { # SIGNAL
	kill "-$1" $pid
	wait $pid 2>/dev/null # where a shell says that it was killed
	rc=$?
	exec 3<&-
}
# relay SETTING...: refrelay on free ports; its options for relayspec are in $target
relay() {
	[ -d "$d/state" ] || mkdir -m 777 "$d/state"
	rm -f "$d/ready"
	mkfifo "$d/ready"
	set -- $(for s in "$@"; do echo --set "$s"; done)
	"$B/bin/refrelay" --demo --state "$d/state" --listen 127.0.0.1 --set password_scrypt_log2n=10 \
	    "$@" >"$d/ready" 2>"$d/relay.log" </dev/null &
	relay_pid=$!
	echo $relay_pid >>"$work/pids"
	# Its one line comes when every port listens, end of file when it died.
	timeout 30 head -n 1 "$d/ready" >"$d/relay.json"
	if ! [ -s "$d/relay.json" ]; then
		bad "the relay does not start" "$(cat "$d/relay.log")"
		return 1
	fi
	target=$(options <"$d/relay.json")
}
options() {
	jq -r '"--domain chat.test --insecure --port-submissions \(.ports.submissions)",
	    "--port-imaps \(.ports.imaps) --port-submission none --port-imap none",
	    "--port-https none --port-http none --port-smtp none"' | tr '\n' ' '
}
lines() {
	wc -l <"$d/plan" 2>/dev/null || echo 0
}
verdict() { # ID GRADE VERDICT [CAUSE] in $d/report/verify.json
	got=$(jq -r --arg id "$1" --arg grade "$2" '.checks[] | select(.id == $id and .grade == $grade and .dated_back == ($grade == "A*")) |
	    "\(.verdict) \(.cause)"' "$d/report/verify.json")
	if [ "${got% }" = "$3${4:+ $4}" ]; then ok; else bad "$1 ($2): wanted $3 ${4:-}, got $got" "$(cat "$d/out")"; fi
}
plant() {
	timeout 120 "$judge" plant "${host:-127.0.0.1}" $target --plan "$d/plan" --out "$d/report" "$@"
}
verify() {
	timeout 120 "$judge" verify --plan "$d/plan" --out "$d/report" "$@"
}
seconds="--retention 24s --large 18s --inactive 32s --grace 8s --accounts 1"
forgets="delete_mails_after=24s delete_large_after=18s delete_inactive_users_after=32s"

# ---- parts ------------------------------------------------------------------------

words() { # what a person says wrong, and a plan of an earlier version
	at="--domain chat.test"
	refused 'which relay' "$judge" plant --plan "$d/p"
	refused 'which plan' "$judge" plant 127.0.0.1 $at
	refused 'no period' "$judge" plant 127.0.0.1 $at --plan "$d/p" --retention 20x
	refused 'no period' "$judge" plant 127.0.0.1 $at --plan "$d/p" --grace -1s
	refused 'below 3 s' "$judge" plant 127.0.0.1 $at --plan "$d/p" --retention 2s
	refused 'accounts=15' "$judge" plant 127.0.0.1 $at --plan "$d/p" --accounts 2 --budget accounts=14
	refused 'mails=19' "$judge" plant 127.0.0.1 $at --plan "$d/p" --accounts 2 --budget mails=18
	refused 'cannot make the key' "$judge" plant 127.0.0.1 $at --plan "$d/no/p"
	refused 'which plan' "$judge" verify
	refused 'cannot read' "$judge" verify --plan "$d/none" --status
	refused 'which\?' "$judge" verify --plan "$d/none" --due --status
	check "nothing was made" test ! -e "$d/p" -a ! -e "$d/p.key"
	cp "$data/plan-1.jsonl" "$d/old" && cp "$data/plan-1.key" "$d/old.key"
	chmod 644 "$d/old.key"
	refused 'chmod 600' "$judge" verify --plan "$d/old" --status
	chmod 600 "$d/old.key"
	ends 0 "$judge" verify --plan "$d/old" --status
	says "$d/out" '^KEPT '
	says "$d/out" 'no longer obtainable through the protocol'
	sed '12s/"at":"2/"at":"3/' "$d/old" >"$d/edited"
	refused 'line 12 was edited' "$judge" verify --plan "$d/edited" --key "$d/old.key" --status
	sed '7d' "$d/old" >"$d/shorter"
	refused 'line 7 was edited, or a line before it was taken out' "$judge" verify \
	    --plan "$d/shorter" --key "$d/old.key" --status
	sed 's/^\(.\{62\}\)./\10/' "$d/old.key" >"$d/wrong.key"
	chmod 600 "$d/wrong.key"
	refused 'another key' "$judge" verify --plan "$d/old" --key "$d/wrong.key" --status
	sed '1s/"schema":1/"schema":9/' "$d/old" >"$d/later"
	refused 'line 1 was edited' "$judge" verify --plan "$d/later" --key "$d/old.key" --status
}

honest() { # keeps the promise; the auditor is killed again and again
	relay $forgets || return
	begins "$judge" plant 127.0.0.1 $target --plan "$d/plan" --out "$d/report" $seconds
	hears 'planted 1 of'
	kills KILL
	mv "$d/out1" "$d/first"
	check "killed before its end" sh -c "! grep -q all-planted '$d/plan'"
	cp "$d/plan" "$d/killed"
	printf '{"type":"kept","at":"20' >>"$d/plan" # as a write that was cut
	refused 'never changed' plant --retention 25s
	ends 0 plant $seconds
	check "nothing was rewritten" cmp -n "$(wc -c <"$d/killed")" "$d/killed" "$d/plan"
	plan=$(sed -n 's/^plan SHA-256 *//p' "$d/first")
	check "the plan is the published one" grep -q "$plan" "$d/out"
	check "... as others count it" test "$plan" = "$(head -n 9 "$d/plan" | sha256sum | cut -d ' ' -f 1)"
	check "secrets are for their owner" test "$(stat -c %a "$d/plan" "$d/plan.key" | tr '\n' ' ')" = "600 600 "
	ends 0 plant
	before=$(lines)
	ends 5 verify --due
	ends 5 verify --status
	check "before the first date nothing is looked at" sh -c "! grep -q looking '$d/plan'"
	begins "$judge" verify --plan "$d/plan" --out "$d/report"
	hears ': looked at'
	refused 'another relayspec' verify --due
	kills KILL
	cp "$d/plan" "$d/killed"
	begins "$judge" verify --plan "$d/plan" --out "$d/report"
	hears 'large-late-1: looked at'
	kills TERM
	check "interrupted: 130" test $rc -eq 130
	says "$d/out1" '^INTERRUPTED '
	ends 0 verify
	check "nothing was rewritten" cmp -n "$(wc -c <"$d/killed")" "$d/killed" "$d/plan"
	check "the plan is the published one" test "$plan" = "$(jq -r .plan.sha256 "$d/report/verify.json")"
	for id in RET_GONE RET_NOT_EARLY RET_UNSEEN RET_FLAGGED RET_FOLDERS RET_APPEND_FUTURE RET_LARGE \
	    RET_LARGE_NOT_EARLY RET_ACCOUNT RET_ACCOUNT_NOT_EARLY RET_LOGIN_RENEWS; do
		verdict $id A PASS
	done
	verdict RET_APPEND_PAST 'A*' PASS
	check "every look took place once" test "$(grep -c '"looked"' "$d/plan")" -eq 9
	after=$(lines)
	ends 0 verify --due
	check "what has been looked at is not looked at again" test "$(lines)" -eq "$after"
	# Rendered again, it is the same.
	check "the report is made of verify.json" "$judge" report "$d/report/verify.json" \
	    --text "$d/again.txt" --html "$d/again.html"
	check "as text" cmp "$d/again.txt" "$d/report/verify.txt"
	check "as a page" cmp "$d/again.html" "$d/report/verify.html"
	refused JUnit "$judge" report "$d/report/verify.json" --junit -
	check "no password is shown" sh -c "! grep -r -q -i password '$d/report/verify.json' '$d/report/verify.txt'"
	says "$d/report/verify.html" 'RET_GONE'
}

missed() { # the auditor comes too late
	relay delete_mails_after=1000s || return
	ends 0 plant --retention 1000s --large 1000s --inactive 3000s --grace 20s --accounts 1
	ends 3 verify --due --clock-offset 950
	verdict RET_NOT_EARLY B INCONCLUSIVE window-missed
	verdict RET_GONE B PENDING
	says "$d/out" 'LAB USE'
	check "and did not look" sh -c "! grep -q '\"looked\".*\"early-1\"' '$d/plan'"
}

away() { # the relay is down when a date comes, and up again elsewhere
	relay delete_mails_after=1000s delete_large_after=1000s || return
	ends 0 plant --retention 1000s --large 1000s --inactive 3000s --grace 60s --accounts 1
	kill $relay_pid
	wait $relay_pid
	ends 5 verify --due --clock-offset 65
	says "$d/err" 'could not be looked at: unreachable'
	check "that is told once" test "$(wc -l <"$d/err")" -eq 1
	ends 3 plant --plan "$d/other" --accounts 1
	says "$d/err" 'say it again'
	relay delete_mails_after=1000s delete_large_after=1000s || return
	ends 5 verify --due $target
	says "$d/err" 'probe-1: looked at'
	ends 0 plant --plan "$d/other"
}

keeps() { # deletes nothing at all
	relay || return
	ends 0 plant --retention 18s --large 18s --inactive 24s --grace 8s --accounts 2
	ends 1 verify
	for id in RET_GONE RET_UNSEEN RET_FLAGGED RET_FOLDERS RET_APPEND_FUTURE RET_LARGE RET_ACCOUNT; do
		verdict $id A FAIL
	done
	verdict RET_NOT_EARLY A PASS
	verdict RET_APPEND_PAST 'A*' INCONCLUSIVE arrival-clock
	says "$d/out" '^BROKEN '
}

hasty() { # deletes too early
	relay delete_mails_after=2s delete_large_after=2s delete_inactive_users_after=3s || return
	ends 0 plant $seconds
	ends 1 verify
	verdict RET_NOT_EARLY A FAIL
	verdict RET_LARGE_NOT_EARLY A FAIL
	verdict RET_ACCOUNT_NOT_EARLY A FAIL
	verdict RET_GONE A PASS
}

# passes HOOK: three months go by, from one date to the next
passes() {
	ends 0 plant --accounts 1
	while :; do
		next=$(verify --status 2>/dev/null | sed -n 's/.*  next \(20[^ ]*\) .*/\1/p' | tail -n 1)
		[ -n "$next" ] || break
		offset=$(($(date -u -d "$next" +%s) - $(date +%s) + 60))
		verify --due --hook "$1" --clock-offset $offset >"$d/out" 2>"$d/err"
		[ $? -eq 5 ] || break
	done
	ends 0 verify --due
	says "$d/out" '^KEPT '
	for id in RET_GONE RET_NOT_EARLY RET_UNSEEN RET_FLAGGED RET_FOLDERS RET_APPEND_FUTURE RET_LARGE \
	    RET_LARGE_NOT_EARLY RET_ACCOUNT RET_ACCOUNT_NOT_EARLY RET_LOGIN_RENEWS; do
		verdict $id B PASS
	done
	check "months have passed" test "$(jq .plan.clock_offset_s "$d/report/verify.json")" -gt 7862400
}

months() { # the published limits; the hook lets the time pass
	mkdir -m 777 "$d/tree" "$d/tree/state"
	if ! python3 conformance/targets/refrelay/relay.py start "$d/tree" "$B/bin/refrelay-clock" --demo \
	    --state "$d/tree/state" --listen 127.0.0.1 --set password_scrypt_log2n=10 2>"$d/start"; then
		bad "the relay does not start" "$(cat "$d/start")"
		return
	fi
	host=127.0.0.1 target=$(options <"$d/tree/refrelay.json")
	passes "$d/tree/hook"
	python3 conformance/targets/refrelay/relay.py end "$d/tree" || bad "the relay was gone"
}

peer() { # the same on Postfix and Dovecot
	if ! conformance/targets/run.sh --up postfix-dovecot >"$d/args" 2>"$d/up"; then
		bad "it does not come up" "$(tail -n 3 "$d/up")"
		return
	fi
	host=$(sed -n 1p "$d/args")
	target=$(sed 1d "$d/args" | tr '\n' ' ' | sed 's/ --hook.*//')
	passes "$(sed -n '/^--hook$/{n;p}' "$d/args")"
	conformance/targets/run.sh --down postfix-dovecot >&2 || bad "it is not down"
}

# ---- all of them --------------------------------------------------------------------

parts=${*:-words honest missed away keeps hasty months}
for part in $parts; do
	d=$work/$part
	mkdir -m 777 "$d"
	: >"$d/result"
	"$part" >"$d/talk" 2>&1 &
	running="${running:-} $!"
done
for pid in $running; do
	wait "$pid"
done
for part in $parts; do
	grep -v '^ok$' "$work/$part/result"
	[ -s "$work/$part/talk" ] && sed "s/^/$part: /" "$work/$part/talk"
	grep -q '^ok$' "$work/$part/result" || echo "FAIL $part: nothing was tested" >>"$work/$part/result"
done
if written=$(find "$work" -name verify.json) && [ -n "$written" ]; then
	mkdir "$work/schema"
	if python3 base/checks/schema.py reports/schema/verify.schema.json $written; then
		echo ok >"$work/schema/result"
	else
		echo "FAIL verify.json does not keep reports/schema" | tee "$work/schema/result"
	fi
fi
passed=$(cat "$work"/*/result | grep -c '^ok$')
failed=$(cat "$work"/*/result | grep -c '^FAIL')
echo "plant: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
