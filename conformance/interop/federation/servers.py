"""Mail servers of a federation, each with a domain, an address and users of its own."""

import glob
import os
import smtplib
import subprocess
import threading
import time

PATIENCE = 120.0  # seconds for anything on a busy machine
EC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
TICK = 0.05  # a maildir tells nobody when something has come


class Log:
    """What a program says, into a file; whoever waits for a text is told when it comes."""

    def __init__(self, path):
        self.file = open(path, "ab", buffering=0)
        self.said = b""
        self.news = threading.Condition()
        self.input, self.output = os.pipe()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while octets := os.read(self.input, 65536):
            self.file.write(octets)
            with self.news:
                self.said += octets
                self.news.notify_all()

    def wait(self, text):
        with self.news:
            assert self.news.wait_for(lambda: text.encode() in self.said, PATIENCE), \
                f"{self.file.name} does not say `{text}`"


class Lab:
    """What all servers share: a certificate authority, the name server, a directory."""

    def __init__(self, directory, names):
        self.directory, self.names = directory, names
        self.ca = self.path("ca.pem")
        self.openssl("req", "-x509", *EC, "-nodes", "-days", "30", "-subj", "/CN=lab", "-keyout", self.path("ca.key"),
                     "-out", self.ca, "-addext", "basicConstraints=critical,CA:TRUE",
                     "-addext", "keyUsage=critical,keyCertSign")

    def path(self, *words):
        return os.path.join(self.directory, *words)

    def openssl(self, *words):
        subprocess.run(["openssl", *words], check=True, capture_output=True)

    def certificate(self, home, host, keys=EC):
        """Key and certificate for a host, signed by the authority."""
        key, cert, request = (os.path.join(home, name) for name in ("key.pem", "cert.pem", "req"))
        self.openssl("req", *keys, "-nodes", "-subj", f"/CN={host}", "-keyout", key, "-out", request,
                     "-addext", f"subjectAltName=DNS:{host},DNS:www.{host},DNS:mta-sts.{host}")
        self.openssl("x509", "-req", "-in", request, "-CA", self.ca, "-CAkey",
                     self.path("ca.key"), "-days", "30", "-copy_extensions", "copy", "-out", cert)
        os.chmod(key, 0o644)
        return key, cert

    def write(self, path, text):
        with open(path, "w", encoding="ascii") as f:
            f.write(text)
        return path


class Server:
    """A classic one: takes mail from its own address without question, has Maildirs."""

    name = ""
    keys = EC

    def __init__(self, lab, domain, address):
        self.lab, self.domain, self.address = lab, domain, address
        self.home = lab.path(domain)
        self.processes = []
        os.mkdir(self.home)
        os.chmod(self.home, 0o755)
        self.log = Log(os.path.join(self.home, "log"))
        self.boxes = os.path.join(self.home, "boxes")
        os.mkdir(self.boxes)
        os.chmod(self.boxes, 0o777)
        self.key, self.cert = lab.certificate(self.home, domain, self.keys)
        lab.names.add(f"{domain}. A {address}\n{domain}. MX 10 {domain}.\n")
        self.dkim = os.path.join(self.home, "dkim.pem")
        self.publish_key()
        self.configure()
        try:
            self.start()
        except BaseException:
            self.stop()
            raise

    def publish_key(self):
        self.lab.openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048",
                         "-out", self.dkim)
        os.chmod(self.dkim, 0o644)
        public = subprocess.run(["openssl", "pkey", "-in", self.dkim, "-pubout"], check=True,
                                capture_output=True, text=True).stdout.split("\n")
        record = "v=DKIM1; k=rsa; p=" + "".join(public[1:-2])
        strings = " ".join(f'"{record[i:i + 200]}"' for i in range(0, len(record), 200))
        self.lab.names.add(f"lab._domainkey.{self.domain}. TXT {strings}\n")

    def spawn(self, *words, **more):
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=self.log.output,
                                   stderr=self.log.output, start_new_session=True, **more)
        self.processes.append(process)
        return process

    def write(self, name, text):
        return self.lab.write(os.path.join(self.home, name), text)

    def wait_greeting(self):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                with smtplib.SMTP(self.address, 25, local_hostname="lab.test", timeout=PATIENCE):
                    return
            except OSError:
                dead = [p.args[0] for p in self.processes if p.poll() is not None]
                assert not dead and time.monotonic() < end, f"{self.name} does not come up: {dead}"
                time.sleep(TICK)

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def user(self, name):
        return f"{name}@{self.domain}"

    def send(self, sender, to, octets):
        with smtplib.SMTP(self.address, 25, local_hostname="lab.test", timeout=PATIENCE,
                          source_address=(self.address, 0)) as c:
            c.sendmail(sender, [to], octets)

    def wait_mail(self, user, good, what):
        """The first message of the user for which good(octets) is true."""
        end = time.monotonic() + PATIENCE
        while True:
            for path in glob.glob(os.path.join(self.boxes, user, "new", "*")):
                with open(path, "rb") as f:
                    octets = f.read()
                if good(octets):
                    return octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            assert time.monotonic() < end, f"{what}: not within {PATIENCE:.0f} s"
            time.sleep(TICK)


