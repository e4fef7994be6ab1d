#!/usr/bin/env python3
"""Opens report.html in a real browser and looks at it as people do: at phone and desktop width, light and dark, printed.

    check.py EQUIPOISE [--keep DIR]

Makes answers about the scenario `alexander` with the program at EQUIPOISE, puts them together with `report`, and drives
Chromium through ChromeDriver. With --keep the pictures and the PDF stay in DIR, to be looked at. Only the standard library
is used. Without a Chromium and ChromeDriver that start it says so and exits with 77.
"""

import argparse
import base64
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SKIPPED = 77
WIDTHS = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1280, 900)}

# What is measured in the page. Returns a list of faults.
LOOK = r"""
const faults = [];
const wide = document.documentElement.scrollWidth;
if (wide > window.innerWidth + 1) faults.push(`the page is ${wide} wide in a window of ${window.innerWidth}`);
if (performance.getEntriesByType("resource").length) faults.push("something is loaded from elsewhere");
if (document.querySelector("script, link[rel=stylesheet], img, iframe")) faults.push("the page is not in one piece");
if (document.documentElement.lang !== "en-GB") faults.push("no language");
if (!document.title) faults.push("no title");
const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map(h => Number(h.tagName[1]));
if (levels.filter(l => l === 1).length !== 1) faults.push("not one h1");
levels.reduce((a, b) => { if (b > a + 1) faults.push(`h${a} is followed by h${b}`); return b; }, 0);
const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
if (new Set(ids).size !== ids.length) faults.push("an id is there twice");
for (const link of document.querySelectorAll("a[href^='#']"))
  if (!document.getElementById(link.hash.slice(1))) faults.push(`${link.hash} leads nowhere`);
for (const e of document.querySelectorAll("[aria-labelledby]"))
  for (const id of e.getAttribute("aria-labelledby").split(" "))
    if (!document.getElementById(id)?.textContent.trim()) faults.push(`nothing is called ${id}`);
for (const table of document.querySelectorAll("table")) {
  if (!table.caption?.textContent.trim()) faults.push("a table without caption");
  if ([...table.querySelectorAll("th")].some(th => !th.scope)) faults.push("a header without scope");
  const columns = table.tHead.rows[0].cells.length;
  if ([...table.tBodies[0].rows].some(r => r.cells.length !== columns)) faults.push("a row that is too short");
}
const svgs = [...document.querySelectorAll("svg")];
for (const svg of svgs) {
  const name = svg.querySelector("title")?.textContent;
  if (!name || !svg.querySelector("desc")?.textContent) faults.push("a chart without title or description");
  const box = svg.viewBox.baseVal, texts = [...svg.querySelectorAll("text")];
  const boxes = texts.map(t => t.getBBox());
  boxes.forEach((b, i) => {
    if (b.x < -1 || b.x + b.width > box.width + 1 || b.y < -1 || b.y + b.height > box.height + 1)
      faults.push(`"${texts[i].textContent}" runs out of the chart ${name}`);
  });
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const a = boxes[i], b = boxes[j], over = 3;
    if (a.x + a.width > b.x + over && b.x + b.width > a.x + over && a.y + a.height > b.y + over && b.y + b.height > a.y + over)
      faults.push(`"${texts[i].textContent}" lies on "${texts[j].textContent}" in the chart ${name}`);
  }
}
// Contrast: 4.5 for text, 3 for what is drawn (WCAG 2, AA).
const rgb = c => { const m = c.match(/[\d.]+/g).map(Number); return [m[0], m[1], m[2], m[3] ?? 1]; };
const light = c => [0.2126, 0.7152, 0.0722].reduce((s, w, i) => {
  const v = c[i] / 255; return s + w * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); }, 0);
const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] > 0.99) return c; }
  return [255, 255, 255, 1]; };
const check = (e, colour, least, what) => {
  const c = contrast(rgb(colour), behind(e));
  if (c < least) faults.push(`${what} has a contrast of ${c.toFixed(1)}`);
};
for (const e of document.querySelectorAll("p, li, th, td, caption, h1, h2, h3, a, dt, dd, figcaption, .note"))
  check(e, getComputedStyle(e).color, 4.5, `<${e.tagName.toLowerCase()}> "${e.textContent.slice(0, 30)}"`);
for (const e of document.querySelectorAll("svg text")) check(e, getComputedStyle(e).fill, 4.5, `chart text "${e.textContent}"`);
for (const e of document.querySelectorAll("svg .line")) check(e, getComputedStyle(e).stroke, 3, "a chart's line");
for (const e of document.querySelectorAll("svg .mark, svg .dot, svg .bar.strong"))
  check(e, getComputedStyle(e).fill, 3, `a chart's .${e.classList[0]}`);
return [...new Set(faults)];
"""


