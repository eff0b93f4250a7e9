"""A question to the contact of a module, and its answer: two records of one name."""

from __future__ import annotations

from datetime import date

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.model.community import Module
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record


def question_files(module: Module, member: Member, day: date, text: str) -> Files:
    """Return the record of a question. A second one on the same day is added to the first.

    Raises:
        UsageError: the first one of the day has its answer already, or nothing is asked.
    """
    name, words = f"{day.isoformat()}-{member.id}", _require_words(text)
    before = module.questions.get(name)
    if before is not None:
        if name in module.answers:
            raise UsageError("errors.question-answered-today", module=module.key)
        words = before.text if words in before.text else f"{before.text}\n{words}"
    path = f"{module.folder}/questions/{name}.yml"
    values = {"member": member.id, "date": day, "text": words}
    return {path: render_record(RecordKind.QUESTION, path, values).encode()}


def choose_question(module: Module, wanted: str | None) -> str:
    """Return the name of the question that is meant: the one named, else the only one waiting.

    A name is the question's date and member, as in its file; either part alone will do where it
    says enough.

    Raises:
        UsageError: there is none, or several wait and none was named.
    """
    waiting = [name for name in sorted(module.questions) if name not in module.answers]
    if wanted is None:
        fitting = waiting
    elif wanted in module.questions:
        fitting = [wanted]
    else:
        named = wanted.removesuffix(".yml")
        fitting = [n for n in waiting if n == named or n.startswith(named) or n[11:] == named]
    if len(fitting) == 1:
        return fitting[0]
    data = {"module": module.key, "waiting": waiting}
    if not waiting:
        raise UsageError("errors.no-question", **data)
    raise UsageError("errors.which-question", **data)


def answer_files(module: Module, name: str, by: Member, day: date, text: str) -> Files:
    """Return the record of an answer; one that stands already is written anew.

    Raises:
        UsageError: nothing is answered.
    """
    path = f"{module.folder}/answers/{name}.yml"
    values = {"by": by.id, "date": day, "text": _require_words(text)}
    return {path: render_record(RecordKind.ANSWER, path, values).encode()}


def _require_words(text: str) -> str:
    words = text.strip()
    if not words:
        raise UsageError("errors.question-empty")
    return words
