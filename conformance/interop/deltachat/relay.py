"""The relay under test, as clients need to know it; and refrelay, started and stopped here."""

import json
import os
import random
import select
import signal
import subprocess

START = 60.0  # seconds until a relay is ready on a busy machine
STOP = 40.0  # refrelay gives up an orderly end after 15

# The rate limit stays on, high enough for a client that answers at once.
SETTINGS = "max_user_send_per_minute = 6000\nmax_user_send_burst_size = 1000\n"


class Relay:
    """Where a relay is: host, ports {submissions, submission, imaps, imap}, domain."""

    def __init__(self, host, ports, domain):
        self.host, self.ports, self.domain = host, ports, domain

    def stop(self):
        pass


def from_arguments(path):
    """A relay that is up: the arguments that targets/run.sh --up printed, one a line."""
    with open(path, encoding="ascii") as f:
        words = f.read().split("\n")
    ports = {words[i][7:]: int(words[i + 1]) for i in range(len(words))
             if words[i].startswith("--port-") and words[i + 1].isdigit()}
    return Relay(words[0], ports, words[words.index("--domain") + 1])


def children(parent):
    with open(f"/proc/{parent}/task/{parent}/children", encoding="ascii") as f:
        return [int(pid) for pid in f.read().split()]


class Refrelay(Relay):
    """An address of its own in 127/8, so that nobody takes a port while it restarts."""

    def __init__(self, program, directory, settings=SETTINGS):
        self.program, self.directory = program, directory
        self.config = os.path.join(directory, "refrelay.conf")
        os.makedirs(os.path.join(directory, "state"))
        os.chmod(directory, 0o755)  # refrelay drops root before it opens its state
        with open(self.config, "w", encoding="ascii") as f:
            f.write(settings)
        r = random.SystemRandom()
        host = "127.%d.%d.%d" % (r.randint(1, 254), r.randint(0, 254), r.randint(2, 254))
        super().__init__(host, {}, "chat.test")
        self.process = None
        self.start()

    def start(self):
        again = [word for name in ("submissions", "submission", "imaps", "imap") if self.ports
                 for word in ("--port-" + name, str(self.ports[name]))]
        with open(os.path.join(self.directory, "relay.log"), "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "--demo", "--config", self.config, "--listen", self.host,
                 "--state", os.path.join(self.directory, "state"), "--domain", self.domain] + again,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        line = b""
        if select.select([self.process.stdout], [], [], START)[0]:
            line = self.process.stdout.readline()
        if not line:
            self.stop()
            raise RuntimeError("refrelay does not start, see " + self.directory + "/relay.log")
        self.ports = json.loads(line)["ports"]

    def end(self):
        self.process.terminate()
        self.process.wait(STOP)
        self.closed()

    def kill(self):
        """All its processes at once, as a crash of the machine would."""
        family = children(self.process.pid)
        pidfds = [os.pidfd_open(pid) for pid in family]
        self.process.kill()
        for fd in pidfds:
            try:
                signal.pidfd_send_signal(fd, signal.SIGKILL)
            except ProcessLookupError:
                pass
            select.select([fd], [], [], STOP)  # readable when it has ended
            os.close(fd)
        self.process.wait(STOP)
        self.closed()

    def closed(self):
        self.process.stdout.close()
        self.process = None

    def stop(self):
        if self.process:
            try:
                self.end()
            except subprocess.TimeoutExpired:
                self.kill()
