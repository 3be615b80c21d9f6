#!/usr/bin/env python3
"""Looks at pages of a relay with a real browser.

usage: web_browser.py BROWSER DOMAIN ADDRESS PORT OUT

Speaks the DevTools protocol over the pipe that Chromium offers, so it needs no
port and no library.  For every page, width and colour scheme: a screenshot in
OUT, and one line `ok` or `FAIL` for each thing that must hold.  Exit 1 when one
does not, 2 when the browser does not work here."""
import base64
import json
import os
import subprocess
import sys
import tempfile

PAGES = {"index": "/", "privacy": "/privacy", "missing": "/no-such-page"}
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}
SCHEMES = ("light", "dark")

# Runs inside the page; gives a list of what is wrong.
LOOK = r"""
(() => {
  const wrong = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    wrong.push(`wider than the window: ${root.scrollWidth} > ${root.clientWidth}`);
  if (getComputedStyle(document.body).maxWidth === "none") wrong.push("the style is not applied");
  if (!root.lang) wrong.push("no language");
  if (!document.title) wrong.push("no title");
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  let level = 0;
  for (const h of document.querySelectorAll("h1,h2,h3,h4")) {
    if (+h.tagName[1] > level + 1) wrong.push(`heading skips a level: ${h.textContent}`);
    level = +h.tagName[1];
  }
  for (const s of document.querySelectorAll("svg"))
    if (s.getAttribute("role") !== "img" || !s.querySelector("title")) wrong.push("svg without a name");
  const parse = c => c.match(/[\d.]+/g).map(Number);
  const light = c => {
    const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  for (const e of document.body.querySelectorAll("*")) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || e.closest("svg")) continue;
    const a = light(parse(getComputedStyle(e).color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) wrong.push(`contrast ${ratio.toFixed(1)}: ${e.textContent.slice(0, 30)}`);
  }
  for (const a of document.querySelectorAll("a.button"))
    if (a.getBoundingClientRect().height < 40) wrong.push("a button too low for a finger");
  const qr = document.querySelector("svg.qr");
  if (location.pathname === "/" && (!qr || qr.getBoundingClientRect().width < 200))
    wrong.push("no QR code of a size to be scanned");
  return wrong;
})()
"""


class Browser:
    """One Chromium and the pipe to it: JSON messages, each ended by NUL."""

    def __init__(self, program, domain, address, home):
        to_it, self.write_fd = os.pipe()
        self.read_fd, from_it = os.pipe()
        options = ["--headless=new", "--remote-debugging-pipe", "--no-first-run",
                   "--no-proxy-server", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                   "--ignore-certificate-errors", f"--user-data-dir={home}",
                   f"--host-resolver-rules=MAP {domain} {address},MAP * ~NOTFOUND"]
        if os.geteuid() == 0:
            options.append("--no-sandbox")

        def wire():
            # to 3 and 4, whatever numbers the pipes have
            a, b = os.dup(to_it), os.dup(from_it)
            a2, b2 = os.dup2(a, 103), os.dup2(b, 104)
            os.dup2(a2, 3)
            os.dup2(b2, 4)

        self.process = subprocess.Popen([program, *options], preexec_fn=wire, close_fds=False,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        os.close(to_it)
        os.close(from_it)
        self.rest, self.last, self.events, self.session = b"", 0, [], None

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.read_fd, 1 << 16)
            if not more:
                raise EOFError("the browser ended")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def call(self, method, **params):
        self.last += 1
        order = {"id": self.last, "method": method, "params": params}
        if self.session:
            order["sessionId"] = self.session
        os.write(self.write_fd, json.dumps(order).encode() + b"\0")
        while True:
            got = self.message()
            if got.get("id") == self.last:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']['message']}")
                return got["result"]
            self.events.append(got)

    def wait_for(self, method):
        while not any(e.get("method") == method for e in self.events):
            self.events.append(self.message())

    def close(self):
        self.session = None
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except (OSError, EOFError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()


def visit(browser, url, size, scheme, picture):
    """What is wrong with this page, as a list of words."""
    width, height = size
    browser.events.clear()
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=2 if width < 500 else 1, mobile=width < 500)
    browser.call("Emulation.setEmulatedMedia",
                 features=[{"name": "prefers-color-scheme", "value": scheme}])
    went = browser.call("Page.navigate", url=url)
    if "errorText" in went:
        return [f"does not open: {went['errorText']}"]
    browser.wait_for("Page.loadEventFired")
    looked = browser.call("Runtime.evaluate", expression=LOOK, returnByValue=True)
    wrong = list(looked["result"].get("value") or [])
    if "value" not in looked["result"]:
        wrong.append(json.dumps(looked)[:300])
    whole = browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
    with open(picture, "wb") as out:
        out.write(base64.b64decode(whole["data"]))
    for event in browser.events:
        params = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            asked = params["request"]["url"]
            if asked != url and not asked.startswith("data:"):
                wrong.append(f"asks for {asked}")
        elif event.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            wrong.append(f"runs a script: {json.dumps(params)[:200]}")
        elif event.get("method") == "Log.entryAdded":
            entry = params["entry"]
            # that a missing page is missing is no fault of it
            if not (entry.get("url") == url and "404" in entry["text"]):
                wrong.append(f"console: {entry['text']}")
        elif event.get("method") == "Audits.issueAdded":
            wrong.append(f"issue: {params['issue']['code']}")
        elif event.get("method") == "Network.responseReceivedExtraInfo":
            if any(name.lower() == "set-cookie" for name in params["headers"]):
                wrong.append("sets a cookie")
    return wrong


def main():
    if len(sys.argv) != 6:
        print(__doc__.splitlines()[2], file=sys.stderr)
        return 2
    program, domain, address, port, out = sys.argv[1:]
    failed = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        browser = Browser(program, domain, address, home)
        try:
            target = browser.call("Target.createTarget", url="about:blank")["targetId"]
            browser.session = browser.call("Target.attachToTarget", targetId=target,
                                           flatten=True)["sessionId"]
            for area in ("Page", "Network", "Runtime", "Log", "Audits"):
                browser.call(f"{area}.enable")
            browser.call("Network.setCacheDisabled", cacheDisabled=True)
            for page, path in PAGES.items():
                for size, pixels in SIZES.items():
                    for scheme in SCHEMES:
                        name = f"{page}-{size}-{scheme}"
                        wrong = visit(browser, f"https://{domain}:{port}{path}", pixels, scheme,
                                      os.path.join(out, name + ".png"))
                        failed += bool(wrong)
                        print(f"{'FAIL' if wrong else 'ok'} {name} {'; '.join(wrong)}".rstrip())
        except (OSError, EOFError, RuntimeError) as why:
            print(f"web: the browser does not work here: {why}", file=sys.stderr)
            return 2
        finally:
            browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
