"""Turns the scenes into an H.264 film without sound, its poster and its Chinese captions."""

from __future__ import annotations

import math
import subprocess
from collections.abc import Iterator
from pathlib import Path

from drawing import ORANGE, WHITE
from PIL import Image, ImageDraw
from screens import HEIGHT, WIDTH, Scene, poster, scenes

RATE = 15  # frames per second
TAP_AT = 0.46  # the finger touches at this part of a step
FADE = 0.4  # seconds


def _pointer(frame: Image.Image, x: float, y: float, ripple: float) -> None:
    """Paint the finger's spot, drawn four times larger for smooth edges; `ripple` grows from 0 to 1."""
    half, zoom = 52, 4
    patch = Image.new("RGBA", (half * 2 * zoom, half * 2 * zoom), (0, 0, 0, 0))
    pen = ImageDraw.Draw(patch)
    centre = half * zoom

    def ring(radius: float, fill: str | None, outline: str | None, width: int) -> None:
        r = radius * zoom
        pen.ellipse(
            (centre - r, centre - r, centre + r, centre + r),
            fill=fill,
            outline=outline,
            width=width * zoom,
        )

    if 0 < ripple < 1:
        ring(18 + 30 * ripple, None, ORANGE, max(1, round(6 * (1 - ripple))))
    ring(18, ORANGE, WHITE, 4)
    small = patch.resize((half * 2, half * 2), Image.Resampling.LANCZOS)
    frame.paste(small, (round(x) - half, round(y) - half), small)


def _eased(part: float) -> float:
    clamped = min(1.0, max(0.0, part))
    return (1 - math.cos(clamped * math.pi)) / 2


def _step_frames(scene: Scene) -> Iterator[Image.Image]:
    before, after = scene.before.image(), scene.after.image()
    tap_time = scene.seconds * TAP_AT
    end_of_touch = tap_time + (1.2 if scene.drag else 0.3)
    for number in range(round(scene.seconds * RATE)):
        now = number / RATE
        frame = Image.blend(before, after, _eased((now - end_of_touch) / FADE))
        if scene.tap is not None and now < end_of_touch + 0.8:
            travel = _eased((now - 1.2) / (tap_time - 1.6))
            x = 900 + (scene.tap[0] - 900) * travel
            y = 500 + (scene.tap[1] - 500) * travel
            if scene.drag is not None:
                pull = _eased((now - tap_time) / 1.2)
                x += (scene.drag[0] - scene.tap[0]) * pull
                y += (scene.drag[1] - scene.tap[1]) * pull
            if now > 0.8:
                _pointer(frame, x, y, (now - tap_time) / 0.7)
        yield frame


def frames(film: list[Scene]) -> Iterator[Image.Image]:
    """Every frame in order, each scene fading in over the last frame of the one before."""
    last: Image.Image | None = None
    for scene in film:
        for number, frame in enumerate(_step_frames(scene)):
            mix = (number + 1) / (FADE * RATE)
            shown = frame if last is None or mix >= 1 else Image.blend(last, frame, mix)
            yield shown
        last = frame


def _stamp(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"00:{int(minutes):02d}:{rest:06.3f}"


def captions(film: list[Scene]) -> str:
    """WebVTT: two cues a scene, changing when the picture does."""
    cues = ["WEBVTT", ""]
    start = 0.0
    for scene in film:
        middle = start + scene.seconds * TAP_AT
        end = start + scene.seconds
        for left, right, text in (
            (start, middle, scene.captions[0]),
            (middle, end, scene.captions[1]),
        ):
            cues += [f"{_stamp(left + 0.1)} --> {_stamp(right)}", text, ""]
        start = end
    return "\n".join(cues)


def write_video(folder: Path) -> None:
    """Write first-setup.mp4, first-setup.zh.vtt and poster.webp into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    film = scenes()
    poster().save(folder / "poster.webp")
    (folder / "first-setup.zh.vtt").write_text(captions(film), encoding="utf-8")
    command = [
        "ffmpeg",
        "-y",
        "-loglevel",
        "error",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-s",
        f"{WIDTH}x{HEIGHT}",
        "-r",
        str(RATE),
        "-i",
        "-",
        "-an",
        "-c:v",
        "libx264",
        "-preset",
        "slow",
        "-crf",
        "25",
        "-pix_fmt",
        "yuv420p",
        "-threads",
        "1",
        "-map_metadata",
        "-1",
        "-fflags",
        "+bitexact",
        "-flags:v",
        "+bitexact",
        "-movflags",
        "+faststart",
        str(folder / "first-setup.mp4"),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        if encoder.stdin is None:
            raise RuntimeError("ffmpeg was started without an input pipe")
        for frame in frames(film):
            encoder.stdin.write(frame.tobytes())
        encoder.stdin.close()
        if encoder.wait() != 0:
            raise RuntimeError("ffmpeg could not write the video")
