"""Rules about judging: the rubric of a brief, and the scores that judges give by it."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at, at_key
from kocbook.insight.judging import rank_entries
from kocbook.insight.split import WHOLE
from kocbook.model.activity import Judging
from kocbook.model.brief import Rubric
from kocbook.model.community import Module
from kocbook.model.enums import ModuleForm
from kocbook.rules.context import Context
from kocbook.rules.references import near
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("judging")


def _all(context: Context) -> Iterator[tuple[Module, Rubric, Judging]]:
    """Yield every judge's scores where there is a rubric to hold them against."""
    for module in context.modules:
        if module.brief.rubric:
            for judging in module.judgings:
                yield module, module.brief.rubric, judging


@rule("rubric-not-whole", Severity.ERROR, Reach.MODULE)
def rubric_not_whole(context: Context) -> Iterator[Hit]:
    """The weights of a rubric do not add up to 10000 basis points."""
    for module in context.modules:
        rubric = module.brief.rubric
        total = sum(criterion.weight for criterion in rubric.criteria) if rubric else WHOLE
        if total != WHOLE:
            yield at_key(module.path, "rubric", "criteria"), {"total": total}


@rule("judging-without-rubric", Severity.ERROR, Reach.MODULE)
def judging_without_rubric(context: Context) -> Iterator[Hit]:
    """Something is judged, or is to be judged, that no rubric can judge."""
    for module in context.modules:
        if module.brief.rubric and module.brief.form is not ModuleForm.GALLERY:
            yield at_key(module.path, "rubric"), {"variant": "form", "title": module.brief.title}
        elif not module.brief.rubric:
            for judging in module.judgings:
                yield at(judging.path), {"title": module.brief.title}


@rule("judging-unknown-entry", Severity.ERROR, Reach.MODULE)
def judging_unknown_entry(context: Context) -> Iterator[Hit]:
    """A judge scores an entry that does not exist, or their own."""
    for module, _, judging in _all(context):
        for member in judging.entries:
            where = at_key(judging.path, "entries", member)
            path = f"{module.folder}/responses/{member}.yml"
            if member == judging.judge:
                yield where, {"member": member, "variant": "own"}
            elif member not in module.responses and path not in context.community.unreadable:
                yield where, {"member": member, "near": near(member, module.responses)}


@rule("judging-incomplete", Severity.ERROR, Reach.MODULE)
def judging_incomplete(context: Context) -> Iterator[Hit]:
    """A judge leaves out an entry or a criterion, or adds a criterion that the rubric lacks."""
    for module, rubric, judging in _all(context):
        missing = sorted(set(module.responses) - set(judging.entries) - {judging.judge})
        if missing:
            yield at_key(judging.path, "entries"), {"missing": missing, "variant": "entry"}
        wanted = [criterion.id for criterion in rubric.criteria]
        for member, entry in judging.entries.items():
            where = at_key(judging.path, "entries", member)
            absent = [name for name in wanted if name not in entry.scores]
            if absent:
                yield where, {"member": member, "missing": absent}
            if added := sorted(set(entry.scores) - set(wanted)):
                yield where, {"member": member, "added": added, "variant": "added"}


@rule("judging-without-words", Severity.WARNING, Reach.MODULE)
def judging_without_words(context: Context) -> Iterator[Hit]:
    """No judge says what is good about an entry that gets a prize."""
    for module in context.modules:
        for ranked in rank_entries(module):
            if ranked.prize and not ranked.words:
                judging = next(item for item in module.judgings if ranked.member in item.entries)
                where = at_key(judging.path, "entries", ranked.member)
                yield where, {"member": ranked.member, "place": ranked.place}
