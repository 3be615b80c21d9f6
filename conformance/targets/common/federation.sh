#!/bin/sh
# refrelay among other servers: everything it has to be told, the DNS it asks and a second relay,
# for the target and the mutants.
#   federation.sh PROGRAM TREE COMPANIONS NET [no-pair]
# COMPANIONS: the directory that companions.sh filled.  NET: three octets of loopback addresses, such
# as 127.0.0; on others than that no port is taken by anybody's outgoing connection.  Leaves in
# TREE/federation:
#   settings   KEY=VALUE for refrelay (chat.test on NET.1)
#   options    further arguments of refrelay, its ports
#   pair       arguments of the second relay (pair.test on NET.2), beside --demo and --state
#   args       for relayspec, one a line
# Other servers are found on one port for SMTP and one for HTTPS, whatever their address is: the
# relays' own and the judge's (relayspec --sink-port).  PYTHON is set.  Starts nothing.
set -eu
program=$1 tree=$2 keys=$3 net=$4 pair=${5:-pair}
here=$(cd "$(dirname "$0")" && pwd)
case $program in
/*) ;;
*) program=$PWD/$program ;;
esac
mkdir -p "$tree/federation"
cd "$tree/federation"

# smtp and https first: both relays have these.
set -- $("$PYTHON" "$here/../lab.py" ports "$net.1" 7)
smtp=$1 https=$2
ports="--port-smtp $smtp --port-https $https --port-submissions $3 --port-submission $4
    --port-imaps $5 --port-imap $6 --port-http $7"
dns=$("$PYTHON" "$here/../lab.py" ports "$net.5" 1)

settings() # domain
{
	cat <<END
dkim_key=$keys/dkim.pem
dkim_ed25519_key=$keys/dkim25519.pem
dns_server=$net.5@$dns
dns_trust_anchor=$keys/anchor
outbound_ca=$keys/ca.pem
outbound_smtp_port=$smtp
outbound_https_port=$https
tls_certificate=$keys/$1.pem
tls_key=$keys/$1.key
END
}

zone() # domain address ports...
{
	domain=$1 address=$2
	shift 2
	"$program" dns --demo --domain "$domain" --listen "$address" "$@" \
	    $(settings "$domain" | sed 's/^/--set /') >"$domain.zone" ||
	    { echo "federation: $program dns: no zone for $domain" >&2; exit 70; }
}

settings chat.test >settings
printf '%s\n' $ports >options
zone chat.test "$net.1" $ports
printf '%s\n' --dns-listen "$net.5:$dns" --zone "$PWD/chat.test.zone" \
    --dnssec-key "$keys/dnssec.pem" --sink-port "$smtp" --sink-https-port "$https" \
    --sink-ca "$keys/sink-ca.pem" >args
[ "$pair" = pair ] || exit 0

set -- $("$PYTHON" "$here/../lab.py" ports "$net.2" 5)
ports="--port-smtp $smtp --port-https $https --port-submissions $1 --port-submission $2
    --port-imaps $3 --port-imap $4 --port-http $5"
zone pair.test "$net.2" $ports
printf '%s\n' --zone "$PWD/pair.test.zone" --pair "$net.2" --pair-domain pair.test \
    $(echo "$ports" | sed 's/--port-/--pair-port-/g') >>args
# The settings of the lab hold for both.
printf '%s\n' --domain pair.test --listen "$net.2" $ports \
    $(grep -E '^(outbound|queue)_' "$here/../refrelay/settings" | sed 's/^/--set /') \
    $(settings pair.test | sed 's/^/--set /') >pair
