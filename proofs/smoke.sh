#!/bin/sh
# Counts the smoke tests that run.sh made; one that fails has found a contract
# that nothing can keep, or code that nothing can reach.  A line `dead` in
# proofs/trusted.txt excuses one unreachable statement of the function it names.
#   smoke.sh OUT MODULE...
# Closes with `smoke: N passed, N failed`.
set -eu
out=$1
shift
for m in "$@"; do
	awk -F '\t' -v m="$m" '
	FILENAME == "proofs/trusted.txt" { if ($1 == "dead") excused[$2]++; next }
	/\[Passed\] Smoke/ { passed++ }
	/\[Failed\] Smoke/ {
		f = $0; sub(/.*typed_/, "", f); sub(/_wp_smoke_.*/, "", f)
		if (/_dead_code_/ && excused[f] > 0) {
			excused[f]--
			passed++
		} else {
			failed++
			print m ": " $0 >"/dev/stderr"
		}
	}
	/Failed smoke-test/ { where = $2; if (failed) print m ": " where >"/dev/stderr" }
	END {
		if (passed == 0) { failed++; print m ": no smoke test ran" >"/dev/stderr" }
		print m, passed + 0, failed + 0
	}' proofs/trusted.txt "$out/$m.smoke"
done | awk '
	{ printf "%-12s %4d passed %4d failed\n", $1, $2, $3; p += $2; f += $3 }
	END { printf "smoke: %d passed, %d failed\n", p, f; exit f > 0 || p == 0 }'
