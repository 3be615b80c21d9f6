#!/bin/sh
# Seen to fail: breaks refrelay in one requirement at a time and asks the judge.
#   run.sh [NAME...]     NAME: a requirement id, harmless/NAME or identity
#                        (default: every case, every harmless change, identity)
# `make mutants` calls it; the environment names the build tree, compiler, flags
# and objects.  FRESH=1 forgets earlier results, JOBS=N plays N mutants at once (6:
# they mostly wait); beside them conforming relays are audited, two at a time.
#
#   <ID>.diff           changes reference/ so that exactly requirement ID is broken.
#                       It must apply, compile, keep running, and the verdict of case
#                       ID must be FAIL.  A case without a diff is a failure.
#   harmless/<n>.diff   a change that the specification allows: all cases are played
#                       and none may FAIL or lose the PASS it had on the identity.
#                       They are judged together, as far as they do not touch the same lines;
#                       if that fails, each alone.
#   identity            refrelay as it is: every case must PASS (or say that it does not apply).
#                       An audit of these very programs by `make audit` is not made again.
#
# All of them are built with the clock that can be moved (refrelay-clock), and the judge has the
# hook of ../targets/refrelay.
#
# What refrelay works with is shared by all of them and started once: a stand-in for an iroh relay,
# coturn, and careless TURN servers behind its port, for mutants that send people there
# (../targets/common).  The stand-in for the notification proxy belongs to each audit, and so does
# what other servers are: DNS with the zone that the mutant itself prints, and for the cases of
# federation a second relay, which is refrelay as it is.
#
# Only the touched files are copied and compiled again, with the flags of the main
# build; the other objects are shared.  A result is kept in build/mutants/<name>/ and
# used again while the diff, the files it touches, the case and this script stay the
# same; a mutant that a change elsewhere has revived shows in a fresh tree or with
# FRESH=1, which is what the gates run.  Harmless changes and identity always run.
set -u
export LC_ALL=C
here=conformance/mutants
[ -f "$here/run.sh" ] || { echo "mutants: run me from the root, by 'make mutants'" >&2; exit 2; }
B=${B:-build}
work=$B/mutants
FRESH=${FRESH:-} JOBS=${JOBS:-6}
lab=conformance/targets/lab.py relay=conformance/targets/refrelay/relay.py
PYTHON=/usr/bin/python3
[ -x "$PYTHON" ] || PYTHON=python3
export B FRESH PYTHON PYTHONDONTWRITEBYTECODE=1

diff_of() # name
{
	echo "$here/$1.diff"
}

touched() # diff...
{
	sed -n 's,^+++ b/\([^	]*\).*,\1,p' "$@" 2>/dev/null | sort -u
}

