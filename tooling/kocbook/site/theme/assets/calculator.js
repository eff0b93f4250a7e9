// Lets readers choose two numbers of a calculator's table and reads between its lines.
// Without this script the table stands there as it is.
(() => {
  const values = cells => [...cells].map(cell => Number(cell.dataset.kbValue))

  // Where a number stands among others that grow or fall: the one before it, and how far it is to the next.
  const place = (number, among) => {
    const falls = among[0] > among[among.length - 1]
    let before = 0
    while (before < among.length - 2 && (falls ? number < among[before + 1] : number > among[before + 1])) before++
    return [before, (number - among[before]) / (among[before + 1] - among[before] || 1)]
  }

  const mix = (a, b, part) => a + (b - a) * part

  const slider = (title, among) => {
    const label = document.createElement("label")
    const words = document.createElement("span")
    const input = document.createElement("input")
    Object.assign(input, { type: "range", min: Math.min(...among), max: Math.max(...among), step: 1 })
    input.value = among[Math.floor(among.length / 2)]
    label.append(words, input)
    return { label, input, tell: () => { words.textContent = `${title} ${input.value}` } }
  }

  for (const table of document.querySelectorAll("[data-kb-calculator]")) {
    const [head, ...rows] = [...table.rows].map(row => [...row.cells])
    const across = values(head.slice(1))
    const down = values(rows.map(row => row[0]))
    const grid = rows.map(row => values(row.slice(1)))
    const [one, other = ""] = head[0].textContent.split(/[/／\\]/)
    const sliders = [slider(one.trim(), down), slider(other.trim(), across)]
    const result = document.createElement("output")
    const unit = grid.length ? rows[0][1].textContent.replace(/[-+−\d.,\s]+/, " ").trim() : ""
    const show = () => {
      sliders.forEach(one => one.tell())
      const [row, low] = place(Number(sliders[0].input.value), down)
      const [column, left] = place(Number(sliders[1].input.value), across)
      const [above, below] = [grid[row], grid[row + 1]].map(line => mix(line[column], line[column + 1], left))
      const number = mix(above, below, low)
      result.textContent = `${table.dataset.kbResult} ${number >= 20 ? Math.round(number) : number.toFixed(1)} ${unit}`
    }
    const box = document.createElement("div")
    box.className = "kb-calculate"
    box.append(...sliders.map(one => one.label), result)
    box.addEventListener("input", show)
    table.before(box)
    show()
  }
})()
