"""A contributed text as finished HTML: what its tree becomes in Material's shapes.

The tree is sanitised; everything that is added here is the tool's own, and everything is escaped
when it is written. What Python-Markdown's extensions made of notes, tick lists, code and footnotes,
the theme's styles and scripts still find.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from posixpath import splitext
from urllib.parse import quote, unquote, urlsplit

from kocbook.base.languages import LANGUAGE_TABLE
from kocbook.base.texts import Texts
from kocbook.markdown.document import (
    VIDEO,
    find_alert,
    find_usual_title,
    is_heading,
    is_way_back,
    read_document,
)
from kocbook.markdown.figure_kinds import FIGURE
from kocbook.markdown.html_tree import Element, copy_tree, iter_elements, write_html
from kocbook.markdown.sanitise import is_own_file
from kocbook.site.pictures.widths import CREDIT
from kocbook.site.text.figures.draw import draw_all
from kocbook.site.text.film_card import show_film_card
from kocbook.site.text.formulas import make_formula
from kocbook.site.text.highlight import highlight_code

_CALLOUTS = {
    "note": "note",
    "tip": "tip",
    "important": "info",
    "warning": "warning",
    "caution": "danger",
}
_LANGUAGE = re.compile(r"language-(\S+)")
_NAMED_HOST = re.compile(
    r"(?:(?:https?:)?//([\w.-]+)|(?<![\w.@-])((?:[\w-]+\.)+"
    r"(?:com|cn|net|org|info|io|top|xyz|cc|vip|shop|gov|edu|example))(?![\w-]))",
    re.IGNORECASE | re.ASCII,
)
_SKIPPED = dict.fromkeys((9, 10, 13), None)
"""Browsers skip tabs and line ends within an address."""


@dataclass(frozen=True, slots=True)
class ArticleFrame:
    """What a text's page lends it: words in the page's language, and the names of its media.

    `makers` are the names of those whose pictures lie in a folder, by the folder.
    """

    texts: Texts
    media: Collection[str] = ()
    makers: Mapping[str, str] = field(default_factory=dict)

    def credit(self, source: str) -> str:
        """Return the line that says who made a picture; "" where it is as the page is."""
        maker = self.makers.get(unquote(source).partition("/")[0]) if "/" in source else None
        return self.texts("site.module.made-by", name=maker) if maker else ""


def make_article(source: str, frame: ArticleFrame) -> str:
    """Return the finished HTML of a contributed text."""
    root = copy_tree(read_document(source).root)  # the page's view has just asked for it
    names = {name for one in iter_elements(root) for name in (one.tag, *one.attributes)}
    for made_of, change in _CHANGES:
        if made_of & names:
            change(root, frame)
    linked = {id(one) for link in _find_links(root) for one in iter_elements(link)}
    for element, parent in _with_parents(root):
        if element.tag == "img":
            _show_picture(element, parent, frame, is_linked=id(element) in linked)
        elif element.tag == "video":
            _keep_own_files(element)
        elif element.tag == "a" and element.get("href"):
            _lead(element)
            show_film_card(element, parent, frame.texts)
        elif is_heading(element):
            _link_heading(element, frame)
    return write_html(root).strip()


def _find_links(root: Element) -> list[Element]:
    return [one for one in iter_elements(root) if one.tag == "a" and one.get("href")]


def _with_parents(root: Element) -> list[tuple[Element, Element]]:
    found: list[tuple[Element, Element]] = []
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        children = [one for one in parent.children if isinstance(one, Element)]
        found += [(one, parent) for one in children]
        waiting += children
    return found


def _replace(parent: Element, child: Element, others: list[Element | str]) -> None:
    for place, one in enumerate(parent.children):
        if one is child:
            parent.children[place : place + 1] = others
            return


# -------------------------------------------------------------------------------- notes and lists


def _show_alerts(root: Element, frame: ArticleFrame) -> None:
    for element in iter_elements(root):
        if kind := find_alert(element):
            element.attributes["class"] = f"admonition {_CALLOUTS[kind]}"
        elif element.has_class("markdown-alert-title"):
            if usual := find_usual_title(element):
                element.children = [frame.texts(f"site.alert.{usual}")]
            element.attributes["class"] = "admonition-title"


def _show_ticks(root: Element, frame: ArticleFrame) -> None:
    del frame
    for item, parent in _with_parents(root):
        box = _find_box(item)
        if item.tag != "li" or box is None:
            continue
        holder, place = box
        checked = {"checked": ""} if "checked" in holder.children[place].attributes else {}  # type: ignore[union-attr]
        label = Element("label", {"class": "task-list-control"})
        label.children = [
            Element("input", {"type": "checkbox"} | checked),
            Element("span", {"class": "task-list-indicator"}),
        ]
        holder.children[place] = label
        item.attributes["class"] = "task-list-item"
        parent.attributes["class"] = "task-list"


def _find_box(item: Element) -> tuple[Element, int] | None:
    """Return where a list item's own box stands: at its beginning, or at that of its paragraph."""
    for holder in (item, *(one for one in item.children if isinstance(one, Element))):
        if holder is not item and holder.tag != "p":
            continue
        for place, one in enumerate(holder.children):
            if isinstance(one, Element):
                if one.tag == "input":
                    return holder, place
                break
            if one.strip():
                break
    return None


