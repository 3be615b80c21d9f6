#!/bin/sh
# Purity: an object of reference/core may leave undefined only mem*, what the compiler puts in
# (stack protector, GOT), symbols of base/span and base/buf, and symbols of the core.
# Its sources include only freestanding headers, <string.h> for mem*, those two and the core.
#   CORE='a.o ...' BASE='span.o buf.o' purity.sh       (by make purity)
set -u
export LC_ALL=C
: "${CORE:?call me by make purity}" "${BASE:?call me by make purity}"
passed=0 failed=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
{
	nm -g --defined-only $CORE $BASE | awk 'NF == 3 { print $3 }'
	printf '%s\n' memcpy memmove memset memcmp __stack_chk_fail _GLOBAL_OFFSET_TABLE_
} | sort -u >"$tmp/allowed"
for o in $CORE; do
	bad=$(nm -u "$o" | awk 'NF == 2 { print $2 }' | sort -u | comm -23 - "$tmp/allowed" | tr '\n' ' ')
	if [ -n "$bad" ]; then
		failed=$((failed + 1))
		echo "FAIL $o needs: $bad"
	else
		passed=$((passed + 1))
	fi
	# Nothing in the core keeps state between calls: no writable data.
	data=$(size -A "$o" | awk '$2 > 0 && $1 ~ /^\.(data|bss|tdata|tbss)/ && $1 !~ /^\.data\.rel\.ro/ {
		printf "%s (%d octets) ", $1, $2 }')
	if [ -n "$data" ]; then
		failed=$((failed + 1))
		echo "FAIL $o has writable data: $data"
	else
		passed=$((passed + 1))
	fi
done
for f in reference/core/*.[ch]; do
	bad=$(sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]\([^>"]*\)[>"].*/\1/p' "$f" |
	    grep -vxE 'std(bool|def|int|align)\.h|limits\.h|string\.h|base/(span|buf|cdefs)\.h|reference/core/[a-z0-9_]+\.(h|inc)' |
	    tr '\n' ' ')
	if [ -n "$bad" ]; then
		failed=$((failed + 1))
		echo "FAIL $f includes: $bad"
	else
		passed=$((passed + 1))
	fi
done
echo "purity: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
