#!/bin/sh
# Mail for other domains: DNS, mail servers and web servers of every kind.
#   outbound.sh   B: build tree (default build)
# The work is in outbound.py; the last line counts what held.
set -u
cd "$(dirname "$0")/../.." || exit 70
relay=${B:-build}/bin/refrelay
if [ ! -x "$relay" ]; then
	echo "outbound: $relay is missing; say: make" >&2
	exit 2
fi
PYTHON=/usr/bin/python3 # the one that has Debian's modules
[ -x "$PYTHON" ] || PYTHON=python3
exec "$PYTHON" -B reference/tests/outbound.py "$relay" "$@"
