"""Drives headless Chromium over its debugging pipe: no port, no packages beyond the standard library.

Protocol: https://chromedevtools.github.io/devtools-protocol/ ; messages are JSON, each ended by a zero byte.
"""

import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class Browser:
    """One headless browser with one page; use it as a context manager."""

    def __init__(self, timeout_seconds=60):
        self.timeout_seconds = timeout_seconds
        self.events = []
        self._buffer = b""
        self._next_id = 0

    def __enter__(self):
        self.profile = tempfile.mkdtemp(prefix="assay-browser-")
        to_browser_read, self._write = os.pipe()
        self._read, from_browser_write = os.pipe()
        # The browser reads commands from descriptor 3 and writes answers to descriptor 4.
        shell = f'exec "$@" 3<&{to_browser_read} 4>&{from_browser_write}'
        arguments = [
            "chromium", "--headless", "--no-sandbox", "--remote-debugging-pipe", "--disable-gpu",
            "--disable-dev-shm-usage", "--disable-background-networking", "--disable-extensions",
            "--disable-component-update", "--disable-sync", "--no-first-run", "--hide-scrollbars",
            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={self.profile}", "about:blank",
        ]
        self.process = subprocess.Popen(
            ["bash", "-c", shell, "bash", *arguments],
            pass_fds=(to_browser_read, from_browser_write),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser_read)
        os.close(from_browser_write)
        target = self.send("Target.createTarget", url="about:blank", session=False)["targetId"]
        self.session = None
        self.session = self.send(
            "Target.attachToTarget", targetId=target, flatten=True, session=False)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        return self

    def __exit__(self, *_):
        try:
            self.send("Browser.close", session=False)
            self.process.wait(10)
        except (BrowserError, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self._write)
        os.close(self._read)
        shutil.rmtree(self.profile, ignore_errors=True)

    def send(self, method, session=True, **parameters):
        """Sends one command and returns its result; events that come meanwhile are kept."""
        self._next_id += 1
        message = {"id": self._next_id, "method": method, "params": parameters}
        if session and self.session:
            message["sessionId"] = self.session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        answer = self._until(lambda message: message.get("id") == self._next_id)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def open(self, url):
        """Loads a page and waits for its load event."""
        self.send("Page.navigate", url=url)
        self._until(lambda message: message.get("method") == "Page.loadEventFired")

    def evaluate(self, expression):
        """The value of a JavaScript expression in the page."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise BrowserError(f"{expression}: {result['exceptionDetails'].get('text')}")
        return result["result"].get("value")

    def _until(self, is_wanted):
        deadline = time.monotonic() + self.timeout_seconds
        while True:
            message = self._message(deadline)
            if "method" in message:
                self.events.append(message)
            if is_wanted(message):
                return message

    def _message(self, deadline):
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0, deadline - time.monotonic()))
            chunk = os.read(self._read, 1 << 20) if ready else b""
            if not chunk:
                state = "ended" if ready else f"did not answer in {self.timeout_seconds} s"
                raise BrowserError(f"the browser {state}")
            self._buffer += chunk
        text, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(text)


class BrowserError(Exception):
    """The browser did not do what it was told."""
