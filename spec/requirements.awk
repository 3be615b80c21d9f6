# Requirement stanzas (GNU recutils) to C: one REQUIREMENT(...) line a stanza,
# sorted by id, for build/gen/requirements.inc.  Reads the *.rec files of this
# directory, concatenated.  recfix checks them; this only translates.
#
# Fields may go on in "+ " lines and by a backslash at the end of a line; both
# are joined by one space.  A repeated Profile is joined by spaces, any other
# repeated field by "; ".  Stanzas that hold a %line (descriptors) are skipped,
# and so are records that a %rec: line declares to be something else.

function quoted(s) {
	gsub(/\\/, "\\\\\\\\", s)
	gsub(/"/, "\\\"", s)
	gsub(/\?/, "\\?", s) # no trigraphs
	gsub(/\t/, " ", s)
	gsub(/\n/, "\\n", s)
	return "\"" s "\""
}

function flush_stanza(    line, at, level) {
	if (stanza && !descriptor && (type == "" || type == "Requirement")) {
		if (value["Id"] !~ /^[A-Z][A-Z0-9_]*$/)
			fail("a stanza without a good Id, before line " NR)
		if (value["Id"] in seen)
			fail("Id " value["Id"] " is used twice")
		level = value["Level"]
		if (level !~ /^(MUST|SHOULD|MAY)$/)
			fail(value["Id"] ": Level is MUST, SHOULD or MAY")
		if (value["Kind"] !~ /^(positive|negative)$/)
			fail(value["Id"] ": Kind is positive or negative")
		seen[value["Id"]] = 1
		line = "REQUIREMENT(" value["Id"] ", " quoted(value["Area"]) ", LEVEL_" level ", " \
		    (value["Kind"] == "positive" ? "true" : "false") ", " quoted(value["Profile"])
		line = line ",\n    " quoted(value["Text"]) ",\n    " quoted(value["Accept"])
		line = line ",\n    " quoted(value["Source"]) ",\n    " quoted(value["Fix"])
		line = line ",\n    " quoted(value["Why"]) ")"
		for (at = stanzas++; at > 0 && order[at - 1] > value["Id"]; at--)
			order[at] = order[at - 1]
		order[at] = value["Id"]
		text[value["Id"]] = line
	}
	split("", value)
	stanza = descriptor = 0
	field = ""
}

function fail(why) {
	print "requirements.awk: " why >"/dev/stderr"
	failed = 1
	exit 1
}

function add(s) {
	sub(/[ \t]+$/, "", s)
	more = sub(/\\$/, "", s)
	sub(/^[ \t]+/, "", s)
	sub(/[ \t]+$/, "", s)
	value[field] = value[field] (value[field] != "" && s != "" ? joint : "") s
	joint = " "
}

{ sub(/\r$/, "") }
more { add($0); next }
/^#/ { next }
/^[ \t]*$/ { flush_stanza(); next }
/^%rec:/ { type = $2 }
/^%rec:/ { type = $2 }
/^%/ { stanza = descriptor = 1; more = 0; field = ""; next }
/^\+/ {
	if (!descriptor)
		add(substr($0, 2))
	next
}
/^[A-Za-z][A-Za-z0-9_]*:/ {
	stanza = 1
	field = substr($0, 1, index($0, ":") - 1)
	joint = field == "Profile" ? " " : field == "Fix" ? "\n" : "; "
	add(substr($0, index($0, ":") + 1))
	next
}
{ fail("line " NR " is no field: " $0) }

END {
	if (failed)
		exit 1
	flush_stanza()
	for (at = 0; at < stanzas; at++)
		print text[order[at]]
}
