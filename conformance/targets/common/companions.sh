#!/bin/sh
# What refrelay works with, in clean and in careless forms, for the target and the mutants:
# a stand-in for an iroh relay, coturn, the certificate of the stand-in for the notification
# proxy, which is relayspec itself, and the keys of federation.sh: a CA, those of DKIM, of DNS and of
# two relays.
#   companions.sh TREE [FAULT...]   FAULT: careless TURN servers (careless.py) behind coturn's port
# Leaves in TREE/companions: settings (KEY=VALUE for refrelay), args (for relayspec, one a line),
# push.pem; notes what it started in TREE/pids.  PYTHON is set.  Exit 70: something did not come up.
# Loopback addresses of their own, so that no port is taken by anybody's outgoing connection.
set -eu
tree=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
lab=$here/../lab.py
turn=127.0.0.4
mkdir -p "$tree/companions"
cd "$tree/companions"

fail() {
	echo "companions: $1" >&2
	exit 70
}

# Runs a program that says one line when it is ready; that line.
ready() { # name command...
	name=$1
	shift
	rm -f "$name.ready"
	mkfifo "$name.ready"
	setsid "$@" >"$name.ready" 2>"$name.log" </dev/null &
	"$PYTHON" "$lab" record "$tree/pids" "$name" $! || fail "$name ended at once"
	timeout 20 head -n 1 "$name.ready"
	rm "$name.ready"
}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
    -subj /CN=notifications -addext subjectAltName=IP:127.0.0.3 \
    -keyout key.pem -out cert.pem 2>openssl.log || fail "openssl makes no certificate"
cat cert.pem key.pem >push.pem

key() # file arguments of openssl genpkey...
{
	file=$1
	shift
	openssl genpkey "$@" -out "$file" 2>openssl.log || fail "openssl makes no key: $file"
}

# A key and a certificate of our CA for the names of a relay.
relay() # domain
{
	key "$1.key" -algorithm EC -pkeyopt ec_paramgen_curve:P-256
	printf 'subjectAltName=DNS:%s,DNS:www.%s,DNS:mta-sts.%s\nextendedKeyUsage=serverAuth\n' \
	    "$1" "$1" "$1" >"$1.ext"
	openssl req -new -key "$1.key" -subj "/CN=$1" 2>openssl.log |
	    openssl x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -extfile "$1.ext" \
		-out "$1.pem" 2>openssl.log || fail "openssl makes no certificate for $1"
}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
    -subj /CN=lab -addext keyUsage=keyCertSign -keyout ca.key -out ca.pem 2>openssl.log ||
    fail "openssl makes no CA"
cat ca.pem ca.key >sink-ca.pem
relay chat.test
relay pair.test
key dkim.pem -algorithm RSA -pkeyopt rsa_keygen_bits:2048
key dkim25519.pem -algorithm ED25519
key dnssec.pem -algorithm ED25519
# RFC 8080: the last 32 octets are the key as DNS has it.
printf 'test. IN DNSKEY 257 3 15 %s\n' \
    "$(openssl pkey -in dnssec.pem -pubout -outform DER | tail -c 32 | openssl base64 -A)" >anchor

iroh=$(ready iroh "$PYTHON" "$here/iroh.py" 127.0.0.1)
[ -n "$iroh" ] || fail "the stand-in for iroh did not come up: $(tail -n 1 iroh.log)"

sed -n 's/^turn_secret=//p' "$here/../refrelay/settings" >secret
port=$("$PYTHON" "$lab" ports "$turn" 1)
if command -v turnserver >/dev/null 2>&1; then
	setsid turnserver -n -p "$port" -L "$turn" -E "$turn" -m 1 -r chat.test \
	    --use-auth-secret --static-auth-secret="$(cat secret)" --no-tls --no-dtls --no-cli \
	    --no-tcp-relay --userdb "$PWD/turndb" --pidfile "$PWD/turn.pid" --log-file stdout \
	    --simple-log >turn.log 2>&1 </dev/null &
	"$PYTHON" "$lab" record "$tree/pids" coturn $! || fail "coturn ended at once"
	"$PYTHON" "$lab" stun "$tree/pids" "$turn" "$port" || fail "coturn: $(tail -n 1 turn.log)"
else
	echo "companions: coturn is not installed: RT_TURN_* stay undecided" >&2
fi
if [ $# -gt 0 ]; then
	[ "$(ready careless "$PYTHON" "$here/careless.py" "$turn" "$port" secret "$@")" = ready ] ||
	    fail "the careless TURN servers did not come up: $(tail -n 1 careless.log)"
fi

cat >settings <<END
iroh_upstream=127.0.0.1:$iroh
turn_host=$turn
turn_port=$port
notification_ca=$PWD/cert.pem
END
printf '%s\n' --turn-secret "$PWD/secret" >args
