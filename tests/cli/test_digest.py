"""`koc digest`: what services get, as their documentation wants it, judged by servers that check it.

The servers here were written from the services' documentation, apart from what sends to them: they
recompute signatures with openssl, and refuse what the real ones refuse.
"""

from __future__ import annotations

import base64
import json
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kocbook.app.digest import Sender, is_due
from kocbook.app.messengers.note import Note, NoteLine
from kocbook.base.errors import KocError, UsageError
from kocbook.model.settings import Digest
from tests.conftest import Koc

SECRET = "SEC0123456789abcdef"
Blessed = Callable[[str, str], None]


def openssl_hmac(key: str, text: str) -> str:
    """Sign with another program than the one under test."""
    done = subprocess.run(
        [
            "openssl",
            "dgst",
            "-sha256",
            "-mac",
            "HMAC",
            "-macopt",
            f"hexkey:{key.encode().hex()}",
            "-binary",
        ],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    return base64.b64encode(done.stdout).decode()


@dataclass
class Town:
    """A server that is all four services; `moods` are answers that it gives before it takes anything."""

    port: int = 0
    moods: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    got: list[tuple[str, bytes]] = field(default_factory=list)

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def judge_wecom(query: dict[str, list[str]], body: dict[str, object]) -> bytes:
    content = body["markdown"]["content"]  # type: ignore[index]  # a mapping, or it fails here
    if query.get("key") != ["k"]:
        return b'{"errcode":93000,"errmsg":"invalid webhook url"}'
    if body.get("msgtype") != "markdown" or set(body) != {"msgtype", "markdown"}:
        return b'{"errcode":40008,"errmsg":"invalid message type"}'
    if len(content.encode()) > 4096:
        return b'{"errcode":40058,"errmsg":"markdown.content exceed max length 4096"}'
    return b'{"errcode":0,"errmsg":"ok"}'


def judge_dingtalk(query: dict[str, list[str]], body: dict[str, object]) -> bytes:
    (stamp,), (sign,) = query["timestamp"], query["sign"]
    late = abs(time.time() * 1000 - int(stamp)) > 3_600_000
    if late or sign != openssl_hmac(SECRET, f"{stamp}\n{SECRET}"):
        return b'{"errcode":310000,"errmsg":"sign not match"}'
    said = body["markdown"]
    if body.get("msgtype") != "markdown" or set(said) != {"title", "text"}:  # type: ignore[call-overload]
        return b'{"errcode":400402,"errmsg":"missing parameter"}'
    return b'{"errcode":0,"errmsg":"ok"}'


def judge_feishu(query: dict[str, list[str]], body: dict[str, object]) -> bytes:
    del query
    stamp = str(body["timestamp"])
    late = abs(time.time() - int(stamp)) > 3600
    if late or body["sign"] != openssl_hmac(f"{stamp}\n{SECRET}", ""):
        return b'{"code":19021,"msg":"sign match fail or timestamp is not within one hour"}'
    post = body["content"]["post"]["zh_cn"]  # type: ignore[index]  # a mapping, or it fails here
    tags = [tag for row in post["content"] for tag in row]
    shapes = {"text": {"tag", "text"}, "a": {"tag", "text", "href"}}
    if body["msg_type"] != "post" or any(set(tag) != shapes[tag["tag"]] for tag in tags):
        return b'{"code":9499,"msg":"Bad Request"}'
    return b'{"code":0,"msg":"success","data":{}}'


def judge_slack(query: dict[str, list[str]], body: dict[str, object]) -> bytes:
    del query
    return b"ok" if isinstance(body.get("text"), str) and body["text"] else b"no_text"


JUDGES = {
    "/cgi-bin/webhook/send": judge_wecom,
    "/robot/send": judge_dingtalk,
    "/open-apis/bot/v2/hook/h": judge_feishu,
    "/services/T/B/X": judge_slack,
}


@pytest.fixture
def town() -> Iterator[Town]:
    found = Town()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            parts = urlsplit(self.path)
            if found.moods:
                status, headers, answer = found.moods.pop(0)
            else:
                assert self.headers["Content-Type"].startswith("application/json")
                answer = JUDGES[parts.path](parse_qs(parts.query), json.loads(body))
                status, headers = 200, {}
                found.got.append((parts.path, body))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()


def secrets(town: Town) -> dict[str, str]:
    return {
        "KOC_WECOM_WEBHOOK": town.address("/cgi-bin/webhook/send?key=k"),
        "KOC_DINGTALK_WEBHOOK": town.address("/robot/send?access_token=t"),
        "KOC_DINGTALK_SECRET": SECRET,
        "KOC_FEISHU_WEBHOOK": town.address("/open-apis/bot/v2/hook/h"),
        "KOC_FEISHU_SECRET": SECRET,
        "KOC_SLACK_WEBHOOK": town.address("/services/T/B/X"),
    }


NOTE = Note(
    "摘要",
    (
        NoteLine("周岚，2 件", is_heading=True),
        NoteLine("今天 · 《a_b* <c> & [d]》", "https://club.example/a/?x=1&y=2", "koc reply a"),
    ),
)
LONG = Note(
    "摘要",
    tuple(NoteLine(f"第 {n} 件：" + "雨" * 60, f"https://club.example/{n}/") for n in range(200)),
)


@pytest.mark.parametrize("service", ["wecom", "dingtalk", "feishu", "slack"])
def test_each_service_takes_short_and_long_digests(town: Town, service: str) -> None:
    sender = Sender(secrets(town), sleep=lambda _: None)
    sender.send(service, NOTE)
    assert len(town.got) == 1
    sender.send(service, LONG)
    said = b"".join(body for _, body in town.got).decode()
    assert all(f"https://club.example/{n}/" in said for n in range(200))  # no line is lost
    assert len(town.got) > 2


def test_signs_to_a_chat_are_words_and_not_orders(town: Town) -> None:
    sender = Sender(secrets(town), sleep=lambda _: None)
    sender.send("slack", NOTE)
    sender.send("wecom", NOTE)
    slack, wecom = (json.loads(body) for _, body in town.got)
    assert "&lt;c&gt; &amp; [d]" in slack["text"]
    assert r"a\_b\* \<c\>" in wecom["markdown"]["content"]


@pytest.mark.parametrize(
    ("service", "mood"),
    [
        ("wecom", (200, {}, b'{"errcode":45009,"errmsg":"api freq out of limit"}')),
        ("dingtalk", (200, {}, b'{"errcode":130101,"errmsg":"send too fast"}')),
        ("feishu", (200, {}, b'{"code":11232,"msg":"frequency limited"}')),
        ("slack", (429, {"Retry-After": "7"}, b"rate_limited")),
        ("slack", (503, {}, b"")),
    ],
)
def test_a_busy_service_is_asked_again_and_not_for_ever(
    town: Town, service: str, mood: tuple[int, dict[str, str], bytes]
) -> None:
    pauses: list[float] = []
    sender = Sender(secrets(town), sleep=pauses.append)
    town.moods = [mood, mood]
    sender.send(service, NOTE)
    assert (len(town.got), len(pauses)) == (1, 2)
    assert pauses[0] >= (7 if mood[1] else 1)
    town.moods = [mood] * 3
    with pytest.raises(KocError):
        sender.send(service, NOTE)
    assert town.moods == []


@pytest.mark.parametrize("service", ["wecom", "dingtalk", "feishu", "slack"])
def test_what_is_refused_is_told_without_the_secret_and_not_sent_again(
    town: Town, service: str
) -> None:
    wrong = {
        **secrets(town),
        "KOC_WECOM_WEBHOOK": town.address("/cgi-bin/webhook/send?key=stolen"),
        "KOC_DINGTALK_SECRET": "SECstolen",
        "KOC_FEISHU_SECRET": "stolen",
    }
    if service == "slack":
        town.moods = [(403, {}, b"invalid_token")]
    with pytest.raises(KocError) as failed:
        Sender(wrong, sleep=pytest.fail).send(service, NOTE)
    told = str(failed.value.data)
    assert service in told
    assert "stolen" not in told
    assert "127.0.0.1" not in told


def test_a_service_that_cannot_be_reached_is_tried_three_times() -> None:
    pauses: list[float] = []
    sender = Sender({"KOC_SLACK_WEBHOOK": "http://127.0.0.1:9/x"}, sleep=pauses.append)
    with pytest.raises(KocError, match="ConnectionRefusedError"):
        sender.send("slack", NOTE)
    assert len(pauses) == 2


@pytest.mark.parametrize(
    "address",
    ["http://hooks.slack.com/x", "ftp://h/x", "hooks.slack.com/x", "https://", "http://[::1"],
)
def test_no_secret_goes_out_in_the_open(address: str) -> None:
    with pytest.raises(UsageError, match="digest-address"):
        Sender({"KOC_SLACK_WEBHOOK": address}).require(("slack",))


class PostOffice(socketserver.StreamRequestHandler):
    """SMTP as RFC 5321 has it, as far as one mail goes."""

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.upper().split(":")[0]
            if word.startswith("EHLO"):
                self.say("250-here\r\n250 AUTH PLAIN")
            elif word.startswith("AUTH"):
                self.server.logins.append(line.split()[-1])  # type: ignore[attr-defined]
                self.say("235 ok")
            elif word.startswith("MAIL") and self.server.busy:  # type: ignore[attr-defined]
                self.server.busy -= 1  # type: ignore[attr-defined]
                self.say("451 try again")
            elif word == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.mails.append(b"".join(lines))  # type: ignore[attr-defined]
                self.say("250 ok")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


def test_plain_mail(koc: Koc) -> None:
    del koc
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), PostOffice) as server:
        server.mails, server.logins, server.busy = [], [], 1  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        environment = {
            "KOC_SMTP_URL": f"smtp://me%40club:p%3Aw@127.0.0.1:{port}",
            "KOC_MAIL_FROM": "koc@club.example",
            "KOC_MAIL_TO": "a@club.example, b@club.example",
        }
        pauses: list[float] = []
        Sender(environment, sleep=pauses.append).send("mail", NOTE)
        server.shutdown()
        (mail,) = server.mails  # type: ignore[attr-defined]
    from email import message_from_bytes
    from email.policy import default

    read = message_from_bytes(mail, policy=default)
    assert (read["Subject"], read["To"]) == ("摘要", "a@club.example, b@club.example")
    text = read.get_content()
    assert text.index("https://club.example/a/?x=1&y=2") < text.index("koc reply a")  # phones first
    logins = server.logins  # type: ignore[attr-defined]
    assert base64.b64decode(logins[0]) == b"\0me@club\0p:w"
    assert len(pauses) == 1