# What a result depends on, as far as it is this mutant's own.
key() # name diff
{
	cat "$here/run.sh" "$2" $(touched "$2") conformance/cases/*/"$1".c 2>/dev/null |
	    sha256sum | cut -c 1-64
}

# Writes the row of the matrix: name, passed or failed, verdict, touched files, seconds, remark.
row() # name passed|failed verdict files seconds remark
{
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" "$6" >"$work/$1/row.new"
	mv "$work/$1/row.new" "$work/$1/row"
	printf '%-6s %-28s %-13s %4ss  %s%s\n' "$2" "$1" "$3" "$5" "$4" "${6:+  ($6)}"
}

# The sources whose object changes when these files do: a header takes its includers along.
sources() # file...
{
	for f in "$@"; do
		case $f in
		*.c) echo "$f" ;;
		*) grep -l -F -- "$f" $(echo "$OBJECTS" | sed 's/\.o\b/.d/g') 2>/dev/null |
		    sed "s,^$B/,,; s,\.d\$,.c," ;;
		esac
	done | sort -u
}

# Applies the diffs to copies, compiles and links $dir/refrelay.  Prints why it failed.
build() # name diff...
{
	dir=$work/$1
	shift
	for d in "$@"; do
		[ -s "$d" ] || { echo "no mutant: $d is missing"; return 1; }
	done
	files=$(touched "$@")
	[ -n "$files" ] || { echo "the diff names no file as +++ b/path"; return 1; }
	for f in $files; do
		case $f in
		reference/*) ;;
		*) echo "the diff leaves reference/: $f"; return 1 ;;
		esac
		[ -f "$f" ] || { echo "no such file: $f"; return 1; }
		mkdir -p "$dir/src/$(dirname "$f")"
		cp "$f" "$dir/src/$f"
	done
	for d in "$@"; do
		patch -p1 -s -N -f --no-backup-if-mismatch -d "$dir/src" <"$d" >"$dir/patch.log" 2>&1 ||
		    { echo "the diff does not apply, see $dir/patch.log"; return 1; }
	done
	objects=$OBJECTS
	for c in $(sources $files); do
		[ -f "$dir/src/$c" ] && from=$dir/src/$c || from=$c
		o=$dir/$(echo "$c" | tr / _).o
		case $c in
		reference/core/*) extra=-ffreestanding ;;
		*) extra= ;;
		esac
		# -I of the copies comes first, so that a touched header wins.  What lives a second
		# is not worth optimizing.
		$CC -I"$dir/src" $FLAGS $extra -O0 -g0 -w -MF "$o.d" -c -o "$o" "$from" 2>"$dir/compile.log" ||
		    { echo "does not compile, see $dir/compile.log"; return 1; }
		objects=$(echo " $objects " | sed "s, $B/${c%.c}\.o , $o ,")
		case $objects in
		*"$o"*) ;;
		*) echo "$c is no part of refrelay"; return 1 ;;
		esac
	done
	$CC $LINK -fuse-ld=gold -o "$dir/refrelay" $objects $LIBS 2>"$dir/compile.log" ||
	    { echo "does not link, see $dir/compile.log"; return 1; }
}

# Starts a relay, audits it, stops it; leaves $dir/run.json.  Prints what went wrong.
judge() # dir program timeout-scale selector...
{
	dir=$1 program=$2 scale=$3
	shift 3
	rm -rf "$dir/state" "$dir/pair" "$dir/out" "$dir/federation" "$dir/pids"
	mkdir -p "$dir/out" "$dir/federation" || return 1
	: >"$dir/federation/settings"
	# Not 127.0.0: there a port may be taken while the relay is started again.
	pushed= others= pair= net=127.0.$((16 + $$ % 200))
	case ${1:-} in
	'') pushed=yes others=pair ;;
	PUSH_*) pushed=yes ;;
	FED_*) others=pair ;;
	MX_* | MXD_* | DKIM_* | OUT_* | DNS_*) others=no-pair ;;
	RET_* | DUR_* | ZERO_*)
		needs=" $("$B/bin/relayspec" list "$1" --json | jq -r '.[0].needs | join(" ")') "
		case $needs in
		*" push "*) pushed=yes ;;
		esac
		case $needs in
		*" pair "*) others=pair ;;
		*" names "* | *" sinks "*) others=no-pair ;;
		esac ;;
	esac
	[ -z "$pushed" ] || pushed=127.0.0.3:$("$PYTHON" "$lab" ports 127.0.0.3 1)
	if [ -n "$others" ]; then
		conformance/targets/common/federation.sh "$program" "$dir" "$common/companions" "$net" "$others" \
		    >"$dir/federation.log" 2>&1 || { echo "no federation, see $dir/federation.log"; return 1; }
	fi
	if [ "$others" = pair ]; then
		pair_up || { stop "$pair"; echo "the second relay did not start, see $dir/pair.log"; return 1; }
	fi
	"$PYTHON" "$relay" start "$dir" "$program" --demo --state "$dir/state" --listen "$net.1" \
	    $(cat "$dir/federation/options" 2>/dev/null) \
	    $(sed '/^#/d; s/^/--set /' conformance/targets/refrelay/settings \
		"$common/companions/settings" "$dir/federation/settings") \
	    ${pushed:+--set "notification_url=https://$pushed/notify"} \
	    2>"$dir/start.log" ||
	    { "$PYTHON" "$relay" end "$dir" 2>/dev/null; stop $pair; echo "the relay did not start, see $dir/start.log"; return 1; }
	set -- "$@" --hook "$dir/hook" ${pushed:+--push-listen "$pushed" --push-cert "$common/companions/push.pem"} \
	    $(cat "$common/companions/args" "$dir/federation/args" 2>/dev/null) $(jq -r '"--domain", .domain,
	    (.ports | to_entries[] | "--port-\(.key)", "\(.value)")' "$dir/refrelay.json")
	timeout 600 "$B/bin/relayspec" audit "$net.1" "$@" --insecure --profile strict \
	    --ciphertext "$common/ciphertext.asc" --level may --timeout-scale "$scale" --out "$dir/out" -q </dev/null >"$dir/audit.log" 2>&1
	rc=$?
	alive=yes
	"$PYTHON" "$relay" end "$dir" 2>/dev/null || alive=no
	stop $pair
	cp "$dir/out/run.json" "$dir/run.json" 2>/dev/null ||
	    { echo "no run.json (relayspec exit $rc), see $dir/audit.log"; return 1; }
	rm -rf "$dir/state" "$dir/pair"
	[ "$alive" = yes ] || { echo "the relay died, see $dir/refrelay.log"; return 1; }
}

# The second relay leads a process group of its own (setsid): this ends it and nothing else.
# Its state is thrown away, so nothing is asked of it.
stop() # pid...
{
	for p in "$@"; do
		kill -s KILL -- "-$p" 2>/dev/null || kill -s KILL "$p" 2>/dev/null
		wait "$p" 2>/dev/null
	done
}

# The second relay of this audit; $pair is its process.
pair_up()
{
	mkfifo "$dir/pair.ready" || return 1
	setsid "$B/bin/refrelay" --demo --state "$dir/pair" $(cat "$dir/federation/pair") \
	    >"$dir/pair.ready" 2>"$dir/pair.log" &
	pair=$!
	exec 4<"$dir/pair.ready"
	timeout 30 head -n 1 <&4 | grep -q '^{'
	set -- $?
	exec 4<&-
	rm -f "$dir/pair.ready"
	return "$1"
}

# Verdicts of a run: id TAB verdict.
verdicts() # run.json
{
	jq -r '.cases[] | "\(.id)\t\(.verdict)"' "$1"
}

mutant() # id
{
	d=$(diff_of "$1") dir=$work/$1
	mkdir -p "$dir"
	now=$(key "$1" "$d")
	if [ -z "$FRESH" ] && [ "$(cat "$dir/key" 2>/dev/null)" = "$now" ] &&
	    [ "$(cut -f 2 "$dir/row" 2>/dev/null)" = passed ]; then
		printf 'passed %-28s FAIL          kept\n' "$1"
		return
	fi
	rm -rf "$dir"
	mkdir -p "$dir"
	start=$(date +%s)
	[ -f "$d" ] && files=$(touched "$d" | tr '\n' ' ' | sed 's/ $//') || files=-
	ls conformance/cases/*/"$1".c >/dev/null 2>&1 ||
	    { row "$1" failed - "$files" 0 "no case of this id"; return; }
	why=$(build "$1" "$d") && why=$(judge "$dir" "$dir/refrelay" 0.4 "$1") ||
	    { row "$1" failed - "$files" $(($(date +%s) - start)) "$why"; return; }
	v=$(verdicts "$dir/run.json" | awk -F '\t' -v id="$1" '$1 == id { print $2 }')
	took=$(($(date +%s) - start))
	if [ "$v" = FAIL ]; then
		row "$1" passed FAIL "$files" "$took" ""
		echo "$now" >"$dir/key"
		rm -rf "$dir/refrelay" "$dir"/*.o "$dir/src"
	else
		row "$1" failed "${v:--}" "$files" "$took" "survives: its case should FAIL"
	fi
}

# Harmless changes that do not touch the same lines, in groups: harmless/a+b+c.
groups() # harmless/name...
{
	while [ $# -gt 0 ]; do
		rm -rf "$work/together"
		cp -r reference "$work/together"
		group= left=
		for n in "$@"; do
			if patch -p2 -s -N -f -F0 --no-backup-if-mismatch -r - -d "$work/together" <"$(diff_of "$n")" >/dev/null 2>&1; then
				group=$group+${n#harmless/}
			else
				left="$left $n"
			fi
		done
		[ -n "$group" ] || { printf '%s\n' "$@"; break; }
		echo "harmless/${group#+}"
		set -- $left
	done
	rm -rf "$work/together"
}

# The diffs of harmless/a+b+c.
diffs_of() # name
{
	for part in $(echo "${1#harmless/}" | tr + ' '); do
		diff_of "harmless/$part"
	done
}

# The members of a group are what the group is; if that failed, each is asked alone.
members() # harmless/a+b+c
{
	for part in $(echo "${1#harmless/}" | tr + ' '); do
		if [ "$(cut -f 2 "$work/$1/row")" = passed ]; then
			mkdir -p "$work/harmless/$part"
			files=$(touched "$(diff_of "harmless/$part")" | tr '\n' ' ' | sed 's/ $//')
			row "harmless/$part" passed "$(cut -f 3 "$work/$1/row")" "$files" 0 "with others"
		else
			conforming "harmless/$part"
		fi
	done
}

# Has `make audit` judged these programs, in full and by this law?
audited()
{
	r=$B/audit/refrelay/run.json
	[ -s "$r" ] && [ "$r" -nt "$B/bin/refrelay-clock" ] && [ "$r" -nt "$B/bin/relayspec" ] &&
	    [ "$(verdicts "$r" | wc -l)" -eq "$(ls conformance/cases/*/*.c | wc -l)" ]
}

