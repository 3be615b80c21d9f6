#!/bin/sh
# Fuzzes every target for a while and says what was found.
#   run.sh SECONDS [TARGET...]
# Targets are built with ASan and UBSan; an oracle that does not hold is a crash
# whose stderr names the requirement.  The corpus grows under $B/fuzz/out and is
# used again; crashes stay there.  Fails on a crash, a hang, or no execution.
set -u
cd "$(dirname "$0")/.."
B=${B:-build}
seconds=${1:?usage: run.sh SECONDS [TARGET...]}
shift
targets=${*:-"line diff_gate session http imap dkim remote"}
export AFL_NO_UI=1 AFL_QUIET=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
	AFL_NO_AFFINITY=1 AFL_AUTORESUME=1 TERM=dumb
sh fuzz/seeds.sh "$B/fuzz/seeds" || exit 1
passed=0 failed=0
stat() { sed -n "s/^$2 *: *//p" "$B/fuzz/out/$1/default/fuzzer_stats" 2>/dev/null; }
fuzz() {
	timeout $((seconds + 60)) afl-fuzz -V "$seconds" -m none -t 1000+ -x "fuzz/dict/$1.dict" \
		-i "$B/fuzz/seeds/$1" -o "$B/fuzz/out/$1" -- "$B/fuzz/$1" >"$B/fuzz/$1.log" 2>&1
}
# AFL++ calls a hang what took a second on a clock; what takes a second of the processor when it is
# asked again is one.
hangs() { # TARGET
	n=0
	for hang in "$B/fuzz/out/$1"/default/hangs/id*; do
		[ -e "$hang" ] || continue
		(ulimit -t 1 && exec "$B/fuzz/$1" "$hang") >/dev/null 2>&1 || n=$((n + 1))
	done
	echo $n
}
pids=
for t in $targets; do
	# AFL++ leaves a seed out that crashes, and counts no crash.
	for seed in "$B/fuzz/seeds/$t"/*; do
		"$B/fuzz/$t" "$seed" >"$B/fuzz/$t.log" 2>&1 && continue
		echo "  $t: the seed ${seed##*/} crashes"
		grep -m 1 -E 'oracle|ERROR|runtime error' "$B/fuzz/$t.log"
		failed=$((failed + 1))
	done
	mkdir -p "$B/fuzz/out/$t"
	fuzz "$t" &
	pids="$pids $!"
done
wait $pids
for t in $targets; do
	execs=$(stat "$t" execs_done)
	crashes=$(stat "$t" saved_crashes)
	hangs=$(hangs "$t")
	if [ "${execs:-0}" -gt 0 ] && [ "${crashes:-1}" -eq 0 ] && [ "$hangs" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		[ -n "$execs" ] || tail -n 20 "$B/fuzz/$t.log"
		for crash in "$B/fuzz/out/$t"/default/crashes/id*; do
			[ -e "$crash" ] && "$B/fuzz/$t" "$crash" 2>&1 | grep -m 1 -E 'oracle|ERROR|runtime error'
		done
	fi
	echo "  $t: ${execs:-0} runs, $(stat "$t" execs_per_sec) a second, $(stat "$t" edges_found) edges," \
		"${crashes:-?} crashes, $hangs hangs"
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
