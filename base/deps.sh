#!/bin/sh
# Installs exactly the Debian packages of a list that are missing.
#   deps.sh [--quiet] [LIST]    LIST: deps.txt, or a list for one target only
# Says what it does; --quiet says nothing when nothing is missing (every make
# target calls it so).
set -eu
cd "$(dirname "$0")"
quiet=
if [ "${1:-}" = --quiet ]; then
	quiet=yes
	shift
fi
list=${1:-deps.txt}
want=$(sed -e 's/#.*//' "$list")
# Installed, not removed with its configuration left.
have=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | awk '$1 == "ii" { print $2 }' | xargs)
missing=
for p in $want; do
	case $p in
	command:*) # another package, or none of Debian's, may bring it
		p=${p#command:}
		! command -v "$p" >/dev/null || continue
		;;
	esac
	case " $have " in
	*" $p "*) ;;
	*) missing="$missing $p" ;;
	esac
done
if [ -z "$missing" ]; then
	[ -n "$quiet" ] || echo "deps: all packages of $list are installed"
	exit 0
fi
if [ "$(id -u)" = 0 ]; then
	as=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
	as="sudo -n"
else
	echo "deps: missing packages:$missing" >&2
	echo "deps: neither root nor sudo; ask your administrator for: apt-get install$missing" >&2
	exit 2
fi
echo "deps: installing$missing" >&2
# Daemons that come with a package are not started (invoke-rc.d(8)): only our own
# targets start them.
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	trap '$as rm -f "$policy"' EXIT
	trap 'exit 130' HUP INT TERM
	printf '#!/bin/sh\nexit 101\n' | $as tee "$policy" >/dev/null
	$as chmod 755 "$policy"
fi
{ $as apt-get update -q && $as apt-get install -y -q --no-install-recommends $missing; } >&2
