"""Every feature of contributed Markdown in one text."""

from __future__ import annotations

KITCHEN_SINK = """\
## 标题 Heading 1.2

Words with *stress*, **weight**, ~~strike~~, <mark>mark</mark>, H<sub>2</sub>O, x<sup>2</sup>, `code`,
<kbd>Ctrl</kbd>+<kbd>C</kbd>, 6~8 小时, $5 和 $6, $E=mc^2$. 胎压 is explained.[^1] <abbr title="x">KOC</abbr>.
A [link](https://a.example/?x=1&y=2 "t"), a [place](#标题-heading-12), [mail](mailto:a@b.example),
<https://b.example/>, https://c.example/.

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
: Its meaning

| left | right | centre |
| :--- | ----: | :----: |
| 1    | 2     | 3      |

> quoted
>
> > deeper

> [!TIP]
> Text
>
> - list in a callout

<details><summary>折起来</summary>

里面的**内容**

```python
def pressure(bar: float) -> str:
    return f"{bar:.1f}"  # 胎压
```

</details>

$$
a^2 + b^2
$$

![alt text](a.webp "title")

<figure><img src="b.png" alt="x"><figcaption>Caption</figcaption></figure>

<video controls preload="metadata" poster="poster.webp"><source src="x.mp4" type="video/mp4"><track kind="captions" src="x.zh.vtt" srclang="zh" label="中文" default></video>

---

<details><summary>plain</summary><p>html <kbd>K</kbd> <small>s</small><br>x</p></details>
"""
