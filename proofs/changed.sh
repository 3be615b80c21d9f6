#!/bin/sh
# Prints the modules that are to be proved now, one a line.
#   changed.sh MODULE...            those whose text, options, way of proving or provers are not
#                                   those of proofs/proved.tsv; and one in ten of all: which ones,
#                                   the relay's text decides, so that in time all are proved again
#   changed.sh --digest MODULE...   rows for proofs/proved.tsv
set -eu
export LC_ALL=C
share=10

versions=$(frama-c -version && z3 --version && cvc4 --version | head -n 1 && cvc5 --version | head -n 1)

digest() # module
{
	{
		echo "$versions"
		awk -v m="$1" '$1 == m' proofs/modules.txt
		cat proofs/run.sh proofs/why3.conf.in proofs/cvc5.drv.in
		"${CC:-cc}" -std=c11 -I. -MM "reference/core/$1.c" |
		    tr -s ' \\' '\n' | grep '\.[ch]$' | sort | xargs cat
	} | sha256sum | cut -c 1-32
}

if [ "${1:-}" = --digest ]; then
	shift
	for m in "$@"; do
		printf '%s\t%s\n' "$m" "$(digest "$m")"
	done
	exit 0
fi
first=$(($(cat reference/*/*.[ch] | cksum | cut -d ' ' -f 1) % $#)) place=0
for m in "$@"; do
	recorded=$(awk -F '\t' -v m="$m" '$1 == m { print $2 }' proofs/proved.tsv)
	behind=$(((place - first + $#) % $#))
	place=$((place + 1))
	if [ "$behind" -lt $((($# + share - 1) / share)) ] || [ "$(digest "$m")" != "$recorded" ]; then
		echo "$m"
	fi
done
