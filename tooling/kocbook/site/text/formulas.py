"""Formulas as MathML: browsers show it, screen readers speak it, and the TeX stays beside it."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree as ET

from kocbook.markdown.html_tree import Element

TAGS = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mo",
        "mn",
        "mtext",
        "mspace",
        "ms",
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mmultiscripts",
        "mprescripts",
        "none",
        "mtable",
        "mtr",
        "mtd",
        "mlabeledtr",
        "mpadded",
        "mphantom",
        "menclose",
        "mstyle",
    ]
)
ATTRIBUTES = frozenset(
    [
        "display",
        "mathvariant",
        "stretchy",
        "fence",
        "separator",
        "accent",
        "accentunder",
        "columnalign",
        "rowspacing",
        "columnspacing",
        "width",
        "height",
        "depth",
        "lspace",
        "rspace",
        "minsize",
        "maxsize",
        "linethickness",
        "displaystyle",
        "scriptlevel",
        "form",
        "movablelimits",
        "notation",
        "open",
        "close",
    ]
)
_COMMAND = re.compile(r"\\(?:begin|end)\{[^{}]*\}(?:\{[^{}]*\})?|\\[A-Za-z]+\*?")
_NO_WORD = re.compile(r"[\W_]+")
LONGEST = 4000
"""Characters of TeX that are read as a formula; more stays as it was typed."""


def make_formula(tex: str, is_block: bool) -> list[Element | str]:
    """Return a formula as elements; what cannot be read stays as it was typed, signs included."""
    sign = "$$" if is_block else "$"
    typed = f"{sign}{tex}{sign}"
    if len(tex) > LONGEST:
        return [typed]
    from latex2mathml.converter import convert

    try:
        root = ET.fromstring(convert(tex.strip(), display="block" if is_block else "inline"))  # noqa: S314 (our own converter's)
    except Exception:  # noqa: BLE001 (whatever a stranger's TeX makes the converter raise)
        return [typed]
    formula = _copy(root)
    if not _tells_all(tex, formula):
        return [typed]
    formula.attributes["aria-label"] = formula.attributes["alttext"] = " ".join(tex.split())
    return [formula]


def _tells_all(tex: str, formula: Element) -> bool:
    """True where every letter, digit and Chinese sign that was typed is in the formula.

    TeX takes `%` for the beginning of a comment: nothing of an author's may vanish so.
    """
    words = Counter(_NO_WORD.sub("", _COMMAND.sub("", tex)))
    return words <= Counter(_NO_WORD.sub("", formula.words()))


def _copy(source: ET.Element) -> Element:
    """Copy a formula's elements, those that are known with the attributes that are."""
    tag = source.tag.rpartition("}")[2]
    attributes = {name: value for name, value in source.attrib.items() if name in ATTRIBUTES}
    element = Element(tag if tag in TAGS else "mrow", attributes)
    if source.text and source.text.strip():
        element.children.append(source.text)
    for child in source:
        element.children.append(_copy(child))
        if child.tail and child.tail.strip():
            element.children.append(child.tail)
    return element
