"""What was taken out of a file, and what a file that is no sound one is called."""

from __future__ import annotations

from enum import StrEnum


class Removed(StrEnum):
    """What a file told beside its picture."""

    PLACE = "place"
    DEVICE = "device"
    THUMBNAIL = "thumbnail"
    DESCRIPTION = "description"
    TRAILING = "trailing"
    EXTRA = "extra"


class DamagedError(Exception):
    """The file ends early or is not built as its kind is."""


class PositionTrackError(Exception):
    """The video holds a track of positions, which cannot be blanked without cutting it."""
