"""What waits once many people took part: reports, judging, an outcome, prizes, thanks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kocbook.insight.judging import rank_entries
from kocbook.insight.responses import BugReport, list_reports
from kocbook.insight.state import ModuleFacts
from kocbook.insight.waits.for_staff import SETTLED
from kocbook.insight.waits.wait import Wait, WaitKind, WaitScene, is_here, promise_gift, recognise
from kocbook.model.community import Module
from kocbook.model.enums import ModuleForm, RecognitionKind
from kocbook.model.forms import FormName
from kocbook.model.people import Recognition


def find_reports(scene: WaitScene, facts: ModuleFacts) -> Iterator[Wait]:
    """Yield the bug reports that nobody looked into, and the adopted ones without thanks."""
    module = facts.module
    if module.brief.form is not ModuleForm.BUG_HUNT or facts.state in SETTLED:
        return
    for report in list_reports(module, scene.as_of):
        if report.response.date > scene.as_of:
            continue
        if report.triage is None:
            yield _untriaged(scene, module, report)
        elif report.triage.adopted and find_thanks(scene, module.key, report) is None:
            member = report.response.member
            if is_here(scene, member):
                command = recognise(member, RecognitionKind.PRAISE, module.key)
                whom, since = scene.with_experts(module), report.triage.date
                place = (WaitKind.THANKS, module, whom, since, command)
                yield scene.wait(*place, about=(member,))


def _untriaged(scene: WaitScene, module: Module, report: BugReport) -> Wait:
    said = report.response
    return scene.wait(
        WaitKind.REPORT,
        module,
        [one for one in scene.with_experts(module) if one != said.member],
        said.date,
        f"koc new triage {module.key} {report.name}",
        due=said.date + timedelta(days=module.brief.reply_within_days),
        about=(said.member,),
        path=said.path,
        name=report.name,
    )


def find_thanks(scene: WaitScene, key: str, report: BugReport) -> Recognition | None:
    """Return the first recognition of a finder that names the bug hunt."""
    since = report.response.date
    found = [
        given
        for given in scene.given.get(report.response.member, ())
        if given.module == key and given.date >= since
    ]
    return min(found, key=lambda given: (given.date, given.id), default=None)


def judged_on(scene: WaitScene, module: Module) -> date | None:
    """Return the day of the latest scores, None where nobody has judged."""
    days = [one.date for one in module.judgings if one.date <= scene.as_of]
    return max(days, default=None)


def find_judging(scene: WaitScene, facts: ModuleFacts) -> Iterator[Wait]:
    """Yield an activity with a rubric that is over and not judged, then the prizes that nobody gave."""
    module, brief = facts.module, facts.module.brief
    if not (brief.rubric and brief.closes and facts.state.has_ended and module.responses):
        return
    whom, day = (scene.responsible(module),), judged_on(scene, module)
    if day is None:
        # The command writes what the scores rely on; by hand it would have to be worked out.
        since, command = brief.closes + timedelta(days=1), f"koc new judging {module.key}"
        place = (WaitKind.JUDGING, module, whom, since, command)
        yield scene.wait(*place, figure=len(module.responses))
        return
    for entry in rank_entries(module):
        given = scene.kept_promise(entry.member, day, module.key)
        if entry.prize and is_here(scene, entry.member) and not given:
            command = promise_gift(entry.member, module.key)
            place = (WaitKind.GIFT, module, whom, day, command)
            yield scene.wait(*place, about=(entry.member,), what=entry.prize)


def find_outcome(scene: WaitScene, facts: ModuleFacts) -> Iterator[Wait]:
    """Yield an activity that is over, once it is judged: those who took part are told what came of it."""
    module, brief = facts.module, facts.module.brief
    told = module.outcome is not None and module.outcome.date <= scene.as_of
    is_over = facts.state.has_ended and not facts.seats
    if told or not is_over or not brief.closes or not module.responses:
        return
    judged = judged_on(scene, module)
    if brief.rubric and judged is None:
        return  # judging comes first
    since = max([brief.closes + timedelta(days=1), *([judged] if judged else [])])
    command, whom = f"koc new outcome {module.key}", (scene.responsible(module),)
    more = {"figure": len(module.responses), "form": FormName.OUTCOME}
    yield scene.wait(WaitKind.OUTCOME, module, whom, since, command, **more)
