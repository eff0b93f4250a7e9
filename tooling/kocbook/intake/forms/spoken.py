"""What somebody says in the conversation about their task: a few words are acts, the rest is asked back.

Only what says one thing, and nothing beside it, is an act: a question or a "not" never is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kocbook.intake.forms.answers import FormAnswers, clean_text
from kocbook.intake.remote.attachments import find_attachments, without_attachments
from kocbook.model.forms import FormName

_BEFORE = r"(?:您好|你好|我想|我要|我|想要|想|要|需要|申请|请帮我|请帮忙|请|麻烦|帮我|先|再|hi|hello|please|can i|i want to|i would like to|i)"
_AFTER = r"(?:一下|一次|几天|吧|了|啦|的|谢谢|多谢|辛苦了|席位|这个席位|定稿|我的稿子|稿子|任务|社区|please|thanks|thank you|it|my seat|the seat|the task|a few days|my text)"
_ACTS: Mapping[FormName, str] = {
    FormName.EXTEND: r"延期|延长|延一延|多给点时间|extend|more time",
    FormName.RELEASE: r"让出|让出来|放弃|give back|release",
    FormName.SIGN: r"同意|确认|同意发布|agree|agreed|i agree",
    FormName.WITHDRAW: r"撤回|收回|withdraw|take back",
    FormName.LEAVE: r"退出|leave|leave the community",
}
_JOINT = r"[\s,，。.!！~～、…]*"
_PATTERNS = {
    form: re.compile(
        rf"{_JOINT}(?:{_BEFORE}{_JOINT})*(?:{words})(?:{_JOINT}{_AFTER})*{_JOINT}", re.IGNORECASE
    )
    for form, words in _ACTS.items()
}
_CHANGE = re.compile(
    r"(?:改成|改为|改|change|change to)[ \t]*[:：\n](?P<text>.+)", re.IGNORECASE | re.DOTALL
)
_ADD = re.compile(
    r"(?:再|补)?加?(?:一|几|两|三)?张(?:照片|图)?|add|add a photo|one more photo", re.IGNORECASE
)
_MAY_BE_SHOWN = re.compile(r"照片可以公开|可以公开|ok to publish", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """An act that somebody spoke of, and the answers that a form for it would hold."""

    form: FormName
    answers: FormAnswers


def read_spoken(comment: str, asked: FormAnswers) -> Spoken | None:
    """Return the act that a comment is; `asked` are the answers of the form that began it all.

    None where it is no act that is known for sure.
    """
    text = clean_text(comment).strip()
    about = {key: asked.line(key) for key in ("module", "seat")}
    for form, pattern in _PATTERNS.items():
        if pattern.fullmatch(text):
            chosen = {"agree": ("said",)}
            if form is FormName.WITHDRAW:
                about["what"] = "delivery"
            return Spoken(form, FormAnswers(about, chosen))
    return _read_delivery(text, about, asked)


def _read_delivery(text: str, about: Mapping[str, str | None], asked: FormAnswers) -> Spoken | None:
    """Return another text, or more pictures: what stands stays, and they follow it."""
    careful = asked.chosen.get("careful") or (("said",) if _MAY_BE_SHOWN.search(text) else ())
    plain = _MAY_BE_SHOWN.sub("", text)
    if change := _CHANGE.fullmatch(plain):
        words = {**about, "text": change["text"].strip()}
        return Spoken(FormName.DELIVER, FormAnswers(words, {"careful": careful}))
    if not find_attachments(plain):
        return None
    lines = [line.strip(" ，。,.:：") for line in without_attachments(plain).split("\n")]
    said = [line for line in lines if line and not _ADD.fullmatch(line)]
    words = {**about, "photos": plain, "alt": "\n".join(said)}
    return Spoken(FormName.DELIVER, FormAnswers(words, {"careful": careful}))
