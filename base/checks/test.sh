#!/bin/sh
# All gates of the project, one after the other, each with its own time and log.
#   test.sh [GATE...]      default: every gate
# A gate is a make target.  It passes when it exits 0, is skipped when it exits
# 77 (a target that needs root), and fails otherwise; later gates still run.
# Closes with the sum of the runners' closing lines.
set -u
B=${B:-build}
gates=${*:-"werror unit lint numbers wall purity spec trace audit audit-peers interop durability badinput asan mutants prove smoke fuzz"}
mkdir -p "$B/test"
passed=0 failed=0 skipped=0
for gate in $gates; do
	log=$B/test/$gate.log
	echo "== $gate"
	start=$(date +%s)
	make --no-print-directory B="$B" "$gate" >"$log" 2>&1
	rc=$?
	took=$(($(date +%s) - start))
	closing=$(grep -E '^[a-z0-9-]+: [0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$log")
	[ -z "$closing" ] || echo "$closing"
	# Only the runners' own lines are added up.
	set -- $(echo "$closing" | awk '{ p += $2; f += $4; s += $6 } END { print p + 0, f + 0, s + 0 }')
	passed=$((passed + $1)) skipped=$((skipped + $3))
	if [ "$rc" -eq 0 ] && [ "$2" -eq 0 ]; then
		echo "   $gate: ok, $took s"
		continue
	fi
	failed=$((failed + ($2 > 0 ? $2 : 1)))
	tail -n 40 "$log"
	echo "   $gate: FAILED (exit $rc), $took s, whole log in $log"
done
echo "test: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
