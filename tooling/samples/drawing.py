"""A small SVG drawing surface: shapes, Chinese labels, arrows, and rendering to WebP.

Sizes are in pixels of the finished picture. Colours are the palette below and nothing else, so that
pictures by different scripts belong together.
"""

from __future__ import annotations

import io
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image

TEAL = "#0f5e5a"
TEAL_MID = "#3f8580"
TEAL_SOFT = "#cfe3df"
ORANGE = "#e8813a"
ORANGE_DEEP = "#b4551a"
ORANGE_SOFT = "#f9dfc9"
SAND = "#f4efe6"
SAND_DEEP = "#e3d8c6"
STONE = "#b9b2a5"
INK = "#1f2a2e"
GREY = "#5d686b"
WHITE = "#ffffff"
RED = "#c0402c"
YELLOW = "#e9b93c"
SKY = "#bfdde3"

FONT_FAMILY = "Noto Sans CJK SC"

Point = tuple[float, float]


def require_font() -> None:
    """Fail early when fontconfig has no Chinese font: labels would come out as boxes."""
    found = subprocess.run(
        ["fc-match", "--format=%{family}", FONT_FAMILY], check=True, capture_output=True, text=True
    ).stdout
    if "CJK" not in found:
        raise SystemExit(
            f"Font '{FONT_FAMILY}' is missing (install fonts-noto-cjk); found '{found}'."
        )


def text_width(text: str, size: float) -> float:
    """Estimated width in pixels: full-width characters are one em, others 0.56 em."""
    ems = sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.56 for char in text)
    return ems * size


