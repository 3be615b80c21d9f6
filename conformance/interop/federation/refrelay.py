"""refrelay in a federation: the registered ports on an address of its own."""

import os
import secrets
import smtplib
import subprocess

from box import Box, any_tls
from relay import SETTINGS, START, STOP, Relay
from servers import Log

PORTS = {"submissions": 465, "submission": 587, "imaps": 993, "imap": 143, "https": 443,
         "http": 80, "smtp": 25}


class Federated(Relay):
    name = "refrelay"

    def __init__(self, program, lab, domain, address):
        super().__init__(address, PORTS, domain)
        self.program, self.lab = program, lab
        self.home = lab.path(domain)
        os.mkdir(self.home)
        os.chmod(self.home, 0o755)
        key, cert = lab.certificate(self.home, domain)
        keys = {}
        for kind, options in (("rsa", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
                              ("ed25519", ["-algorithm", "ED25519"])):
            keys[kind] = os.path.join(self.home, kind + ".pem")
            lab.openssl("genpkey", *options, "-out", keys[kind])
        none = lab.write(os.path.join(self.home, "anchor"), "")
        self.config = lab.write(os.path.join(self.home, "refrelay.conf"), SETTINGS + f"""
mail_domain = {domain}
listen = {address}
state = {self.home}/state
tls_certificate = {cert}
tls_key = {key}
notification_url =
dkim_key = {keys["rsa"]}
dkim_ed25519_key = {keys["ed25519"]}
dns_trust_anchor = {none}
outbound_ca = {lab.ca}
outbound_private = yes
queue_retry = 1
""")
        zone = subprocess.run([program, "dns", "--config", self.config], check=True, text=True,
                              capture_output=True).stdout
        lab.names.add(zone + f"\n{domain}. A {address}\n")
        self.process = None
        self.start()

    def start(self):
        self.log = Log(os.path.join(self.home, "relay.log"))
        self.process = subprocess.Popen([self.program, "--config", self.config],
                                        stdin=subprocess.DEVNULL, stderr=self.log.output)
        self.log.wait("ready for")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(STOP)
            self.process = None

    def account(self):
        """(address, password) of a new one, made by its first login."""
        who = (secrets.token_hex(5)[:9] + "@" + self.domain, secrets.token_hex(11))
        with Box(self, *who):
            return who

    def send(self, who, to, octets):
        with smtplib.SMTP_SSL(self.host, self.ports["submissions"], local_hostname="client.test",
                              context=any_tls(), timeout=START) as c:
            c.login(*who)
            c.sendmail(who[0], to if isinstance(to, list) else [to], octets)
