// The asset library: filters over the published table, so many at a time. Without this script the page
// shows the newest assets and a link to the table.
document$.subscribe(async () => {
  const library = document.querySelector("[data-kb-library]")
  if (!library || library.dataset.ready) return
  library.dataset.ready = "yes"
  const AT_A_TIME = 60
  const list = library.querySelector(".kb-library__list")
  const form = library.querySelector("form")
  const count = library.querySelector(".kb-library__count")
  const more = library.querySelector(".kb-library__more")
  const none = library.querySelector("[data-none]")
  const words = library.querySelector("template").dataset
  const model = list.querySelector(".kb-asset")?.cloneNode(true)
  let answer
  try { answer = await fetch(library.dataset.kbLibrary) } catch { return }
  if (!model || !answer.ok) return
  const rows = (await answer.json()).rows
  const label = (key, value) => form.elements[key].querySelector(`option[value="${CSS.escape(value)}"]`)?.textContent ?? value

  const fill = row => {
    const item = model.cloneNode(true)
    const say = (name, text) => { item.querySelector(`.kb-asset__${name}`).textContent = text }
    for (const link of item.querySelectorAll("a")) link.href = library.dataset.root + row.url
    const look = item.querySelector(".kb-asset__look")
    if (row.picture) {
      const picture = Object.assign(new Image(320, 200), { alt: "", loading: "lazy" })
      picture.src = library.dataset.root + row.picture
      look.replaceChildren(picture)
    } else {
      const kind = document.createElement("span")
      kind.textContent = label("kind", row.kind)
      look.replaceChildren(kind)
    }
    say("title", row.title)
    item.querySelector(".kb-asset__title").lang = row.lang
    say("what", `${label("kind", row.kind)} · ${label("form", row.form)} · ${row.name}`)
    say("by", row.author.join(words.comma))
    const until = row.until ? words.until.replace("{day}", row.until) : words.noEnd
    say("hash", row.sha256 ? `SHA-256 ${row.sha256.slice(0, 12)}` : "")
    say("terms", `${row.licence} · ${row.channels.join(words.comma)} · ${until}`)
    say("used", row.used.length ? `${words.used} ${row.used.join(words.comma)}` : "")
    return item
  }

  let fitting = rows
  const grow = () => {
    const from = list.children.length
    const items = fitting.slice(from, from + AT_A_TIME).map(fill)
    list.append(...items)
    more.hidden = list.children.length >= fitting.length
    return items[0]
  }
  const typed = key => form.elements[key].tagName === "INPUT"
  const fits = (found, key, value) => typed(key) ? found.some(one => one.includes(value.trim())) : found.includes(value)
  const choose = () => {
    const chosen = [...new FormData(form)].filter(([, value]) => value)
    fitting = rows.filter(row => chosen.every(([key, value]) => fits([row[key]].flat(), key, value)))
    list.replaceChildren()
    grow()
    none.hidden = fitting.length > 0
    count.textContent = count.dataset.words.replace("{n}", fitting.length)
  }
  form.addEventListener("change", choose)
  form.addEventListener("input", event => { if (typed(event.target.name)) choose() })
  form.addEventListener("reset", () => setTimeout(choose))
  form.addEventListener("submit", event => event.preventDefault())
  more.querySelector("button").addEventListener("click", () => grow()?.querySelector(".kb-asset__title").focus())
  more.hidden = rows.length <= list.children.length
})
