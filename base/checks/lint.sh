#!/bin/sh
# Format, sizes, bans: what can be said about the text of the project without running it.
#   lint.sh [CHECK...]    default: all; `make lint ONLY="sizes bans"`
# Each check prints its complaints and is passed when it has none.
set -u
export LC_ALL=C
B=${B:-build}
FLAGS=${FLAGS:--std=c11 -D_GNU_SOURCE -I. -I$B/gen}
export FLAGS
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
sides="base reference conformance reports fuzz"

# The project's files: what git knows or would know; without git, what is there.
{ git ls-files -co --exclude-standard 2>/dev/null || find . -type f -not -path "./$B/*" |
    sed 's,^\./,,'; } | while read -r f; do [ -f "$f" ] && echo "$f"; done | sort -u >"$tmp/files"
grep -E "^($(echo $sides | tr ' ' '|'))/.*\.[ch]\$" "$tmp/files" >"$tmp/c"

check_format() # as .clang-format has it
{
	xargs clang-format --dry-run -Werror <"$tmp/c" 2>&1 |
	    sed -n 's/^\([^ :]*:[0-9]*\):.*clang-format-violations.*/\1: run clang-format -i/p' | sort -u -t: -k1,1
}

check_tidy() # as .clang-tidy has it; only what changed is asked
# Tests may strcpy, system and atoi, and are not analysed path by path: they run with sanitizers.
# The analysis of a function ends after a third of clang's own bound; DEEP=1 takes all of it.
{
	cat .clang-tidy $(grep '\.h$' "$tmp/c") | sha256sum >"$tmp/all"
	mkdir -p "$B/lint"
	depth="-Xclang -analyzer-config -Xclang max-nodes=75000"
	[ -z "${DEEP:-}" ] || depth=
	export depth
	for f in $(grep '\.c$' "$tmp/c"); do
		key=$(cat "$tmp/all" "$f" | sha256sum | cut -c 1-40)
		[ -e "$B/lint/$key" ] || echo "$f $key"
	done | xargs -r -P 2 -n 2 sh -c '
		case $1 in
		*/tests/*) off=-clang-analyzer-*,-cert-env33-c,-cert-err34-c ;;
		*) off= ;;
		esac
		clang-tidy --quiet --checks="$off" "$1" -- $FLAGS $depth >"$0/$2.new" 2>/dev/null && : >"$0/$2" ||
		    grep -E "(error|warning):" "$0/$2.new"
		rm -f "$0/$2.new"' "$B/lint"
}

check_sizes() # core 400, cases 60, headers 150 without ACSL, tests 700, others 500 lines; functions 60
{
	xargs awk '
	function limit(f) {
		if (f ~ /\.h$/) return 150
		if (f ~ /^reference\/core\//) return 400
		if (f ~ /^conformance\/cases\//) return 60
		if (f ~ /\/tests\/test_/) return 700
		return 500
	}
	function done() {
		if (file != "" && lines > limit(file))
			printf "%s: %d lines, the limit is %d\n", file, lines, limit(file)
	}
	FNR == 1 { done(); file = FILENAME; start = lines = acsl = 0 }
	/\/\*@/ { acsl = 1 }
	{ lines += !(acsl && FILENAME ~ /\.h$/) } # contracts are as long as they are
	/\*\// { acsl = 0 }
	/^\{/ { start = FNR }
	/^\}/ {
		if (start && FNR - start - 1 > 60)
			printf "%s:%d: a function of %d lines, the limit is 60\n", FILENAME, start, FNR - start - 1
		start = 0
	}
	END { done() }' <"$tmp/c"
	awk '!/^ *$/' $(grep '^base/[a-z]*\.[ch]$' "$tmp/c") | wc -l |
	    awk '$1 > 800 { print "base/: " $1 " lines, the limit is 800" }'
}

check_headers() # every header compiles alone
{
	grep '\.h$' "$tmp/c" | xargs -r -P 2 -n 8 sh -c '
		for h; do
			printf "#include \"%s\"\n" "$h" | ${CC:-gcc} $FLAGS -Wall -Wextra -x c -fsyntax-only - 2>&1 |
			    grep -m 1 -E "(error|warning):" | sed "s,^<stdin>,$h,"
		done' _
}

code() # pattern file... -> file:line of matches outside comments
{
	pattern=$1
	shift
	[ $# -gt 0 ] || return
	awk -v pattern="$pattern" '
	FNR == 1 { inside = 0 }
	{
		line = $0
		gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
		gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
		if (inside && sub(/^.*\*\//, "", line)) inside = 0
		if (inside) next
		if (sub(/\/\*.*$/, "", line)) inside = 1
		sub(/\/\/.*$/, "", line)
		if (line ~ pattern) printf "%s:%d: %s\n", FILENAME, FNR, $0
	}' "$@"
}

check_malloc() # memory comes from base/arena.c; the shell, engine and reports may ask for it
{
	code '(^|[^A-Za-z0-9_])(malloc|calloc|realloc|strdup|strndup|asprintf|vasprintf|alloca)[ ]*\(' \
	    $(grep -E '^(base|reference/core|conformance/(cases|wire))/' "$tmp/c" |
	        grep -vE '^base/(arena\.c$|tests/)')
}

check_sleep() # events are awaited, not slept for
{
	# No event exists: cmd_ping sends on a schedule, vigil waits for a date, SUB_RATE_RECOVERS
	# asks again while a limit recovers, and nothing tells a test that a log has been cut.
	code '(^|[^A-Za-z0-9_])(sleep|usleep|nanosleep|clock_nanosleep)[ ]*\(' \
	    $(grep -vE '^(conformance/engine/cmd_ping|conformance/engine/vigil|conformance/cases/submission/SUB_RATE_RECOVERS|reference/tests/(test_store|expire_fixture))\.c$' "$tmp/c")
	grep -E '\.sh$|^conformance/targets/' "$tmp/files" | grep -vE '\.(md|c|h)$' |
	    xargs -r grep -nE '^([^#]*[;&|({ 	])?sleep [0-9$]' /dev/null
}

check_bans() # functions and types that invite mistakes
{
	code '(^|[^A-Za-z0-9_])(gets|strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|setjmp|longjmp|system|popen|tmpnam|mktemp)[ ]*\(' \
	    $(grep -v '/tests/' "$tmp/c")
	# On network octets the core uses spans, never str*.
	code '(^|[^A-Za-z0-9_])(str(len|n?cmp|n?casecmp|n?cpy|n?cat|n?dup|r?chr|str|c?spn|pbrk|tok|to[a-z]+|nlen)|is(alpha|digit|alnum|space|upper|lower)|to(upper|lower))[ ]*\(' \
	    $(grep '^reference/core/' "$tmp/c")
	# typedef names a function type or nothing.
	code '^[ \t]*typedef[ \t]+(struct|enum|union|unsigned|int|u?int[0-9]+_t|size_t|char)[^(]*;' $(cat "$tmp/c")
}

check_cases() # a case says its id, defines it, and includes nothing but case.h and wire/
{
	for f in $(grep '^conformance/cases/' "$tmp/c"); do
		id=$(basename "$f" .c)
		head -n 1 "$f" | grep -q "^/\* $id: " || echo "$f:1: does not open with /* $id: ..."
		grep -qE "^const struct test_case $id = " "$f" || echo "$f: does not define $id"
		grep -nE '^#include' "$f" | grep -vE '"conformance/(case|wire/[a-z_0-9]+)\.h"|<[a-z_/0-9]+\.h>' |
		    sed "s,^,$f:,"
	done
}

check_scripts() # parsed by sh and awk; executable and #!/bin/sh, or neither (sourced)
{
	for f in $(grep -E '\.sh$' "$tmp/files"); do
		sh -n "$f" 2>&1
		if head -n 1 "$f" | grep -qx '#!/bin/sh'; then
			[ -x "$f" ] || echo "$f: not executable"
		else
			[ ! -x "$f" ] || echo "$f:1: executable, so it begins with #!/bin/sh"
		fi
	done
	for f in $(grep -E '\.awk$' "$tmp/files"); do
		awk -f "$f" </dev/null 2>&1 >/dev/null | grep 'line [0-9]*: '
	done
}

check_manuals() # mandoc finds nothing to say
{
	for f in $(grep -E '\.[1-8]$' "$tmp/files"); do
		mandoc -Tlint -W warning "$f" 2>&1
	done
}

check_text() # no machine paths, no spaces at line ends, a newline at the end of files
{
	grep -vE '\.(bin|eml|asc|pgp|gpg|der|png|diff|pdf)$|(^|/)(corpus|seeds)/|^LICENSE$' "$tmp/files" >"$tmp/text"
	xargs grep -nE '(^|[^A-Za-z0-9_./-])/(home|root|work|Users|builds)/[A-Za-z0-9_.-]|/tmp/[a-z]*brief' <"$tmp/text" |
	    grep -v '^base/checks/lint\.sh:'
	xargs grep -nE '[ 	]+$' <"$tmp/text" | grep -vE '\.md:|^fuzz/dict' | cut -c 1-120
	while read -r f; do
		[ ! -s "$f" ] || [ -z "$(tail -c 1 "$f")" ] || echo "$f: no newline at the end"
	done <"$tmp/text"
}

passed=0 failed=0
for c in ${*:-format sizes headers malloc sleep bans cases scripts manuals text tidy}; do
	"check_$c" >"$tmp/out" 2>&1
	if [ -s "$tmp/out" ]; then
		failed=$((failed + 1))
		echo "FAIL $c"
		sed 's/^/  /' "$tmp/out" | head -n 60
	else
		passed=$((passed + 1))
		echo "ok   $c"
	fi
done
echo "lint: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
