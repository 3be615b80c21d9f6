# Joins waivers and places (trace.sh) to the matrix; counts what is missing.
BEGIN {
	columns = split("spec code proof case twin mutant fuzz", column, " ")
}

function complain(what) {
	print "FAIL " what
	complaints++
}

# A glob as an anchored regular expression; only * is special.
function matches(glob, id) {
	gsub(/\*/, ".*", glob)
	return id ~ ("^(" glob ")$")
}

function short(path) {
	sub(/^reference\//, "", path)
	sub(/^conformance\/(cases|mutants)\//, "", path)
	return path
}

FILENAME ~ /waivers\.tsv$/ {
	if (/^#/ || /^$/)
		next
	if (NF != 3 || $3 == "")
		complain(FILENAME ":" FNR ": not ids, column, reason")
	known = 0
	for (i = 1; i <= columns; i++)
		known += column[i] == $2
	if (!known)
		complain(FILENAME ":" FNR ": no column is named " $2)
	m = split($1, some, " ")
	for (i = 1; i <= m; i++) {
		glob[++waivers] = some[i]
		of[waivers] = $2
		reason[waivers] = $3
		at[waivers] = FNR
	}
	next
}

{
	if ($1 == "spec" && !($2 in stanza)) {
		stanza[$2] = $3
		order[++ids] = $2
	}
	key = $2 SUBSEP $1
	n[key]++
	if (n[key] == 1 || ($1 == "twin" && $3 == "positive"))
		cell[key] = short($3)
	# In the relay's code many words look like ids; a clause, case, mutant or oracle is one.
	if ($1 == "code" || $1 == "spec" || $1 == "twin" || key in orphan)
		next
	orphan[key] = $3
}

END {
	for (key in orphan) {
		split(key, part, SUBSEP)
		if (!(part[1] in stanza))
			complain("orphan " part[2] " " part[1] " in " orphan[key] ": spec/ has no such requirement")
	}
	print "# Trace" >out
	print "" >out
	print "Every requirement and its places, written by `make trace`. `-` is waived, with the reason below;" >out
	print "an empty cell without a reason fails." >out
	print "" >out
	head = "| requirement |"
	rule = "|---|"
	for (i = 1; i <= columns; i++) {
		head = head " " column[i] " |"
		rule = rule "---|"
	}
	print head >out
	print rule >out
	for (j = 1; j <= ids; j++) {
		id = order[j]
		line = "| " id " |"
		missing = ""
		for (i = 1; i <= columns; i++) {
			key = id SUBSEP column[i]
			if (key in cell) {
				more = n[key] > 1 && column[i] != "twin" ? " +" (n[key] - 1) : ""
				line = line " " cell[key] more " |"
				filled[column[i]]++
				continue
			}
			excuse = 0
			for (w = 1; w <= waivers; w++)
				if (of[w] == column[i] && matches(glob[w], id)) {
					used[w]++
					excuse = w
				}
			line = line (excuse ? " - |" : " **missing** |")
			if (!excuse)
				missing = missing " " column[i]
		}
		print line >out
		if (missing != "") {
			print "FAIL " id " lacks:" missing
			failed++
		} else
			passed++
	}
	print "" >out
	print "| column | filled of " ids " |" >out
	print "|---|---|" >out
	for (i = 1; i <= columns; i++)
		print "| " column[i] " | " filled[column[i]] + 0 " |" >out
	print "" >out
	print "## Waived" >out
	print "" >out
	print "| requirements | column | cells | reason |" >out
	print "|---|---|---|---|" >out
	for (w = 1; w <= waivers; w++) {
		line = at[w] == at[w - 1] ? line " " glob[w] : glob[w]
		cells = at[w] == at[w - 1] ? cells + used[w] : used[w] + 0
		gsub(/\|/, "\\|", reason[w])
		if (at[w + 1] != at[w])
			print "| " line " | " of[w] " | " cells " | " reason[w] " |" >out
		if (!used[w])
			complain("spec/waivers.tsv:" at[w] ": excuses nothing any more: " glob[w] " " of[w])
	}
	failed += complaints
	printf "trace: %d passed, %d failed\n", passed, failed
	exit failed > 0 || passed == 0
}
