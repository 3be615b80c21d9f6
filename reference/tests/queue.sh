#!/bin/sh
# The queue of mail for other servers: kill -9 in the middle of it; a server that hangs.
#   queue.sh [SEED]    B: build tree (default build)
# The work is in queue_kills.py; the last line counts what held.
set -u
cd "$(dirname "$0")/../.." || exit 70
relay=${B:-build}/bin/refrelay
if [ ! -x "$relay" ]; then
	echo "queue: $relay is missing; say: make" >&2
	exit 2
fi
PYTHON=/usr/bin/python3 # the one that has Debian's modules
[ -x "$PYTHON" ] || PYTHON=python3
exec "$PYTHON" -B reference/tests/queue_kills.py "$relay" "$@"
