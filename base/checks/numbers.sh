#!/bin/sh
# The numbers of the README's table against the tree they speak of.
set -u
cd "$(dirname "$0")/../.."
passed=0 failed=0
# number of the row whose text matches
said() { sed -n "s/^| *\([0-9]*\) | $1.*/\1/p" README.md | head -n 1; }
check() # text actual
{
	if [ "$(said "$1")" = "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL README says $(said "$1") \"$1\", the tree has $2"
	fi
}
count() { ls "$@" 2>/dev/null | wc -l; }
check requirements "$(cat spec/*.rec | grep -c '^Level: ')"
check cases "$(count conformance/cases/*/*.c)"
check mutants "$(count conformance/mutants/*.diff)"
check 'legal variations' "$(count conformance/mutants/harmless/*.diff)"
check goals "$(awk -F '\t' '!/^#/ { n += $3 } END { print n }' proofs/goals.tsv)"
check 'fuzz targets' "$(sed -n 's/^fuzz_targets := //p' fuzz/fuzz.mk | wc -w)"
echo "numbers: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
