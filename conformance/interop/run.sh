#!/bin/sh
# Programs that were not made for it, on refrelay; each part has its own relay.
#   run.sh [PART...]     parts: smoke clients deltachat options dialogue federation pingpong
#   smoke       gpg, swaks, curl, openssl s_client
#   clients     Python's imaplib and smtplib, mbsync, neomutt, openssl s_client
#   deltachat   people with the unmodified Delta Chat core
#   options     the same with compression, TURN and all on the HTTPS port
#   dialogue    what that core says, against dialogue.tsv
#   federation  two refrelays, Postfix, Exim, OpenSMTPD and that core write to each other
#   pingpong    its round trips, against Postfix and Dovecot where they can run
# B: build tree (default build).  What a part leaves is in $B/interop/ until its next run.
# Parts that cannot run here (no npm or network, not root) are counted as skipped.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 70
B=${B:-build}
mkdir -p "$B/interop" || exit 70
B=$(cd "$B" && pwd)
PYTHON=/usr/bin/python3
[ -x "$PYTHON" ] || PYTHON=python3
export B PYTHON PYTHONDONTWRITEBYTECODE=1
relay=$B/bin/refrelay
if [ ! -x "$relay" ]; then
	echo "interop: $relay is missing; say: make" >&2
	exit 2
fi
passed=0 failed=0 skipped=0 running= peer_up=
# Short, because sockets live below it; open, because relays drop root.
work=$(mktemp -d /tmp/interop.XXXXXXXX) || exit 70
chmod 755 "$work"

peer_down() {
	[ -z "$peer_up" ] || B=$work/peer conformance/targets/run.sh --down postfix-dovecot
	peer_up=
}

finish() {
	rc=$?
	trap - EXIT HUP INT TERM
	if [ -n "$running" ]; then
		kill "$running" 2>/dev/null
		wait "$running" 2>/dev/null
	fi
	peer_down
	rm -rf "$work"
	exit "$rc"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

skip() {
	skipped=$((skipped + 1))
	echo "   $1: skipped: $2"
}

# part NAME COMMAND...: runs it in a directory of its own and adds its closing line up
part() {
	name=$1
	shift
	echo "== $name"
	mkdir "$work/$name"
	start=$(date +%s)
	# In the background, so that a signal is not held back until it ends.
	"$@" "$work/$name" >"$work/$name.log" 2>&1 &
	running=$!
	wait "$running"
	rc=$?
	running=
	took=$(($(date +%s) - start))
	closing=$(grep -E '^[a-z]+: [0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$work/$name.log" | tail -n 1)
	grep -E '^(skip|round trip|ratio)' "$work/$name.log" | sed 's/^/   /'
	set -- $(echo "${closing:-x 0 x 0 x 0}" | awk '{ print $2 + 0, $4 + 0, $6 + 0 }')
	[ "$rc" -eq 0 ] || [ "$2" -gt 0 ] || set -- "$1" 1 "$3"
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
	if [ "$2" -gt 0 ]; then
		grep -v '^ok ' "$work/$name.log" | tail -n 40
	fi
	echo "   $name: $1 passed, $2 failed, $3 skipped, $took s"
	# Kept for reading: logs, events, recordings; not the state of relays and cores.
	keep=$B/interop/$name
	rm -rf "$keep.new"
	mkdir -p "$keep.new"
	cp "$work/$name.log" "$keep.new/log"
	for left in events relay.log maillog seen.tsv tap; do
		(cd "$work/$name" && find . -name "$left" -prune -exec cp -r --parents {} "$keep.new" \;)
	done
	rm -rf "$keep" "$work/$name"
	mv "$keep.new" "$keep"
}

# The programs of the core, once: $core (and $newer, or the same again)
core=
find_core() {
	[ -z "$core" ] || return 0
	deltachat=$(conformance/interop/deltachat/install.sh "$B/interop/npm")
	case $? in
	0) ;;
	77) return 1 ;;
	*)
		echo "interop: Delta Chat core: $deltachat" >&2
		exit 70
		;;
	esac
	core=$(echo "$deltachat" | awk 'NR == 1 { print $2 }')
	newer=$(echo "$deltachat" | awk 'END { print $2 }')
}

play() { # PART
	case $1 in
	smoke) part smoke conformance/interop/smoke.sh ;;
	clients) part clients "$PYTHON" conformance/interop/clients.py "$relay" ;;
	federation) play_federation ;;
	deltachat | options | dialogue | pingpong)
		if find_core; then
			"play_$1"
		else
			skip "$1" "$deltachat"
		fi
		;;
	*)
		echo "interop: no part $1; parts: smoke clients deltachat options dialogue federation pingpong" >&2
		exit 2
		;;
	esac
}

play_deltachat() {
	part deltachat "$PYTHON" conformance/interop/deltachat/scenarios.py "$relay" "$core" "$newer"
}

play_options() {
	part options "$PYTHON" conformance/interop/deltachat/options.py "$relay" "$core" "$newer"
}

play_dialogue() {
	for line in $(echo "$deltachat" | tr ' ' ,); do
		version=${line%%,*}
		part "dialogue-$version" "$PYTHON" conformance/interop/deltachat/dialogue.py \
		    "$relay" "${line#*,}" "$version"
	done
}

# In a network of its own, where names and port 25 are as in the world.
play_federation() {
	if ! unshare --mount --net true 2>/dev/null; then
		skip federation "no network of its own (not root?)"
		return
	fi
	set -- "$relay"
	if find_core; then
		set -- --core "$core" "$newer" "$@"
	else
		skip "people in the federation" "$deltachat"
	fi
	packages=
	if why=$(conformance/interop/federation/unpack.sh "$B/interop/packages" \
	    exim4-daemon-light opensmtpd); then
		packages=$B/interop/packages/root
		set -- --packages "$packages" "$@"
	else
		skip "Exim, OpenSMTPD" "$why"
	fi
	part federation unshare --mount --net conformance/interop/federation/inside.sh \
	    "$work/federation" "$packages" "$PYTHON" conformance/interop/federation/federation.py "$@"
}

play_pingpong() {
	mkdir "$work/peer"
	B=$work/peer NOTIFY_NOW=1 PER_MINUTE=6000 BURST=1000 QUOTA=500 \
	    conformance/targets/run.sh --up postfix-dovecot >"$work/peer.log" 2>&1
	case $? in
	0)
		peer_up=1
		set -- "$work/peer/targets/postfix-dovecot/args"
		;;
	77) set -- ;;
	*)
		cat "$work/peer.log"
		failed=$((failed + 1))
		echo "FAIL pingpong: Postfix and Dovecot do not come up"
		return
		;;
	esac
	part pingpong "$PYTHON" conformance/interop/deltachat/pingpong.py "$@" "$relay" "$core"
	peer_down
}

for name in ${*:-smoke clients deltachat options dialogue federation pingpong}; do
	play "$name"
done
echo "interop: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
