// Search: what is typed is taken apart as `search_terms.py` takes pages apart; of the index, only the
// pieces of these terms and the few pages that are shown are fetched (`search_index.py`).
(() => {
  const box = document.querySelector("[data-kb-search]")
  if (!box) return
  const SHOWN = 10, LONGEST = 40, PAUSE = 60, RHYTHM = 300
  const EXTRA = 0.5 // what two neighbours from different words add, beside words that must be there
  const PARTLY = 0.3 // so much of what was asked for must be on a page where no page has it all
  const UNKNOWN = 1 // the weight of a word that no page has, among words that some have

  // ------------------------------------------------------------------------------ taking apart
  const PACKED = "\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}"
  const LETTERS = `(?:(?![${PACKED}])[\\p{L}\\p{N}])+`
  const PIECE = new RegExp(`[${PACKED}]+|${LETTERS}(?:[-_/+.'’]${LETTERS})*`, "gu")
  const segmenter = window.Intl?.Segmenter && new Intl.Segmenter("zh", { granularity: "word" })

  const normalise = text =>
    text.replace(/[！-～]/g, wide => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).toLowerCase()

  // Words of a question that say nothing of its subject; alone they are looked for like others.
  const ASKING = new Set(
    "怎么 怎么样 怎样 如何 为什么 为何 什么 哪 哪里 哪儿 哪些 多少 多久 几 吗 呢 吧 啊 的 了 是 是不是 要不要 能不能 可以 需要 应该".split(" "),
  )

  const wordsOf = run => segmenter ? [...segmenter.segment(run)].map(({ segment }) => segment) : [run]

  // A run of Chinese: `needed` pairs stand inside a word, `extra` ones where two words meet.
  const takeRun = run => {
    const letters = [...run]
    if (letters.length === 1) return { needed: [run], extra: [] }
    const needed = [], extra = [], homes = []
    wordsOf(run).forEach((word, place) => { for (const _ of word) homes.push([place, [...word].length]) })
    letters.slice(1).forEach((letter, at) => {
      const pair = letters[at] + letter
      if (pair.length > 2) needed.push(letters[at], letter) // beyond U+FFFF a letter stands alone
      else {
        const [one, next] = [homes[at], homes[at + 1]]
        const together = one[0] === next[0] || (one[1] === 1 && next[1] === 1)
        ;(together ? needed : extra).push(pair)
      }
    })
    return { needed: [...new Set(needed)], extra: [...new Set(extra)] }
  }

  // A word or part number, in the ways in which somebody may have written it, the likeliest first.
  const takeChain = chain => {
    const numbered = chain.replace(/(\p{Nd})\.(?=\p{Nd})/gu, "$1\0") // the point of 2.5 is no joint
    const parts = numbered.split(/[-_/+'’.]/).filter(Boolean).map(part => part.replaceAll("\0", "."))
    const runs = parts.flatMap(part => part.match(/\p{Nd}+(?:\.\p{Nd}+)?|[^\p{Nd}.]+/gu) ?? [])
    return [[parts.join("")], parts, runs].map(terms => terms.map(term => term.slice(0, LONGEST)))
  }

  const takeApart = query => {
    const pieces = normalise(query).match(PIECE) ?? []
    const isRun = new RegExp(`^[${PACKED}]`, "u")
    const all = pieces.filter(piece => isRun.test(piece)), chains = pieces.filter(piece => !isRun.test(piece))
    const said = all.flatMap(run => wordsOf(run).map(word => ASKING.has(word) ? " " : word).join("").match(/\S+/g) ?? [])
    return { runs: said.length || chains.length ? said : all, chains }
  }

  const stem = word => /^[a-z]{4,}$/.test(word) ? word.replace(/(?:ing|ed|es|s|e)$/, "") : word

  // ------------------------------------------------------------------------------ the index
  const folder = new URL(box.dataset.kbSearch, location)
  let about, kept

  const open = async () => {
    about ??= fetch(new URL("index.json", folder), { cache: "no-cache" }).then(async answer => {
      if (!answer.ok) throw new Error(`index.json: ${answer.status}`)
      kept = new Map()
      return answer.json()
    })
    try { return await about } catch (fault) { about = undefined; throw fault }
  }

  const load = (name, read) => {
    if (!kept.has(name)) kept.set(name, open().then(async index => {
      const answer = await fetch(new URL(`${index.folder}/${name}.bin`, folder))
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
      const plain = answer.body.pipeThrough(new DecompressionStream("gzip"))
      return read(await new Response(plain).arrayBuffer())
    }))
    return kept.get(name)
  }

  const pieceOf = (term, count) => {
    let value = 0x811c9dc5
    for (let at = 0; at < Math.min(2, term.length); at++)
      value = Math.imul(value ^ term.charCodeAt(at), 0x01000193)
    return (value >>> 0) % count
  }

  const readNumbers = bytes => {
    const found = []
    let number = 0, shift = 0
    for (const byte of bytes) {
      number |= (byte & 0x7f) << shift
      shift += 7
      if (byte < 0x80) { found.push(number); number = shift = 0 }
    }
    return found
  }

  const readText = buffer => new TextDecoder().decode(buffer)

  // Term → [page, score] pairs.
  const readPiece = buffer => {
    const view = new DataView(buffer)
    let at = 0
    const part = () => {
      const size = view.getUint32(at, true)
      at += 4 + size
      return new Uint8Array(buffer, at - size, size)
    }
    const terms = readText(part()).split("\n"), sizes = readNumbers(part())
    const steps = readNumbers(part()), scores = part()
    const piece = new Map()
    let place = 0
    sizes.forEach((size, number) => {
      let page = 0
      const list = []
      for (const end = place + size; place < end; place++) list.push([page += steps[place], scores[place]])
      piece.set(terms[number], list)
    })
    return piece
  }

  const readPage = buffer => JSON.parse(readText(buffer))

  const rarity = (pages, count) => Math.log(1 + (pages - count + 0.5) / (count + 0.5))

  // Pages with their scores: a Map with the rarity of what was looked up as `weight`.
  const look = async (term, loosely) => {
    const { pages, pieces } = await open()
    const piece = await load(`t${pieceOf(term, pieces)}`, readPiece)
    const found = new Map()
    const add = (list, share) => {
      for (const [page, score] of list) found.set(page, Math.max(found.get(page) ?? 0, score * share))
    }
    if (loosely && term.length > 1)
      for (const [other, list] of piece) {
        if (other === term) continue
        if (stem(other) === stem(term)) add(list, 0.9)
        else if (other.startsWith(term)) add(list, 0.5 * term.length / other.length)
      }
    add(piece.get(term) ?? [], 1)
    found.weight = rarity(pages, found.size)
    return found
  }

  const meet = maps => {
    const found = new Map()
    for (const page of maps[0].keys())
      if (maps.every(map => map.has(page))) found.set(page, maps.reduce((sum, map) => sum + map.get(page), 0) / maps.length)
    found.weight = Math.max(...maps.map(map => map.weight))
    return found
  }

  const lookChain = async chain => {
    let found
    for (const terms of takeChain(chain)) {
      found = meet(await Promise.all(terms.map(term => look(term, true))))
      if (found.size) break
    }
    return found
  }

  // The numbers of the pages that have it all, or else most of it, the best first.
  const find = async ({ runs, chains }) => {
    const grams = runs.map(takeRun)
    const asked = [...new Set(grams.flatMap(({ needed }) => needed))]
    const [needed, extra] = await Promise.all([
      Promise.all([...asked.map(term => look(term)), ...chains.map(lookChain)]),
      Promise.all(grams.flatMap(({ extra }) => extra).map(term => look(term))),
    ])
    const sums = new Map()
    for (const found of needed)
      for (const [page, score] of found) {
        const sum = sums.get(page) ?? { score: 0, weight: 0, count: 0 }
        sums.set(page, { score: sum.score + score * found.weight, weight: sum.weight + found.weight, count: sum.count + 1 })
      }
    const all = needed.reduce((sum, found) => sum + (found.size ? found.weight : UNKNOWN), 0)
    const whole = [...sums].filter(([, { count }]) => count === needed.length)
    const chosen = whole.length ? whole : [...sums].filter(([, { weight }]) => weight >= PARTLY * all)
    for (const [page, sum] of chosen) {
      if (!whole.length) sum.score *= (sum.weight / all) ** 2
      for (const found of extra) sum.score += EXTRA * (found.get(page) ?? 0) * found.weight
    }
    return chosen.sort(([one, a], [other, b]) => b.score - a.score || one - other).map(([page]) => page)
  }

  // ------------------------------------------------------------------------------ showing
  const toggle = document.getElementById("__search")
  const input = box.querySelector("input")
  const state = box.querySelector(".kb-search__state")
  const list = box.querySelector(".kb-search__list")
  const more = box.querySelector(".kb-search__more")
  const output = box.querySelector(".md-search__output")
  const words = box.dataset
  const kinds = Object.fromEntries(words.kinds.split(";").map(pair => pair.split("=")))

  const escape = text => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")

  const marker = ({ runs, chains }) => {
    const cuts = runs.flatMap(run => [run, ...wordsOf(run).filter(word => [...word].length > 1)])
    const spelt = chains.map(chain => takeChain(chain)[2].map(escape).join("[-_/+.'’\\s]?"))
    const sorted = [...new Set([...cuts.map(escape), ...spelt])].sort((a, b) => b.length - a.length)
    return new RegExp(sorted.join("|"), "giu")
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

  const count = (text, marks) => new Set([...text.matchAll(marks)].map(([found]) => found.toLowerCase())).size

  const choose = (page, marks) => {
    const graded = page.sections.map(section => [section, 2 * count(section[1], marks) + count(section[2], marks)])
    return graded.reduce((best, one) => one[1] > best[1] ? one : best, [page.sections[0], 0])[0]
  }

  const cut = (text, marks) => {
    const index = text.search(marks)
    const from = index > 40 ? Math.max(0, index - 24) : 0
    return `${from ? "…" : ""}${text.slice(from, from + 110)}${text.length > from + 110 ? "…" : ""}`
  }

  const part = (kind, text, marks, language) => {
    const element = document.createElement("span")
    element.className = `kb-found__${kind}`
    if (language) element.lang = language
    write(element, text, marks)
    return element
  }

  const makeItem = (page, marks) => {
    const item = document.createElement("li")
    const link = document.createElement("a")
    const section = choose(page, marks)
    const url = new URL(page.url, new URL(words.root, location))
    const inTitle = count(page.title, marks) > 0
    if (section?.[0] && !inTitle) url.hash = section[0]
    link.href = url.href
    link.className = "kb-found"
    link.append(part("title", page.title, marks))
    if (kinds[page.kind]) link.append(part("kind", kinds[page.kind], /$^/g))
    if (section?.[1] && section[1] !== page.title) link.append(part("place", section[1], marks, section[3]))
    if (section?.[2]) link.append(part("text", cut(section[2], marks), marks, section[3]))
    item.append(link)
    return item
  }

  // Pairs of characters can stand on a page far from each other: what stands there as typed goes first.
  const asTyped = (page, { runs }) => {
    const text = normalise([page.title, ...page.sections.flatMap(section => section.slice(1, 3))].join("\n"))
    return runs.every(run => text.includes(run))
  }

  let latest = 0
  let asked = ""

  // Show the results from `from` on; what another query has overtaken changes nothing.
  const grow = async (numbers, from, parts, marks, mine) => {
    const next = numbers.slice(from, from + SHOWN)
    const pages = await Promise.all(next.map(number => load(`p${number}`, readPage)))
    if (mine !== latest) return
    pages.sort((one, other) => asTyped(other, parts) - asTyped(one, parts))
    const items = pages.map(page => makeItem(page, marks))
    if (from) list.append(...items)
    else list.replaceChildren(...items)
    more.hidden = list.children.length >= numbers.length
    more.onclick = async () => {
      await grow(numbers, from + SHOWN, parts, marks, mine)
      list.children[from + SHOWN]?.firstChild.focus()
    }
  }

  const say = text => {
    state.textContent = text
    list.setAttribute("aria-busy", "false")
  }

  const show = async (again = true) => {
    const mine = ++latest
    const query = input.value.trim(), parts = takeApart(query)
    asked = query
    if (!window.DecompressionStream) return say(words.old)
    try {
      const isAsked = parts.runs.length || parts.chains.length
      const numbers = isAsked ? await find(parts) : []
      if (mine !== latest) return
      await grow(numbers, 0, parts, marker(parts), mine)
      if (mine !== latest) return
      const said = { 0: query ? words.none : words.start, 1: words.onePage }[numbers.length] ?? words.pages
      say(said.replace("{n}", numbers.length))
    } catch (fault) {
      // The site may have been published anew since this page was opened.
      about = undefined
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
  box.querySelector("form").addEventListener("reset", () => { plan(); input.focus() })

  // ------------------------------------------------------------------------------ opening, keys
  const turn = wanted => { if (toggle.checked !== wanted) toggle.click() }
  const settle = () => {
    output.inert = !toggle.checked
    if (toggle.checked) { input.focus(); prepare() } else input.blur()
  }
  // The first use of the browser's dictionary takes as long as a request: both while somebody begins to type.
  const prepare = () => { open().catch(() => {}); wordsOf("搜索") }
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
