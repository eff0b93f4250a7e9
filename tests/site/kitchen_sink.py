"""Every feature of the site's Markdown in one text, and the extensions that mkdocs.yml names."""

from __future__ import annotations

from typing import Any

from mkdocs.config import load_config

from tests.site.built import ROOT


def _load_extensions() -> tuple[list[str], dict[str, Any]]:
    config = load_config(
        str(ROOT / "mkdocs.yml"), plugins=[], docs_dir=str(ROOT / "content"), site_dir="/tmp/x"
    )
    return list(config.markdown_extensions), dict(config.mdx_configs)


EXTENSIONS, OPTIONS = _load_extensions()

KITCHEN_SINK = """\
## 标题 Heading 1.2

Words with *stress*, **weight**, ~~strike~~, ==mark==, H~2~O, x^2^, ^^new^^, `code`, ++ctrl+c++.
胎压 is explained.[^1] <abbr title="x">KOC</abbr> and TPMS. A [link](https://a.example/?x=1&y=2 "t"),
a [place](#标题-heading-12), [mail](mailto:a@b.example), <https://b.example/>.

*[TPMS]: Tyre pressure monitoring

[^1]: A note, with a [link](../x/) and `code`.

### 列表

- one
    - two
        1. three
3. start
4. next

- [x] done
- [ ] to do

Term
:   Its meaning

| left | right | centre |
| :--- | ----: | :----: |
| 1    | 2     | 3      |

> quoted
>
> > deeper

!!! tip "题目 *x*"
    Text

    - list in a callout

??? warning "折起来"
    Text

???+ danger inline end
    Open

=== "冬天"

    Cold

    ```python title="tyres.py" linenums="1" hl_lines="2"
    def pressure(bar: float) -> str:
        return f"{bar:.1f}"  # 胎压
    ```

=== "夏天"

    Warm `#!python print(1)`

![alt text](a.webp "title"){ width="300" loading=lazy }

<figure markdown="span">
  ![x](b.png){ .left }
  <figcaption>Caption</figcaption>
</figure>

<video controls preload="metadata" poster="poster.webp"><source src="x.mp4" type="video/mp4"><track kind="captions" src="x.zh.vtt" srclang="zh" label="中文" default></video>

<div class="grid cards" markdown>

- first
- second

</div>

Annotated (1)
{ .annotate }

1. The annotation

[按钮](../x/){ .md-button .md-button--primary }

---

<details><summary>plain</summary><p>html <kbd>K</kbd> <small>s</small><br>x</p></details>
"""
