"""One running Delta Chat core: JSON-RPC over its standard streams, and its events.

Calls may be made from any thread.  Events are kept per account until somebody
waits for them; nothing here ever waits for time to pass.
"""

import itertools
import json
import os
import queue
import subprocess
import threading
import time

PATIENCE = 120.0  # seconds for anything to happen on a busy machine


class Fault(Exception):
    """The core said no, ended, or did not do what was awaited."""


class Core:
    def __init__(self, program, directory):
        os.makedirs(directory, exist_ok=True)
        self.log = open(os.path.join(directory, "log"), "ab")
        self.process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
            env=dict(os.environ, DC_ACCOUNTS_PATH=os.path.join(directory, "accounts"),
                     RUST_LOG="warn"))
        self.numbers = itertools.count(1)
        self.answers = {}  # request: queue of one answer
        self.events = {}  # account: list of (time, event)
        self.history = []  # all events
        self.said = open(os.path.join(directory, "events"), "w", encoding="utf-8")
        self.news = threading.Condition()
        self.lock = threading.Lock()
        for run in (self.read, self.collect):
            threading.Thread(target=run, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            answer = json.loads(line)
            with self.lock:
                waiting = self.answers.pop(answer.get("id"), None)
            if waiting:
                waiting.put(answer)
        with self.lock:
            for waiting in self.answers.values():
                waiting.put({"error": {"message": "the core has ended"}})
            self.answers.clear()

    def collect(self):
        try:
            while True:
                batch = self.call("get_next_event_batch", patience=None)
                now = time.monotonic()
                with self.news:
                    for e in batch:
                        self.events.setdefault(e["contextId"], []).append((now, e["event"]))
                        self.history.append(e["event"])
                        self.said.write("%.4f %d %s\n" % (now, e["contextId"],
                                                          json.dumps(e["event"])))
                    self.said.flush()
                    self.news.notify_all()
        except (Fault, ValueError):
            pass  # closed

    def call(self, method, *params, patience=PATIENCE):
        answer = queue.Queue()
        number = next(self.numbers)
        request = {"jsonrpc": "2.0", "id": number, "method": method, "params": list(params)}
        with self.lock:
            if self.process.poll() is not None:
                raise Fault("the core has ended")
            self.answers[number] = answer
            try:
                self.process.stdin.write(json.dumps(request).encode() + b"\n")
                self.process.stdin.flush()
            except OSError as e:
                raise Fault(f"{method}: {e}") from e
        try:
            got = answer.get(timeout=patience)
        except queue.Empty:
            raise Fault(f"{method}: no answer in {patience:.0f} s") from None
        if "error" in got:
            raise Fault(f"{method}: {got['error'].get('message')}")
        return got.get("result")

    def wait(self, account, wanted, what, patience=PATIENCE):
        """The first event of an account for which wanted(event) is true; earlier ones are gone.

        Returns when it came and what wanted() said.
        """
        end = time.monotonic() + patience
        with self.news:
            while True:
                mine = self.events.setdefault(account, [])
                while mine:
                    when, event = mine.pop(0)
                    found = wanted(event)
                    if found:
                        return when, found
                left = end - time.monotonic()
                if left <= 0:
                    raise Fault(f"account {account}: no {what} in {patience:.0f} s")
                if self.process.poll() is not None:
                    raise Fault(f"no {what}: the core has ended")
                self.news.wait(min(left, 5.0))

    def forget(self):
        """Begins to count anew."""
        with self.news:
            self.history.clear()

    def count(self, wanted):
        """How many events, waited for or not, since forget()."""
        with self.news:
            return sum(1 for event in self.history if wanted(event))

    def close(self):
        self.process.stdin.close()  # it ends by itself at the end of its input
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log.close()
