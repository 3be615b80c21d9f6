#!/bin/sh
# The wall: conformance/ and reports/ know nothing of reference/ and the other way round;
# base/ knows neither.  `make wall` gives the object files of both sides without base/:
#   RELAY='a.o ...' JUDGE='b.o ...' wall.sh
# fuzz/diff_*.c alone may see both sides.
set -u
export LC_ALL=C
: "${RELAY:?call me by make wall}" "${JUDGE:?call me by make wall}"
passed=0 failed=0

verdict() # name complaints
{
	if [ -n "$2" ]; then
		failed=$((failed + 1))
		printf 'FAIL %s\n%s\n' "$1" "$2"
	else
		passed=$((passed + 1))
		echo "ok   $1"
	fi
}

includes() # pattern dir...
{
	pattern=$1
	shift
	grep -rnE --include='*.[ch]' "^[[:space:]]*#[[:space:]]*include[[:space:]]*[\"<]($pattern)" "$@"
}

names() # object... -> its defined global symbols
{
	nm -g --defined-only "$@" 2>/dev/null | awk 'NF == 3 { print $3 }' | grep -vx main | sort -u
}

verdict "conformance/ and reports/ include nothing of reference/" \
    "$(includes '([^">]*/)?reference/' conformance reports)"
verdict "reference/ includes nothing of conformance/ or reports/" \
    "$(includes '([^">]*/)?(conformance|reports)/' reference)"
verdict "base/ includes nothing of either side" \
    "$(includes '([^">]*/)?(conformance|reports|reference)/' base)"
verdict "fuzz/ includes both sides in diff_*.c only" "$(
	for f in fuzz/*.[ch]; do
		case $f in */diff_* | 'fuzz/*.'*) continue ;; esac
		grep -q '^#include "reference/' "$f" && grep -q '^#include "conformance/' "$f" && echo "$f"
	done
)"
verdict "nobody includes by a path with .." "$(includes '[^">]*\.\./' base conformance reports reference fuzz)"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
names $RELAY >"$tmp/relay"
names $JUDGE >"$tmp/judge"
verdict "the relay's objects define symbols" "$([ -s "$tmp/relay" ] || echo "none found in: $RELAY")"
verdict "the judge's objects define symbols" "$([ -s "$tmp/judge" ] || echo "none found in: $JUDGE")"
verdict "no symbol is defined on both sides" "$(comm -12 "$tmp/relay" "$tmp/judge")"
# Undefined in one side, defined in the other: a call through the wall.
nm -u $JUDGE 2>/dev/null | awk 'NF == 2 { print $2 }' | sort -u >"$tmp/judge.wants"
nm -u $RELAY 2>/dev/null | awk 'NF == 2 { print $2 }' | sort -u >"$tmp/relay.wants"
comm -12 "$tmp/judge.wants" "$tmp/relay" | comm -23 - "$tmp/judge" >"$tmp/a"
comm -12 "$tmp/relay.wants" "$tmp/judge" | comm -23 - "$tmp/relay" >"$tmp/b"
verdict "the judge calls nothing of the relay" "$(cat "$tmp/a")"
verdict "the relay calls nothing of the judge" "$(cat "$tmp/b")"
echo "wall: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
