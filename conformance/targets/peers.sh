#!/bin/sh
# Audits the relays that are not ours and compares every verdict with what is
# known of them: a judge that finds everybody conformant, or nobody, or changes
# its mind, is noticed here.
#   peers.sh [TARGET...]     default: every target that has a file expected.tsv
# expected.tsv: id (or all that begin with PREFIX_*), verdict and the reason,
# separated by tabs.  What is not listed has to PASS; EITHER is for what depends on time or chance.
# B: build tree (default build).  A target that cannot run here is skipped.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 70
B=${B:-build}
[ $# -gt 0 ] || set -- $(cd "$here" && ls -d */expected.tsv | sed 's,/expected.tsv,,')
passed=0 failed=0 skipped=0
work=$(mktemp -d) || exit 70
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

# In the background, so that a signal does not wait for the audit; it ends the
# audit, and run.sh takes its target down.
audit() {
	"$here/run.sh" "$1" -q >"$work/log" 2>&1 &
	running=$!
	trap 'kill -TERM $running; wait $running; exit 130' INT
	trap 'kill -TERM $running; wait $running; exit 143' HUP TERM
	wait "$running"
}

for target; do
	audit "$target"
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
		continue
	fi
	if python3 base/checks/schema.py reports/schema/run.schema.json "$B/audit/$target/run.json"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $target: run.json does not keep reports/schema"
	fi
	jq -r '.cases[] | [.id, .verdict, .expected + "; " + .actual] | @tsv' \
	    "$B/audit/$target/run.json" >"$work/found"
	awk -F '\t' -v target="$target" '
	    function entry(id,    all) { all = id; sub(/_.*/, "_*", all); return id in wanted ? id : all }
	    /^#/ || NF == 0 { next }
	    NR == FNR && (NF != 3 || $1 in wanted ||
		$2 !~ /^(FAIL|INCONCLUSIVE|NA|EITHER)$/ || $3 == "") {
		    print "FAIL " target ": expected.tsv, line " FNR ": " $0; failed++; next }
	    NR == FNR { wanted[$1] = $2; next }
	    { id = entry($1); want = id in wanted ? wanted[id] : "PASS"; seen[id] }
	    $2 == want || want == "EITHER" { passed++; next }
	    { print "FAIL " target ": " $1 " is " $2 ", known to be " want ": " $3; failed++ }
	    END {
		for (id in wanted)
			if (!(id in seen)) {
				print "FAIL " target ": " id " is listed and was not judged"; failed++ }
		print passed + 0, failed + 0
	    }' "$here/$target/expected.tsv" "$work/found" >"$work/lines"
	sed '$d' "$work/lines"
	counts=$(tail -n 1 "$work/lines")
	passed=$((passed + ${counts% *}))
	failed=$((failed + ${counts#* }))
done

echo "audit-peers: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ $((passed + skipped)) -gt 0 ]
