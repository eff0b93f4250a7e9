"""Small sources: a site with its navigation, a folder, a ZIP, a document, tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40pt" height="20pt">'
    '<rect width="40" height="20" fill="#ff0000"/>'
    '<image href="/etc/passwd" width="9" height="9"/></svg>'
)

SITE = {
    "mkdocs.yml": """site_name: 露营灶手册
site_description: 从点火到收灶。
site_author: 灶友
site_url: https://stove.example/book/
repo_url: https://github.com/stove/book
copyright: Licensed under <a href="https://creativecommons.org/licenses/by-sa/4.0/">CC BY-SA 4.0</a>
plugins:
  - redirects:
      redirect_maps: {'old/fire.md': 'use/fire.md'}
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
nav:
  - index.md
  - 使用:
    - 点火: use/fire.md
    - 进阶:
      - 高山:
        - 风里点火: use/wind.md
        - 更深:
          - 雪里点火: use/snow.md
  - 保养: care.md
""",
    "docs/index.md": "# 欢迎\n\n先看 [点火](use/fire.md#_2)。\n",
    "docs/use/fire.md": """---
title: 点火的标题
description: 怎样点火。
tags: [新手, 没有的标签]
---

# 点火

## 准备

!!! warning "小心"
    先开窗。

![](../img/flame.svg)
![灶](../img/stove.gif)
![远的](../img/none.png)

## 点着 {#light}

| 写法 | 意思 |
| --- | --- |
| `a|b` | 二选一 |

```sh title="试一试"
stove --on
```

看 [风里](wind.md)、[保养的清洗](../care.md#wash)、[零件表](../parts.csv)、[没有](gone.md)。
又看 [全址](https://stove.example/book/care/#wash) 和 <div onclick="x()">按钮</div>。
""",
    "docs/use/wind.md": "# 风里点火\n\n回到 [点着](fire.md#light)。\n",
    "docs/use/snow.md": "# 雪里点火\n\n挡住风。\n",
    "docs/care.md": "# 保养\n\n## 清洗 { #wash }\n\n用温水。<sript>\n",
    "docs/extra.md": "多出来的一页。\n",
    "docs/empty.md": "",
    "docs/parts.csv": "a,b\n",
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder; return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def write_site(folder: Path) -> Path:
    """Write a MkDocs site with pictures of kinds that no page can show as they are."""
    media = {"docs/img/flame.svg": SVG, "docs/img/stove.gif": moving_gif()}
    return write(folder, {**SITE, **media})


def moving_gif() -> bytes:
    """Return a GIF of two pictures."""
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("#aa0000", "#0000aa")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def png(colour: str = "#00aa00") -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (20, 10), colour).save(out, "PNG")
    return out.getvalue()


def archive(files: Mapping[str, str | bytes], code: str = "utf-8") -> bytes:
    """Return a ZIP; with `code` "gbk" its names are as older Windows writes Chinese ones."""
    out, names = io.BytesIO(), {}
    with zipfile.ZipFile(out, "w") as opened:
        for number, (name, data) in enumerate(files.items()):
            written, stand_in = name.encode(code), name
            if (
                code != "utf-8"
            ):  # Python would mark the name: one of the same length stands in for it
                stand_in = f"{number:x}".rjust(len(written), "x")
                names[stand_in.encode()] = written
            opened.writestr(zipfile.ZipInfo(stand_in), data)
    whole = out.getvalue()
    for placeholder, written in names.items():
        whole = whole.replace(placeholder, written)
    return whole


_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def _paragraph(words: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:t>{words}</w:t></w:r></w:p>"


def document() -> bytes:
    """Return a .docx with a title, headings, bold words, a table and a picture without description."""
    cell = "<w:tc>{}</w:tc>"
    rows = "".join(
        f"<w:tr>{''.join(cell.format(_paragraph(words)) for words in row)}</w:tr>"
        for row in (("零件", "数量"), ("炉头", "1"))
    )
    picture = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="' + _DRAWING + '/wordprocessingDrawing">'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData><pic:pic xmlns:pic="{_DRAWING}/picture">'
        f'<pic:blipFill><a:blip xmlns:r="{_RELS}" r:embed="rId1"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    body = (
        _paragraph("灶的清单", "Title")
        + _paragraph("出发以前", "Heading1")
        + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>检查</w:t></w:r><w:r><w:t> 气罐 &lt;满&gt;。</w:t></w:r></w:p>"
        + f"<w:tbl>{rows}</w:tbl>"
        + picture
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{name}"/></w:style>'
        for one, name in (("Title", "Title"), ("Heading1", "heading 1"))
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return archive(
        {
            "[Content_Types].xml": f'{head}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/></Types>',
            "_rels/.rels": f'{head}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_RELS}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'{head}<w:document xmlns:w="{_MAIN}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'{head}<w:styles xmlns:w="{_MAIN}">{styles}</w:styles>',
            "word/_rels/document.xml.rels": f'{head}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_RELS}/image" Target="media/image1.png"/>'
            f'<Relationship Id="rId2" Type="{_RELS}/styles" Target="styles.xml"/></Relationships>',
            "word/media/image1.png": png(),
        }
    )
