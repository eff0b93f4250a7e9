"""The web server of `koc serve`: MkDocs' own, which reloads the pages that are open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mkdocs import livereload

from kocbook.site.engine.content_policy import drop_content_policy


class PreviewServer(livereload.LiveReloadServer):
    """Adds the script that reloads the page, which a finished page would refuse to run."""

    def __init__(
        self, host: str, port: int, site_dir: Path, base: str, on_ready: Callable[[str], None]
    ) -> None:
        """`base` is the path that the site stands at on its host: its 404 page and its search rely on it.

        `on_ready` is told the address, once it answers.
        """
        super().__init__(lambda: None, host, port, str(site_dir), mount_path=base)
        self.on_ready: Callable[[], None] = lambda: on_ready(self.url)
        # The script is added only where something is watched. It is, but not by this server.
        self._watched_paths[str(site_dir)] = 1
        self.error_handler = lambda _: (site_dir / "404.html").read_bytes()

    def server_activate(self) -> None:
        """Listen, and say so."""
        super().server_activate()
        self.on_ready()

    def _inject_js_into_html(self, content: bytes, epoch: float) -> bytes:
        plain = drop_content_policy(content)
        page: bytes = super()._inject_js_into_html(plain, epoch)  # type: ignore[no-untyped-call]
        return page

    def reload_pages(self) -> None:
        """Let every open page load itself again."""
        with self._epoch_cond:
            self._wanted_epoch = self._visible_epoch = livereload._timestamp()
            self._epoch_cond.notify_all()
