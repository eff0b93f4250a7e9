"""`koc edit` answers its own page alone, and reaches no file but those it names."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kocbook.intake.editor import saving
from tests.conftest import SAMPLE, Koc, lay_sample
from tests.editor.running import Running, changed_lines, run_editor
from tests.write.pictures import SECRETS, jpeg

TEXT = "content/guide/tyre-check/index.md"
BRIEF = "modules/guide/tyre-check/module.yml"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("editor") / "club"
    lay_sample(folder)
    with run_editor(folder, "--lang", "en") as started:
        yield started


@pytest.fixture(autouse=True)
def unharmed(running: Running) -> Iterator[None]:
    """Whatever a test tried, the next one finds the community as it was committed."""
    yield
    for words in (["checkout", "-q", "."], ["clean", "-fdq"]):
        subprocess.run(["git", *words], cwd=running.folder, check=True)


def is_untouched(running: Running) -> bool:
    told = subprocess.run(
        [
            "git",
            "status",
            "--porcelain",
            "--untracked-files=all",
            "--",
            "content",
            "modules",
            "members",
        ],
        cwd=running.folder,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return told == ""


def test_the_page_and_nothing_else_is_served(running: Running) -> None:
    status, headers, body = running.send("GET", "/admin/")
    assert status == 200
    assert b"noindex" in body
    assert headers["X-Frame-Options"] == "DENY"
    assert "Access-Control-Allow-Origin" not in headers
    assert running.send("GET", "/")[1]["Location"] == "/admin/"
    for path in (
        "/community.yml",
        "/admin/../community.yml",
        "/admin/..%2fcommunity.yml",
        "//etc/passwd",
        "/etc/passwd",
        "/admin/config.yml/",
        "/.git/config",
        "/api/v1",
    ):
        assert running.send("GET", path)[0] == 404, path


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil:{port}",
        "",
    ],
)
def test_a_page_asked_under_another_name_is_refused(running: Running, host: str) -> None:
    for method, path, body in (("GET", "/admin/", None), ("POST", "/api/v1", b"{}")):
        answer = running.send(
            method, path, body, **running.own() | {"host": host.format(port=running.port)}
        )
        assert answer[0] == 403


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "",
        "http://127.0.0.1:1",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1",
    ],
)
def test_a_request_from_another_page_is_refused(running: Running, origin: str) -> None:
    headers = running.own() | {"origin": origin.format(port=running.port)}
    assert running.send("POST", "/api/v1", b'{"action":"info"}', **headers)[0] == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_what_the_browser_says_of_its_origin_counts_too(running: Running, site: str) -> None:
    headers = running.own() | {"sec_fetch_site": site}
    assert running.send("POST", "/api/v1", b'{"action":"info"}', **headers)[0] == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_form_or_plain_text_is_refused(running: Running, kind: str) -> None:
    headers = running.own() | {"content_type": kind}
    assert running.send("POST", "/api/v1", b'{"action":"info"}', **headers)[0] == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_are_refused(running: Running, method: str) -> None:
    assert running.send(method, "/api/v1", b"{}", **running.own())[0] == 501


@pytest.mark.parametrize(
    ("length", "status"), [("99999999999", 413), ("-1", 411), ("x", 411), ("１", 411)]
)
def test_a_huge_or_false_length_is_refused_before_anything_is_read(
    running: Running, length: str, status: int
) -> None:
    head = (
        f"POST /api/v1 HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n"
        f"Origin: http://127.0.0.1:{running.port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {length}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as link:
        link.sendall(head.encode())
        assert f" {status} ".encode() in link.recv(200)


def test_chunks_without_a_length_are_refused(running: Running) -> None:
    headers = running.own() | {"transfer_encoding": "chunked", "content_length": ""}
    assert running.send("POST", "/api/v1", b"", **headers)[0] == 411


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"{",
        b"\xff",
        b'{"action":"runCommand","params":{}}',
        b'{"action":"getEntry"}',
        b'{"action":"getEntry","params":{"path":7}}',
        b'{"action":["info"]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_request_is_refused(running: Running, body: bytes) -> None:
    status, _, said = running.send("POST", "/api/v1", body, **running.own())
    assert status == 422
    assert "reload" in json.loads(said)["error"]


AWAY = [
    "../outside.md",
    "content/guide/tyre-check/../../../community.yml",
    "content/../community.yml",
    "/etc/passwd",
    "//etc/passwd",
    "community.yml",
    ".git/config",
    "content/guide/tyre-check/.git",
    "content/guide/tyre-check/sub/deeper/x.md",
    "content\\guide\\tyre-check\\index.md",
    "content/guide/cover.jpg",
    "modules/guide/tyre-check/claims/writer.yml",
    "modules/guide/tyre-check/reviews/1-zhou-lan.yml",
    "members/recognition/2026/2026-01-01-a.yml",
    "members/../members/xiao-man.yml",
    "members/xiao-man.yml\0.md",
    "mkdocs.yml",
    "tooling/kocbook/cli/main.py",
    ".github/workflows/check.yml",
    "",
    "a" * 5000,
]


@pytest.mark.parametrize("path", AWAY)
def test_no_path_leads_out_of_what_is_edited(running: Running, path: str) -> None:
    asset = {"path": path, "content": base64.b64encode(jpeg()).decode(), "encoding": "base64"}
    for status, said in (
        running.ask("getEntry", path=path),
        running.ask("entriesByFiles", files=[{"path": path}]),
        running.ask("getMediaFile", path=path),
        running.ask("deleteFile", path=path, options={}),
        running.ask("deleteFiles", paths=[path], options={}),
        running.ask("persistMedia", asset=asset, options={}),
        running.save(path, "stolen\n"),
        running.save(TEXT, "x\n", [asset]),
        running.ask(
            "persistEntry", dataFiles=[{"path": TEXT, "raw": "x", "newPath": path}], assets=[]
        )
        if path
        else (422, {"error": ""}),
    ):
        assert status == 422, said
    assert is_untouched(running)


@pytest.mark.parametrize(
    "folder", ["/", "..", "members/..", ".git", "modules", "content/..", "members/recognition"]
)
def test_no_folder_but_the_rosters_is_listed(running: Running, folder: str) -> None:
    status, said = running.ask("entriesByFolder", folder=folder, extension="yml", depth=9)
    assert (status, said) == (200, [])
    assert running.ask("getMedia", mediaFolder=folder)[0] == 422


def test_the_roster_is_listed(running: Running) -> None:
    _, said = running.ask("entriesByFolder", folder="members", extension="yml", depth=1)
    assert [one["file"]["path"] for one in said] == sorted(
        f"members/{file.name}" for file in (SAMPLE / "members").iterdir()
    )


def test_links_to_elsewhere_are_not_followed(running: Running, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yml"
    secret.write_text("name: secret\n")
    link = running.folder / "members/zz-link.yml"
    link.symlink_to(secret)
    (running.folder / "content/guide/linked").symlink_to(tmp_path)
    assert running.ask("getEntry", path="members/zz-link.yml")[0] == 422
    assert running.ask("getEntry", path="content/guide/linked/index.md")[0] == 422
    assert running.save("members/zz-link.yml", "name: x\n")[0] == 422
    assert running.save("content/guide/linked/index.md", "x\n")[0] == 422
    _, listed = running.ask("entriesByFolder", folder="members", extension="yml", depth=1)
    assert "zz-link" not in json.dumps(listed)
    assert secret.read_text() == "name: secret\n"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["secret.yml"]


def asset(name: str, data: bytes, folder: str = "content/guide/tyre-check") -> dict[str, str]:
    content = base64.b64encode(data).decode()
    return {"path": f"{folder}/{name}", "content": content, "encoding": "base64"}


def test_a_photo_is_cleaned_named_and_linked_anew(running: Running) -> None:
    words = (running.folder / TEXT).read_text()
    raw = words + "\n![轮胎](IMG_7胎.JPG)\n"
    assert running.save(TEXT, raw, [asset("IMG_7胎.JPG", jpeg())]) == (200, {"message": "saved"})
    stored = (running.folder / TEXT).with_name("img-7.jpg").read_bytes()
    assert not any(secret in stored for secret in SECRETS)
    assert changed_lines(running.folder) == ["+", "+![轮胎](img-7.jpg)"]
    assert Koc(running.folder)("check").code == 0
    # The same picture once more is the same file; another one never takes its place.
    again = words + "\n![轮胎](img-7.jpg)\n"
    assert running.save(TEXT, again, [asset("img-7.jpg", jpeg())])[0] == 200
    assert running.save(TEXT, again, [asset("img-7.jpg", jpeg("L"))])[0] == 200
    names = sorted(file.name for file in (running.folder / TEXT).parent.iterdir())
    assert names == ["img-7-2.jpg", "img-7.jpg", "index.md"]


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"<html>", b"MZ\0\0", jpeg()[:40]])
def test_what_is_no_picture_is_refused_with_everything(running: Running, data: bytes) -> None:
    status, said = running.save(TEXT, "新的正文。\n", [asset("a.jpg", data)])
    assert status == 422
    assert "a.jpg" in said["error"]
    assert is_untouched(running)


def test_base64_that_is_none_is_refused(running: Running) -> None:
    broken = asset("a.jpg", b"") | {"content": "%%%"}
    assert running.save(TEXT, "x\n", [broken])[0] == 422
    assert is_untouched(running)


def test_a_save_that_brings_an_error_is_refused_whole_and_told(running: Running) -> None:
    raw = "![](a.jpg)\n\n[x](missing.jpg)\n"
    status, said = running.save(TEXT, raw, [asset("a.jpg", jpeg())])
    assert status == 422
    assert "Nothing was saved" in said["error"]
    assert f"{TEXT}:" in said["error"]
    assert is_untouched(running)


def test_a_picture_that_is_shown_cannot_be_taken_away(running: Running) -> None:
    raw = (running.folder / TEXT).read_text() + "\n![轮胎](a.jpg)\n"
    assert running.save(TEXT, raw, [asset("a.jpg", jpeg())])[0] == 200
    path = str(Path(TEXT).with_name("a.jpg"))
    assert running.ask("deleteFiles", paths=[path], options={})[0] == 422
    assert (running.folder / path).is_file()
    assert running.save(TEXT, (SAMPLE / TEXT).read_text())[0] == 200
    assert running.ask("deleteFiles", paths=[path], options={})[0] == 200
    assert not (running.folder / path).exists()


def test_what_somebody_else_changed_meanwhile_is_not_written_over(running: Running) -> None:
    _, entry = running.ask("getEntry", path=BRIEF)
    file = running.folder / BRIEF
    file.write_text(
        file.read_text().replace("background: 车主常问。", "background: 车主常问：冷车还是热车。")
    )
    raw = entry["data"].replace("title: 胎压怎么看", "title: 胎压怎么量")
    status, said = running.save(BRIEF, raw, opened=False)
    assert status == 422
    assert "changed elsewhere" in said["error"]
    assert "title: 胎压怎么看" in file.read_text()
    _, entry = running.ask("getEntry", path=BRIEF)
    raw = entry["data"].replace("title: 胎压怎么看", "title: 胎压怎么量")
    assert running.save(BRIEF, raw, opened=False)[0] == 200
    assert "background: 车主常问：冷车还是热车。\n" in file.read_text()


def test_records_are_changed_and_never_begun_or_removed(running: Running) -> None:
    assert running.save("members/new-one.yml", "name: x\n")[0] == 422
    assert running.save("modules/guide/new-one/module.yml", "title: x\n")[0] == 422
    assert running.ask("deleteFile", path="members/xiao-man.yml", options={})[0] == 422
    assert running.ask("deleteFile", path=TEXT, options={})[0] == 422
    assert running.save("content/guide/nowhere/index.md", "x\n")[0] == 422
    assert is_untouched(running)


def test_a_text_may_be_begun(running: Running) -> None:
    path = "content/guide/car-wash/index.md"
    _, entry = running.ask("getEntry", path=path)
    assert entry["data"] == ""
    assert running.save(path, "先冲掉泥沙，再上泡沫。") == (200, {"message": "saved"})
    assert (running.folder / path).read_text() == "先冲掉泥沙，再上泡沫。\n"


def test_a_port_that_is_taken_is_told(running: Running) -> None:
    result = Koc(running.folder).process("edit", "--port", str(running.port), "--lang", "en")
    assert result.code == 3
    assert f"Port {running.port} cannot be used" in result.err


def test_each_failing_move_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {"content/a/b/new.jpg": b"new", "content/a/b/index.md": b"after", "gone.jpg": None}
    before = {"content/a/b/index.md": b"before", "gone.jpg": b"picture"}
    move = saving._move
    for failing in range(1, 4):
        root = tmp_path / str(failing)
        for path, data in before.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        left = iter([*[False] * (failing - 1), True, *[False] * 9])

        def fail(source: Path | None, target: Path, left: Iterator[bool] = left) -> None:
            if next(left):
                raise OSError(28, "No space left on device")
            move(source, target)

        monkeypatch.setattr(saving, "_move", fail)
        with pytest.raises(OSError, match="No space"):
            saving.put_in_place(root, wanted)
        found = {
            file.relative_to(root).as_posix(): file.read_bytes()
            for file in root.rglob("*")
            if file.is_file()
        }
        assert found == before
        monkeypatch.setattr(saving, "_move", move)
        saving.put_in_place(root, wanted)
        assert (root / "content/a/b/new.jpg").read_bytes() == b"new"
        assert not (root / "gone.jpg").exists()


@pytest.mark.parametrize("data", [b"a" * (256 * 1024 + 1), "轮胎".encode("gb18030")])
def test_what_a_save_would_lose_a_part_of_is_not_opened(running: Running, data: bytes) -> None:
    (running.folder / TEXT).write_bytes(data)
    assert running.ask("getEntry", path=TEXT)[0] == 422
    status, listed = running.ask("entriesByFiles", files=[{"path": TEXT, "label": "x"}])
    assert (status, listed[0]["data"], listed[0]["file"]["label"]) == (200, "", "x")
    assert (running.folder / TEXT).read_bytes() == data


def test_pictures_are_shown_but_no_links_and_no_videos(running: Running, tmp_path: Path) -> None:
    folder = (running.folder / TEXT).parent
    (folder / "a.jpg").write_bytes(jpeg())
    (folder / "b.mp4").write_bytes(b"video")
    (tmp_path / "c.jpg").write_bytes(b"secret")
    (folder / "c.jpg").symlink_to(tmp_path / "c.jpg")
    status, listed = running.ask("getMedia", mediaFolder="content/guide/tyre-check")
    assert (status, [one["name"] for one in listed]) == (200, ["a.jpg"])
    assert base64.b64decode(listed[0]["content"]) == jpeg()
    assert running.ask("getMedia", mediaFolder="content") == (200, [])


def test_settings_with_faults_start_no_editor(sample_repo: Path) -> None:
    (sample_repo / "community.yml").write_text("name: [\n")
    result = Koc(sample_repo).process("edit", "--port", "1", "--lang", "en")
    assert result.code == 1
