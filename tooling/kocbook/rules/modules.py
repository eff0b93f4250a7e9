"""Rules about briefs."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at, at_key
from kocbook.insight.split import WHOLE
from kocbook.model.community import Module
from kocbook.model.enums import ModuleForm, TaskType
from kocbook.model.paths import RecordKind
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("module")


@rule("shares-not-whole", Severity.ERROR, Reach.MODULE)
def shares_not_whole(context: Context) -> Iterator[Hit]:
    """The shares of a module's seats do not add up to 10000 basis points."""
    for module in context.modules:
        total = sum(seat.share for seat in module.brief.seats)
        if module.brief.seats and total != WHOLE:
            variant = "over" if total > WHOLE else "under"
            data = {"total": total, "variant": variant, "gap": abs(WHOLE - total)}
            yield at_key(module.path, "seats"), data


@rule("poll-without-options", Severity.ERROR, Reach.MODULE)
def poll_without_options(context: Context) -> Iterator[Hit]:
    """A poll gives fewer than two options to choose from."""
    for module in context.modules:
        if module.brief.form is ModuleForm.POLL and len(module.brief.options) < 2:
            yield at(module.path, "options"), {"title": module.brief.title}


@rule("choices-too-many", Severity.ERROR, Reach.MODULE)
def choices_too_many(context: Context) -> Iterator[Hit]:
    """A poll lets everybody choose everything, which says nothing."""
    for module in context.modules:
        brief = module.brief
        if brief.choices > 1 and brief.choices >= len(brief.options):
            yield at(module.path, "choices"), {"most": brief.choices, "n": len(brief.options)}


@rule("option-picture", Severity.ERROR, Reach.MODULE)
def option_picture(context: Context) -> Iterator[Hit]:
    """An option's picture is missing, is not described, or stands beside options without one."""
    for module in context.modules:
        options = module.brief.options
        with_pictures = any(option.picture for option in options)
        for index, option in enumerate(options):
            where = at(module.path, "options", index)
            if with_pictures and not option.picture:
                yield where, {"option": option.id, "variant": "uneven"}
            elif option.picture and not option.alt:
                yield where, {"option": option.id, "variant": "alt"}
            elif option.picture and not _has_file(context, module, option.picture):
                path = f"content/{module.key}/{option.picture}"
                where = at(module.path, "options", index, "picture")
                yield where, {"name": option.picture, "path": path}


def _has_file(context: Context, module: Module, name: str) -> bool:
    media = module.content.media if module.content else {}
    return name in media or f"content/{module.key}/{name}" in context.community.unreadable


@rule("precision-incomplete", Severity.WARNING, Reach.MODULE)
def precision_incomplete(context: Context) -> Iterator[Hit]:
    """A precision task waits or is under way although its brief leaves something to guess."""
    for module in context.modules:
        brief = module.brief
        state = context.facts[module.key].state
        waits = state.is_claimable or state.is_under_way
        if brief.type is not TaskType.PRECISION or not waits:
            continue
        if context.is_unreadable_below(module.folder):
            continue  # what cannot be read may have ended the work
        for index, goal in enumerate(brief.goals):
            if not goal.measure and goal in brief.must_goals:
                yield at(module.path, "goals", index), {"goal": goal.id, "variant": "measure"}
        if not brief.seats and not brief.form.collects_responses:
            yield at(module.path), {"variant": "seats"}
        if not brief.resources:
            yield at(module.path), {"variant": "resources"}


@rule(
    "module-formerly-taken",
    Severity.ERROR,
    Reach.COMMUNITY,
    moved_by={RecordKind.MODULE: Reach.COMMUNITY},
)
def module_formerly_taken(context: Context) -> Iterator[Hit]:
    """An earlier address of a module is another's, now or before, or its own of today."""
    claimed: dict[str, str] = {}
    for module in context.modules:
        for index, key in enumerate(module.brief.formerly):
            other = key if context.community.knows_module(key) else claimed.get(key)
            if other:
                yield at(module.path, "formerly", index), {"module": key, "other": other}
            claimed.setdefault(key, module.key)
