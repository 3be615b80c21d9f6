# nginx as deployed relays run it; sourced by `up`.  On 443 the stream module
# reads the ALPN of the ClientHello and passes imap and smtp on to 993 and 465
# unread; everything else is HTTPS.  All of it lives in the tree.
nginx=/usr/sbin/nginx
stream=/usr/lib/nginx/modules/ngx_stream_module.so
for program in $nginx $stream /usr/bin/qrencode; do
	if [ ! -e "$program" ]; then
		echo "$me: $program is missing (make deps); skipped"
		exit 77
	fi
done
set -- $("$PYTHON" "$targets/lab.py" ports $address 2)
https=$1 http=$2
web=$home/web
mkdir -p "$web/root/.well-known/autoconfig/mail" "$web/tmp"
chmod 777 "$web/tmp"

web_server() # element type port socket
{
	cat <<-END
		    <$1 type="$2">
		      <hostname>$domain</hostname>
		      <port>$3</port>
		      <socketType>$4</socketType>
		      <authentication>password-cleartext</authentication>
		      <username>%EMAILADDRESS%</username>
		    </$1>
	END
}

write_pages() {
	{
		printf '<?xml version="1.0" encoding="UTF-8"?>\n<clientConfig version="1.1">\n'
		printf '  <emailProvider id="%s">\n    <domain>%s</domain>\n' $domain $domain
		web_server incomingServer imap "$imaps" SSL
		web_server incomingServer imap "$imap" STARTTLS
		web_server incomingServer imap "$https" SSL
		web_server outgoingServer smtp "$submissions" SSL
		web_server outgoingServer smtp "$submission" STARTTLS
		web_server outgoingServer smtp "$https" SSL
		printf '  </emailProvider>\n</clientConfig>\n'
	} >"$web/root/.well-known/autoconfig/mail/config-v1.1.xml"
	printf 'version: STSv1\nmode: enforce\nmx: %s\nmax_age: 2419200\n' $domain \
	    >"$web/root/.well-known/mta-sts.txt"
	printf 'User-agent: *\nDisallow: /\n' >"$web/root/robots.txt"
	qrencode -o "$web/root/qr-invite-$domain.png" "DCACCOUNT:https://$domain/new"
	printf 'body { margin: auto; max-width: 40em; }\n' >"$web/root/main.css"
	cat >"$web/root/index.html" <<-END
		<!DOCTYPE html>
		<html><head><meta charset="utf-8"><title>$domain</title>
		<link rel="stylesheet" href="main.css"></head><body>
		<h1>$domain</h1>
		<p><a href="DCACCOUNT:https://$domain/new">Get a profile on $domain</a>, or scan this:</p>
		<a href="DCACCOUNT:https://$domain/new"><img src="qr-invite-$domain.png" /></a>
		<p>Messages are deleted after 20 days, large ones after 7, accounts after 90 days without
		a login. <a href="privacy.html">Privacy policy</a></p>
		</body></html>
	END
	cat >"$web/root/privacy.html" <<-END
		<!DOCTYPE html>
		<html><head><meta charset="utf-8"><title>Privacy</title></head>
		<body><h1>Privacy policy of $domain</h1><p>Nobody reads your mail.</p></body></html>
	END
}

write_nginx_conf() {
	cat >"$web/nginx.conf" <<END
load_module $stream;
daemon off;
user nobody nogroup;
pid $web/nginx.pid;
worker_processes 2;
error_log $home/nginx.log;
events {
  worker_connections 8192;
}
stream {
  map \$ssl_preread_alpn_protocols \$behind {
    ~\\bsmtp\\b $address:$submissions;
    ~\\bimap\\b $address:$imaps;
    default unix:$home/run/https.sock;
  }
  server {
    listen $address:$https;
    ssl_preread on;
    proxy_pass \$behind;
  }
}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log off;
  server_tokens off;
  gzip on;
  client_body_temp_path $web/tmp/body;
  proxy_temp_path $web/tmp/proxy;
  fastcgi_temp_path $web/tmp/fastcgi;
  uwsgi_temp_path $web/tmp/uwsgi;
  scgi_temp_path $web/tmp/scgi;
  ssl_certificate $home/run/cert.pem;
  ssl_certificate_key $home/run/key.pem;
  ssl_protocols TLSv1.2 TLSv1.3;
  server {
    listen unix:$home/run/https.sock ssl default_server;
    server_name $domain mta-sts.$domain;
    root $web/root;
    index index.html;
    location / {
      try_files \$uri \$uri/ =404;
    }
    location /new {
      if (\$request_method = GET) {
        return 301 dcaccount:https://$domain/new;
      }
      proxy_pass http://unix:$home/run/new.sock;
    }
    location /cgi-bin/newemail.py {
      if (\$request_method = GET) {
        return 301 dcaccount:https://$domain/new;
      }
      proxy_pass http://unix:$home/run/new.sock;
    }
  }
  server {
    listen unix:$home/run/https.sock ssl;
    server_name www.$domain;
    return 301 https://$domain\$request_uri;
  }
  server {
    listen $address:$http default_server;
    return 301 https://\$host\$request_uri;
  }
}
END
}

start_web() {
	pid=$("$PYTHON" "$here/newaccount.py" --domain $domain --user nobody \
	    --socket "$home/run/new.sock" --log "$home/newaccount.log")
	note newaccount "$pid"
	write_pages
	write_nginx_conf
	setsid $nginx -c "$web/nginx.conf" -e "$home/nginx.log" >>"$home/check.log" 2>&1 </dev/null &
	note nginx $!
	"$PYTHON" "$targets/lab.py" greeted "$tree/pids" $address "$https+https" "$http+http" || {
		cat "$home/nginx.log" >&2
		exit 70
	}
}
