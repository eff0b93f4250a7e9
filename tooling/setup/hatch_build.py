"""Building a wheel: the chart library goes into the package, where npm has installed it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_LIBRARY = Path("node_modules", "echarts", "dist", "echarts.min.js")
_TARGET = "kocbook/site/vendor/echarts.min.js"


class ChartLibraryHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own typing
    """Adds ECharts to a wheel. Without it the wheel is whole, and pages show tables alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the file; a missing one is left out instead of ending the build."""
        library = Path(self.root) / _LIBRARY
        # An editable installation reads the checkout's own node_modules.
        if version == "standard" and library.is_file():
            build_data["force_include"][str(library)] = _TARGET
