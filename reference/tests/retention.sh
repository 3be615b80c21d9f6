#!/bin/sh
# What is kept and what goes, in real time and with a clock that is moved: the same.
#   retention.sh     B: build tree (default build)
# The work is in retention.py; the last line counts what held.
set -u
cd "$(dirname "$0")/../.." || exit 70
bin=${B:-build}/bin
for program in refrelay refrelay-clock; do
	if [ ! -x "$bin/$program" ]; then
		echo "retention: $bin/$program is missing; say: make" >&2
		exit 2
	fi
done
exec python3 reference/tests/retention.py "$bin/refrelay" "$bin/refrelay-clock"