def test_the_day_of_the_digest() -> None:
    from datetime import date

    week, daily = Digest(("slack",)), Digest(("slack",), every="day")
    monday, tuesday = date(2026, 6, 29), date(2026, 6, 30)
    assert [is_due(week, monday), is_due(week, tuesday)] == [True, False]
    assert is_due(daily, tuesday)
    assert is_due(Digest(("slack",), weekday="tuesday"), tuesday)


@pytest.fixture
def club(koc: Koc, sample_repo: Path) -> Koc:
    """A question waits, of somebody who hides their name; and a note on a person is private."""
    folder = sample_repo / "modules/guide/car-wash/questions"
    folder.mkdir()
    asked = "member: ma-jun\ndate: 2026-06-29\ntext: 用什么刷子？\n"
    (folder / "2026-06-29-ma-jun.yml").write_text(asked, encoding="utf-8")
    return koc


def settle(folder: Path, text: str) -> None:
    with (folder / "community.yml").open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_digest_is_blessed_and_nothing_private_is_in_it(
    club: Koc, blessed: Blessed, language: str
) -> None:
    result = club("digest", "--lang", language)
    assert (result.code, result.err) == (0, "")
    assert "ma-jun" not in result.out
    assert "马军" not in result.out
    blessed(f"digest.{language}.txt", result.out)


