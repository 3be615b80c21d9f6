#!/bin/sh
# The trace: every requirement and every place that is about it.
#   trace.sh              writes build/trace.md, fails on empty cells and orphans
#   trace.sh --id ID      prints the places of one requirement
# Columns of the matrix:
#   spec    the stanza                    spec/<area>.rec
#   code    the token in the relay        reference/core, reference/shell
#   proof   a clause of that name         ensures <ID>: ... in a module of proofs/modules.txt
#   case    the judge's case              conformance/cases/<area>/<ID>.c
#   twin    the case's counterpart; a requirement that wants acceptance reads "positive"
#   mutant  the relay broken in it        conformance/mutants/<ID>.diff
#   fuzz    an oracle of that label       ORACLE(<ID>, ...) in fuzz/
# An empty cell needs a line in spec/waivers.tsv (id or glob, column, reason).  A case,
# mutant, clause or oracle whose id has no stanza is an orphan.  Both fail, and so does
# a waiver that excuses nothing.
set -u
export LC_ALL=C
[ -f spec/trace.sh ] || { echo "trace: run me from the root, by 'make trace'" >&2; exit 2; }
B=${B:-build}

if [ "${1:-}" = --id ]; then
	id=${2:-}
	case $id in
	'' | *[!A-Z0-9_]*) echo "usage: make id ID=<requirement>" >&2; exit 2 ;;
	esac
	places=$(grep -rnw -- "$id" spec base reference conformance fuzz proofs reports 2>/dev/null)
	diff=conformance/mutants/$id.diff
	[ -f "$diff" ] && places="$places
$diff: the mutant"
	recfile=$(grep -lx "Id: $id" spec/*.rec)
	[ -n "$recfile" ] || { echo "id: no stanza in spec/ has Id: $id" >&2; exit 2; }
	recsel -e "Id = '$id'" "$recfile"
	echo
	printf '%s\n' "$places"
	exit 0
fi

mkdir -p "$B"
places=$B/trace.places
# One line a place: column TAB id TAB where.
{
	for f in spec/*.rec; do
		grep -q '^%rec: Requirement' "$f" || continue
		awk -v f="$f" '
		/^Id:/ { printf "spec\t%s\t%s\n", $2, f; id = $2 }
		/^Kind: positive/ { printf "twin\t%s\tpositive\n", id }' "$f"
	done
	proved=$(sed 's/#.*//; s/[[:space:]].*//' proofs/modules.txt 2>/dev/null | tr '\n' ' ')
	find reference/core reference/shell -name '*.[ch]' | sort | xargs -r awk -v proved=" $proved " '
	FNR == 1 {
		module = FILENAME
		sub(/^.*\//, "", module)
		sub(/\.[ch]$/, "", module)
		is_proved = FILENAME ~ /^reference\/core\// && index(proved, " " module " ")
	}
	{
		# A clause: keyword, then the id and a colon.
		line = $0
		clause = ""
		if (match(line, /(ensures|assert|check|invariant|lemma|requires|behavior|admit)[ \t]+[A-Z][A-Z0-9]*(_[A-Z0-9]+)+:/)) {
			clause = substr(line, RSTART, RLENGTH - 1)
			sub(/^[a-z]+[ \t]+/, "", clause)
			printf "%s\t%s\t%s\n", (is_proved ? "proof" : "claim"), clause, FILENAME
		}
		while (match(line, /[A-Za-z_][A-Za-z0-9_]*/)) {
			word = substr(line, RSTART, RLENGTH)
			if (word != clause && word ~ /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/)
				printf "code\t%s\t%s\n", word, FILENAME
			line = substr(line, RSTART + RLENGTH)
		}
	}'
	for f in conformance/cases/*/*.c; do
		[ -f "$f" ] || continue
		id=${f##*/}
		id=${id%.c}
		printf 'case\t%s\t%s\n' "$id" "$f"
		! grep -q '\.twin *=' "$f" || printf 'twin\t%s\tyes\n' "$id"
	done
	for f in conformance/mutants/*.diff; do
		[ -f "$f" ] || continue
		id=${f##*/}
		printf 'mutant\t%s\t%s\n' "${id%.diff}" "$f"
	done
	grep -rno 'ORACLE([A-Z0-9_]*' fuzz --include='*.[ch]' 2>/dev/null |
	    sed -n 's/^\([^:]*\):[0-9]*:ORACLE(\([A-Z][A-Z0-9_]*\)$/fuzz	\2	\1/p'
} | sort -u >"$places"

awk -F '\t' -v out="$B/trace.md" -f spec/trace.awk spec/waivers.tsv "$places"