class Postfix(Server):
    """With Dovecot, and with OpenDKIM, which signs what goes out."""

    name = "Postfix"

    def configure(self):
        for name in ("queue", "data", "postfix"):
            os.mkdir(os.path.join(self.home, name))
        subprocess.run(["chown", "postfix", os.path.join(self.home, "data")], check=True)
        h = self.home
        self.write("postfix/main.cf", f"""compatibility_level = 3.6
queue_directory = {h}/queue
data_directory = {h}/data
maillog_file = {h}/maillog
maillog_file_prefixes = {h}
myhostname = {self.domain}
myorigin = {self.domain}
mydestination =
inet_interfaces = {self.address}
inet_protocols = ipv4
mynetworks = {self.address}/32
smtp_bind_address = {self.address}
alias_maps =
biff = no
append_dot_mydomain = no
virtual_mailbox_domains = {self.domain}
virtual_mailbox_maps = inline:{{ bob@{self.domain}=here alice@{self.domain}=here }}
virtual_transport = lmtp:unix:private/dovecot
smtpd_relay_restrictions = permit_mynetworks reject_unauth_destination
smtpd_tls_security_level = may
smtpd_tls_cert_file = {self.cert}
smtpd_tls_key_file = {self.key}
smtp_tls_security_level = verify
smtp_tls_CAfile = {self.lab.ca}
smtp_host_lookup = dns
smtpd_milters = inet:{self.address}:8891
non_smtpd_milters = inet:{self.address}:8891
internal_mail_filter_classes = bounce
minimal_backoff_time = 1s
queue_run_delay = 1s
""")
        self.write("postfix/master.cf", "\n".join(
            f"{name} {kind} {private} - n {wake} {most} {program}"
            for name, kind, private, wake, most, program in (
                ("25", "inet", "n", "-", "-", "smtpd"), ("cleanup", "unix", "n", "-", "0", "cleanup"),
                ("qmgr", "unix", "n", "1", "1", "qmgr"), ("tlsmgr", "unix", "-", "1000?", "1", "tlsmgr"),
                ("rewrite", "unix", "-", "-", "-", "trivial-rewrite"),
                ("bounce", "unix", "-", "-", "0", "bounce"), ("defer", "unix", "-", "-", "0", "bounce"),
                ("trace", "unix", "-", "-", "0", "bounce"), ("verify", "unix", "-", "-", "1", "verify"),
                ("proxymap", "unix", "-", "-", "-", "proxymap"), ("smtp", "unix", "-", "-", "-", "smtp"),
                ("error", "unix", "-", "-", "-", "error"), ("retry", "unix", "-", "-", "-", "error"),
                ("lmtp", "unix", "-", "-", "-", "lmtp"), ("anvil", "unix", "-", "-", "1", "anvil"),
                ("scache", "unix", "-", "-", "1", "scache"),
                ("postlog", "unix-dgram", "n", "-", "1", "postlogd"))) + "\n")
        self.write("dovecot.conf", f"""base_dir = {h}/dovecot
state_dir = {h}/dovecot
log_path = {h}/dovecot.log
protocols = lmtp
ssl = no
first_valid_uid = 1
mail_location = maildir:{self.boxes}/%n
passdb {{
  driver = static
  args = nopassword=yes
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={self.boxes}/%n allow_all_users=yes
}}
service lmtp {{
  unix_listener {h}/queue/private/dovecot {{
    user = postfix
    mode = 0600
  }}
}}
""")
        self.write("opendkim.conf", f"""Mode s
Domain {self.domain}
Selector lab
KeyFile {self.dkim}
Canonicalization relaxed/simple
OversignHeaders From
InternalHosts {self.write("inside", self.address + chr(10))}
Socket inet:8891@{self.address}
RequireSafeKeys false
Syslog no
LogResults yes
""")

    def start(self):
        self.spawn("/usr/sbin/opendkim", "-f", "-x", os.path.join(self.home, "opendkim.conf"))
        config = os.path.join(self.home, "postfix")
        subprocess.run(["/usr/sbin/postfix", "-c", config, "check"], check=True,
                       capture_output=True)
        self.spawn("/usr/sbin/dovecot", "-F", "-c", os.path.join(self.home, "dovecot.conf"))
        self.spawn("/usr/lib/postfix/sbin/master", "-c", config, "-d",
                   env=dict(os.environ, MAIL_CONFIG=config))
        self.wait_greeting()


