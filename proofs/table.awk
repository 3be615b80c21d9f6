# Prints what was proved and judges it.
# Reads, in this order: goals.tsv (kind=want), rows of table.jq (kind=row), logs
# of frama-c (kind=log).  Sets the exit status; the closing line goes to stdout.
BEGIN {
	FS = "\t"
	name["(lemmas)"] = "lemma"
}
kind == "want" && !/^#/ && NF == 3 { want[$1, $2] = $3; next }
kind == "row" {
	n++
	module[n] = $1; function_[n] = $2; goals[n] = $3; proved[n] = $4
	qed[n] = $5; z3[n] = $6; cvc4[n] = $7; cvc5[n] = $8
	seen[$1, $2] = $3
	next
}
# [wp] [Z3 4.8.12] Goal typed_f_ensures : Valid (Qed:12ms) (1.5s) (1234) (cached)
kind == "log" && / Goal typed_.* : Valid/ {
	goal = $0; sub(/.* Goal typed_/, "", goal); sub(/ : Valid.*/, "", goal)
	rest = $0; sub(/.* : Valid/, "", rest)
	best = 0; length_ = 0
	for (i = 1; i <= n; i++) {
		f = function_[i] == "(lemmas)" ? "lemma" : function_[i]
		if (module[i] == in_module && index(goal, f "_") == 1 && length(f) > length_) {
			best = i; length_ = length(f)
		}
	}
	while (match(rest, /\([0-9.]+(ms|s|m)\)/)) {
		t = substr(rest, RSTART + 1, RLENGTH - 2)
		s = t + 0
		if (t ~ /ms$/) s /= 1000
		else if (t ~ /m$/) s *= 60
		if (best && s > slowest[best]) slowest[best] = s
		rest = substr(rest, RSTART + RLENGTH)
	}
}
END {
	printf "%-12s %-22s %6s %7s %5s %5s %5s %5s %9s\n", \
	    "module", "function", "goals", "proved", "Qed", "Z3", "CVC4", "cvc5", "slowest"
	for (i = 1; i <= n; i++) {
		printf "%-12s %-22s %6d %7d %5d %5d %5d %5d %7.2f s%s\n", module[i], function_[i], \
		    goals[i], proved[i], qed[i], z3[i], cvc4[i], cvc5[i], slowest[i], \
		    proved[i] < goals[i] ? "  OPEN" : ""
		passed += proved[i]; failed += goals[i] - proved[i]
	}
	for (k in want)
		if (seen[k] < want[k]) {
			split(k, at, SUBSEP)
			printf "proofs/goals.tsv: %s %s has %d goals, %d are recorded: something is proved no more\n", \
			    at[1], at[2], seen[k], want[k] >"/dev/stderr"
			failed++
		}
	for (k in seen)
		if (seen[k] > want[k])
			more++
	if (more)
		printf "%d functions have more goals than proofs/goals.tsv records: run make prove-update\n", \
		    more >"/dev/stderr"
	if (n == 0)
		failed++
	printf "%d %d\n", passed, failed >counts
	exit 0
}