# All cases on a relay that conforms: the identity and the harmless changes.
conforming() # identity, harmless/name or harmless/a+b+c
{
	dir=$work/$1
	rm -rf "$dir"
	mkdir -p "$dir"
	start=$(date +%s)
	files=- program=$B/bin/refrelay-clock why=
	if [ "$1" != identity ]; then
		program=$dir/refrelay
		files=$(touched $(diffs_of "$1") | tr '\n' ' ' | sed 's/ $//')
		why=$(build "$1" $(diffs_of "$1")) || { row "$1" failed - "$files" 0 "$why"; return; }
	fi
	if [ "$1" = identity ] && audited; then
		cp "$B/audit/refrelay/run.json" "$dir/run.json"
	else
		why=$(judge "$dir" "$program" 1) ||
		    { row "$1" failed - "$files" $(($(date +%s) - start)) "$why"; return; }
	fi
	took=$(($(date +%s) - start))
	verdicts "$dir/run.json" | sort >"$dir/verdicts"
	wrong=FAIL
	[ "$1" != identity ] || wrong='FAIL|INCONCLUSIVE|PENDING|SKIP'
	bad=$(awk -F '\t' -v wrong="^($wrong)\$" '$2 ~ wrong { printf " %s", $1 }' "$dir/verdicts")
	passes=$(awk -F '\t' '$2 == "PASS" { n++ } END { print n + 0 }' "$dir/verdicts")
	lost=
	if [ "$1" != identity ] && [ -f "$work/identity/verdicts" ]; then
		lost=$(join -t '	' "$work/identity/verdicts" "$dir/verdicts" |
		    awk -F '\t' '$2 == "PASS" && $3 != "PASS" { printf " %s", $1 }')
	fi
	if [ -n "$bad" ]; then
		row "$1" failed "$passes PASS" "$files" "$took" "judged wrongly:$bad"
	elif [ -n "$lost" ]; then
		row "$1" failed "$passes PASS" "$files" "$took" "no longer PASS:$lost"
	elif [ "$passes" -eq 0 ]; then
		row "$1" failed "$passes PASS" "$files" "$took" "nothing passed"
	else
		row "$1" passed "$passes PASS" "$files" "$took" ""
	fi
}

