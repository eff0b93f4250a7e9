"""The fonts with Chinese letters that this computer has, as fontconfig knows them."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache


@lru_cache(maxsize=1)
def find_fonts() -> tuple[str, str] | None:
    """Return the fonts for titles and for words as `file#index`, as fontconfig knows them."""
    serif = _ask_font("Noto Serif CJK SC,Source Han Serif SC,serif:bold:lang=zh-cn")
    sans = _ask_font("Noto Sans CJK SC,Source Han Sans SC,sans:lang=zh-cn")
    return (serif or sans or "", sans or serif or "") if serif or sans else None


def _ask_font(pattern: str) -> str | None:
    program = shutil.which("fc-match")
    if program is None:
        return None
    words = [program, "-f", "%{file}#%{index}|%{lang}", pattern]
    asked = subprocess.run(words, capture_output=True, text=True, check=False)
    place, _, languages = asked.stdout.partition("|")
    # Fontconfig always answers; a font without Chinese letters would draw boxes.
    return place if "zh-cn" in languages.split("|") else None
