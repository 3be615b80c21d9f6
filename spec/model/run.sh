#!/bin/sh
# Searches all states of each model with spin: its properties hold, and each
# mistake that it can be built with is found.
#   run.sh        B: build tree (default build)
# Closes with `model: N passed, N failed`.
set -u
cd "$(dirname "$0")" || exit 70
out=$(cd ../.. && mkdir -p "${B:-build}/model" && cd "${B:-build}/model" && pwd) || exit 70
passed=0 failed=0

# build MODEL NAME -OPTIMISE [-DBROKEN_...]: a search program
build()
{
	model=$1 name=$1-$2 optimise=$3
	shift 3
	mkdir -p "$out/$name" && cp "$model.pml" "$out/$name" && cd "$out/$name" || exit 70
	spin "$@" -a "$model.pml" >spin.log 2>&1 &&
	    ${CC:-cc} -w $optimise -DNFAIR=3 -DMEMLIM=1024 -o pan pan.c >>spin.log 2>&1
}

# search MODEL NAME CLAIM: of what happens at last, everybody has his turn
search()
{
	fair=
	case $3 in settled | ends | erased) fair=-f ;; esac
	(cd "$out/$1-$2" && ./pan -a $fair -m100000 -N "$3" >"$3.log" 2>&1)
}

# verdict MODEL NAME CLAIM: holds, broken, or what else came of it; a search that was
# cut short holds nothing
verdict()
{
	awk '/errors: / { errors = $NF; ran = 1 }
	    /out of memory|max search depth too small|truncated|error: / { cut = 1 }
	    END { print (!ran || cut) ? "cut short" : (errors > 0) ? "broken" : "holds" }' \
	    "$out/$1-$2/$3.log"
}

# expect VERDICT MODEL NAME CLAIM WORDS
expect()
{
	search "$2" "$3" "$4"
	got=$(verdict "$2" "$3" "$4")
	if [ "$got" = "$1" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $5: $got, see $out/$2-$3/$4.log"
	fi
}

build queue right -O1 &
build mailbox right -O1 &
for m in ANSWER ROW FULL READY NUMBER; do
	build queue "$m" -O0 "-DBROKEN_$m" &
done
for m in ANSWER HALF BODY TOLD MARK SEEN EARLY LOG SECURE START UID; do
	build mailbox "$m" -O0 "-DBROKEN_$m" -DSMALL -DCRASHES=1 &
done
wait
search queue right settled &
expect holds queue right kept "what got 250 is never lost"
expect broken queue right never_twice "after a death something can come twice"
expect broken queue ANSWER kept "250 before the commit"
expect broken queue ROW kept "a row that goes when it is handed out"
expect broken queue FULL kept "a result that is forgotten when it cannot be written"
expect broken queue READY settled "a new outbound process is not given what the last one had"
expect broken queue NUMBER kept "the outbound process takes what was meant for its predecessor"

expect holds mailbox right kept "what got 250 stays until its owner or its age ends it"
expect holds mailbox right together "all recipients have it at once"
expect holds mailbox right stays "what was told to be gone does not return"
expect holds mailbox right ends "every copy goes at last"
expect holds mailbox right erased "no octet of what is gone stays in a file"
expect broken mailbox right only_acked "what got no 250 can be there"
expect broken mailbox ANSWER kept "250 before the commit"
expect broken mailbox HALF together "one recipient in one commit, the other in the next"
expect broken mailbox BODY kept "the body goes with the first copy"
expect broken mailbox TOLD stays "told before the commit"
expect broken mailbox MARK ends "a job that marks first, deletes later and forgets in between"
expect broken mailbox SEEN ends "a job that takes only what was read"
expect broken mailbox EARLY kept "a job that asks for the age of another message"
expect broken mailbox LOG erased "a log that is never cut off"
expect broken mailbox SECURE erased "pages that are not cleared"
expect broken mailbox START erased "a restart that does not cut the log of who died"
expect broken mailbox UID stays "UIDs counted from the messages that are left"
wait
if [ "$(verdict queue right settled)" = holds ]; then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	echo "FAIL what got 250 is delivered or bounced at last, see $out/queue-right/settled.log"
fi
echo "model: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
