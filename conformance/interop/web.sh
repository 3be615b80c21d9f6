#!/bin/sh
# The relay's pages in a real browser (Debian package chromium): phone and desktop,
# light and dark.  Screenshots go to $B/interop/web/.  Without a browser nothing is
# tested, which is said and counted as skipped.
# Starts its own refrelay --demo and ends it.  B: build tree (default build).
set -u
cd "$(dirname "$0")/../.." || exit 70
B=${B:-build}
if [ ! -x "$B/bin/refrelay" ]; then
	echo "web: $B/bin/refrelay is missing; say: make" >&2
	exit 2
fi
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
if [ -z "$browser" ] || ! command -v python3 >/dev/null; then
	echo "web: not tested: install the packages chromium and python3"
	echo "interop-web: 0 passed, 0 failed, 1 skipped"
	exit 0
fi
passed=0 failed=0 relay=
out=$B/interop/web
rm -rf "$out"
mkdir -p "$out" || exit 70
work=$(mktemp -d /tmp/web.XXXXXXXX) || exit 70
chmod 755 "$work" # refrelay drops root before it opens its state

finish() {
	rc=$?
	trap - EXIT HUP INT TERM
	if [ -n "$relay" ]; then
		kill "$relay" 2>/dev/null
		wait "$relay" 2>/dev/null
	fi
	rm -rf "$work"
	exit "$rc"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

# The operator's texts are text: markup in them must show, not run.
mkfifo "$work/ready"
"$B/bin/refrelay" --demo --state "$work/state" --listen 127.0.0.1 \
    --set 'privacy_postal=Ada <script>document.title = "ran"</script> & Sons' \
    --set 'privacy_mail=ada@chat.test' --set 'imprint="><img src=x onerror=alert(1)>' \
    >"$work/ready" 2>"$work/relay.log" </dev/null &
relay=$!
timeout 20 head -n 1 "$work/ready" >"$work/ready.json"
if [ ! -s "$work/ready.json" ]; then
	echo "web: refrelay does not start: $(tail -n 1 "$work/relay.log")" >&2
	exit 70
fi
domain=$(jq -r .domain "$work/ready.json") https=$(jq .ports.https "$work/ready.json")

timeout 300 conformance/interop/web_browser.py "$browser" "$domain" 127.0.0.1 "$https" "$out" \
    >"$work/looked"
rc=$?
if [ "$rc" -gt 1 ]; then
	exit 3
fi
grep '^FAIL' "$work/looked"
passed=$((passed + $(grep -c '^ok ' "$work/looked")))
failed=$((failed + $(grep -c '^FAIL ' "$work/looked")))

# What a camera would read.
link="DCACCOUNT:https://$domain/new"
if command -v zbarimg >/dev/null; then
	for picture in "$out"/index-*.png; do
		if [ "$(zbarimg --quiet --raw "$picture" 2>/dev/null)" = "$link" ]; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "FAIL ${picture##*/}: its QR code does not say $link"
		fi
	done
else
	echo "web: the QR codes were not read: the package zbar-tools is not here"
fi
echo "pictures in $out"
echo "interop-web: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -ge 12 ]
