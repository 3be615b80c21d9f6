#!/bin/sh
# Searches all of the model's states with spin: its properties hold, and each
# mistake that it can be built with is found.
#   run.sh        B: build tree (default build)
# Closes with `model: N passed, N failed`.
set -u
cd "$(dirname "$0")" || exit 70
out=$(cd ../.. && mkdir -p "${B:-build}/model" && cd "${B:-build}/model" && pwd) || exit 70
passed=0 failed=0

# build NAME -OPTIMISE [-DBROKEN_...]: a search program
build()
{
	name=$1 optimise=$2
	shift 2
	mkdir -p "$out/$name" && cp queue.pml "$out/$name" && cd "$out/$name" || exit 70
	spin "$@" -a queue.pml >spin.log 2>&1 &&
	    ${CC:-cc} -w $optimise -DNFAIR=3 -DMEMLIM=1024 -o pan pan.c >>spin.log 2>&1
}

# search NAME CLAIM
search()
{
	fair=
	[ "$2" = settled ] && fair=-f
	(cd "$out/$1" && ./pan -a $fair -m100000 -N "$2" >"$2.log" 2>&1)
}

# verdict NAME CLAIM: holds, broken, or what else came of it; a search that was
# cut short holds nothing
verdict()
{
	awk '/errors: / { errors = $NF; ran = 1 }
	    /out of memory|max search depth too small|truncated|error: / { cut = 1 }
	    END { print (!ran || cut) ? "cut short" : (errors > 0) ? "broken" : "holds" }' \
	    "$out/$1/$2.log"
}

# expect VERDICT NAME CLAIM WORDS
expect()
{
	got=$(verdict "$2" "$3")
	if [ "$got" = "$1" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $4: $got, see $out/$2/$3.log"
	fi
}

mistakes='ANSWER ROW FULL READY NUMBER'
build right -O1 &
for m in $mistakes; do
	build "$m" -O0 "-DBROKEN_$m" &
done
wait
search right settled &
search right kept
search right never_twice
for m in $mistakes; do
	claim=kept
	[ "$m" = READY ] && claim=settled
	search "$m" "$claim"
done
wait
expect holds right kept "what got 250 is never lost"
expect holds right settled "what got 250 is delivered or bounced at last"
expect broken right never_twice "after a death something can come twice"
expect broken ANSWER kept "250 before the commit"
expect broken ROW kept "a row that goes when it is handed out"
expect broken FULL kept "a result that is forgotten when it cannot be written"
expect broken READY settled "a new outbound process is not given what the last one had"
expect broken NUMBER kept "the outbound process takes what was meant for its predecessor"
echo "model: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
