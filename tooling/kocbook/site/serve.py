"""The site on this machine: built again on every save, and the browser reloads by itself."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchfiles import watch

from kocbook.base.errors import KocError
from kocbook.base.texts import choose_language, load_texts
from kocbook.load.loader import load_community
from kocbook.load.tree import READ_FOLDERS, WorkingTree
from kocbook.site.build import build_site
from kocbook.site.content_policy import drop_content_policy

_FILES = ("community.yml", "mkdocs.yml", "mkdocs.en.yml")
_OWN_FOLDERS = ("theme", "templates")


class _Preview(LiveReloadServer):
    """Adds the script that reloads the page, which a finished page would refuse to run."""

    def _inject_js_into_html(self, content: bytes, epoch: float) -> bytes:
        plain = drop_content_policy(content)
        page: bytes = super()._inject_js_into_html(plain, epoch)  # type: ignore[no-untyped-call]
        return page


def serve_site(
    root: Path, as_of: date, host: str, port: int, say: Callable[[str], None] | None = None
) -> None:
    """Build the site below `.koc/`, serve it at `host`:`port`, and build again on every save.

    Returns when interrupted. `say` is told what happens; without it, it goes to standard error.

    Raises:
        KocError: the first build failed, or the port is taken.
    """
    tell = say or _write_line
    texts = load_texts(choose_language(None))
    site_dir, stamp = root / ".koc/site", root / ".koc/stamp"
    stamp.mkdir(parents=True, exist_ok=True)

    def rebuild() -> None:
        community = load_community(WorkingTree(root)).community
        if community is None:
            raise KocError("errors.community-unreadable")
        built = build_site(root, community, as_of, site_dir)
        # The server watches this one file instead of the whole repository.
        (stamp / "built").write_text("")
        tell(texts("site.serve.built", n=built.pages, written=built.written))

    rebuild()
    server = _Preview(lambda: None, host, port, str(site_dir), polling_interval=0.2)
    server.error_handler = lambda _: (site_dir / "404.html").read_bytes()
    server.watch(str(stamp))
    stop = threading.Event()
    threading.Thread(target=_rebuild_on_save, args=(root, rebuild, tell, stop), daemon=True).start()
    tell(texts("site.serve.ready", url=server.url))
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs' own typing
    except OSError as error:
        raise KocError("errors.site-port", port=port, detail=error.strerror) from error
    except KeyboardInterrupt:
        server.shutdown()
    finally:
        stop.set()


def _rebuild_on_save(
    root: Path, rebuild: Callable[[], None], tell: Callable[[str], None], stop: threading.Event
) -> None:
    own = [Path(__file__).parent / name for name in _OWN_FOLDERS]
    watched = [root / name for name in (*READ_FOLDERS, *_FILES)]
    for _ in watch(*(path for path in (*watched, *own) if path.exists()), stop_event=stop):
        try:
            rebuild()
        except KocError as error:
            # The site that was there stays; the next save may mend it.
            tell(load_texts(choose_language(None))(error.key, **error.data))


def _write_line(line: str) -> None:
    sys.stderr.write(f"{line}\n")
