"""`koc clean`: media that stand in content/ already, rewritten without what they tell unseen."""

from __future__ import annotations

from pathlib import Path

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import DeliveredFile
from kocbook.cli.ui.writing import say


@click.command(cls=KocCommand)
@click.argument("paths", type=DeliveredFile(), nargs=-1, metavar="[PATH...]")
@click.pass_obj
def clean(session: Session, paths: tuple[Path, ...]) -> int:
    """Clean media in place; the exit code is 1 where a file could not be cleaned."""
    from kocbook.media.stored import clean_in_place, find_media

    t = session.texts
    changed = same = failed = 0
    for one in clean_in_place(session.folder, find_media(session.folder, paths)):
        if one.refused:
            failed += 1
            reason = t(one.refused.key, **one.refused.data)
            say(session, "cli.clean.failed", path=one.path, reason=reason)
        elif one.removed:
            changed += 1
            parts = [t(f"rules.words.told.{kind}") for kind in one.removed]
            sizes = {"before": one.before, "after": one.after}
            say(session, "cli.clean.file", path=one.path, parts=parts, **sizes)
        else:
            same += 1
    say(session, "cli.clean.done" if changed else "cli.clean.none", n=changed, same=same)
    return 1 if failed else 0
