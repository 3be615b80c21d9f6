#!/bin/sh
# Runs unit test programs (libcheck) and adds up their counts.
#   unit.sh PROGRAM...
# Each program prints "100%: Checks: N, Failures: F, Errors: E" per suite; one
# that prints no such line, or dies, counts as a failure.
set -u
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for program in "$@"; do
	"$program" >"$log" 2>&1
	rc=$?
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