# -------------------------------------------------------------------------------- code and formulas


def _show_code(root: Element, frame: ArticleFrame) -> None:
    del frame
    for block, parent in _with_parents(root):
        code = block.children[0] if len(block.children) == 1 else ""
        if block.tag != "pre" or isinstance(code, str) or code.tag != "code":
            continue
        language = _LANGUAGE.search(code.get("class"))
        code.attributes.clear()
        code.children = highlight_code(code.words(), language[1] if language else "")
        block.children = [Element("span"), code]
        name = f"language-{language[1]} highlight" if language else "highlight"
        _replace(parent, block, [Element("div", {"class": name}, [block])])


def _show_formulas(root: Element, frame: ArticleFrame) -> None:
    del frame
    for element in iter_elements(root):
        style = element.attributes.pop("data-math-style", "")
        if style:
            element.attributes = {"class": f"kb-formula kb-formula--{style}"}
            element.children = make_formula(element.words().strip("`"), is_block=style == "display")


def _show_figures(root: Element, frame: ArticleFrame) -> None:
    draw_all(root, frame.texts)


# -------------------------------------------------------------------------------- footnotes


def _show_footnotes(root: Element, frame: ArticleFrame) -> None:
    for element in iter_elements(root):
        if element.has_class("footnotes"):
            element.tag, element.attributes = "div", {"class": "footnote"}
            element.children.insert(0, Element("hr"))
        elif is_way_back(element):
            title = frame.texts("site.article.footnote-back")
            element.attributes = {
                "class": "footnote-backref",
                "href": element.get("href"),
                "title": title,
                "aria-label": title,
            }
        elif element.has_class("footnote-ref"):
            element.attributes.pop("class")
            for link in iter_elements(element):
                link.attributes["class"] = "footnote-ref"


# -------------------------------------------------------------------------------- pictures and films


def _show_picture(element: Element, parent: Element, frame: ArticleFrame, is_linked: bool) -> None:
    """Show a picture, a film in a player, and what lies on another host as a link to it."""
    source = _clean_address(element.get("src"))
    if not source:
        _replace(parent, element, [element.get("alt")])
    elif not is_own_file(source):
        words = element.get("alt") or source
        link = Element("a", {"href": source}, [words])
        _lead(link)
        # No link stands in another: the author's own keeps its words.
        _replace(parent, element, [words if is_linked else link])
        if not is_linked:
            show_film_card(link, parent, frame.texts)
    elif VIDEO.search(source):
        _show_film(element, parent, frame)
    else:
        element.attributes["src"] = source
        if credit := frame.credit(source):
            element.attributes[CREDIT] = credit


def _show_film(element: Element, parent: Element, frame: ArticleFrame) -> None:
    source, words = element.get("src"), element.get("title") or element.get("alt")
    stem, names = splitext(unquote(source))[0], frame.media
    film = Element("video", {"controls": "", "preload": "metadata", "src": source})
    if words:
        film.attributes["aria-label"] = words
    poster = next(
        (f"{stem}{end}" for end in (".jpg", ".webp", ".png") if f"{stem}{end}" in names), ""
    )
    if poster:
        film.attributes["poster"] = quote(poster)
    film.children = [*_tracks(stem, frame)]
    alone = parent.tag == "p" and all(
        one is element or (isinstance(one, str) and not one.strip()) for one in parent.children
    )
    if not alone:
        _replace(parent, element, [film])
        return
    parent.tag, parent.attributes = "figure", {"class": "kb-figure"}
    told: list[Element | str] = [words] if words else []
    if credit := frame.credit(source):
        told.append(Element("span", {"class": "kb-made-by"}, [credit]))
    parent.children = [film, Element("figcaption", {}, told)] if told else [film]