if [ "${1:-}" = --one ]; then
	case $2 in
	harmless/*+*) conforming "$2" && members "$2" ;;
	identity | harmless/*) conforming "$2" ;;
	*) mutant "$2" ;;
	esac
	exit 0
fi

[ -n "${CC:-}" ] && [ -n "${OBJECTS:-}" ] && [ -x "$B/bin/relayspec" ] ||
    { echo "mutants: nothing is built; call me by 'make mutants'" >&2; exit 2; }
export CC FLAGS OBJECTS LINK LIBS
mkdir -p "$work"
if [ $# -gt 0 ]; then
	names=$*
	for n in $names; do
		[ "$n" = identity ] || [ -f "$(diff_of "$n")" ] || ls conformance/cases/*/"$n".c >/dev/null 2>&1 ||
		    { echo "mutants: no case and no diff is named $n" >&2; exit 2; }
	done
else
	cases=$(ls conformance/cases/*/*.c 2>/dev/null | sed 's,.*/,,; s,\.c$,,')
	diffs=$(ls "$here"/*.diff 2>/dev/null | sed 's,.*/,,; s,\.diff$,,')
	legal=$(ls "$here"/harmless/*.diff 2>/dev/null | sed 's,.*/,harmless/,; s,\.diff$,,')
	names="identity $legal $(printf '%s\n' $cases $diffs | sort -u)"
	FRESH=${FRESH:-}
fi
for n in $names; do
	[ -n "$FRESH" ] && rm -rf "$work/$n"
done
# Runs with one tree do not meet, and one that was cut off leaves its companions to the next.
for old in "$work"/companions.*; do
	[ -d "$old" ] && ! kill -0 "${old##*.}" 2>/dev/null || continue
	"$PYTHON" "$lab" stop "$old/pids" && rm -rf "$old"
done
common=$(cd "$work" && pwd)/companions.$$
export common
trap '"$PYTHON" "$lab" stop "$common/pids" && rm -rf "$common"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM
conformance/targets/common/companions.sh "$common" forged expired stun || exit 70
# The identity first and alone: the harmless changes are compared with it.
case " $names " in
*" identity "*) "$here/run.sh" --one identity ;;
esac
# What takes longest begins, and is alone: its cases wait.  The others go on beside it.
{ printf '%s\n' $names | grep '^harmless/slow$'; groups $(printf '%s\n' $names | grep '^harmless/' | grep -v /slow); } |
    xargs -r -P 2 -n 1 "$here/run.sh" --one &
{ printf '%s\n' $names | grep '^LAT_'; printf '%s\n' $names | grep -vE '^(LAT_|harmless/|identity$)'; } |
    xargs -r -P "$JOBS" -n 1 "$here/run.sh" --one
wait

{
	printf 'name\tresult\tverdict\tchanged\tseconds\tremark\n'
	for n in $names; do
		cat "$work/$n/row" 2>/dev/null || printf '%s\tfailed\t-\t-\t0\tno result\n' "$n"
	done
	# All kinds of verdicts at once: what the judge writes keeps what it publishes.
	"$PYTHON" base/checks/schema.py reports/schema/run.schema.json \
	    $(for n in $names; do ls "$work/$n/run.json" 2>/dev/null; done) >&2 ||
		printf 'run.json\tfailed\t-\t-\t0\tdoes not keep reports/schema\n'
} >"$work/matrix.tsv"
awk -F '\t' 'NR > 1 && $2 == "passed" { p++ } NR > 1 && $2 != "passed" { f++ }
	END { printf "mutants: %d passed, %d failed\n", p, f; exit f > 0 || p == 0 }' "$work/matrix.tsv"
