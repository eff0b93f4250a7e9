// Remembers on this device what was ticked. A line is known by its words, so that a list that
// changes keeps the other ticks. Without this script, or without storage, boxes can still be ticked.
document$.subscribe(() => {
  const bar = document.querySelector("[data-kb-ticks]")
  const boxes = [...document.querySelectorAll(".kb-text .task-list-control input")]
  if (!bar || !boxes.length) return
  // Both languages of a page show the same list.
  const language = document.documentElement.lang
  const place = `kb-ticks:${location.pathname.replace(`/${language}/`, "/")}`
  const said = bar.querySelector("[data-kb-count]")
  const clear = bar.querySelector("[data-kb-clear]")
  const undo = bar.querySelector("[data-kb-undo]")

  const digest = words => {
    let sum = 0x811c9dc5 // FNV-1a, 32 bits
    for (const letter of words) sum = Math.imul(sum ^ letter.codePointAt(0), 0x01000193) >>> 0
    return sum.toString(36)
  }
  const met = {}
  const keys = boxes.map(box => {
    const key = digest(box.closest("li").textContent.trim().replace(/\s+/g, " "))
    met[key] = (met[key] ?? 0) + 1 // two lines with the same words
    return met[key] > 1 ? `${key}-${met[key]}` : key
  })

  const read = () => {
    try {
      return new Set(JSON.parse(localStorage.getItem(place) ?? "[]"))
    } catch {
      return new Set()
    }
  }
  const count = () => {
    const done = boxes.filter(box => box.checked).length
    said.textContent = said.dataset.kbCount.replace("{done}", done).replace("{all}", boxes.length)
    bar.style.setProperty("--kb-done", done / boxes.length)
    clear.disabled = done === 0
  }
  const keep = () => {
    const done = keys.filter((_, place) => boxes[place].checked)
    try {
      if (done.length) localStorage.setItem(place, JSON.stringify(done))
      else localStorage.removeItem(place)
    } catch {
      bar.querySelector("[data-kb-kept]").hidden = true // nothing can be kept here
    }
    count()
  }
  const show = done => {
    boxes.forEach((box, place) => { box.checked = done.has(keys[place]) })
    count()
  }

  const before = read()
  boxes.forEach((box, place) => {
    if (before.size) box.checked = before.has(keys[place])
    box.addEventListener("change", () => { undo.hidden = true; keep() })
  })
  let last = new Set()
  clear.addEventListener("click", () => {
    last = new Set(keys.filter((_, place) => boxes[place].checked))
    show(new Set())
    keep()
    undo.hidden = false
    undo.focus()
  })
  undo.addEventListener("click", () => { show(last); keep(); undo.hidden = true; clear.focus() })
  bar.querySelector("[data-kb-print]").addEventListener("click", () => window.print())
  window.addEventListener("storage", event => { if (event.key === place) show(read()) })
  count()
  bar.removeAttribute("inert")
  bar.classList.add("kb-ticks--ready")
})
