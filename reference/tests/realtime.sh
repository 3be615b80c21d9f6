#!/bin/sh
# The realtime relay behind refrelay's port 443, played by a stand-in.
#   realtime.sh   B: build tree (default build)
# The work is in realtime.py; the last line counts what held.
set -u
cd "$(dirname "$0")/../.." || exit 70
relay=${B:-build}/bin/refrelay
if [ ! -x "$relay" ]; then
	echo "realtime: $relay is missing; say: make" >&2
	exit 2
fi
exec python3 -B reference/tests/realtime.py "$relay"
