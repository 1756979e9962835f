"""Opens a report in headless Chromium and fails on anything a reader would stumble over.

Usage: open_report.py REPORT PICTURES. Writes report.png, report-dark.png and report-narrow.png into PICTURES.
"""

import base64
import pathlib
import sys

from devtools import Browser, BrowserError

# Name, width in pixels, colour scheme.
VIEWS = [("report", 1200, "light"), ("report-dark", 1200, "dark"), ("report-narrow", 390, "light")]

# Words that a missing value leaves behind when it is printed by accident.
LEFTOVERS = ["nan", "inf", "infinity", "nil", "null", "undefined", "optional("]

UNNAMED_PICTURES = "[...document.querySelectorAll('svg')].filter(s => !s.querySelector('title')).length"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
REPEATED_IDS = """(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  return ids.filter((id, i) => ids.indexOf(id) !== i); })()"""
BROKEN_LINKS = """[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))
  .filter(h => !h.startsWith('#') || !document.getElementById(h.slice(1)))"""
BROKEN_LABELS = """[...document.querySelectorAll('[aria-labelledby]')]
  .flatMap(e => e.getAttribute('aria-labelledby').split(' ')).filter(i => !document.getElementById(i))"""
# Contrast of text against the nearest background that is not transparent (WCAG 2.2, 1.4.3: at least 4.5).
LOW_CONTRAST = r"""(() => {
  const light = c => { const v = c.map(x => (x /= 255) <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const parse = text => (text.match(/[\d.]+/g) || []).map(Number);
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const bad = new Set();
  for (const e of document.querySelectorAll('p, li, td, th, h1, h2, h3, dt, dd, summary, caption, code')) {
    const a = light(parse(getComputedStyle(e).color)), b = light(behind(e));
    if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) bad.add(e.tagName + '.' + e.className);
  }
  return [...bad]; })()"""


def main(report, pictures):
    url = pathlib.Path(report).resolve().as_uri()
    pictures = pathlib.Path(pictures)
    pictures.mkdir(parents=True, exist_ok=True)
    problems = []
    with Browser() as browser:
        for name, width, scheme in VIEWS:
            problems += [f"{name}: {problem}" for problem in view(browser, url, width, scheme)]
            (pictures / f"{name}.png").write_bytes(picture(browser, width))
        problems += complaints(browser.events, url)
        sentences = browser.evaluate(
            "[...document.querySelectorAll('.claim')].map(e => e.textContent)")
    for sentence in sentences:
        print(f"report: {sentence}")
    for problem in problems:
        print(f"report: PROBLEM {problem}", file=sys.stderr)
    print(f"report: {len(VIEWS)} views of {report}, {len(problems)} problems, pictures in {pictures}")
    return 1 if problems else 0


def view(browser, url, width, scheme):
    """What is wrong with the page at one width and colour scheme."""
    browser.send(
        "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1,
        mobile=width < 600)
    browser.send(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.open(url)
    text = browser.evaluate("document.body.innerText")
    words = {word.strip(".,;:()") for word in text.lower().split()}
    if browser.evaluate("document.querySelectorAll('h1').length") != 1:
        yield "not exactly one h1"
    if not browser.evaluate("document.querySelectorAll('.claim').length"):
        yield "no opening sentence"
    if not browser.evaluate("document.documentElement.lang"):
        yield "no language"
    for leftover in LEFTOVERS:
        if leftover in words:
            yield f"prints '{leftover}'"
    for what, expression in [
        ("pictures without a title", UNNAMED_PICTURES), ("pixels wider than the window", OVERFLOW),
        ("ids used twice", REPEATED_IDS), ("links to nowhere", BROKEN_LINKS),
        ("labels to nowhere", BROKEN_LABELS), ("low contrast", LOW_CONTRAST),
    ]:
        found = browser.evaluate(expression)
        if found:
            yield f"{what}: {found}"


def picture(browser, width):
    """The whole page as PNG bytes."""
    height = browser.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, 16_000), "scale": 1}
    result = browser.send(
        "Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
    return base64.b64decode(result["data"])


def complaints(events, url):
    """Console errors, exceptions, and requests for anything but the page itself."""
    for event in events:
        method, parameters = event["method"], event["params"]
        if method == "Runtime.exceptionThrown":
            yield f"exception: {parameters['exceptionDetails'].get('text')}"
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "assert"):
            yield f"console: {[value.get('value') for value in parameters['args']]}"
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            yield f"log: {parameters['entry']['text']}"
        elif method == "Network.requestWillBeSent":
            asked = parameters["request"]["url"]
            if asked != url and not asked.startswith("data:"):
                yield f"asks for {asked}"


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: open_report.py REPORT PICTURES")
    try:
        sys.exit(main(sys.argv[1], sys.argv[2]))
    except BrowserError as error:
        sys.exit(f"test-report: {error}")
