# Renders spec/ as one document.  -v format=html|md; files in any order of
# profiles.rec, areas.tsv, <area>.rec, *.fsm, limits.tsv, decisions.rec.
# render.sh calls it twice.  Everything is kept until END: the document is small.

function trim(s) {
	sub(/^[ \t]+/, "", s)
	sub(/[ \t]+$/, "", s)
	return s
}

function basename(path) {
	sub(/^.*\//, "", path)
	return path
}

# ---- reading ---------------------------------------------------------------

FNR == 1 {
	close_record()
	kind = ""
	if (FILENAME ~ /\.fsm$/)
		fsm[++fsms] = FILENAME
}

FILENAME ~ /areas\.tsv$/ {
	if (!/^#/ && NF) {
		split($0, t, "\t")
		area[++areas] = t[1]
		title[t[1]] = t[2]
		about[t[1]] = t[3]
	}
	next
}

FILENAME ~ /limits\.tsv$/ {
	if (!/^#/ && NF)
		limit[++limits] = $0
	next
}

FILENAME ~ /\.fsm$/ {
	if (/^#/) {
		s = $0
		sub(/^# ?/, "", s)
		fsm_text[fsms] = fsm_text[fsms] s "\n"
	} else if (NF)
		fsm_row[fsms, ++fsm_rows[fsms]] = $0
	next
}

/^%rec:/ { kind = $2; next }
/^[%#]/ { next }
/^[ \t]*$/ { close_record(); next }
/^\+/ { value[field, count[field]] = value[field, count[field]] " " trim(substr($0, 2)); next }
/^[A-Za-z]/ {
	field = substr($0, 1, index($0, ":") - 1)
	value[field, ++count[field]] = trim(substr($0, index($0, ":") + 1))
	open_record = 1
}

function close_record(    r, k, f) {
	if (open_record) {
		r = ++records
		record_kind[r] = kind
		for (f in count) {
			n[r, f] = count[f]
			for (k = 1; k <= count[f]; k++)
				v[r, f, k] = value[f, k]
		}
		if (kind == "Requirement") {
			total++
			levels[v[r, "Level", 1]]++
			kinds[v[r, "Kind", 1]]++
			in_area[v[r, "Area", 1]]++
			known[v[r, "Id", 1]] = 1
			for (k = 1; k <= n[r, "Profile"]; k++)
				in_profile[v[r, "Profile", k]]++
		}
		if (kind == "Decision")
			for (k = 1; k <= n[r, "Requirement"]; k++)
				decided[v[r, "Requirement", k]] = decided[v[r, "Requirement", k]] " " v[r, "Id", 1]
	}
	open_record = 0
	field = ""
	split("", value)
	split("", count)
}

# ---- writing ------------------------------------------------------------------

function html(s) {
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	gsub(/>/, "\\&gt;", s)
	return s
}

# Markdown: what could be taken for markup.
function md(s) {
	gsub(/\\/, "\\\\", s)
	gsub(/[*_<>|`\[\]]/, "\\\\&", s)
	return s
}

# Text with requirement ids as links.
function text(s,    out, word) {
	out = ""
	while (match(s, /[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|Q-[0-9]+/)) {
		word = substr(s, RSTART, RLENGTH)
		out = out plain(substr(s, 1, RSTART - 1)) link(word)
		s = substr(s, RSTART + RLENGTH)
	}
	return out plain(s)
}

function plain(s) {
	return format == "html" ? html(s) : md(s)
}

function link(word) {
	if (!(word in known) && word !~ /^Q-/)
		return plain(word)
	return format == "html" ? "<a href=\"#" word "\">" word "</a>" : "[" md(word) "](#" tolower(word) ")"
}

function tag(name, s) {
	return "<" name ">" s "</" name ">"
}

function heading(level, id, s) {
	if (format == "html")
		printf "<h%d id=\"%s\">%s</h%d>\n", level, id, plain(s), level
	else
		printf "\n%s %s\n\n", substr("######", 1, level), plain(s)
}

function paragraph(s) {
	print format == "html" ? "<p>" s "</p>" : s "\n"
}

function item(label, s) {
	if (format == "html")
		printf "<dt>%s</dt><dd>%s</dd>\n", label, s
	else
		printf "- *%s:* %s\n", label, s
}

function list(r, f,    k, s) {
	for (k = 1; k <= n[r, f]; k++)
		s = s (k > 1 ? (format == "html" ? "<br/>" : "; ") : "") text(v[r, f, k])
	return s
}

function table_head(cells,    c, m, i) {
	m = split(cells, c, "\t")
	if (format == "html") {
		printf "<div class=\"wide\"><table><thead><tr>"
		for (i = 1; i <= m; i++)
			printf "<th>%s</th>", c[i]
		print "</tr></thead><tbody>"
		return
	}
	print ""
	for (i = 1; i <= m; i++)
		printf "| %s ", c[i]
	print "|"
	for (i = 1; i <= m; i++)
		printf "|---"
	print "|"
}

function table_row(cells,    c, m, i) {
	m = split(cells, c, "\t")
	if (format == "html")
		printf "<tr>"
	for (i = 1; i <= m; i++)
		printf format == "html" ? "<td>%s</td>" : "| %s ", c[i]
	print format == "html" ? "</tr>" : "|"
}

function table_end() {
	print format == "html" ? "</tbody></table></div>" : ""
}

function requirement(r,    id, level, kind, marks, k) {
	id = v[r, "Id", 1]
	level = v[r, "Level", 1]
	kind = v[r, "Kind", 1]
	for (k = 1; k <= n[r, "Profile"]; k++)
		marks = marks " " v[r, "Profile", k]
	if (format == "html") {
		printf "<section class=\"law\" id=\"%s\"><h3><a href=\"#%s\">%s</a> <span class=\"%s\">%s</span>", \
		    id, id, id, tolower(level), level
		printf " <small>%s &#183; %s</small></h3>\n", kind, trim(marks)
		print tag("p", text(v[r, "Text", 1]))
		print "<dl>"
	} else {
		printf "\n### %s\n\n**%s** (%s; %s) %s\n\n", md(id), level, kind, trim(marks), text(v[r, "Text", 1])
	}
	item("Conforms", text(v[r, "Accept", 1]))
	item("Why", text(v[r, "Why", 1]))
	if (format == "html")
		print "</dl><details><summary>sources and fixes</summary><dl>"
	item("Source", list(r, "Source"))
	item("Fix", list(r, "Fix"))
	if (v[r, "Vantage", 1] != "self")
		item("Seen from", list(r, "Vantage"))
	if (id in decided)
		item("Decision", text(trim(decided[id])))
	print format == "html" ? "</dl></details></section>" : ""
}

function style() {
	print "<style>"
	print ":root{color-scheme:light dark;--fg:#1d2126;--bg:#fbfbf9;--card:#fff;--line:#dcdad2;--dim:#646a73;--link:#1f5fa8;"
	print "--must:#9b2c1f;--should:#8a6100;--may:#2f6b3a}"
	print "@media(prefers-color-scheme:dark){:root{--fg:#e4e4e0;--bg:#16181b;--card:#1e2125;--line:#363a40;--dim:#9aa0a8;"
	print "--link:#86b7f0;--must:#f0897b;--should:#e0b450;--may:#85c791}}"
	print "*{box-sizing:border-box}html{scroll-behavior:smooth;scroll-padding-top:1rem}"
	print "body{margin:0 auto;padding:1.2rem;max-width:50rem;background:var(--bg);color:var(--fg);"
	print "font:17px/1.55 Georgia,'Times New Roman',serif;overflow-wrap:break-word}"
	print "h1,h2,h3,h4,th,dt,small,summary,nav,.level{font-family:system-ui,sans-serif}"
	print "h1{font-size:1.9rem;line-height:1.2;margin:.6rem 0}h2{margin:3rem 0 .6rem;border-bottom:2px solid var(--line)}"
	print "a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}"
	print ".law{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.7rem 1rem;margin:1rem 0}"
	print ".law:target{outline:2px solid var(--link)}.law h3{margin:0;font-size:1rem}.law h3 a{font-family:ui-monospace,monospace}"
	print ".law h3 span{font-size:.75rem;letter-spacing:.05em;padding:0 .3em;border:1px solid;border-radius:3px}"
	print ".must{color:var(--must)}.should{color:var(--should)}.may{color:var(--may)}small{color:var(--dim);font-weight:normal}"
	print ".law p{margin:.5rem 0}dl{margin:.3rem 0;font-size:.92em;display:grid;grid-template-columns:5.5rem 1fr;gap:.15rem .6rem}"
	print "dt{color:var(--dim);font-size:.85em}dd{margin:0}summary{cursor:pointer;color:var(--dim);font-size:.8rem}"
	print "nav ol{columns:2;padding-left:1.4rem}.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.88em;width:100%}"
	print "th,td{text-align:left;vertical-align:top;padding:.2rem .6rem .2rem 0;border-bottom:1px solid var(--line)}"
	print "pre{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.8rem;font-size:.8rem}"
	print "@media(max-width:36rem){body{font-size:16px;padding:.8rem}nav ol{columns:1}dl{display:block}dt{margin-top:.35rem}}"
	print "@media print{body{max-width:none}details>*{display:block}}"
	print "</style>"
}

function contents(    i) {
	if (format == "html")
		print "<nav><ol>"
	for (i = 1; i <= areas; i++)
		if (in_area[area[i]])
			entry("area-" area[i], title[area[i]] " (" in_area[area[i]] ")", title[area[i]])
	for (i = 1; i <= fsms; i++)
		entry("fsm-" i, "Automaton: " basename(fsm[i]), "Automaton: " basename(fsm[i]))
	entry("limits", "Numbers", "Numbers")
	entry("decisions", "Decisions", "Decisions")
	entry("index", "Index", "Index")
	print format == "html" ? "</ol></nav>" : ""
}

function entry(id, shown, head) {
	if (format == "html") {
		printf "<li><a href=\"#%s\">%s</a></li>\n", id, html(shown)
		return
	}
	head = tolower(head)
	gsub(/[^a-z0-9 _-]/, "", head)
	gsub(/ /, "-", head)
	printf "- [%s](#%s)\n", md(shown), head
}

function front() {
	if (format == "html") {
		print "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
		print "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"
		print "<title>The chatmail relay protocol</title>"
		style()
		print "</head><body>"
	}
	heading(1, "top", "The chatmail relay protocol")
	paragraph(plain("What a chatmail relay promises to those who use it, in " total \
	    " requirements that can be decided from outside: " levels["MUST"] + 0 " MUST, " \
	    levels["SHOULD"] + 0 " SHOULD, " levels["MAY"] + 0 " MAY; " kinds["negative"] + 0 \
	    " say what is refused, " kinds["positive"] + 0 " what works."))
	paragraph(plain("MUST, SHOULD and MAY are used as in RFC 2119. Each requirement has a name that never" \
	    " changes. \"Conforms\" lists every behaviour that keeps the promise; reply texts are free unless" \
	    " a requirement names words. A negative requirement is judged together with a counterpart that" \
	    " differs in one thing and must succeed."))
	contents()
	heading(2, "profiles", "Profiles")
	table_head("profile\tversion\trequirements\twhat it is")
}

function finish() {
	close_record()
	front()
	for (r = 1; r <= records; r++)
		if (record_kind[r] == "Profile")
			table_row(plain(v[r, "Name", 1]) "\t" plain(v[r, "Version", 1]) "\t" \
			    in_profile[v[r, "Name", 1]] + 0 "\t" text(v[r, "Text", 1]))
	table_end()
	for (i = 1; i <= areas; i++) {
		if (!in_area[area[i]])
			continue
		heading(2, "area-" area[i], title[area[i]])
		paragraph(text(about[area[i]]))
		for (r = 1; r <= records; r++)
			if (record_kind[r] == "Requirement" && v[r, "Area", 1] == area[i])
				requirement(r)
	}
	for (i = 1; i <= fsms; i++)
		automaton(i)
	numbers()
	decisions()
	back()
}

function automaton(i,    k, c, m, last) {
	heading(2, "fsm-" i, "Automaton: " basename(fsm[i]))
	print format == "html" ? "<pre>" html(fsm_text[i]) "</pre>" : "```\n" fsm_text[i] "```"
	table_head("state\tevent\tguard\treply\tnext\trequirement")
	for (k = 1; k <= fsm_rows[i]; k++) {
		m = split(fsm_row[i, k], c, /[ \t]+/)
		table_row((c[1] == last ? "" : plain(c[1])) "\t" plain(c[2]) "\t" plain(c[3]) "\t" \
		    plain(c[4]) "\t" plain(c[5]) "\t" text(c[6]))
		last = c[1]
	}
	table_end()
}

function numbers(    i, t) {
	heading(2, "limits", "Numbers")
	table_head("name\tvalue\tunit\trequirement")
	for (i = 1; i <= limits; i++) {
		split(limit[i], t, "\t")
		table_row(plain(t[1]) "\t" t[2] "\t" plain(t[3]) "\t" text(t[4]))
	}
	table_end()
}

function decisions(    r) {
	heading(2, "decisions", "Decisions")
	paragraph(plain("Questions on which deployed relays or documents disagree, and the answer given here."))
	for (r = 1; r <= records; r++) {
		if (record_kind[r] != "Decision")
			continue
		if (format == "html")
			printf "<section class=\"law\" id=\"%s\"><h3><a href=\"#%s\">%s</a> <small>%s</small></h3><p>%s</p><dl>\n", \
			    v[r, "Id", 1], v[r, "Id", 1], v[r, "Id", 1], v[r, "State", 1], text(v[r, "Question", 1])
		else
			printf "\n### %s\n\n(%s) %s\n\n", v[r, "Id", 1], v[r, "State", 1], text(v[r, "Question", 1])
		item("Answer", text(v[r, "Decision", 1]))
		item("Reason", text(v[r, "Reason", 1]))
		if (n[r, "Requirement"])
			item("Binds by", list(r, "Requirement"))
		print format == "html" ? "</dl></section>" : ""
	}
}

function back(    r) {
	heading(2, "index", "Index")
	table_head("requirement\tlevel\tkind\tarea")
	for (r = 1; r <= records; r++)
		if (record_kind[r] == "Requirement")
			table_row(link(v[r, "Id", 1]) "\t" v[r, "Level", 1] "\t" v[r, "Kind", 1] "\t" v[r, "Area", 1])
	table_end()
	if (format == "html")
		print "</body></html>"
}

END { finish() }
