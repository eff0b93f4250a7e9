"""`koc new module`: a brief that can be worked from and judged by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import (
    Listed,
    campaigns,
    channels,
    languages,
    licences,
    members,
    roles,
    skills,
    staff,
    tags,
)
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import (
    Choices,
    Field,
    Refusal,
    WizardState,
    ask_all,
    optional,
    wizard_options,
)
from kocbook.cli.ui.writing import Writing
from kocbook.model.enums import Access, Byline, ModuleForm, Size, TaskType

_DAYS = {Size.S: 7, Size.M: 14, Size.L: 21}


def _free_name(answers: WizardState, value: Any) -> str:
    """Return HANDBOOK/ID, or HANDBOOK/ where only a handbook was named; both by their names too."""
    from kocbook.intake.acts.new_module import name_module

    return name_module(answers.session.community, str(value))


def _proposal(answers: WizardState, value: Any) -> str:
    from kocbook.intake.acts.proposals import find_proposal

    return find_proposal(answers.session.community, str(value)).name


def _proposed_title(answers: WizardState) -> str | None:
    found = answers.session.community.proposals.get(answers["from-proposal"])
    return found.title if found else None


def _proposed_form(answers: WizardState) -> str | None:
    found = answers.session.community.proposals.get(answers["from-proposal"])
    return found.form.value if found and found.form else None


def _lacks_id(answers: WizardState) -> bool:
    return str(answers["module"]).endswith("/")


def _suggested_id(answers: WizardState) -> str | None:
    from kocbook.intake.acts.new_module import free_id

    return free_id(answers.session.community, answers["module"], answers["title"] or "")


def _free_id(answers: WizardState, value: Any) -> str:
    from kocbook.intake.acts.new_module import require_new_module

    return require_new_module(answers.session.community, f"{answers['module']}{value}")[1]


def _chapters(answers: WizardState) -> Choices:
    handbook = str(answers["module"]).partition("/")[0]
    found = answers.session.community.handbooks.get(handbook)
    return [(one.title, one.title) for one in found.chapters] if found else []


def _collects(answers: WizardState) -> bool:
    return answers["form"] in [form for form in ModuleForm if form.collects_responses]


def _refuse_background(text: str) -> Iterator[Refusal]:
    from kocbook.insight.brief_quality import MIN_BACKGROUND, is_background_short

    if is_background_short(text):
        yield "cli.new.weak.background-short", {"min": MIN_BACKGROUND}


def _refuse_goals(goals: list[dict[str, Any]]) -> Iterator[Refusal]:
    from kocbook.insight.brief_quality import find_goal_weakness
    from kocbook.model.brief import Goal

    for said in goals:
        weak = find_goal_weakness(Goal(said["id"], said["text"], measure=said.get("measure")))
        if weak is not None:
            data = {"text": said["text"], "words": list(weak.words)}
            yield f"cli.new.weak.{weak.weakness}", data


GOAL = (
    Field("text"),
    Field("measure", needed=optional),
    Field("must", AnswerKind.FLAG, needed=optional),
    Field("safety", AnswerKind.FLAG, needed=optional),
    Field("id", default=lambda known: f"goal-{known['number']}"),
)
SEAT = (
    Field("role", choices=roles),
    Field("duty"),
    Field("share", AnswerKind.SHARE, default=lambda known: 10000 if known["number"] == 1 else None),
    Field("skills", AnswerKind.LEVELS, choices=skills, needed=optional),
    Field("id", default=lambda known: known["role"]),
)
OPTION = (
    Field("text"),
    Field("picture", needed=optional),
    Field(
        "alt",
        needed=lambda known: bool(known["picture"]),
        applies=lambda known: bool(known["picture"]),
    ),
    Field("id", default=lambda known: f"option-{known['number']}"),
)
CRITERION = (
    Field("text"),
    Field("weight", AnswerKind.SHARE),
    Field("id", default=lambda known: f"criterion-{known['number']}"),
)
FIELDS = (
    Field("module", is_argument=True, resolve=_free_name),
    Field("from-proposal", resolve=_proposal, needed=optional, is_asked=False),
    Field("title", default=_proposed_title),
    Field("id", default=_suggested_id, resolve=_free_id, applies=_lacks_id),
    Field("chapter", choices=_chapters),
    Field("type", choices=Listed("type", TaskType)),
    Field("form", choices=Listed("form", ModuleForm), default=_proposed_form),
    Field("size", choices=Listed("size", Size)),
    Field("access", choices=Listed("access", Access), default=lambda _: Access.OPEN.value),
    Field(
        "pool",
        AnswerKind.LEVELS,
        choices=skills,
        needed=optional,
        applies=lambda known: known["access"] != "open",
    ),
    Field(
        "invited",
        AnswerKind.WORDS,
        choices=members,
        needed=lambda known: not known["pool"],
        applies=lambda known: known["access"] != "open",
    ),
    Field("background", refuse=_refuse_background),
    Field("goal", AnswerKind.PARTS, parts=GOAL, refuse=_refuse_goals),
    Field("include", AnswerKind.LINES),
    Field("exclude", AnswerKind.LINES, needed=optional),
    Field("seat", AnswerKind.PARTS, parts=SEAT, applies=lambda known: not _collects(known)),
    Field(
        "option",
        AnswerKind.PARTS,
        parts=OPTION,
        applies=lambda known: known["form"] == ModuleForm.POLL,
    ),
    Field(
        "choices",
        AnswerKind.NUMBER,
        needed=optional,
        applies=lambda known: known["form"] == ModuleForm.POLL,
    ),
    Field("criterion", AnswerKind.PARTS, parts=CRITERION, needed=optional, applies=_collects),
    Field("prize", AnswerKind.LINES, applies=lambda known: bool(known["criterion"])),
    Field("contact", choices=staff, default=lambda known: known.member.id),
    Field("reply-days", AnswerKind.NUMBER, default=lambda _: 1),
    Field("no-resources", AnswerKind.FLAG, needed=optional),
    Field(
        "resource",
        AnswerKind.PARTS,
        parts=(Field("title"), Field("url")),
        applies=lambda known: not known["no-resources"],
    ),
    Field("points", AnswerKind.NUMBER),
    Field("cash", AnswerKind.NUMBER, needed=optional),
    Field("extra", AnswerKind.LINES, needed=optional),
    Field("licence", choices=licences, default=lambda known: licences(known)[0][0]),
    Field("channel", AnswerKind.WORDS, choices=channels),
    Field("byline", choices=Listed("byline", Byline), default=lambda _: Byline.JOINT.value),
    Field("until", AnswerKind.DAY, needed=optional),
    Field(
        "days", AnswerKind.NUMBER, needed=optional, default=lambda known: _DAYS.get(known["size"])
    ),
    Field("draft", AnswerKind.FLAG, needed=optional),
    Field(
        "opened",
        AnswerKind.DAY,
        default=lambda known: known.session.day,
        applies=lambda known: not known["draft"],
    ),
    Field("closes", AnswerKind.DAY, needed=optional, applies=_collects),
    Field(
        "paid-services",
        AnswerKind.NUMBER,
        needed=optional,
        applies=lambda known: known["form"] == ModuleForm.SERVICE,
    ),
    Field("tag", AnswerKind.WORDS, choices=tags, needed=optional),
    Field(
        "campaign", choices=campaigns, needed=optional, applies=lambda known: bool(campaigns(known))
    ),
    Field("language", choices=languages, default=lambda _: "zh"),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def module(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write a brief and its place in the blueprint; on a terminal, what is missing is asked."""
    from kocbook.app.new_module import draft_module

    writing = Writing(session, "new.module", opens, member)
    values = ask_all(WizardState(session, writing.member), "module", FIELDS, given, yes)
    key = f"{values['module']}{values['id'] or ''}"
    return writing.submit_act(draft_module(writing.writer, {**values, "module": key}))
