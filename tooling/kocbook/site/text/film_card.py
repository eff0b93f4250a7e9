"""Films on other sites, shown as plain cards: the author's own words and link, and whose site it is.

Nothing is fetched from there. The site's name is a label that the style sheet shows, so that the
words of the page are those that the author wrote and that the repository shows.
"""

from __future__ import annotations

from urllib.parse import unquote

from kocbook.base.texts import Texts
from kocbook.markdown.film_pages import find_film_site
from kocbook.markdown.html_tree import Element


def show_film_card(link: Element, parent: Element, texts: Texts) -> None:
    """Show a link to a film on another site as a card, if it stands alone on its line."""
    site = find_film_site(link.get("href"))
    if site is None or parent.tag not in ("p", "li") or not _is_alone(link, parent):
        return
    bare = unquote(link.words()).strip() in (unquote(link.get("href")), "")
    link.attributes["class"] = "kb-film-link kb-film-link--bare" if bare else "kb-film-link"
    link.attributes["data-kb-site"] = texts(f"site.article.film-site-{site}")


def _is_alone(link: Element, parent: Element) -> bool:
    """True where nothing but line breaks stands beside an element."""
    others = [one for one in parent.children if not isinstance(one, str) or one.strip()]
    place = next(index for index, one in enumerate(others) if one is link)
    beside = [*others[max(place - 1, 0) : place], *others[place + 1 : place + 2]]
    return all(isinstance(one, Element) and one.tag in ("br", "ul", "ol") for one in beside)
