#!/bin/sh
# Audits the relays that are not ours and compares with what is known of them:
# a judge that finds everybody conformant, or nobody, would be noticed here.
#   peers.sh [TARGET...]     default: every target that has a file `verdicts`
# B: build tree (default build).  A target that cannot run here is skipped.
set -u
here=$(cd "$(dirname "$0")" && pwd)
B=${B:-build}
[ $# -gt 0 ] || set -- $(cd "$here" && ls -d */verdicts | sed 's,/verdicts,,')
passed=0 failed=0 skipped=0
work=$(mktemp -d) || exit 70
trap 'rm -rf "$work"' EXIT

for target; do
	awk '!/^#/ && NF == 2' "$here/$target/verdicts" | sort >"$work/wanted"
	# shellcheck disable=SC2046 # ids are words
	"$here/run.sh" "$target" -q $(cut -d ' ' -f 1 "$work/wanted") >"$work/log" 2>&1
	rc=$?
	if [ "$rc" -eq 77 ]; then
		cat "$work/log"
		skipped=$((skipped + 1))
		continue
	fi
	# They break MUST requirements, so the audit has to end with 1.
	if [ "$rc" -eq 1 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $target: the audit ended with $rc, not 1"
		tail -n 5 "$work/log"
	fi
	# relayspec writes below the tree that run.sh made absolute.
	run=$(cd "$here/../.." && cd "$B" && pwd)/audit/$target/run.json
	jq -r '.cases[] | .id + " " + .verdict' "$run" 2>/dev/null | sort >"$work/found"
	join -a 1 -o 0,1.2,2.2 -e nothing "$work/wanted" "$work/found" >"$work/both"
	awk '$2 != $3' "$work/both" | while read -r id wanted found; do
		echo "FAIL $target: $id is $found, known to be $wanted"
	done
	wrong=$(awk '$2 != $3' "$work/both" | wc -l)
	failed=$((failed + wrong))
	passed=$((passed + $(wc -l <"$work/both") - wrong))
done

echo "audit-peers: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ $((passed + skipped)) -gt 0 ]