def joined(points: Iterable[Point]) -> str:
    """Points as an SVG coordinate list."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


class Drawing:
    """Collects SVG elements in painting order."""

    def __init__(self, width: int = 1200, height: int = 675, background: str = SAND) -> None:
        self.width = width
        self.height = height
        self._parts: list[str] = []
        self.rect(0, 0, width, height, background)

    def add(self, element: str) -> None:
        """Append a raw SVG element."""
        self._parts.append(element)

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str,
        *,
        radius: float = 0,
        stroke: str = "none",
        width: float = 0,
        opacity: float = 1,
    ) -> None:
        """A rectangle, with rounded corners when `radius` is given."""
        self.add(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{radius}" fill="{fill}" '
            f'stroke="{stroke}" stroke-width="{width}" opacity="{opacity}"/>'
        )

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str,
        *,
        stroke: str = "none",
        width: float = 0,
        opacity: float = 1,
    ) -> None:
        """A circle around (x, y)."""
        self.add(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" stroke="{stroke}" '
            f'stroke-width="{width}" opacity="{opacity}"/>'
        )

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, fill: str, *, opacity: float = 1
    ) -> None:
        """An ellipse around (x, y)."""
        self.add(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}" opacity="{opacity}"/>'
        )

    def path(
        self,
        data: str,
        *,
        fill: str = "none",
        stroke: str = "none",
        width: float = 0,
        dash: str = "",
        opacity: float = 1,
    ) -> None:
        """An SVG path with round joins and caps."""
        self.add(
            f'<path d="{data}" fill="{fill}" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round" '
            f'stroke-linecap="round" stroke-dasharray="{dash or "none"}" opacity="{opacity}"/>'
        )

    def line(
        self,
        points: Sequence[Point],
        stroke: str = INK,
        width: float = 4,
        *,
        dash: str = "",
        opacity: float = 1,
    ) -> None:
        """A polyline through the points."""
        start, *rest = points
        data = f"M {joined([start])} L {joined(rest)}"
        self.path(data, stroke=stroke, width=width, dash=dash, opacity=opacity)

    def polygon(
        self,
        points: Sequence[Point],
        fill: str,
        *,
        stroke: str = "none",
        width: float = 0,
        opacity: float = 1,
    ) -> None:
        """A closed shape through the points."""
        self.path(f"M {joined(points)} Z", fill=fill, stroke=stroke, width=width, opacity=opacity)

    def text(
        self,
        x: float,
        y: float,
        content: str,
        size: float = 32,
        *,
        fill: str = INK,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """One line of text; y is the vertical centre of the characters."""
        weight = 700 if bold else 400
        self.add(
            f'<text x="{x:.1f}" y="{y + size * 0.36:.1f}" font-family="{FONT_FAMILY}" font-size="{size}" '
            f'font-weight="{weight}" fill="{fill}" text-anchor="{anchor}">{escape(content)}</text>'
        )

    def paragraph(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float = 30,
        *,
        fill: str = INK,
        anchor: str = "start",
        bold: bool = False,
        leading: float = 1.5,
    ) -> None:
        """Several lines, the first centred on y."""
        for number, content in enumerate(lines):
            self.text(
                x, y + number * size * leading, content, size, fill=fill, anchor=anchor, bold=bold
            )

    def heading(self, content: str, note: str = "") -> None:
        """The picture's title at the top left, with a quieter note after it."""
        self.rect(60, 52, 12, 52, ORANGE, radius=6)
        self.text(92, 78, content, 44, fill=TEAL, bold=True)
        if note:
            self.text(92 + text_width(content, 44) + 28, 81, note, 28, fill=GREY)

    def pill(
        self,
        x: float,
        y: float,
        content: str,
        size: float = 30,
        *,
        fill: str = TEAL,
        ink: str = WHITE,
        bold: bool = True,
    ) -> None:
        """A label in a rounded box centred on (x, y)."""
        w = text_width(content, size) + size * 1.3
        h = size * 1.75
        self.rect(x - w / 2, y - h / 2, w, h, fill, radius=h / 2)
        self.text(x, y, content, size, fill=ink, anchor="middle", bold=bold)

    def badge(
        self, x: float, y: float, content: str, radius: float = 34, *, fill: str = ORANGE
    ) -> None:
        """A number in a circle."""
        self.circle(x, y, radius + 5, WHITE)
        self.circle(x, y, radius, fill)
        self.text(x, y, content, radius * 1.1, fill=WHITE, anchor="middle", bold=True)

    def arrow(
        self, start: Point, end: Point, stroke: str = ORANGE, width: float = 9, *, head: float = 26
    ) -> None:
        """A straight arrow that ends at `end`."""
        (x1, y1), (x2, y2) = start, end
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        base = (x2 - ux * head, y2 - uy * head)
        self.line([start, base], stroke, width)
        wing = head * 0.62
        self.polygon(
            [
                (x2, y2),
                (base[0] - uy * wing, base[1] + ux * wing),
                (base[0] + uy * wing, base[1] - ux * wing),
            ],
            stroke,
            stroke=stroke,
            width=3,
        )

    def leader(
        self, target: Point, label: Point, content: str, size: float = 30, *, fill: str = TEAL
    ) -> None:
        """A label joined to the spot that it names."""
        self.line([target, label], fill, 4)
        self.circle(*target, 10, WHITE, stroke=fill, width=5)
        self.pill(*label, content, size, fill=fill)

    @contextmanager
    def moved(
        self, x: float = 0, y: float = 0, *, scale: float = 1, turn: float = 0
    ) -> Iterator[None]:
        """Everything drawn inside is turned (degrees), scaled, then moved."""
        self.add(
            f'<g transform="translate({x:.2f} {y:.2f}) scale({scale:.4f}) rotate({turn:.2f})">'
        )
        yield
        self.add("</g>")

    @contextmanager
    def clipped(self, name: str, shape: str) -> Iterator[None]:
        """Everything drawn inside is cut to `shape`, an SVG element; `name` is unique in the picture."""
        self.add(f'<clipPath id="{name}">{shape}</clipPath><g clip-path="url(#{name})">')
        yield
        self.add("</g>")

    def svg(self) -> str:
        """The whole picture as SVG text."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}">'
        )
        return head + "".join(self._parts) + "</svg>"

    def image(self, width: int | None = None) -> Image.Image:
        """The picture as RGB pixels, `width` wide (default: its own width)."""
        command = [
            "rsvg-convert",
            "--format=png",
            f"--width={width or self.width}",
            "--keep-aspect-ratio",
        ]
        png = subprocess.run(
            command, input=self.svg().encode(), check=True, capture_output=True
        ).stdout
        return Image.open(io.BytesIO(png)).convert("RGB")

    def save(self, path: Path) -> None:
        """Write a WebP without metadata."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.image().save(path, "WEBP", quality=82, method=6)
