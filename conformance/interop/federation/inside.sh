#!/bin/sh
# A world of its own for mail servers: network, names and users.
#   inside.sh DIRECTORY PACKAGES COMMAND...     by `unshare --mount --net`
# DIRECTORY is ours; PACKAGES holds what unpack.sh unpacked, or is empty.
# It has addresses of 192.0.2.0/24 (RFC 5737); the name server is 192.0.2.53.
set -eu
directory=$1 packages=$2
shift 2
ip link set lo up
for n in 1 2 3 4 5 53; do
	ip address add "192.0.2.$n/32" dev lo
done
# Who connects and names no address of his own is the first refrelay, or the second to the first:
# otherwise the kernel would call him by the address he connects to.
for n in 1 2 3 4 5; do
	ip route replace local "192.0.2.$n" dev lo table local proto kernel scope host \
	    src "192.0.2.$((n == 1 ? 2 : 1))"
done

# Changes to /etc are seen in here only.
mkdir -p "$directory/etc/exim4" "$directory/etc.work"
{
	grep -v -E '^(Debian-exim|opensmtpd|opensmtpq):' /etc/passwd
	echo "Debian-exim:x:65501:65501::/nonexistent:/usr/sbin/nologin"
	echo "opensmtpd:x:65502:65502::/var/empty:/usr/sbin/nologin"
	echo "opensmtpq:x:65503:65503::/var/empty:/usr/sbin/nologin"
} >"$directory/etc/passwd"
{
	grep -v -E '^(Debian-exim|opensmtpd|opensmtpq):' /etc/group
	echo "Debian-exim:x:65501:"
	echo "opensmtpd:x:65502:"
	echo "opensmtpq:x:65503:"
} >"$directory/etc/group"
echo "nameserver 192.0.2.53" >"$directory/etc/resolv.conf"
echo "127.0.0.1 localhost" >"$directory/etc/hosts"
chmod 644 "$directory"/etc/passwd "$directory"/etc/group "$directory"/etc/resolv.conf "$directory"/etc/hosts
chmod 755 "$directory/etc"
mount -t overlay overlay \
    -o "lowerdir=/etc,upperdir=$directory/etc,workdir=$directory/etc.work" /etc

# Where OpenSMTPD looks for what belongs to it.
if [ -d "$packages/usr/libexec/opensmtpd" ]; then
	mount -t overlay overlay -o "lowerdir=$packages/usr/libexec:/usr/libexec" /usr/libexec
	for place in /var/spool /var/lib /run; do
		mount -t tmpfs -o mode=755 tmpfs "$place"
	done
	mkdir -p /var/spool/smtpd /var/lib/opensmtpd/empty
	chmod 711 /var/spool/smtpd
fi
exec "$@"
