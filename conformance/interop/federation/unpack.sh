#!/bin/sh
# Debian packages that cannot be installed beside Postfix, unpacked into a directory.
#   unpack.sh DIRECTORY PACKAGE...
# Exit 77 with one line on stdout when they cannot be had here (no network, no lists).
set -u
directory=${1:?unpack.sh DIRECTORY PACKAGE...}
shift
mkdir -p "$directory" || exit 70
exec 9>"$directory/lock"
flock 9
cd "$directory" || exit 70
for package; do
	[ ! -e "$package.done" ] || continue
	if ! apt-get download "$package" >"$package.log" 2>&1; then
		echo "$package cannot be downloaded: $(tail -n 1 "$package.log")"
		exit 77
	fi
	dpkg -x "$package"_*.deb root && rm "$package"_*.deb && touch "$package.done" || exit 70
done
