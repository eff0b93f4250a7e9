"""The form with which the integrator of a team puts its parts in order."""

from __future__ import annotations

from collections import Counter

from kocbook.intake.acts.arrange import arrange_files, read_steps
from kocbook.intake.forms.answers import FormAnswers
from kocbook.intake.forms.records import Draft, FormContext
from kocbook.model.community import Community, Module
from kocbook.model.forms import FormName
from kocbook.model.people import Member


def draft_arrangement(
    desk: FormContext, answers: FormAnswers, member: Member, branch: str
) -> Draft:
    """Return the arrangement that a form asks for.

    Raises:
        AskError: it is not told which task is meant.
        UsageError: no seat integrates, another's does, or a step places nothing.
    """
    module = desk.find_module(answers)
    steps = read_steps(answers.words.get("steps") or "", name_seats(desk.community, module))
    files = arrange_files(desk.root, desk.facts[module.key], member, steps, desk.day)
    data = {"module": module.key, "title": module.brief.title}
    return Draft(FormName.ARRANGE, branch, files, data)


def name_seats(community: Community, module: Module) -> dict[str, str]:
    """Return the ids of a module's seats by what people call them: the id, or the role where one seat has it."""
    roles = {role.id: role for role in community.settings.roles}
    called = [
        (role.name.in_language(language).casefold(), seat.id)
        for seat in module.brief.seats
        if (role := roles.get(seat.role))
        for language in ("zh", "en")
    ]
    once = Counter(name for name, _ in set(called))
    ids = {seat.id: seat.id for seat in module.brief.seats}
    return {name: seat for name, seat in called if once[name] == 1} | ids
