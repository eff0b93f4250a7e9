"""`koc publish`: lock what is published under a tag, so that it can be built again."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.base.extras import Extra
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.output import paint, print_report, remark
from kocbook.cli.ui.writing import Writing, member_option, open_option
from kocbook.model.paths import RELEASE_TAG


@click.command(cls=KocCommand, needs=Extra.SITE)
@click.argument("tag", metavar="TAG")
@member_option
@open_option
@click.pass_obj
def publish(session: Session, tag: str, member: str | None, opens: bool) -> int:
    """Lock what stands at HEAD, if nothing is wrong and nobody is missing."""
    from kocbook.app.release import ReleaseDraft, draft_release, require_new_release

    if not RELEASE_TAG.fullmatch(tag):
        raise UsageError("errors.bad-tag", tag=tag)
    require_new_release(session, tag)
    writing = Writing(session, "publish", opens, member)
    draft = draft_release(session, tag, writing.repository.start)
    if not isinstance(draft, ReleaseDraft):
        print_report(session, draft, "text")
        remark(session, "cli.publish.stopped")
        return 1

    def tell() -> None:
        command = f"git tag {tag} {draft.lock.revision} && git push origin {tag}"
        click.echo(session.texts("cli.publish.tag", command=paint(command, "strong")))

    data = {"tag": tag, "pages": len(draft.lock.pages), "file": next(iter(draft.files))}
    return writing.submit(f"release/{tag}", draft.files, data, tell=tell)
