"""Rules about sign-offs: an author agrees to the words that stand there now."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.insight.credits import signers
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("signoff")


@rule("signoff-outdated", Severity.WARNING, Reach.MODULE, words=True)
def signoff_outdated(context: Context) -> Iterator[Hit]:
    """A sign-off belongs to other words than those that stand there now."""
    for module in context.modules:
        media = module.content.media.values() if module.content else ()
        if module.text is None or not all(file.kind for file in media):
            continue  # of a picture that is broken nobody can say whether it was signed
        if context.has_unreadable_words(module.key):
            continue
        if f"{module.folder}/arrangement.yml" in context.community.unreadable:
            continue  # the page that was signed stands in the order of that record
        current = page_fingerprint(module)
        for signoff in module.signoffs.values():
            member = context.community.members.get(signoff.member)
            if signoff.text != current and not (member and member.has_left):
                data = {"member": signoff.member, "text": signoff.text, "wanted": current}
                yield at(signoff.path, "text"), data


@rule("signoff-by-other", Severity.ERROR, Reach.MODULE)
def signoff_by_other(context: Context) -> Iterator[Hit]:
    """A sign-off comes from somebody who wrote nothing in the module."""
    for module in context.modules:
        authors = signers(module)
        if context.is_unreadable_below(module.folder):
            continue
        for signoff in module.signoffs.values():
            if signoff.member not in authors and context.community.knows_member(signoff.member):
                data = {"member": signoff.member, "authors": sorted(authors)}
                yield at(signoff.path, "member"), data
