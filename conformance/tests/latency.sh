#!/bin/sh
# relayspec latency on relays that are in time and on relays that are not.
#   latency.sh [RUN...]     default: all of them; `make latency PART="refrelay peer"`
# The relays that are late are refrelay with one of ../mutants/latency/*.diff, built as mutants are.
# All runs are made at once, because they mostly wait; each is made again, up to twice, when the
# judge itself was held up (INCONCLUSIVE, timing).  `make latency` calls it.
set -u
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 70
B=${B:-build}
judge=$B/bin/relayspec
[ -n "${OBJECTS:-}" ] && [ -x "$judge" ] && [ -x "$B/bin/refrelay" ] ||
    { echo "latency: nothing is built; call me by 'make latency'" >&2; exit 2; }
late="constant tail-6 tail-4 mute stall"
runs=${*:-refrelay limited cut $late peer}
work=$B/latency
rm -rf "$work"
mkdir -p "$work"
passed=0 failed=0 skipped=0

finish() {
	rc=$?
	trap - EXIT HUP INT TERM
	for f in "$work"/*/pid; do
		[ -f "$f" ] && kill -s KILL -- "-$(cat "$f")" 2>/dev/null
	done
	[ ! -f "$work/peer/up" ] || conformance/targets/run.sh --down postfix-dovecot >/dev/null 2>&1
	exit "$rc"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

# ---- relays ------------------------------------------------------------------

# refrelay with one file changed: $work/NAME/refrelay
build() { # NAME
	diff=conformance/mutants/latency/$1.diff dir=$work/$1
	file=$(sed -n 's,^+++ b/\([^	]*\).*,\1,p' "$diff")
	mkdir -p "$dir/src/$(dirname "$file")"
	cp "$file" "$dir/src/$file"
	patch -p1 -s -N -f --no-backup-if-mismatch -d "$dir/src" <"$diff" || return 1
	$CC -I"$dir/src" $FLAGS -w -MF "$dir/late.d" -c -o "$dir/late.o" "$dir/src/$file" || return 1
	$CC $LINK -o "$dir/refrelay" \
	    $(echo " $OBJECTS " | sed "s, $B/${file%.c}\.o , $dir/late.o ,") $LIBS
}

# A relay that is ready; its ports as arguments in $work/NAME/args.
start() { # NAME PROGRAM OPTIONS...
	dir=$work/$1 program=$2
	shift 2
	mkdir -p "$dir"
	mkfifo "$dir/ready" || return 1
	setsid "$program" --demo --state "$dir/state" --listen 127.0.0.1 "$@" >"$dir/ready" \
	    2>"$dir/relay.log" </dev/null &
	echo $! >"$dir/pid"
	timeout 30 head -n 1 "$dir/ready" | jq -r '.listen, "--domain", .domain, "--insecure",
	    (.ports | to_entries[] | "--port-\(.key)", "\(.value)")' >"$dir/args"
	[ -s "$dir/args" ]
}
fast="--set max_user_send_per_minute=60000 --set max_user_send_burst_size=10000"

# ---- runs ---------------------------------------------------------------------

# The judge on a relay; exit code in $work/NAME/rc, what it said in $work/NAME/text.
measure() { # NAME OPTIONS...
	dir=$work/$1
	shift
	for attempt in 1 2 3; do
		"$judge" latency $(cat "$dir/args") --out "$dir" --sender-rate 60000 "$@" \
		    >"$dir/text" 2>"$dir/talk" </dev/null
		echo $? >"$dir/rc"
		[ "$(jq -r .reason_code "$dir/latency.json")" = timing ] || return 0
	done
}

run() { # NAME
	case $1 in
	refrelay)
		start "$1" "$B/bin/refrelay" $fast && measure "$1" --rate 3000 ;;
	limited) # the relay grants less than the judge was told
		start "$1" "$B/bin/refrelay" && measure "$1" --rate 3000 --senders 2 --rounds 1 ;;
	cut) # interrupted once the plan is on the disk
		start "$1" "$B/bin/refrelay" && cut_off ;;
	peer)
		PER_MINUTE=60000 BURST=10000 NOTIFY_NOW=1 conformance/targets/run.sh --up postfix-dovecot \
		    >"$work/peer/lent" 2>"$work/peer/up.log"
		echo $? >"$work/peer/up.rc"
		[ "$(cat "$work/peer/up.rc")" -eq 0 ] || return 0
		: >"$work/peer/up"
		# Where it is; what else its operator lends is for audits.
		awk 'NR == 1 || value { print; value = 0; next }
		    /^--insecure$/ { print }
		    /^--(domain|port-[a-z]+)$/ { print; value = 1 }' "$work/peer/lent" >"$work/peer/args"
		measure "$1" --rate 1500 --rounds 3 ;;
	mute) # IDLE is silent, so every round lasts until the cut-off
		start "$1" "$work/$1/refrelay" $fast && measure "$1" --rate 3000 --rounds 2 --cut-off 3 ;;
	stall) start "$1" "$work/$1/refrelay" $fast && measure "$1" --rate 3000 --rounds 1 ;;
	*) start "$1" "$work/$1/refrelay" $fast && measure "$1" --rate 3000 --rounds 3 --cut-off 10 ;;
	esac
}

cut_off() {
	mkfifo "$work/cut/text"
	"$judge" latency $(cat "$work/cut/args") --out "$work/cut" >"$work/cut/text" \
	    2>"$work/cut/talk" </dev/null &
	pid=$!
	# This line comes before the first message, and behind the digest.
	sed '/^vantage/q' "$work/cut/text" >"$work/cut/head"
	kill -s TERM "$pid"
	wait "$pid"
	echo $? >"$work/cut/rc"
}

# ---- what is expected --------------------------------------------------------------

check() { # NAME WHAT CONDITION-OF-JQ
	if jq -e --argjson rc "$(cat "$work/$1/rc" 2>/dev/null || echo 99)" \
	    'def v(q): .claims[] | select(.quantile == q) | .verdict; def late: [.samples[] | select(.late)] | length; '"$3" \
	    "$work/$1/latency.json" >/dev/null 2>&1; then
		passed=$((passed + 1))
		echo "ok   $1: $2"
	else
		failed=$((failed + 1))
		echo "FAIL $1: $2 (exit $(cat "$work/$1/rc" 2>/dev/null))"
		tail -n 5 "$work/$1/talk" "$work/$1/relay.log" 2>/dev/null | sed 's/^/     /'
	fi
}

expect() { # NAME
	case $1 in
	refrelay)
		check "$1" "95 % and 99 % pass" '$rc == 0 and v("0.95") == "PASS" and v("0.99") == "PASS"'
		if [ "$(jq -cSj .plan "$work/$1/latency.json" | sha256sum | cut -c 1-64)" = \
		    "$(sed -n 's/^sha256 *//p' "$work/$1/text")" ]; then
			passed=$((passed + 1))
			echo "ok   $1: the digest is that of the plan"
		else
			failed=$((failed + 1))
			echo "FAIL $1: the digest is not that of the plan"
		fi ;;
	peer)
		if [ "$(cat "$work/peer/up.rc")" -ne 0 ]; then
			skipped=$((skipped + 1))
			echo "skip $1: $(tail -n 1 "$work/peer/up.log")"
			return
		fi
		check "$1" "95 % pass, 99 % do not fail" 'v("0.95") == "PASS" and v("0.99") != "FAIL"' ;;
	limited)
		check "$1" "too many messages decide nothing" '$rc == 3 and .reason_code == "throttled"' ;;
	cut)
		check "$1" "interrupted: a record that says so" \
		    '$rc == 130 and .interrupted and (.complete | not) and .plan_sha256 != ""' ;;
	constant)
		check "$1" "1.1 seconds more fail both" \
		    '$rc == 1 and v("0.95") == "FAIL" and v("0.99") == "FAIL"' ;;
	tail-6)
		check "$1" "6 % late fail 99 % and do not pass 95 %" \
		    '$rc == 1 and v("0.95") != "PASS" and v("0.99") == "FAIL"' ;;
	tail-4)
		check "$1" "4 % late do not fail 95 %" 'v("0.95") != "FAIL" and v("0.99") != "PASS" and late >= 12' ;;
	mute)
		check "$1" "an IDLE that is silent fails both, though NOOP tells" \
		    '$rc == 1 and v("0.95") == "FAIL" and ([.samples[] | select(.whole)] | length) > 0' ;;
	stall)
		check "$1" "one pause of 5 seconds is seen in all that was due meanwhile" \
		    'v("0.95") != "PASS" and v("0.99") != "PASS" and late >= 30' ;;
	esac
}

for name in $runs; do
	mkdir -p "$work/$name"
done
for name in $runs; do
	case " $late " in
	*" $name "*) echo "$name" ;;
	esac
done >"$work/late"
while read -r name; do
	build "$name" >"$work/$name/build.log" 2>&1 || {
		echo "FAIL $name: does not build, see $work/$name/build.log"
		failed=$((failed + 1))
	}
done <"$work/late"
jobs=
for name in $runs; do
	run "$name" >"$work/$name/run.log" 2>&1 &
	jobs="$jobs $!"
done
for pid in $jobs; do
	wait "$pid"
done
for name in $runs; do
	echo "== $name"
	[ ! -f "$work/$name/text" ] || sed -n '/^\(look\|  *median\|  *counts\|PASS\|FAIL\|INCONCLUSIVE\|cause\)/p' "$work/$name/text"
	expect "$name"
done
if python3 base/checks/schema.py reports/schema/latency.schema.json \
    $(for name in $runs; do ls "$work/$name/latency.json" 2>/dev/null; done); then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	echo "FAIL latency.json does not keep reports/schema"
fi
[ "$skipped" -eq 0 ] && rest= || rest=", $skipped skipped"
echo "latency: $passed passed, $failed failed$rest"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
