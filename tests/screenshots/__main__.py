"""Start Fumehood, work with it for a minute, and take the screenshots in light and in dark."""

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests import machine
from tests.screenshots import visitor
from tests.sources import ROOT

SHOP = Path(__file__).parent / "shop" / "app.py"
SIZE: ViewportSize = {"width": 1280, "height": 800}
LIMIT = 300_000  # bytes
SCHEMES = ("light", "dark")


@contextmanager
def fumehood() -> Iterator[str]:
    """Yield the launch link of a Fumehood with an empty home folder."""
    with tempfile.TemporaryDirectory() as home:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        command = [sys.executable, "-m", "desktop", "serve"]
        with subprocess.Popen(
            command, cwd=ROOT, env={**environment, "HOME": home}, stdout=subprocess.PIPE, text=True
        ) as program:
            assert program.stdout
            line = program.stdout.readline()
            try:
                yield line.rpartition(" ")[2].strip()
            finally:
                program.terminate()


class Photographer:
    """Takes screenshots in light and in dark."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page = page
        self._folder = folder

    def take(self, name: str) -> None:
        """Write `name`-light.png and `name`-dark.png."""
        for scheme in SCHEMES:
            self._page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            self._page.mouse.move(0, 0)
            self._page.evaluate("document.fonts.ready")
            self._write(f"{name}-{scheme}.png", self._page.screenshot(animations="disabled", caret="hide"))

    def _write(self, name: str, picture: bytes) -> None:
        """Write the picture with as many colours as fit into the size limit."""
        image = Image.open(io.BytesIO(picture)).convert("RGB")
        for colours in (256, 128, 64, 32):
            small = io.BytesIO()
            palette = image.quantize(colours, dither=Image.Dither.NONE)
            palette.save(small, "png", optimize=True)
            if small.tell() <= LIMIT:
                break
        (self._folder / name).write_bytes(small.getvalue())
        click.echo(f"{self._folder / name}: {small.tell() // 1000} kB")


def open_shop(page: Page) -> int:
    """Open the shop as a user's app, and return the port of its guest."""
    page.get_by_label("Folder, file, or module:factory").fill(str(SHOP))
    page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_role("button", name="I trust it, run it").click()
    page.wait_for_url("**/bench/**")
    address = page.get_by_text(re.compile(r"http://localhost:\d+")).first.inner_text()
    return int(address.strip().rpartition(":")[2])


def tour(page: Page, camera: Photographer) -> None:
    """Work with Fumehood and take the pictures; none of them shows a path of this machine."""
    page.get_by_role("button", name="Send a request and see inside").click()
    page.get_by_text("The request arrives").wait_for()
    page.goto("/handbook/session")
    for number in range(2):
        page.get_by_role("button", name="False").first.click()
        page.get_by_role("button", name="Predict again").nth(number).wait_for()
    camera.take("handbook")
    page.goto("/")
    camera.take("home")
    visitor.walk(open_shop(page))
    row = page.get_by_role("option").filter(has_text="/things/tea").first
    chosen = row.get_attribute("data-id")
    row.click()
    page.get_by_text("The request arrives").wait_for()
    camera.take("bench")
    page.goto(f"/exchanges/{chosen}")
    page.get_by_text("The request arrives").wait_for()
    camera.take("journey")


@click.command()
@click.option("--into", type=click.Path(path_type=Path), default=ROOT / "docs" / "screenshots")
def main(into: Path) -> None:
    """Take the pictures of README.md."""
    into.mkdir(parents=True, exist_ok=True)
    with fumehood() as address, sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=machine.chromium(), args=flags)
        context = browser.new_context(
            viewport=SIZE, locale="en-US", device_scale_factor=1.5, base_url=address.partition("/?")[0]
        )
        page = context.new_page()
        page.goto(address)
        tour(page, Photographer(page, into))
        browser.close()


if __name__ == "__main__":
    main()
