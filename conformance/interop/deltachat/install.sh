#!/bin/sh
# The unmodified Delta Chat core, from npm as package-lock.json pins it, into a build tree.
#   install.sh DIRECTORY     prints a line for each core: version and program
# Exit 77 with one line on stdout when it cannot be had here (no npm, no network).
set -u
here=$(cd "$(dirname "$0")" && pwd)
directory=${1:?install.sh DIRECTORY}
mkdir -p "$directory" || exit 70
exec 9>"$directory/lock"
flock 9
cd "$directory" || exit 70
core=node_modules/@deltachat/stdio-rpc-server-linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
newer=node_modules/newer-linux-x64
program=deltachat-rpc-server
if [ ! -x "$core/$program" ] || ! cmp -s "$here/package-lock.json" installed; then
	if ! command -v npm >/dev/null; then
		echo "npm is missing (make deps)"
		exit 77
	fi
	rm -f installed
	cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" . || exit 70
	[ -w "${HOME:-/nonexistent}" ] || export npm_config_cache="$PWD/cache"
	if ! npm ci --ignore-scripts >npm.log 2>&1 || [ ! -x "$core/$program" ]; then
		echo "npm has no Delta Chat core for us (network? see $directory/npm.log)"
		exit 77
	fi
	cp package-lock.json installed
fi
for p in "$core" "$newer"; do
	[ ! -x "$p/$program" ] || echo "$(jq -r .version "$p/package.json" | cut -d . -f 1-2) $directory/$p/$program"
done
