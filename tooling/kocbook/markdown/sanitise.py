"""The allow-list for rendered HTML of contributed text: what CommonMark and GFM make, no more.

No class of an author's survives: a class of the theme can hide words, and what Material needs is added
after this by the tool itself.
"""

from __future__ import annotations

import re
from functools import cache

import nh3

_TEXT = "p br hr h1 h2 h3 h4 h5 h6 blockquote pre code div span section aside nav"
_INLINE = "a abbr b bdi cite del dfn em i ins kbd mark q s samp small strong sub sup time u var wbr"
_LISTS = "ul ol li dl dt dd"
_TABLES = "table thead tbody tfoot tr th td caption colgroup col"
_MEDIA = "img figure figcaption video source track"
_PARTS = "details summary input"
TAGS = frozenset(f"{_TEXT} {_INLINE} {_LISTS} {_TABLES} {_MEDIA} {_PARTS}".split())

SCHEMES = frozenset(["http", "https", "mailto", "tel"])
"""What a link may lead to besides pages and files of the site."""

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "title", "lang", "dir", "data-sourcepos"},
    "a": {"href"},
    "img": {"src", "alt"},
    "code": {"class"},
    "div": {"class"},
    "p": {"class"},
    "section": {"class"},
    "sup": {"class"},
    "span": {"data-math-style"},
    "video": {
        "src",
        "poster",
        "controls",
        "preload",
        "loop",
        "muted",
        "playsinline",
    },
    "source": {"src", "type"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "details": {"open"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"align", "colspan", "rowspan", "style"},
    "th": {"align", "colspan", "rowspan", "scope", "style"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "q": {"cite"},
    "blockquote": {"cite"},
}

# What the page's own scripts look for begins so.
_NAME = re.compile(r"[^\s\"'<>&=`]{1,200}")
_RESERVED_ID = re.compile(r"__|kb-|claim-")
_FILE = re.compile(r"(?![/\\])[^\s\\:?#\"'<>]{1,300}(?:[?#][^\s\\\"'<>]*)?")
_STYLE = re.compile(r"text-align:\s*(left|right|center);?")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WHOLE = re.compile(r"[0-9]{1,5}")
_CLASS = re.compile(r"language-[\w+#.-]{1,40}|markdown-alert(?:-[a-z]+)?|footnotes|footnote-ref")


def sanitise_html(html: str) -> str:
    """Return `html` with nothing in it but what the allow-list names, written canonically.

    Control characters, which a reference such as `&#1;` can bring, are left out: nobody sees them,
    and a fingerprint sets its own marks with them. What is left is judged anew, for without them
    `java&#1;script:` is another address.
    """
    clean = _cleaner().clean(html)
    seen = _UNSEEN.sub("", clean)
    return clean if seen == clean else _cleaner().clean(seen)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags={"script", "style", "title", "noscript", "template", "xmp", "textarea"},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_filter_attribute,
        strip_comments=True,
        link_rel=None,
        url_schemes=set(SCHEMES),
    )


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value to keep for one attribute, or None to drop it."""
    match name:
        case "class":
            return " ".join(filter(_CLASS.fullmatch, value.split())) or None
        case "id":
            return value if is_id(value) else None
        case "src" | "poster":
            return value or None  # a picture from the web is told of, and shown as a link
        case "style":
            return value if _STYLE.fullmatch(value.strip()) else None
        case "type" if tag == "input":
            return value if value == "checkbox" else None
        case "colspan" | "rowspan" | "span" | "start" | "value":
            return value if _WHOLE.fullmatch(value) else None
        case _:
            return value


def is_own_file(address: str) -> bool:
    """True for an address of a file beside the page: nothing else is ever fetched with a page."""
    return _FILE.fullmatch(address) is not None


def is_id(value: str) -> bool:
    """True for ids that headings, footnotes and Material's own parts have.

    Ids of the page's own elements (`__config`, `kb-…`) are refused: scripts look them up.
    """
    return is_name(value) and not _RESERVED_ID.match(value)


def is_name(value: str) -> bool:
    """True for what is an id and nothing else, even where it is printed into HTML as it is."""
    return _NAME.fullmatch(value) is not None
