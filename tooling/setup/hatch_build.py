"""Building a wheel: what stands elsewhere in a checkout goes into the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_LIBRARIES = (
    "echarts/dist/echarts.min.js",
    "decap-cms/dist/decap-cms.js",
    "decap-cms/dist/decap-cms.js.LICENSE.txt",
)
"""What the site serves of npm, by the path that `site/vendor_files.py` asks for."""
_SETUP = ("venv", "say.sh", "system-packages", "*.lock.txt")
_SHARED = ("mkdocs.yml", "mkdocs.en.yml", ".gitattributes", ".vscode", ".github")
_SHARED_TARGET = "kocbook/intake/starter/shared"
"""What `koc init` gives to a new community as it is here: `intake/starter/render.py` reads it."""


class WheelHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own typing
    """Adds what npm publishes, and the shared files.

    Without ECharts pages show their tables alone; without Decap CMS there is no visual editor.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files; a missing library is left out instead of ending the build."""
        # An editable installation reads the checkout's own node_modules.
        if version != "standard":
            return
        setup = Path(self.root) / "tooling/setup"
        found = [file.name for pattern in _SETUP for file in sorted(setup.glob(pattern))]
        for name in (*_SHARED, *(f"tooling/setup/{name}" for name in found)):
            build_data["force_include"][str(Path(self.root) / name)] = f"{_SHARED_TARGET}/{name}"
        for name in _LIBRARIES:
            library = Path(self.root) / "node_modules" / name
            if library.is_file():
                build_data["force_include"][str(library)] = f"kocbook/site/vendor/{name}"
