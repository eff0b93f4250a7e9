"""Draws every sample picture, the video, its poster and its captions into content/.

Needs Python 3.11 with Pillow, and from the system: rsvg-convert (Debian: librsvg2-bin), ffmpeg,
fontconfig's fc-match and a Chinese font (fonts-noto-cjk). From the repository's root:

    python tooling/samples/make_media.py            all
    python tooling/samples/make_media.py winter     only paths that contain "winter"
    python tooling/samples/make_media.py --out DIR  elsewhere
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import cabin
import covers
import gallery
import packing
import roadside
import storage
from drawing import Drawing, require_font
from video import write_video

VIDEO_FOLDER = "new-owner-guide/first-setup"


def pictures() -> dict[str, Callable[[], Drawing]]:
    """Path below content/ → the function that draws it."""
    found: dict[str, Callable[[], Drawing]] = {}
    for subject in (storage, packing, cabin, roadside, gallery, covers):
        found.update(subject.PICTURES)
    return dict(sorted(found.items()))


def main() -> None:
    """Read the options and write the files."""
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description="Draw the sample pictures and the video.")
    parser.add_argument("only", nargs="?", default="", help="part of the paths to write")
    parser.add_argument("--out", type=Path, default=root / "content", help="default: content/")
    options = parser.parse_args()
    require_font()
    for path, draw in pictures().items():
        if options.only in path:
            draw().save(options.out / path)
            sys.stdout.write(f"{path}\n")
    if options.only in f"{VIDEO_FOLDER}/first-setup.mp4":
        write_video(options.out / VIDEO_FOLDER)
        sys.stdout.write(f"{VIDEO_FOLDER}/first-setup.mp4\n")


if __name__ == "__main__":
    main()