def _tracks(stem: str, frame: ArticleFrame) -> list[Element]:
    names = sorted(
        name
        for name in frame.media
        if name == f"{stem}.vtt" or re.fullmatch(rf"{re.escape(stem)}\.[a-z]{{2}}\.vtt", name)
    )
    tracks = []
    for name in names:
        language = name.removesuffix(".vtt").rpartition(".")[2]
        language = language if name != f"{stem}.vtt" else frame.texts.language
        known = LANGUAGE_TABLE.get(language)
        label = known.name if known else language
        tracks.append(
            Element(
                "track",
                {"kind": "captions", "src": quote(name), "srclang": language, "label": label},
            )
        )
    if tracks:
        tracks[0].attributes["default"] = ""
    return tracks


def _keep_own_files(film: Element) -> None:
    """Drop what a player that an author wrote would fetch from elsewhere."""
    for one in [film, *iter_elements(film)]:
        for name in ("src", "poster"):
            if one.get(name) and not is_own_file(one.get(name)):
                del one.attributes[name]


# -------------------------------------------------------------------------------- links and headings


def _clean_address(address: str) -> str:
    """Return an address as a browser reads it."""
    address = address.strip("".join(map(chr, range(33)))).translate(_SKIPPED)
    path, sign, rest = address.partition("?") if "?" in address else address.partition("#")
    return path.replace("\\", "/") + sign + rest


def _lead(link: Element) -> None:
    """Let a link lead where it says: to a page of this site, or away with a mark."""
    address = _clean_address(link.get("href"))
    scheme, colon, rest = address.partition(":")
    if colon and scheme.lower() in ("http", "https"):
        address = f"{scheme.lower()}://{rest.lstrip('/')}"
        _mark_away(link, address)
    elif address.startswith("//"):
        _mark_away(link, address)
    elif not colon or "/" in scheme:
        address = page_address(address)
    link.attributes["href"] = address


def page_address(address: str) -> str:
    """Return where a link within the repository leads on the site: a text's file is its folder."""
    path, sign, anchor = address.partition("#")
    steps = path.split("/")
    if steps[-1] == "index.md" and len(steps) == 2 * steps.count("..") + 2:
        del steps[-2]  # the part of a seat stands on its module's page
        path = "/".join(steps)
    if path == "index.md" or path.endswith("/index.md"):
        path = path.removesuffix("index.md") or ("" if sign else "./")
        path = path.removeprefix("./") if sign else path
    return f"{path}{sign}{anchor}"


def _mark_away(link: Element, address: str) -> None:
    """Mark a link away; where its words name another site, show the one it leads to."""
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        host = address.partition("//")[2].partition("/")[0].lower()
    named = [(one or other).lower() for one, other in _NAMED_HOST.findall(link.words())]
    link.attributes |= {"rel": "noopener nofollow ugc", "data-kb-away": ""}
    if named and not all(_belongs(says, host) for says in named):
        link.attributes["data-kb-leads"] = host


def _belongs(one: str, other: str) -> bool:
    """True where two hosts are the same, or one stands below the other."""
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _link_heading(heading: Element, frame: ArticleFrame) -> None:
    name = heading.get("id")
    if not name:
        return
    title = frame.texts("site.article.permalink")
    link = Element("a", {"class": "headerlink", "href": f"#{name}", "title": title}, ["#"])
    heading.children.append(link)


_CHANGES = (
    ({"class"}, _show_alerts),
    ({"input"}, _show_ticks),
    ({"pre"}, _show_code),
    ({"data-math-style"}, _show_formulas),
    ({"class", "a"}, _show_footnotes),
    ({FIGURE}, _show_figures),
)
"""What the tool makes of a text's tree, in this order: each where such elements or attributes are."""
