#!/bin/sh
# What refrelay tells about TURN, used at a real TURN server (coturn).
#   turn.sh       B: build tree (default build)
# The work is in turn.py; the last line counts what held.
set -u
cd "$(dirname "$0")/../.." || exit 70
relay=${B:-build}/bin/refrelay
if [ ! -x "$relay" ]; then
	echo "turn: $relay is missing; say: make" >&2
	exit 2
fi
for program in turnserver turnutils_uclient turnutils_stunclient; do
	if ! command -v $program >/dev/null; then
		echo "turn: $program is missing; say: make deps" >&2
		exit 2
	fi
done
exec python3 -B reference/tests/turn.py "$relay"
