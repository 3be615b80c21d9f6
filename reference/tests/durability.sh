#!/bin/sh
# Kills refrelay in the middle of submissions and looks for what it had promised.
#   durability.sh [SEED]     B: build tree (default build)
# The work is in durability.py; the last line counts what held.
set -u
cd "$(dirname "$0")/../.." || exit 70
relay=${B:-build}/bin/refrelay
if [ ! -x "$relay" ]; then
	echo "durability: $relay is missing; say: make" >&2
	exit 2
fi
exec python3 reference/tests/durability.py "$relay" "$@"
