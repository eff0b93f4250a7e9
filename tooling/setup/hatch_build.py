"""Building wheel and sdist: what stands elsewhere in a checkout goes into the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_LIBRARIES = (
    "echarts/dist/echarts.min.js",
    "decap-cms/dist/decap-cms.js",
    "decap-cms/dist/decap-cms.js.LICENSE.txt",
)
"""What the site serves of npm, by the path that `site/files/vendor_files.py` asks for."""
_SETUP = ("venv", "say.sh", "system-packages", "*.lock.txt")
_SHARED = ("mkdocs.yml", "mkdocs.en.yml", ".gitattributes", ".vscode", ".github")
_SHARED_TARGET = "kocbook/intake/starter/shared"
"""What `koc init` gives to a new community as it is here: `intake/starter/render.py` reads it."""


class PackageHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own typing
    """Adds what npm publishes, and the shared files.

    Without ECharts pages show their tables alone; without Decap CMS there is no visual editor.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files; a missing library is left out instead of ending the build."""
        # An editable installation reads the checkout's own node_modules.
        if version != "standard":
            return
        added: dict[str, str] = build_data["force_include"]
        if self.target_name == "wheel":
            added.update(self._shared())
            added.update(self._libraries("kocbook/site/vendor"))
        else:
            # Where the checkout has them, so that a wheel made of the sdist is the same wheel.
            added.update(self._libraries("node_modules"))

    def _shared(self) -> dict[str, str]:
        """Return where in the wheel each shared file goes, by its path here."""
        setup = Path(self.root) / "tooling/setup"
        found = [file.name for pattern in _SETUP for file in sorted(setup.glob(pattern))]
        names = (*_SHARED, *(f"tooling/setup/{name}" for name in found))
        return {str(Path(self.root) / name): f"{_SHARED_TARGET}/{name}" for name in names}

    def _libraries(self, target: str) -> dict[str, str]:
        """Return where below `target` each file of npm goes that is here."""
        paths = {name: Path(self.root) / "node_modules" / name for name in _LIBRARIES}
        return {str(path): f"{target}/{name}" for name, path in paths.items() if path.is_file()}
