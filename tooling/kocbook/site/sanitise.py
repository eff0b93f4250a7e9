"""The allow-list for rendered HTML of contributed text: what Material's Markdown makes, no more."""

from __future__ import annotations

import re
from functools import cache

import nh3

_TEXT = "p br hr h1 h2 h3 h4 h5 h6 blockquote pre code div span section aside nav"
_INLINE = "a abbr b bdi cite del dfn em i ins kbd mark q s samp small strong sub sup time u var wbr"
_LISTS = "ul ol li dl dt dd"
_TABLES = "table thead tbody tfoot tr th td caption colgroup col"
_MEDIA = "img figure figcaption video source track"
_PARTS = "details summary input label"
TAGS = frozenset(f"{_TEXT} {_INLINE} {_LISTS} {_TABLES} {_MEDIA} {_PARTS}".split())

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href", "download"},
    "img": {"src", "alt", "width", "height", "loading"},
    "video": {
        "src",
        "poster",
        "controls",
        "preload",
        "width",
        "height",
        "loop",
        "muted",
        "playsinline",
    },
    "source": {"src", "type"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "div": {"data-tabs"},
    "details": {"open"},
    "input": {"type", "id", "name", "checked", "disabled"},
    "label": {"for"},
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

_CALLOUTS = (
    "note abstract info tip success question warning failure danger bug example quote "
    "summary tldr todo hint important check done help faq caution attention fail missing error "
    "snippet cite seealso"
)
_PIECES = (
    "admonition admonition-title inline end details annotate "
    "tabbed-set tabbed-alternate tabbed-labels tabbed-label tabbed-content tabbed-block "
    "task-list task-list-item task-list-control task-list-indicator "
    "footnote footnote-ref footnote-backref toc headerlink toclink keys grid cards card "
    "highlight highlighttable codehilite linenos linenodiv linenums normal special code filename "
    "left right center md-button md-button--primary"
)
CLASSES = frozenset((_CALLOUTS + " " + _PIECES).split())
_CLASS_PATTERNS = re.compile(
    r"[a-z][a-z0-9]{0,2}"  # Pygments' short names: k, s1, nb, …
    r"|language-[a-z0-9+#.-]{1,30}|key-[a-z0-9-]{1,30}"
)

# What the page's own scripts look for starts with two underscores, except these of Material's.
_OWN_ID = re.compile(r"__tabbed_\d+(?:_\d+)?|__(?:code|span|codelineno)[-_]\d+(?:-\d+)*")
_NAME = re.compile(r"[^\s\"'<>&=`]{1,200}")
_RESERVED_ID = re.compile(r"__|kb-|claim-")
_FILE = re.compile(r"(?![/\\])[^\s\\:?#\"'<>]{1,300}(?:[?#][^\s\\\"'<>]*)?")
_STYLE = re.compile(r"text-align:\s*(left|right|center);?")
_TABS = re.compile(r"[0-9]{1,5}:[0-9]{1,5}")
_WHOLE = re.compile(r"[0-9]{1,5}")
_EXTERNAL = re.compile(
    r'<a((?: [a-z-]+="[^"]*")*) href="((?:https?:)?//([^"/?#]*)[^"]*)"((?: [a-z-]+="[^"]*")*)>([^<]*)'
)
_NAMED_HOST = re.compile(
    r"\s*(?:(?:https?:)?//([\w.-]+)"
    r"|((?:[\w-]+\.)+(?:com|cn|net|org|info|io|top|xyz|cc|vip|shop|gov|edu|example))(?=[/?#:\s]|$))",
    re.IGNORECASE,
)


def sanitise_html(html: str) -> str:
    """Return `html` with nothing in it but what the allow-list names; links away are marked."""
    return _EXTERNAL.sub(_mark_away, _cleaner().clean(html))


def _mark_away(link: re.Match[str]) -> str:
    """Mark a link away; where its words name another site, show the one it leads to."""
    before, address, host, behind, words = link.groups()
    host = host.rpartition("@")[2].partition(":")[0].lower()
    named = _NAMED_HOST.match(words)
    says = (named[1] or named[2]).lower() if named else host
    leads = "" if _belongs(says, host) else f' data-kb-leads="{host}"'
    marks = f'rel="noopener nofollow ugc" data-kb-away=""{leads}'
    return f'<a{before} href="{address}"{behind} {marks}>{words}'


def _belongs(one: str, other: str) -> bool:
    """True where two hosts are the same, or one stands below the other."""
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags={"script", "style", "title", "noscript", "template", "xmp", "textarea"},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_filter_attribute,
        strip_comments=True,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value to keep for one attribute, or None to drop it."""
    match name:
        case "class":
            kept = [word for word in value.split() if is_class(word)]
            return " ".join(kept) or None
        case "id":
            return value if is_id(value) else None
        case "for" | "name":
            return value if _OWN_ID.fullmatch(value) else None
        case "src" | "poster":
            return value if _FILE.fullmatch(value) else None
        case "style":
            return value if _STYLE.fullmatch(value.strip()) else None
        case "data-tabs":
            return value if _TABS.fullmatch(value) else None
        case "type" if tag == "input":
            return value if value in ("checkbox", "radio") else None
        case "width" | "height" | "colspan" | "rowspan" | "span" | "start" | "value":
            return value if _WHOLE.fullmatch(value) else None
        case _:
            return value


def is_class(word: str) -> bool:
    """True for classes that rendered Markdown has, and that do nothing but look."""
    return word in CLASSES or _CLASS_PATTERNS.fullmatch(word) is not None


def is_id(value: str) -> bool:
    """True for ids that headings, footnotes and Material's own parts have.

    Ids of the page's own elements (`__config`, `kb-…`) are refused: scripts look them up.
    """
    return bool(_OWN_ID.fullmatch(value) or (is_name(value) and not _RESERVED_ID.match(value)))


def is_name(value: str) -> bool:
    """True for what is an id and nothing else, even where it is printed into HTML as it is."""
    return _NAME.fullmatch(value) is not None
