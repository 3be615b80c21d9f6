#!/bin/sh
# All gates of the project, each with its own time and log.
#   test.sh [GATE...]      default: every gate
# A gate is a make target.  It passes when it exits 0 and fails otherwise; what it
# could not do here (a target that needs root) it counts as skipped itself.
# Later gates still run.  werror comes first and builds what the others use; then there
# are two lanes of about the same length, the second with the gates that mostly wait; then,
# alone, interop, which compares how fast two relays are.
# Closes with the sum of the runners' closing lines.
set -u
B=${B:-build}
computing="unit lint numbers wall purity spec trace audit latency asan mutants"
waiting="prove-changed model fuzz statistics crash retention plant durability queue push outbound dkim dns turn realtime badinput interop-web audit-peers"
gates=${*:-"werror $computing $waiting interop"}
# How runners begin the line of what did not go well.
complaint='^ *(FAIL|failed|\?\?\?\?|XPASS|BROKEN)|: error:|runtime error:|ERROR: AddressSanitizer|^[a-z_./]+:[0-9]+:F:'
mkdir -p "$B/test"

# What the children of a shell have used of the processor, from what `times` wrote:
# the shell itself must write it, one in $(...) would report on its own children.
processor_seconds() # file
{
	awk 'NR == 2 { for (i = 1; i < 3; i++) { split($i, t, "[ms]"); s += t[1] * 60 + t[2] } printf "%d", s }' "$1"
}

# Prints what a gate came to; leaves passed, failed and skipped in a file.
gate() # name
{
	log=$B/test/$1.log
	start=$(date +%s)
	times >"$B/test/$1.times"
	before=$(processor_seconds "$B/test/$1.times")
	make --no-print-directory B="$B" "$1" >"$log" 2>&1
	rc=$?
	took=$(($(date +%s) - start))
	times >"$B/test/$1.times"
	took="$took s ($(($(processor_seconds "$B/test/$1.times") - before)) s of processor)"
	closing=$(grep -E '^[a-z0-9-]+: [0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$log")
	# Only the runners' own lines are added up.
	sum=$(printf '%s\n' "$closing" | awk '{ p += $2; f += $4; s += $6 } END { print p + 0, f + 0, s + 0 }')
	bad=$(echo "$sum" | awk -v rc="$rc" '{ print ($2 > 0 ? $2 : rc != 0) }')
	echo "$sum" | awk -v bad="$bad" '{ print $1, bad, $3 }' >"$B/test/$1.sum"
	{
		echo "== $1"
		grep -E '^ *(round trip|ratio) ' "$log"
		[ -z "$closing" ] || echo "$closing"
		if [ "$bad" -eq 0 ]; then
			echo "   $1: ok, $took"
		else
			grep -A 6 -E "$complaint" "$log" | head -n 200
			tail -n 20 "$log"
			echo "   $1: FAILED (exit $rc), $took, whole log in $log"
		fi
	} >"$B/test/$1.said"
	cat "$B/test/$1.said" # in one piece, between those of the other lane
}

lane() # gate...
{
	for name in "$@"; do
		gate "$name"
	done
}

first= one= other= last=
for name in $gates; do
	rm -f "$B/test/$name.sum"
	case $name in
	werror) first=$name ;;
	interop) last=$name ;;
	*)
		case " $waiting " in
		*" $name "*) other="$other $name" ;;
		*) one="$one $name" ;;
		esac
		;;
	esac
done
lane $first
lane $other &
lane $one
wait
lane $last
for name in $gates; do
	cat "$B/test/$name.sum" 2>/dev/null || echo 0 1 0
done | awk '{ p += $1; f += $2; s += $3 }
	END { printf "test: %d passed, %d failed, %d skipped\n", p, f, s; exit f > 0 || p == 0 }'
