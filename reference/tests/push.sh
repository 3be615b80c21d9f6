#!/bin/sh
# Push notifications of refrelay against a proxy that answers, refuses and hangs.
#   push.sh       B: build tree (default build)
# The work is in push.py; the last line counts what held.
set -u
cd "$(dirname "$0")/../.." || exit 70
relay=${B:-build}/bin/refrelay
if [ ! -x "$relay" ]; then
	echo "push: $relay is missing; say: make" >&2
	exit 2
fi
exec python3 -B reference/tests/push.py "$relay"
