"""The site on this machine: brought up to date on every save, and the browser reloads by itself."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from watchfiles import Change, watch

from kocbook.base.errors import KocError
from kocbook.base.texts import Texts, choose_language, load_texts
from kocbook.model.tree import READ_FOLDERS
from kocbook.site.engine.preview_server import PreviewServer
from kocbook.site.publish.live import LiveSite

_FILES = ("community.yml", "mkdocs.yml", "mkdocs.en.yml")
_OWN_FOLDERS = ("theme", "templates", "styles")


def serve_site(
    root: Path, as_of: date, host: str, port: int, say: Callable[[str], None] | None = None
) -> None:
    """Build the site below `.koc/`, serve it at `host`:`port`, and bring it up to date on every save.

    Returns when interrupted. `say` is told what happens; without it, it goes to standard error.

    Raises:
        KocError: the first build failed, or the port is taken.
    """
    tell = say or _write_line
    texts = load_texts(choose_language(None))
    live = LiveSite(root, as_of, root / ".koc/site")
    stop = threading.Event()
    try:
        built = live.update()
        tell(texts("site.serve.built", n=built.pages, written=built.written))
        server = PreviewServer(
            host,
            port,
            live.site_dir,
            live.base,
            lambda url: tell(texts("site.serve.ready", url=url)),
        )
        arguments = (live, server, texts, tell, stop)
        threading.Thread(target=_follow, args=arguments, daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            _answer(server, port)
        server.shutdown()
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        live.close()


def _answer(server: PreviewServer, port: int) -> None:
    """Answer browsers until interrupted.

    Raises:
        KocError: the port is taken.
    """
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs' own typing
    except OSError as error:
        raise KocError("errors.site-port", port=port, detail=error.strerror) from error


def _follow(
    live: LiveSite,
    server: PreviewServer,
    texts: Texts,
    tell: Callable[[str], None],
    stop: threading.Event,
) -> None:
    """Bring the site up to date after every save, until `stop` is set."""
    own = [Path(__file__).parents[1] / name for name in _OWN_FOLDERS]
    watched = [live.root / name for name in (*READ_FOLDERS, *_FILES)]
    places = [path for path in (*watched, *own) if path.exists()]
    for changes in watch(*places, stop_event=stop, rust_timeout=200):
        try:
            built = live.update(_list_saved(live.root, changes), server.reload_pages)
        except (KocError, OSError) as error:
            # The pages that were there stay; the next save may mend it.
            if not stop.is_set():
                tell(texts(error.key, **error.data) if isinstance(error, KocError) else str(error))
            continue
        tell(texts("site.serve.built", n=built.pages, written=built.written))


def _list_saved(root: Path, changes: Iterable[tuple[Change, str]]) -> set[str]:
    """Return the paths of changed files in `root`; one of another place is named in full."""
    paths = [Path(path) for _, path in changes]
    return {
        path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        for path in paths
    }


def _write_line(line: str) -> None:
    sys.stderr.write(f"{line}\n")
