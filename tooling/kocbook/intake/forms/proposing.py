"""Forms for topics: a member proposes one, and staff answer it."""

from __future__ import annotations

from kocbook.intake.acts.proposals import advice_files, find_proposal, proposal_files
from kocbook.intake.forms.answers import FormAnswers
from kocbook.intake.forms.records import Draft, FormContext
from kocbook.model.forms import FORMS, FormName
from kocbook.model.people import Member


def draft_proposal(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return a member's proposal."""
    values = {
        "title": answers.line("title"),
        "pitch": (answers.words.get("pitch") or "").strip(),
        "outline": [*answers.lines("outline")],
        "writes": answers.option(FORMS[FormName.PROPOSE], "writes") == "yes",
    }
    files = proposal_files(desk.community, member, desk.day, values)
    data = {"title": values["title"], "n": desk.community.settings.limits.review_days}
    return Draft(FormName.PROPOSE, branch, files, data)


def draft_advice(desk: FormContext, answers: FormAnswers, by: Member, branch: str) -> Draft:
    """Return what staff say of a proposal.

    Raises:
        UsageError: there is no such proposal, or who sent it may not answer it.
    """
    proposal = find_proposal(desk.community, answers.line("proposal") or "")
    verdict = answers.option(FORMS[FormName.ADVISE], "verdict") or "advised"
    said = (answers.words.get("words") or "", verdict)
    files = advice_files(desk.community, proposal, by, desk.day, *said)
    return Draft(FormName.ADVISE, branch, files, {"title": proposal.title})
