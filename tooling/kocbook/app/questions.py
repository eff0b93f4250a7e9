"""Put a question to the contact of a module, or answer one."""

from __future__ import annotations

from kocbook.app.write import ActDraft, Writer
from kocbook.report.words import Words


def ask_question(writer: Writer, module: str, text: str) -> ActDraft:
    """Draft a question, which stays with the module for the next one who wonders.

    Raises:
        UsageError: there is no such module, or no words.
    """
    from kocbook.intake.acts.questions import question_files

    session, by = writer.session, writer.member
    found = session.find_module(module)
    files = question_files(found, by, session.day, text)
    words, brief = Words(session.community, session.texts), found.brief
    data = {"module": found.key, "title": brief.title, "n": brief.reply_within_days}
    branch = f"ask/{found.handbook}-{found.id}-{by.id}"
    return ActDraft(branch, files, {**data, "contact": words.member(brief.contact)})


def reply_to_question(writer: Writer, module: str, question: str | None, text: str) -> ActDraft:
    """Draft the answer to a question; `question` is needed where several are open.

    Raises:
        UsageError: there is no such module or question, or no words.
    """
    from kocbook.intake.acts.questions import answer_files, choose_question

    session = writer.session
    found = session.find_module(module)
    name = choose_question(found, question)
    files = answer_files(found, name, writer.member, session.day, text)
    asker = Words(session.community, session.texts).member(found.questions[name].member)
    data = {"module": found.key, "title": found.brief.title, "member": asker}
    return ActDraft(f"reply/{found.handbook}-{found.id}-{name}", files, data)