class Browser:
    """A session of Chromium, driven over ChromeDriver's HTTP protocol."""

    def __init__(self, driver, chromium, profile):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.driver = subprocess.Popen([driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}"
        self.session = ""
        for _ in range(100):
            try:
                self.call("GET", "/status")
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        switches = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
                    "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
                    "--disable-sync", f"--user-data-dir={profile}"]
        options = {"binary": chromium, "args": switches}
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}}
        try:
            self.session = "/session/" + self.call("POST", "/session", wanted)["sessionId"]
        except OSError:
            self.driver.terminate()
            raise

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        # ChromeDriver is on this machine: no proxy between.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def do(self, path, body):
        return self.call("POST", self.session + path, body)

    def chrome(self, command, **parameters):
        return self.do("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def open(self, file, size, dark):
        width, height = size
        self.chrome("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.chrome("Emulation.setEmulatedMedia",
                    features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.do("/url", {"url": Path(file).as_uri()})

    def look(self):
        return self.do("/execute/sync", {"script": LOOK, "args": []})

    def has_chart(self):
        return self.do("/execute/sync", {"script": "return document.querySelector('svg') !== null", "args": []})

    def said(self):
        return [entry["message"] for entry in self.do("/se/log", {"type": "browser"})]

    def picture(self):
        return base64.b64decode(self.chrome("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def printed(self):
        return base64.b64decode(self.chrome("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])

    def close(self):
        try:
            self.call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait(20)


def run(*command):
    done = subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")


def reports(equipoise, folder):
    """The pages to look at, by name."""
    scenario = ROOT / "scenarios/alexander"
    out = lambda name: ["--out", folder / name, "-q"]
    gap = ["--gap", "0.05"]
    run(equipoise, "plan", scenario, *gap, *out("plan"))
    run(equipoise, "compare", scenario, *gap, *out("compared"))
    run(equipoise, "explain", scenario, *gap, *out("explained"))
    run(equipoise, "frontier", scenario, "--steady", *out("frontier"))
    run(equipoise, "frontier", scenario, "--steady", "--between", "benefit,cost", *out("money"))
    run(equipoise, "sensitivity", scenario, "--draws", "50", *out("sensitivity"))
    run(equipoise, "plan", scenario, "--steady", *out("steady"))
    run(equipoise, "rota", scenario, "--plan", folder / "plan/plan.json", "--publish", *out("published"))
    change = ["--absent", "at-1:2026-01-13..2026-01-14", "--add", "2026-01-20:am:clinic:at-clinic"]
    run(equipoise, "rota", scenario, "--from", folder / "published/rota.json", *change, *out("rota"))
    run(equipoise, "rota", scenario, "--from", folder / "published/rota.json", "--fill", "2026-01-20:am:clinic:at-clinic", *out("gap"))
    parts = [folder / name for name in ["compared", "explained", "frontier", "money", "sensitivity", "plan", "rota"]]
    run(equipoise, "report", *parts, *out("board"))
    return {name: folder / name / "report.html" for name in ["board", "plan", "steady", "money", "rota", "gap"]}


# Pages of numbers only.
WITHOUT_CHART = {"rota", "gap"}


def pdf_faults(pdf):
    """A4 pages, more than one."""
    sizes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    if not pdf.startswith(b"%PDF") or not sizes:
        return ["printing gives no PDF"]
    off = [size for size in sizes if abs(float(size[0]) - 595) > 2 or abs(float(size[1]) - 842) > 2]
    return [f"a page of {off[0]} points is no A4"] if off else []


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("equipoise", type=Path)
    arguments.add_argument("--keep", type=Path)
    asked = arguments.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    driver = os.environ.get("CHROMEDRIVER") or shutil.which("chromedriver")
    if not chromium or not driver:
        print("browser: passed over, there is no Chromium with ChromeDriver (Debian: apt-get install chromium chromium-driver)")
        return SKIPPED
    faults, looks = [], 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        folder = Path(folder)
        pages = reports(asked.equipoise.resolve(), folder)
        try:
            browser = Browser(driver, chromium, folder / "profile")
        except OSError as error:  # a browser that does not start says nothing about our pages
            print(f"browser: passed over, Chromium does not start here ({error})")
            return SKIPPED
        try:
            for name, page in pages.items():
                for width, size in WIDTHS.items():
                    for dark in (False, True):
                        where = f"{name}, {width}, {'dark' if dark else 'light'}"
                        browser.open(page, size, dark)
                        faults += [f"{where}: {fault}" for fault in browser.look()]
                        if name not in WITHOUT_CHART and not browser.has_chart():
                            faults.append(f"{where}: no chart")
                        faults += [f"{where}: the browser says {message}" for message in browser.said()]
                        looks += 1
                        if asked.keep:
                            asked.keep.mkdir(parents=True, exist_ok=True)
                            (asked.keep / f"{where.replace(', ', '-')}.png").write_bytes(browser.picture())
                pdf = browser.printed()
                faults += [f"{name}, printed: {fault}" for fault in pdf_faults(pdf)]
                if asked.keep:
                    (asked.keep / f"{name}.pdf").write_bytes(pdf)
        finally:
            browser.close()
    for fault in faults:
        print(fault)
    print(f"browser: {len(pages)} pages looked at {looks} times and printed, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