class Exim(Server):
    """Signs by itself."""

    name = "Exim"

    def configure(self):
        for name in ("spool", "logs"):
            os.mkdir(os.path.join(self.home, name))
            os.chown(os.path.join(self.home, name), 65501, 65501)
        self.program = self.lab.packages + "/usr/sbin/exim4"
        # It keeps its rights only with the file that it was built for.
        self.lab.write("/etc/exim4/exim4.conf", f"""primary_hostname = {self.domain}
domainlist local_domains = {self.domain}
hostlist inside = {self.address}
daemon_smtp_ports = 25
local_interfaces = {self.address}
spool_directory = {self.home}/spool
log_file_path = {self.home}/logs/%s
pid_file_path = {self.home}/spool/pid
keep_environment =
exim_path = {self.program}
tls_advertise_hosts = *
tls_certificate = {self.cert}
tls_privatekey = {self.key}
acl_smtp_rcpt = at_rcpt
acl_smtp_dkim = at_dkim
dkim_verify_signers = $dkim_signers
never_users =
host_lookup =
rfc1413_query_timeout = 0s
queue_run_in_order
begin acl
at_rcpt:
  accept hosts = +inside
  require domains = +local_domains
  require verify = recipient
  accept
at_dkim:
  warn add_header = :after_received:X-Seen-Dkim: $dkim_cur_signer $dkim_algo $dkim_verify_status
  accept
begin routers
inside:
  driver = accept
  domains = +local_domains
  local_parts = alice : bob
  transport = maildir
outside:
  driver = dnslookup
  domains = ! +local_domains
  transport = outside
begin transports
maildir:
  driver = appendfile
  directory = {self.boxes}/$local_part_data
  return_path_add
  maildir_format
  user = 65534
  group = 65534
outside:
  driver = smtp
  interface = {self.address}
  hosts_require_tls = *
  tls_verify_certificates = {self.lab.ca}
  tls_verify_hosts = *
  dkim_domain = {self.domain}
  dkim_selector = lab
  dkim_private_key = {self.dkim}
begin retry
* * F,1h,1s
""")

    def start(self):
        self.spawn(self.program, "-bdf", "-q1s")
        self.wait_greeting()


class OpenSmtpd(Server):
    """Sends only, and does not sign: its messages must have been signed before.

    Debian 12's cannot accept TLS: its key process does not go with OpenSSL 3 (OpenSMTPD#1171).
    """

    name = "OpenSMTPD"

    def configure(self):
        os.chmod(self.key, 0o600)
        self.config = self.write("smtpd.conf", f"""pki {self.domain} cert "{self.cert}"
pki {self.domain} key "{self.key}"
table users {{ alice = nobody, bob = nobody }}
listen on {self.address} port 25 tls pki {self.domain}
action "inside" maildir "{self.boxes}/%{{rcpt.user}}" virtual <users>
action "outside" relay helo {self.domain} tls no-verify src {self.address}
match from any for domain "{self.domain}" action "inside"
match from src {self.address} for any action "outside"
match from local for any action "outside"
""")

    def start(self):
        self.spawn(self.lab.packages + "/usr/sbin/smtpd", "-d", "-f", self.config)
        self.wait_greeting()
