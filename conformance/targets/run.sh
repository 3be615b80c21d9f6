#!/bin/sh
# Brings a target up, audits it, takes it down again.
#   run.sh TARGET [relayspec arguments...]   exit code of `relayspec audit`
#   run.sh --up TARGET                       only up; prints the relayspec arguments
#   run.sh --down TARGET
#   run.sh --list
# B: build tree (default build).  Exit 2: wrong usage; 70: the target did not
# come up; 77: it cannot run here (the reason is printed), count it as skipped.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 70
B=${B:-build}
mkdir -p "$B/targets" || exit 70
B=$(cd "$B" && pwd)
lab="$here/lab.py"
PYTHON=/usr/bin/python3
[ -x "$PYTHON" ] || PYTHON=python3
export B PYTHON PYTHONDONTWRITEBYTECODE=1

complain() {
	echo "run.sh: $1" >&2
	exit "$2"
}

usage() {
	complain "say: run.sh [--up|--down] TARGET [relayspec arguments...]; targets: $(list | xargs)" 2
}

list() {
	for up in "$here"/*/up; do
		basename "$(dirname "$up")"
	done
}

python_lab() {
	"$PYTHON" "$lab" "$@"
}

# The tree of the last run stays for reading (logs) until the next one.
bring_up() {
	bring_down || complain "$target: an earlier run cannot be ended" 70
	rm -rf "$tree"
	mkdir -p "$tree"
	tries=3
	while :; do
		# The lock must not live on in daemons.
		"$here/$target/up" "$tree" 9>&-
		rc=$?
		[ "$rc" -ne 0 ] || return 0
		bring_down
		[ "$rc" -ne 77 ] || return 77
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || break
		# A port that was free may be taken when the daemon binds it.
		echo "run.sh: $target: trying again with other ports" >&2
	done
	echo "run.sh: $target did not come up; its logs are in $tree" >&2
	return 70
}

bring_down() {
	python_lab stop "$tree/pids" || return 70
	# Daemons that could not live in the tree leave only their logs.
	if [ -L "$tree/home" ]; then
		cp "$tree"/home/*.log "$tree"
		rm -rf "$(readlink "$tree/home")"
		rm "$tree/home"
	fi
}

finish() {
	rc=$?
	trap - EXIT HUP INT TERM
	bring_down || rc=70
	exit "$rc"
}

mode=audit
case ${1:-} in
--list)
	list
	exit 0
	;;
--up | --down)
	mode=${1#--}
	shift
	;;
esac
target=${1:-}
case $target in
'' | -* | */* | .*) usage ;;
esac
[ -x "$here/$target/up" ] || usage
shift
tree=$B/targets/$target

# One run per target and build tree; others wait for their turn.
exec 9>"$B/targets/$target.lock"
flock 9

if [ "$mode" = down ]; then
	[ $# -eq 0 ] || usage
	python_lab alive "$tree/pids" || echo "run.sh: $target is not up in $B" >&2
	bring_down || exit 70
	rm -f "$tree/by-hand"
	exit 0
fi
if [ -e "$tree/by-hand" ] && python_lab alive "$tree/pids"; then
	complain "$target is up by hand; say: run.sh --down $target" 2
fi
if [ "$mode" = up ]; then
	[ $# -eq 0 ] || usage
	bring_up || exit
	: >"$tree/by-hand"
	cat "$tree/args"
	exit 0
fi

[ -x "$B/bin/relayspec" ] || complain "$B/bin/relayspec is missing; say: make" 2
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM
bring_up || exit
# Arguments of the caller come last and win.
tac "$tree/args" >"$tree/args.reversed"
mkdir -p "$B/audit"
set -- --profile strict --out "$B/audit/$target" "$@"
while IFS= read -r arg; do
	set -- "$arg" "$@"
done <"$tree/args.reversed"
# In the background, so that a signal is not held back until the audit ends.
"$B/bin/relayspec" audit "$@" 9>&- &
audit=$!
trap 'kill -TERM $audit 2>/dev/null; wait $audit; exit 130' INT
trap 'kill -TERM $audit 2>/dev/null; wait $audit; exit 143' HUP TERM
wait "$audit"
rc=$?
# The closing line that every runner here has; the verdict is the exit code.
[ ! -s "$B/audit/$target/run.json" ] || jq -r --arg name "audit-$target" '
	[.cases[].verdict] | "\($name): \(map(select(. == "PASS")) | length) passed, " +
	"\(map(select(. == "FAIL")) | length) failed, " +
	"\(map(select(. != "PASS" and . != "FAIL")) | length) skipped"' "$B/audit/$target/run.json"
exit "$rc"
