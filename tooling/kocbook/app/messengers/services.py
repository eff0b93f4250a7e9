"""The payloads of the services, as their own documentation describes them. Nothing is sent here."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from kocbook.app.messengers.note import Note, NoteLine, cut


@dataclass(frozen=True, slots=True)
class Letter:
    """One request: an address and the JSON that is posted to it."""

    address: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Whether a service took a letter; if not, whether it may be asked again, and what it said."""

    is_taken: bool
    is_busy: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class Messenger:
    """A service: the setting that holds its address, how letters to it look, what its answers mean."""

    webhook: str
    secret: str | None
    write: Callable[[Note, str, str | None, float], Iterator[Letter]]
    read: Callable[[int, bytes], Receipt]


def _markdown(lines: Sequence[NoteLine]) -> str:
    """Return lines as the little Markdown that 企业微信 and 钉钉 both know."""
    return "\n\n".join(map(_markdown_line, lines))


def _markdown_line(line: NoteLine) -> str:
    words = re.sub(r"([\\`*_\[\]<>#])", r"\\\1", line.text)
    if line.is_heading:
        return f"**{words}**"
    return f"[{words}]({line.url})" if line.url else words


def _bytes(title: str) -> Callable[[Sequence[NoteLine]], int]:
    return lambda lines: len(f"{title}\n\n{_markdown(lines)}".encode())


def write_wecom(note: Note, address: str, secret: str | None, now: float) -> Iterator[Letter]:
    """Yield letters to a group robot of 企业微信: `markdown`, 4,096 bytes of UTF-8 at most.

    https://developer.work.weixin.qq.com/document/path/91770
    """
    del secret, now  # its address is the secret
    for part in cut(note, 4000, _bytes(note.title)):
        content = f"**{part.title}**\n\n{_markdown(part.lines)}"
        yield Letter(address, {"msgtype": "markdown", "markdown": {"content": content}})


def write_dingtalk(note: Note, address: str, secret: str | None, now: float) -> Iterator[Letter]:
    r"""Yield letters to a custom robot of 钉钉: `markdown` with a title, 20,000 bytes at most.

    With a secret the address carries `timestamp` (milliseconds) and `sign`: HMAC-SHA256 of
    "TIMESTAMP\nSECRET" under the secret, in Base64. Signs older than an hour are refused.
    https://open.dingtalk.com/document/robots/custom-robot-access
    https://open.dingtalk.com/document/robots/customize-robot-security-settings
    """
    if secret:
        stamp = str(round(now * 1000))
        mac = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
        said = urlencode({"timestamp": stamp, "sign": base64.b64encode(mac.digest()).decode()})
        address = f"{address}{'&' if '?' in address else '?'}{said}"
    for part in cut(note, 18000, _bytes(note.title)):
        text = f"### {part.title}\n\n{_markdown(part.lines)}"
        yield Letter(
            address, {"msgtype": "markdown", "markdown": {"title": part.title, "text": text}}
        )


def write_feishu(note: Note, address: str, secret: str | None, now: float) -> Iterator[Letter]:
    r"""Yield letters to a custom robot of 飞书: `post`, 20 KB at most with all that belongs to it.

    With a secret the body carries `timestamp` (seconds) and `sign`: HMAC-SHA256 of nothing under
    "TIMESTAMP\nSECRET", in Base64. Signs older than an hour are refused.
    https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
    """
    signed: dict[str, str] = {}
    if secret:
        stamp = str(round(now))
        mac = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256)
        signed = {"timestamp": stamp, "sign": base64.b64encode(mac.digest()).decode()}

    def body(lines: Sequence[NoteLine]) -> dict[str, Any]:
        content = [[_feishu_tag(line)] for line in lines]
        post = {"zh_cn": {"title": note.title, "content": content}}
        return {**signed, "msg_type": "post", "content": {"post": post}}

    for part in cut(note, 18000, lambda lines: len(json.dumps(body(lines)))):
        yield Letter(address, body(part.lines))


def _feishu_tag(line: NoteLine) -> dict[str, str]:
    if line.url:
        return {"tag": "a", "text": line.text, "href": line.url}
    return {"tag": "text", "text": line.text}


def write_slack(note: Note, address: str, secret: str | None, now: float) -> Iterator[Letter]:
    """Yield letters to an incoming webhook of Slack: `text` in mrkdwn; &, < and > are escaped.

    https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
    https://docs.slack.dev/messaging/formatting-message-text
    """
    del secret, now  # its address is the secret

    def text(lines: Sequence[NoteLine]) -> str:
        return "\n".join((f"*{_slack_words(note.title)}*", *map(_slack_line, lines)))

    for part in cut(note, 3500, lambda lines: len(text(lines))):
        yield Letter(address, {"text": text(part.lines)})


def _slack_words(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _slack_line(line: NoteLine) -> str:
    words = _slack_words(line.text)
    if line.is_heading:
        return f"*{words}*"
    return f"<{_slack_words(line.url)}|{words}>" if line.url else words


def read_code(field: str, words: str, busy: frozenset[int]) -> Callable[[int, bytes], Receipt]:
    """Return a reader of answers in JSON with a code, 0 for what was taken."""

    def read(status: int, body: bytes) -> Receipt:
        if not 200 <= status < 300:
            return _by_status(status)
        try:
            said = json.loads(body)
            code = int(said[field])
        except (ValueError, KeyError, TypeError):
            return Receipt(False, said=body[:200].decode("utf-8", "replace"))
        return Receipt(code == 0, code in busy, f"{code} {said.get(words, '')}".strip())

    return read


def read_slack(status: int, body: bytes) -> Receipt:
    """Say what Slack answered: `ok`, or a word for what was wrong."""
    if status == 200 and body.strip() == b"ok":
        return Receipt(True)
    found = _by_status(status)
    return Receipt(
        False, found.is_busy, f"{status} {body[:200].decode('utf-8', 'replace')}".strip()
    )


def _by_status(status: int) -> Receipt:
    return Receipt(False, status == 429 or status >= 500, str(status))


SERVICES: Mapping[str, Messenger] = {
    # 45009: more than 20 messages a minute. 130101: likewise. 11232, 11233: likewise.
    "wecom": Messenger(
        "KOC_WECOM_WEBHOOK",
        None,
        write_wecom,
        read_code("errcode", "errmsg", frozenset({45009, -1})),
    ),
    "dingtalk": Messenger(
        "KOC_DINGTALK_WEBHOOK",
        "KOC_DINGTALK_SECRET",
        write_dingtalk,
        read_code("errcode", "errmsg", frozenset({130101, -1})),
    ),
    "feishu": Messenger(
        "KOC_FEISHU_WEBHOOK",
        "KOC_FEISHU_SECRET",
        write_feishu,
        read_code("code", "msg", frozenset({11232, 11233})),
    ),
    "slack": Messenger("KOC_SLACK_WEBHOOK", None, write_slack, read_slack),
}
"""The services with a webhook, by the word that the settings have for them."""
