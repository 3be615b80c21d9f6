#!/bin/sh
# Prints the table of what is proved and fails on anything that is not.
#   table.sh [--update|--part] OUT MODULE...
# --update records the number of goals in proofs/goals.tsv; --part: the modules are not all,
# what others prove is read from there.
# Closes with `prove: N passed, N failed`.
set -eu
export LC_ALL=C
update= part=
case $1 in
--update) update=1 && shift ;;
--part) part=1 && shift ;;
esac
out=$1
shift
bad=0

complain()
{
	echo "$*" >&2
	bad=$((bad + 1))
}

for m in "$@"; do
	[ -s "$out/$m.json" ] || {
		tail -n 5 "$out/$m.log" >&2 || true
		complain "reference/core/$m.c: frama-c gave no result, see $out/$m.log"
		continue
	}
	jq -r --arg name "$m" -f proofs/table.jq "$out/$m.json"
done >"$out/rows.tsv"

if [ -n "$update" ]; then
	{ echo "# Recorded by make prove-update: module, function, goals."; cut -f 1-3 "$out/rows.tsv"; } >proofs/goals.tsv
fi

{ [ -z "$part" ] || printf '%s\n' "$@"; } |
    awk -F '\t' -v part="$part" 'FILENAME == "-" { mine[$1] = 1; next } !part || $1 in mine' - \
	proofs/goals.tsv >"$out/want.tsv"
set -- $(for m in "$@"; do [ -s "$out/$m.json" ] && echo "$m"; done)
awk -v counts="$out/counts" -f proofs/table.awk kind=want "$out/want.tsv" kind=row "$out/rows.tsv" \
    $(for m in "$@"; do echo "kind=log in_module=$m $out/$m.log"; done)
read -r passed failed <"$out/counts"

# The same counted by WP.
for m in "$@"; do
	sed -n 's/.*Proved goals: *\([0-9]*\) *\/ *\([0-9]*\).*/\2/p' "$out/$m.log" | tail -n 1
done | awk -v rows="$(awk '{ n += $3 } END { print n + 0 }' FS='\t' "$out/rows.tsv")" \
    '{ n += $1 } END { exit n != rows }' || complain "the reports and the logs of WP disagree on the number of goals"

# Nothing may be assumed: no axioms in annotations ...
if grep -nwE 'axiom|admit' reference/core/*.[ch] base/*.h >&2; then
	complain "an axiom or admit is an assumption: state a lemma and prove it"
fi
# ... no contract without a proof, but those that proofs/trusted.txt owns up to ...
{ cut -f 2 "$out/rows.tsv"; [ -z "$part" ] || cut -f 2 proofs/goals.tsv; } | sort -u >"$out/proved"
awk -F '\t' '$1 == "function" { print $2 }' proofs/trusted.txt | sort -u >"$out/trusted"
for m in "$@"; do
	awk -F '\t' 'FNR > 1 && $6 != "Valid" { print $4 "\t" $6 }' "$out/$m.csv"
done | sort -u >"$out/assumed"
for f in $(cut -f 1 "$out/assumed" | sort -u | comm -13 "$out/proved" - | comm -23 - "$out/trusted"); do
	complain "the contract of $f is assumed: prove its module, or name it in proofs/trusted.txt"
done
for f in $(awk -F '\t' '$2 != "Considered valid" { print $1 }' "$out/assumed" | sort -u | comm -12 - "$out/proved"); do
	complain "$f: a property that is not proved; see the column status in $out/*.csv"
done
[ -n "$part" ] || for f in $(cut -f 1 "$out/assumed" | sort -u | comm -13 - "$out/trusted"); do
	complain "proofs/trusted.txt: nothing assumes $f any more"
done
# ... and no contract that nobody looks at.
for source in $(grep -l '/\*@' reference/core/*.c); do
	grep -qw "^$(basename "$source" .c)" proofs/modules.txt ||
	    complain "$source has contracts but is not in proofs/modules.txt"
done
# What is not proved is said, not hidden.
for source in reference/core/*.c; do
	grep -qw "^$(basename "$source" .c)" proofs/modules.txt || echo "$source"
done >"$out/unproved"
echo "not proved: $(wc -l <"$out/unproved") files of the core, $(xargs cat <"$out/unproved" | wc -l) lines"

[ -z "$part" ] || awk -F '\t' -v now=" $* " '!/^#/ && !index(now, " " $1 " ") { n += $3 }
	END { print "as proofs/proved.tsv has it, nothing changed: " n + 0 " goals of other modules" }' proofs/goals.tsv
failed=$((failed + bad))
echo "prove: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
