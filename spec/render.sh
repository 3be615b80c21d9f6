#!/bin/sh
# Checks spec/ and renders it: build/spec/relayspec.html and relayspec.md.
#   render.sh        by `make spec`
# Checked: recutils' own rules; one descriptor for all areas; every Id once, in the
# file of its area; strict holds all of chatmail; decisions, limits and automata name
# only requirements that exist; a profile that is used is described.
set -u
export LC_ALL=C
[ -f spec/render.sh ] || { echo "spec: run me from the root, by 'make spec'" >&2; exit 2; }
B=${B:-build}
out=$B/spec
mkdir -p "$out"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0

verdict() # name complaints
{
	if [ -n "$2" ]; then
		failed=$((failed + 1))
		printf 'FAIL %s\n' "$1"
		printf '%s\n' "$2" | sed 's/^/  /'
	else
		passed=$((passed + 1))
	fi
}

descriptor() # file
{
	sed -n '/^%rec:/,/^$/p' "$1"
}

areas=$(awk -F '\t' '!/^#/ && NF { print $1 }' spec/areas.tsv)
files=
for a in $areas; do
	f=spec/$a.rec
	if [ -f "$f" ]; then
		files="$files $f"
	else
		verdict "$f" "missing: spec/areas.tsv names the area $a"
	fi
done
for f in spec/*.rec; do
	verdict "$f: recfix" "$(recfix --check "$f" 2>&1)"
	case " $files spec/profiles.rec spec/decisions.rec " in
	*" $f "*) ;;
	*) verdict "$f" "no area of spec/areas.tsv" ;;
	esac
done
for f in $files; do
	a=$(basename "$f" .rec)
	verdict "$f: descriptor" "$([ "$(descriptor "$f")" = "$(descriptor spec/tls.rec)" ] ||
	    echo "differs from the one of spec/tls.rec")"
	verdict "$f: area" "$(recsel -P Area "$f" | grep -vx -e "$a" -e '')"
	verdict "$f: profiles" "$(awk '
		function done() { if (id != "" && chatmail && !strict) print id ": in chatmail and not in strict"; id = ""; chatmail = strict = 0 }
		/^Id:/ { done(); id = $2 }
		/^Profile: chatmail/ { chatmail = 1 }
		/^Profile: strict/ { strict = 1 }
		END { done() }' "$f")"
	verdict "$f: ids once in the file of their area" "$(awk '/^Id:/ { print $2 }' "$f" | sort | uniq -d)"
done
awk '/^Id:/ { print $2 }' $files | sort >"$tmp/ids"
verdict "every Id once" "$(uniq -d "$tmp/ids")"
recsel -P Name spec/profiles.rec | sed '/^$/d' | sort -u >"$tmp/profiles"
verdict "every profile described" "$(awk '/^Profile:/ { print $2 }' $files | sort -u | comm -23 - "$tmp/profiles")"
verdict "decisions name requirements" \
    "$(awk '/^Requirement:/ { print $2 }' spec/decisions.rec | sort -u | comm -23 - "$tmp/ids")"
verdict "decisions exist" "$(cat $files | grep -o 'Q-[0-9][0-9]*' | sort -u | while read -r q; do
	grep -qx "Id: $q" spec/decisions.rec || echo "$q: not in spec/decisions.rec"; done)"
verdict "limits are whole" "$(awk -F '\t' '!/^#/ && NF && (NF != 4 || $2 !~ /^[0-9]+$/ || seen[$1]++) {
	print "spec/limits.tsv:" FNR ": not name, number, unit, id, or twice: " $0 }' spec/limits.tsv)"
verdict "limits name requirements" \
    "$(awk -F '\t' '!/^#/ && NF { print $4 }' spec/limits.tsv | sort -u | comm -23 - "$tmp/ids")"
fsm=$(ls spec/*.fsm 2>/dev/null)
for f in $fsm; do
	verdict "$f: rows are whole" "$(awk '!/^#/ && NF && NF != 6 { print FNR ": " $0 }' "$f")"
	verdict "$f: names requirements" \
	    "$(awk '!/^#/ && NF && $6 != "-" { print $6 }' "$f" | sort -u | comm -23 - "$tmp/ids")"
	verdict "$f: total and without contradiction" "$(awk '
	# `# only EVENT: STATE...`: an event that happens nowhere else.
	/^# only / { sub(/:$/, "", $3); only[$3] = $0 " " }
	!/^#/ && NF {
		state[$1]; next_state[$5] = FNR; happens[$1, $2]; event[$2]
		if (seen[$1, $2, $3]++) print FNR ": " $1 " " $2 " " $3 " twice"
		if ($3 == "-") free[$1, $2] = 1; else guarded[$1, $2] = guarded[$1, $2] $3 " "
	}
	END {
		for (k in guarded) {
			split(k, p, SUBSEP)
			if (k in free) print p[1] " " p[2] ": with and without guard"
			else if (guarded[k] !~ /^((ok|no) )+$/) print p[1] " " p[2] ": a guard is ok or no"
		}
		for (s in next_state) if (!(s in state) && s != "CLOSED") print next_state[s] ": no rows for state " s
		# Two states know the same events or none in common: what one row names
		# is an event in every state of that kind.
		for (s in state) for (t in state) {
			common = 0
			for (e in event) common += ((s, e) in happens) && ((t, e) in happens)
			for (e in event) if (common && ((s, e) in happens) && !((t, e) in happens) && !(e in only))
				print t ": no row for " e
			for (e in only) if (((s, e) in happens) != (only[e] ~ " " s " "))
				print s ": " only[e] "is not true"
		}
	}' "$f" | sort -u)"
done

for format in md html; do
	awk -v format=$format -f spec/render.awk spec/profiles.rec spec/areas.tsv $files $fsm \
	    spec/limits.tsv spec/decisions.rec >"$out/relayspec.$format.new" 2>"$tmp/err"
	verdict "rendering $format" "$(cat "$tmp/err")"
	mv "$out/relayspec.$format.new" "$out/relayspec.$format"
	verdict "$format holds every requirement" "$(while read -r id; do
		case $format in
		md) grep -qxF "### $(echo "$id" | sed 's/_/\\_/g')" "$out/relayspec.md" ;;
		html) grep -qF "<section class=\"law\" id=\"$id\">" "$out/relayspec.html" ;;
		esac || echo "$id"
	done <"$tmp/ids")"
done
verdict "html is well-formed, ids are unique" "$(xmllint --noout "$out/relayspec.html" 2>&1
	grep -o ' id="[^"]*"' "$out/relayspec.html" | sort | uniq -d)"
verdict "html links lead somewhere" "$(grep -o 'href="#[^"]*"' "$out/relayspec.html" | sed 's/.*#//; s/"//' |
    sort -u | while read -r a; do grep -qF " id=\"$a\"" "$out/relayspec.html" || echo "#$a"; done)"
verdict "html loads nothing" "$(grep -nE '(src|href)="https?:|@import|url\(' "$out/relayspec.html" | head -n 3)"
echo "$(wc -l <"$tmp/ids") requirements, $out/relayspec.html, $out/relayspec.md"
echo "spec: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
