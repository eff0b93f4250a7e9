// The search box: what is typed goes to the engine (`search-engine.js`), which is fetched with the first
// use; what it finds is shown with the sentence that answers, its authors and its day.
(() => {
  const box = document.querySelector("[data-kb-search]")
  if (!box) return
  const SHOWN = 10, NAMED = 3, PAUSE = 60, RHYTHM = 300
  const folder = new URL(box.dataset.kbSearch, location)
  const source = new URL("search-engine.js", document.currentScript.src)

  // ------------------------------------------------------------------------------ the engine
  let script, engine

  const read = async (name, index) => {
    const answer = await (index
      ? fetch(new URL(`${(await index()).folder}/${name}.bin`, folder))
      : fetch(new URL(name, folder), { cache: "no-cache" }))
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
    return index ? new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer() : answer.arrayBuffer()
  }

  const start = async () => {
    script ??= new Promise((done, fail) => {
      const element = Object.assign(document.createElement("script"), { src: source.href, onload: done })
      element.onerror = () => { script = undefined; fail(new Error(source.href)) }
      document.head.append(element)
    })
    await script
    engine ??= window.kocbookSearch(name => read(name, name === "index.json" ? undefined : engine.open))
    return engine
  }

  // ------------------------------------------------------------------------------ showing
  const toggle = document.getElementById("__search")
  const input = box.querySelector("input")
  const state = box.querySelector(".kb-search__state")
  const meant = box.querySelector(".kb-search__meant")
  const offers = box.querySelector(".kb-search__words")
  const help = box.querySelector(".kb-search__help")
  const list = box.querySelector(".kb-search__list")
  const more = box.querySelector(".kb-search__more")
  const output = box.querySelector(".md-search__output")
  const words = box.dataset
  const kinds = Object.fromEntries(words.kinds.split(";").map(pair => pair.split("=")))
  const calendar = new Intl.DateTimeFormat(document.documentElement.lang || "zh", { dateStyle: "long", timeZone: "UTC" })

  const escape = text => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")

  const marker = subjects => {
    const spelt = subjects.flatMap(({ words }) => words).flatMap(word => word.split(" ")).flatMap(word => /^[\x00-\x7f]+$/.test(word)
      ? `(?<![a-z0-9])${engine.takeChain(word)[2].map(escape).join("[-_/+.'’\\s]?")}`
      : [...word].length > 1 || subjects.length === 1 ? escape(word) : [])
    const sorted = [...new Set(spelt.filter(Boolean))].sort((a, b) => b.length - a.length)
    return sorted.length ? new RegExp(sorted.join("|"), "giu") : /$^/g
  }

  const write = (element, text, marks) => {
    let at = 0
    for (const { 0: found, index } of text.matchAll(marks)) {
      const mark = document.createElement("mark")
      mark.textContent = found
      element.append(text.slice(at, index), mark)
      at = index + found.length
    }
    element.append(text.slice(at))
  }

  const part = (kind, text, marks, language) => {
    const element = document.createElement("span")
    element.className = `kb-found__${kind}`
    if (language) element.lang = language
    write(element, text, marks)
    return element
  }

  const cut = text => text.length > 120 ? `${text.slice(0, 118)}…` : text

  const makeItem = ({ page, best }, subjects, marks) => {
    const item = document.createElement("li")
    const link = document.createElement("a")
    const url = new URL(page.url, new URL(words.root, location))
    const title = engine.normalise(page.title)
    const isTitled = subjects.every(({ words }) => words.some(word => title.includes(word)))
    const { section, text } = best
    if (section?.[0] && best.rank && !(isTitled && subjects.length === 1)) url.hash = section[0]
    link.href = url.href
    link.className = "kb-found"
    link.append(part("title", page.title, marks))
    if (kinds[page.kind]) link.append(part("kind", kinds[page.kind], /$^/g))
    if (section?.[1] && section[1] !== page.title) link.append(part("place", section[1], marks, section[3]))
    if (text) link.append(part("text", cut(text), marks, best.rank ? section?.[3] : ""))
    const names = page.by ?? []
    const by = names.slice(0, NAMED).join(words.and) + (names.length > NAMED ? words.others.replace("{n}", names.length) : "")
    const said = [by, page.date ? calendar.format(new Date(page.date)) : ""].filter(Boolean)
    if (said.length) link.append(part("by", said.join(" · "), /$^/g))
    item.append(link)
    return item
  }

  const makeOffer = text => {
    const item = document.createElement("li")
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text })
    button.addEventListener("click", () => { input.value = text; input.focus(); plan() })
    item.append(button)
    return item
  }

  let latest = 0
  let asked = ""

  // Show the results from `from` on; what another query has overtaken changes nothing.
  const grow = async (found, from, marks, mine) => {
    const numbers = found.numbers.slice(Math.max(from, found.read.length), from + SHOWN)
    const draw = (those, isFirst) => {
      const items = those.map(one => makeItem(one, found.subjects, marks))
      if (isFirst) list.replaceChildren(...items)
      else list.append(...items)
    }
    if (!from) draw(found.read, true)
    const pages = await Promise.all(numbers.map(engine.page))
    if (mine !== latest) return
    draw(pages.map(page => ({ page, best: engine.answer(page, found.subjects, asked) })), false)
    more.hidden = list.children.length >= found.numbers.length
    more.onclick = async () => {
      await grow(found, from + SHOWN, marks, mine)
      list.children[from + SHOWN]?.firstChild.focus()
    }
  }

  const say = text => {
    state.textContent = text
    list.setAttribute("aria-busy", "false")
  }

  // What helps where nothing is asked or found: the community's topics, and whom to ask.
  const offerHelp = async isWanted => {
    help.hidden = !isWanted
    const topics = help.querySelector("ul")
    if (isWanted && !topics.children.length) topics.replaceChildren(...(await engine.open()).topics.map(makeOffer))
  }

  const offer = (corrected, suggested) => {
    meant.hidden = !corrected
    meant.querySelector("button").textContent = corrected
    offers.replaceChildren(...suggested.map(makeOffer))
    offers.hidden = !input.value.trim()
  }

  const show = async (again = true) => {
    const mine = ++latest
    const query = input.value.trim()
    asked = query
    if (!window.DecompressionStream) return say(words.old)
    try {
      const isAsked = (await start()).takeApart(query).length
      const [found, suggested] = isAsked ? await Promise.all([engine.ask(query), engine.suggest(query)]) : [{ read: [], numbers: [], subjects: [] }, []]
      if (mine !== latest) return
      offer(found.corrected ?? "", suggested)
      await grow(found, 0, marker(found.subjects), mine)
      if (mine !== latest) return
      const count = found.numbers.length
      const said = { 0: query ? words.none : words.start, 1: words.onePage }[count] ?? words.pages
      say(said.replace("{n}", count))
      await offerHelp(!count)
    } catch (fault) {
      // The site may have been published anew since this page was opened.
      engine = undefined
      if (mine !== latest) return
      if (again) return show(false)
      say(words.failed)
      console.warn(fault)
    }
  }

  // The first word, or one that an input method brings whole, is looked for at once; while somebody types
  // on, only what stands there when they pause.
  let waiting, typed = -Infinity
  const plan = () => {
    const isTyping = performance.now() - typed < RHYTHM
    typed = performance.now()
    clearTimeout(waiting)
    list.setAttribute("aria-busy", "true")
    if (isTyping) waiting = setTimeout(show, PAUSE)
    else show()
  }
  input.addEventListener("input", event => { if (!event.isComposing) plan() })
  input.addEventListener("compositionend", plan)
  meant.querySelector("button").addEventListener("click", event => { input.value = event.target.textContent; input.focus(); plan() })
  box.querySelector("form").addEventListener("reset", () => { plan(); input.focus() })

  // ------------------------------------------------------------------------------ opening, keys
  const turn = wanted => { if (toggle.checked !== wanted) toggle.click() }
  const settle = () => {
    output.inert = !toggle.checked
    if (toggle.checked) { input.focus(); prepare() } else input.blur()
  }
  // The first use of the browser's dictionary takes as long as a request: both while somebody begins to type.
  const prepare = () => start().then(async () => { engine.prepare(); await engine.open(); if (!input.value) await offerHelp(true) }).catch(() => {})
  toggle.addEventListener("change", settle)
  document.querySelectorAll("label[for=__search]").forEach(label => label.addEventListener("pointerenter", prepare, { once: true }))
  input.addEventListener("focus", () => turn(true))
  output.inert = !toggle.checked

  box.querySelector("form").addEventListener("submit", async event => {
    event.preventDefault()
    if (asked !== input.value.trim() || !list.children.length) { clearTimeout(waiting); await show() }
    list.querySelector("a")?.click()
  })
  list.addEventListener("click", event => { if (event.target.closest("a") && !event.ctrlKey && !event.metaKey) turn(false) })

  box.addEventListener("keydown", event => {
    if (event.isComposing) return
    if (event.key === "Escape") turn(false)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    const stops = [input, ...list.querySelectorAll("a")]
    event.preventDefault()
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus()
  })
  document.addEventListener("keydown", event => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]")
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !["/", "s", "f"].includes(event.key)) return
    event.preventDefault()
    turn(true)
  })

  const given = new URLSearchParams(location.search).get("q")
  if (given) { input.value = given; turn(true); show() }
})()