def test_it_is_off_until_the_settings_say_where_to(
    club: Koc, sample_repo: Path, town: Town
) -> None:
    off = club("digest", "--send")
    assert (off.code, "community.yml" in off.err) == (2, True)
    assert club("digest", "--send", "--due").code == 0
    settle(sample_repo, "digest: {to: [wecom, feishu, slack], weekday: tuesday}\n")
    assert club("check").code == 0
    lacking = club("digest", "--send")
    assert (lacking.code, "KOC_WECOM_WEBHOOK" in lacking.err) == (2, True)
    assert town.got == []
    club.environment.update(secrets(town))
    not_today = club("digest", "--send", "--due", "--as-of", "2026-07-01")
    assert (not_today.code, town.got) == (0, [])
    sent = club("digest", "--send", "--due")
    assert (sent.code, sent.out.count("发出去了")) == (0, 3)
    assert len(town.got) == 3
    town.moods = [(403, {}, b"")]
    some = club("digest", "--send")
    assert (some.code, some.out.count("发出去了")) == (3, 2)  # the others got theirs
    assert "企业微信" in some.err or "wecom" in some.err
    assert town.address("") not in some.err
    settle(sample_repo, "")


def test_wrong_settings_are_a_finding(koc: Koc, sample_repo: Path) -> None:
    settle(sample_repo, "digest: {to: [pigeon]}\n")
    assert koc("check").code == 1
