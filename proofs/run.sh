#!/bin/sh
# Runs Frama-C/WP on one module.
#   run.sh prove|smoke OUT MODULE
# prove: OUT/MODULE.json and .log; the stamp is set only when all is proved, so a
#        module with an open goal is tried again next time.
# smoke: OUT/MODULE.smoke, the log; smoke tests look for contracts that nothing
#        can keep and for code that nothing can reach.
# Exits 0 also when goals stay open: table.sh and smoke.sh judge.
set -eu
what=$1 out=$2 module=$3
source=reference/core/$module.c
options=$(awk -v m="$module" '$1 == m { $1 = ""; print }' proofs/modules.txt)
export WHY3CONFIG="$out/why3.conf"

wp()
{
	frama-c -machdep x86_64 -cpp-extra-args=-I. \
	    -wp -wp-rte -warn-unsigned-overflow -warn-unsigned-downcast -wp-par 2 \
	    -wp-cache-dir "$out/cache" $options "$@"
}

proved()
{
	sed -n 's/.*Proved goals: *\([0-9]*\) *\/ *\([0-9]*\).*/\1 \2/p' "$out/$module.log" |
	    awk '{ ok = $1 == $2 && $2 > 0 } END { exit !ok }'
}

prove()
{
	rm -f "$out/$module.json" "$out/$module.csv"
	wp -wp-prover z3,cvc4,CVC5:1.0.3 "$@" -wp-report-json "$out/$module.json" "$source" \
	    -then -report-csv "$out/$module.csv" >"$out/$module.log" 2>&1
}

rm -f "$out/$module.stamp.new"
case $what in
prove)
	echo "prove $module"
	rm -f "$out/$module.stamp"
	# WP remembers timeouts too.  So what is open gets a second opinion: no
	# memory, four times the time; a busy machine must not look like a hole.
	if prove -wp-cache update -wp-timeout 30 && ! proved; then
		echo "prove $module: open goals, once more with four times the time"
		prove -wp-cache rebuild -wp-timeout 120 || true
	fi
	stamp=$out/$module.stamp
	proved || exit 0
	;;
smoke)
	echo "smoke $module"
	# A smoke test passes when a prover gives up: one prover, a number of steps
	# that is the same on a busy machine.  What prove looks at is left out; without
	# assigns and requires WP would leave out some smoke tests as well.
	wp -wp-cache update -wp-prover z3 -wp-timeout 10 -wp-smoke-tests -wp-smoke-timeout 10 \
	    -wp-steps 100000 -wp-prop=-@ensures,-@invariant,-@assert,-@variant \
	    "$source" >"$out/$module.smoke" 2>&1 || true
	stamp=$out/$module.smoked
	grep -q 'Proved goals' "$out/$module.smoke" || exit 0
	;;
esac
"${CC:-cc}" -std=c11 -I. -MM -MP -MT "$out/$module.stamp $out/$module.smoked" "$source" >"$out/$module.dep"
touch "$stamp"
