# Starting Debian's Postfix and Dovecot as mailserver.sh has set them up; sourced there, and by what
# starts them again.  Needs: me, tree, home, targets, address and the four ports.
master=/usr/lib/postfix/sbin/master

note() {
	"$PYTHON" "$targets/lab.py" record "$tree/pids" "$1" "$2" || exit 70
}

check_servers() {
	# The queue must exist before Dovecot puts its sockets there.
	/usr/sbin/postfix -c "$home/postfix" check >"$home/check.log" 2>&1 || {
		echo "$me: Postfix: $(tail -n 1 "$home/check.log")" >&2
		exit 70
	}
}

# The queue has been checked.
run_servers() {
	setsid /usr/sbin/dovecot -F -c "$home/dovecot/dovecot.conf" \
	    >>"$home/check.log" 2>&1 </dev/null &
	note dovecot $!
	# Returns when the daemon listens, and fails when it cannot.
	MAIL_CONFIG=$home/postfix "$master" -w -c "$home/postfix" >>"$home/check.log" 2>&1 || {
		echo "$me: Postfix does not start: $(tail -n 1 "$home/postfix.log")" >&2
		exit 70
	}
	note postfix "$(tr -d ' \n' <"$home/queue/pid/master.pid")"
	"$PYTHON" "$targets/lab.py" greeted "$tree/pids" $address \
	    "$submissions+tls" "$submission" "$imaps+tls" "$imap" || {
		cat "$home/check.log" >&2
		exit 70
	}
}

start_servers() {
	check_servers
	run_servers
}
