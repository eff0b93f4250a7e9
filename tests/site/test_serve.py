"""`koc serve` as somebody runs it: at the address that the published site has on its host."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.bench.communities import AS_OF, write_community

KOC = Path(sys.executable).with_name("koc")


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@pytest.mark.timeout(240)
@pytest.mark.parametrize("base", ["/", "/club/books/"])
def test_a_site_below_a_path_is_served_below_it(tmp_path: Path, base: str) -> None:
    root, port = tmp_path / "club", free_port()
    root.mkdir()
    write_community(root, 3)
    settings = root / "community.yml"
    text = settings.read_text("utf-8")
    url = re.search(r"url: (\S+)", text)
    assert url
    settings.write_text(text.replace(url[1], f"https://club.example{base}"), "utf-8")
    words = [str(KOC), "--root", str(root), "--as-of", str(AS_OF), "serve", "--port", str(port)]
    here = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stderr is not None
        said = ""
        while f"{here}{base}" not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        try:
            home = open_page(here + "/")
            assert home.url == f"{here}{base}"
            links = set(re.findall(r'href="([^"#:]+/)"', home.text))
            inside = next(link for link in links if link.startswith("book-"))
            assert open_page(f"{here}{base}{inside}").status == 200
            missing = open_page(f"{here}{base}nothing/here/")
            assert missing.status == 404
            styles = re.findall(r'href="(/[^"]+\.css)"', missing.text)
            assert styles
            assert all(open_page(here + style).status == 200 for style in styles)
        finally:
            process.terminate()  # started by a script in the background, Ctrl-C is ignored


class Shown:
    def __init__(self, url: str, status: int, text: str) -> None:
        self.url, self.status, self.text = url, status, text


def open_page(url: str) -> Shown:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return Shown(answer.url, answer.status, answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Shown(url, error.code, error.read().decode())
