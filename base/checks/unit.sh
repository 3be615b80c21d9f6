#!/bin/sh
# Runs unit test programs (libcheck), two at a time, and adds up their counts.
#   unit.sh PROGRAM...
# Each program prints "100%: Checks: N, Failures: F, Errors: E" per suite; one
# that prints no such line, or dies, counts as a failure.
set -u
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
printf '%s\n' "$@" | logs=$logs xargs -r -P 2 -n 1 sh -c '
	log=$logs/$(echo "$1" | tr / _)
	"$1" >"$log" 2>&1
	echo $? >"$log.rc"' _

passed=0 failed=0
for program in "$@"; do
	log=$logs/$(echo "$program" | tr / _)
	rc=$(cat "$log.rc")
	counts=$(sed -n 's/.*Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\).*/\1 \2 \3/p' "$log" |
	    awk '{ c += $1; f += $2 + $3 } END { if (NR) print c - f, f }')
	if [ -z "$counts" ]; then
		echo "FAIL $program: no result (exit $rc)"
		cat "$log"
		failed=$((failed + 1))
		continue
	fi
	set -- $counts
	passed=$((passed + $1)) failed=$((failed + $2))
	if [ "$2" -gt 0 ] || [ "$rc" -ne 0 ]; then
		[ "$2" -gt 0 ] || failed=$((failed + 1))
		echo "FAIL $program (exit $rc)"
		cat "$log"
	fi
done
echo "unit: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
