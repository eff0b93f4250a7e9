"""Which question a column of an exported questionnaire answers: known words, what was said, what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.model.community import Module
from kocbook.model.forms import FORMS, FormName
from kocbook.model.paths import RecordKind
from kocbook.model.questionnaire import MappedHeading, Questionnaire
from kocbook.records.record_text import render_record

ABOUT_ROWS = ("row", "time", "who", "contact", "agree")
"""What a questionnaire tells beside the answers: number, moment, who, how they are reached, their yes."""
NEEDED = ("who", "contact", "agree")
_WORDS: Mapping[str, tuple[str, ...]] = {
    "row": ("序号", "答题序号", "编号", "id", "no"),
    "time": (
        "提交答卷时间",
        "提交时间",
        "填写时间",
        "提交日期",
        "submitted",
        "submission time",
        "timestamp",
    ),
    "who": ("署名", "昵称", "笔名", "姓名", "名字", "您的名字", "您的昵称", "怎么称呼", "name"),
    "contact": (
        *("微信号", "微信", "手机号", "手机", "电话", "联系方式", "邮箱", "您的微信", "您的手机"),
        *("contact", "phone", "email", "e-mail"),
    ),
    "agree": ("同意", "是否同意", "本人同意", "授权", "i agree", "agree", "consent"),
    "choice": ("选择", "您的选择", "您选", "投票", "choice", "vote"),
    "reason": ("理由", "原因", "为什么", "reason", "why"),
    "text": ("建议", "您的建议", "内容", "想说的", "您想说", "描述", "反馈", "text", "what"),
    "photos": ("照片", "图片", "上传照片", "上传图片", "请上传", "附件", "photo", "picture"),
    "alt": ("照片说明", "图片说明", "照片里", "图片里"),
    "careful": ("照片可以公开", "图片可以公开", "照片授权"),
    "seat": ("席位", "seat"),
    "note": ("备注", "补充", "note"),
}
"""How such columns are usually called; the longest beginning that fits decides."""
_NUMBER = re.compile(r"^\s*(?:q|第)?\s*\d+\s*(?:题\s*)?[.、．:：)）]\s*", re.IGNORECASE)


def questions_of(form: FormName) -> tuple[str, ...]:
    """Return what a column may answer: the questions of the form, and what tells of the row."""
    asked = (field.id for field in FORMS[form].fields)
    return (*ABOUT_ROWS, *(one for one in asked if one not in ("module", "name", "terms", "agree")))


def map_headings(
    cells: Sequence[str],
    form: FormName,
    kept: Questionnaire | None,
    said: Iterable[tuple[str, str]],
) -> dict[str, str]:
    """Return the question of each heading that answers one.

    What is `said` now counts more than what was `kept`, and that more than what headings look like.

    Raises:
        UsageError: what is said names no column or no question, or one that is needed is missing.
    """
    allowed = questions_of(form)
    found: dict[str, str] = {}
    for heading, question in said:
        if heading not in cells or question not in allowed:
            raise UsageError(
                "errors.answers-map", heading=heading, question=question, known=allowed
            )
        found[heading] = question
    for one in kept.headings if kept else ():
        if one.heading in cells and one.question not in found.values():
            found.setdefault(one.heading, one.question)
    if kept is None:
        _guess(cells, allowed, found)
    missing = [name for name in NEEDED if name not in found.values()]
    if missing:
        raise UsageError("errors.answers-column", missing=missing, headings=[*cells])
    return found


def _guess(cells: Sequence[str], allowed: Sequence[str], found: dict[str, str]) -> None:
    """Add what headings look like; a question that has its column already takes no other."""
    fits = []
    for cell in cells:
        plain = _NUMBER.sub("", cell).strip().casefold()
        for question in allowed:
            long = [len(word) for word in _WORDS.get(question, ()) if plain.startswith(word)]
            if long:
                fits.append((-max(long), cells.index(cell), cell, question))
    for _, _, cell, question in sorted(fits):
        if cell not in found and question not in found.values():
            found[cell] = question


def questionnaire_files(
    module: Module, form: FormName, headings: Mapping[str, str], by: str, day: date
) -> Files:
    """Return the record that keeps how a questionnaire is read; nothing where it stands there so."""
    kept, listed = module.questionnaire, tuple(MappedHeading(*pair) for pair in headings.items())
    if kept is not None:
        unseen = tuple(one for one in kept.headings if one.heading not in headings)
        listed = (*listed, *unseen)  # an export may leave columns out
        if kept.form == form and set(kept.headings) == set(listed):
            return {}
    path = f"{module.folder}/questionnaire.yml"
    values = {
        "by": by,
        "date": day,
        "form": str(form),
        "headings": [{"heading": one.heading, "question": one.question} for one in listed],
    }
    return {path: render_record(RecordKind.QUESTIONNAIRE, path, values).encode()}
