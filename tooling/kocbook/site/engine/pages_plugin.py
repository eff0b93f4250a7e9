"""The MkDocs plugin `kocbook-pages`: names, navigation, theme and languages of assembled pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel, file_sort_key
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from kocbook.base.languages import LANGUAGE_TABLE
from kocbook.base.texts import Texts, load_texts
from kocbook.site.engine.content_policy import add_content_policy
from kocbook.site.engine.indents import drop_indents
from kocbook.site.engine.sidebar import find_sidebars
from kocbook.site.engine.style_sheet import ADDRESS, join_styles
from kocbook.site.engine.title_language import mark_titles
from kocbook.site.files.writer import MARKER
from kocbook.site.outline.addresses import relative_url

THEME = Path(__file__).parents[1] / "theme"


class PagesPlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]  # MkDocs' own typing
    """Reads what `koc assemble` wrote beside the pages, and hands it to MkDocs and the theme."""

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Fill in everything that comes from the community, before other plugins look."""
        docs = Path(config.docs_dir)
        settings: dict[str, Any] = json.loads(
            docs.with_name(f"{docs.name}.json").read_text(encoding="utf-8")
        )
        config.site_name = settings["site_name"]
        config.site_url = settings["site_url"]
        config.site_description = settings["site_description"]
        config.nav = settings["nav"]
        # Which part this is changes no page: it is no setting that pages are kept by.
        self.part: dict[str, Any] | None = settings.pop("part", None)
        self.listed: list[File] = []
        config.extra["is_part"] = self.part is not None
        config.theme.dirs.insert(0, str(THEME))
        config.extra_css.insert(0, ADDRESS)  # a community's own come after it
        self.settings = settings
        self.texts: Texts = load_texts(settings["language"])
        config.extra["kocbook"] = settings
        config.extra["t"] = self.texts
        # True shows the theme's switch; a list would make its script look for sitemaps everywhere.
        config.extra["alternate"] = True
        return config

    @event_priority(100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the style sheet; let links and the navigation lead to what other parts hold."""
        if self.part is None or self.part["is_shared"]:
            files.append(File.generated(config, ADDRESS, content=join_styles()))
        if self.part is None:
            return files
        if not self.part["is_shared"]:
            for file in files:
                if file.src_dir != config.docs_dir:
                    file.inclusion = InclusionLevel.EXCLUDED
        for path in self.part["elsewhere"]:
            files.append(
                File.generated(config, path, content="", inclusion=InclusionLevel.EXCLUDED)
            )
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give pages of other parts that stand in no navigation their place in the sitemap."""
        self.sidebars = find_sidebars(nav, config)
        if self.part is not None and self.part["is_shared"]:
            self.listed = sorted(
                files.documentation_pages(inclusion=InclusionLevel.all), key=file_sort_key
            )
            for file in self.listed:
                page = file.page or Page(None, file, config)
                if tongues := self.part["tongues"].get(file.src_uri):
                    page.meta["tongues"] = tongues  # of a page that is not read here
        return nav

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the page its own view of the navigation, and itself in the other language."""
        del config, nav
        if self.sidebars:
            context["nav"] = self.sidebars.of(page)  # type: ignore[typeddict-item]  # what templates ask
        first = self.settings["languages"][0]
        up = "" if self.settings["language"] == first else "../"
        return self.with_languages(context, relative_url(up, page.url), page.url)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Let pages that have no counterpart lead to the other language's home page."""
        del template_name, config
        if self.listed:
            context["pages"] = self.listed
        return self.with_languages(context, urlsplit(self.settings["root"]).path, "")

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Take the theme's indents out of the finished page, and say in it what it may load."""
        del config
        output = drop_indents(output, page.content or "")
        is_chinese = LANGUAGE_TABLE[self.settings["language"]].in_han
        return add_content_policy(output if is_chinese else mark_titles(output), page.content or "")

    @event_priority(-100)
    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Say the same in the page for addresses that lead nowhere."""
        del config
        if self.part is not None and not self.part["is_shared"]:
            return ""  # MkDocs writes no empty file
        if not template_name.endswith(".html"):
            return output_content
        is_chinese = LANGUAGE_TABLE[self.settings["language"]].in_han
        return add_content_policy(output_content if is_chinese else mark_titles(output_content))

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Mark the folder as ours."""
        Path(config.site_dir, MARKER).touch()

    def with_languages(self, context: TemplateContext, root: str, url: str) -> TemplateContext:
        """Add the languages with the address of one page in each; `root` leads to the whole site."""
        first = self.settings["languages"][0]
        folders = {name: "" if name == first else f"{name}/" for name in self.settings["languages"]}
        context["languages"] = [  # type: ignore[typeddict-unknown-key]  # ours, beside MkDocs' own
            {
                "name": LANGUAGE_TABLE[name].name,
                "lang": name,
                "link": f"{root}{folder}{url}",
                "active": name == self.settings["language"],
            }
            for name, folder in folders.items()
        ]
        return context
