#!/bin/sh
# Counts the smoke tests that run.sh made; one that fails has found a contract
# that nothing can keep, or code that nothing can reach.
#   smoke.sh OUT MODULE...
# Closes with `smoke: N passed, N failed`.
set -eu
out=$1
shift
passed=0 failed=0
for m in "$@"; do
	log=$out/$m.smoke
	p=$(grep -c 'Passed.*[Ss]moke' "$log" || true)
	f=$(grep -c 'Failed.*[Ss]moke' "$log" || true)
	[ "$p" -gt 0 ] || {
		echo "$m: no smoke test ran, see $log" >&2
		f=$((f + 1))
	}
	printf '%-12s %4d passed %4d failed\n' "$m" "$p" "$f"
	grep 'Failed.*[Ss]moke' "$log" >&2 || true
	passed=$((passed + p)) failed=$((failed + f))
done
echo "smoke: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
