#!/bin/sh
# Shared by the targets made of Debian's Postfix and Dovecot; sourced by their `up`.
#
# Sets: tree (given), home (where daemons live), ports, and the functions below.
# Nothing of /etc is used or changed but the programs' own tables (postfix-files).
# Clients reach 127.0.0.2 from 127.0.0.1: Dovecot takes a connection whose two
# addresses are equal for a local one and would then allow passwords in clear.
umask 022
address=127.0.0.2
here=$(cd "$(dirname "$0")" && pwd)
targets=$(cd "$here/.." && pwd)
. "$targets/mailserver_start.sh"
me=$(basename "$here")

if [ "$(id -u)" -ne 0 ]; then
	echo "$me: needs root (Postfix and Dovecot start as root only); skipped"
	exit 77
fi
for program in "$master" /usr/sbin/postfix /usr/sbin/dovecot /usr/lib/dovecot/lmtp; do
	if [ ! -x "$program" ]; then
		echo "$me: $program is missing (make deps); skipped"
		exit 77
	fi
done

# The daemons' own users must be able to walk to the tree, and its sockets must
# fit into 108 octets.  Where either fails, the daemons live under /tmp instead.
home=$tree/home
mkdir -p "$home"
chmod 755 "$tree" "$home"
if [ ${#home} -gt 72 ] ||
    ! setpriv --reuid nobody --regid nogroup --clear-groups test -x "$home"; then
	rmdir "$home"
	home=$(mktemp -d /tmp/relayspec.XXXXXXXX)
	chmod 755 "$home"
	ln -s "$home" "$tree/home"
fi
mkdir "$home/postfix" "$home/queue" "$home/data" "$home/dovecot" "$home/run" "$home/mail"
chown postfix "$home/data"
chown mail:mail "$home/mail"
chmod 700 "$home/mail"

set -- $("$PYTHON" "$targets/lab.py" ports $address 4)
submissions=$1 submission=$2 imaps=$3 imap=$4
https=none http=none # a target that has a web server says where

write_args() {
	printf '%s\n' "$address" --port-submissions "$submissions" --port-submission "$submission" \
	    --port-imaps "$imaps" --port-imap "$imap" \
	    --port-https "$https" --port-http "$http" --port-smtp none --domain "$domain" --insecure "$@" >"$tree/args"
}

make_certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
	    -subj "/CN=$domain" -addext "subjectAltName=DNS:$domain,DNS:www.$domain,DNS:mta-sts.$domain" \
	    -addext "basicConstraints=critical,CA:FALSE" \
	    -keyout "$home/run/key.pem" -out "$home/run/cert.pem" 2>"$home/run/openssl.log" || {
		echo "$me: no certificate, see $home/run/openssl.log" >&2
		exit 70
	}
}

# Lines of main.cf that hold for both; the target's own come on stdin and win.
write_main_cf() {
	cat >"$home/postfix/main.cf" <<-END
		compatibility_level = 3.6
		queue_directory = $home/queue
		data_directory = $home/data
		maillog_file = $home/postfix.log
		maillog_file_prefixes = $home
		myhostname = $domain
		myorigin = $domain
		mydestination =
		alias_maps =
		inet_interfaces = loopback-only
		inet_protocols = ipv4
		mynetworks = 127.0.0.0/8
		biff = no
		append_dot_mydomain = no
		recipient_delimiter = +
		smtpd_banner = \$myhostname ESMTP \$mail_name (Debian/GNU)
		smtpd_tls_cert_file = $home/run/cert.pem
		smtpd_tls_key_file = $home/run/key.pem
		smtpd_sasl_type = dovecot
		smtpd_sasl_path = private/auth
		smtpd_peername_lookup = no
		in_flow_delay = 0
		virtual_mailbox_domains = $domain
		virtual_transport = lmtp:unix:private/dovecot-lmtp
		# Nothing ever leaves this machine.
		default_transport = error:5.4.4 this laboratory server has no way out
		relay_transport = error:5.4.4 this laboratory server has no way out
	END
	cat >>"$home/postfix/main.cf"
}

# Postfix's own services; the listeners of the target come on stdin.
write_master_cf() {
	cat - >"$home/postfix/master.cf" <<-END
		$(cat)
		cleanup    unix n - n - 0 cleanup
		qmgr       unix n - n 300 1 qmgr
		tlsmgr     unix - - n 1000? 1 tlsmgr
		rewrite    unix - - n - - trivial-rewrite
		bounce     unix - - n - 0 bounce
		defer      unix - - n - 0 bounce
		trace      unix - - n - 0 bounce
		verify     unix - - n - 1 verify
		proxymap   unix - - n - - proxymap
		proxywrite unix - - n - 1 proxymap
		error      unix - - n - - error
		retry      unix - - n - - error
		lmtp       unix - - n - - lmtp
		anvil      unix - - n - 1 anvil
		scache     unix - - n - 1 scache
		postlog    unix-dgram n - n - 1 postlogd
	END
}

# Lines of dovecot.conf that hold for both; the target's own come on stdin.
write_dovecot_conf() {
	cat >"$home/dovecot/dovecot.conf" <<-END
		base_dir = $home/run/dovecot
		state_dir = $home/dovecot
		log_path = $home/dovecot.log
		instance_name = $me
		listen = $address
		protocols = imap lmtp
		ssl_cert = <$home/run/cert.pem
		ssl_key = <$home/run/key.pem
		ssl_dh = </usr/share/dovecot/dh.pem
		first_valid_uid = 1
		mail_uid = mail
		mail_gid = mail
		mail_location = maildir:$home/mail/%u
		service imap-login {
		  inet_listener imap {
		    port = $imap
		  }
		  inet_listener imaps {
		    port = $imaps
		    ssl = yes
		  }
		}
		service auth {
		  unix_listener $home/queue/private/auth {
		    mode = 0660
		    user = postfix
		    group = postfix
		  }
		}
		service lmtp {
		  unix_listener $home/queue/private/dovecot-lmtp {
		    mode = 0600
		    user = postfix
		    group = postfix
		  }
		}
	END
	cat >>"$home/dovecot/dovecot.conf"
}
