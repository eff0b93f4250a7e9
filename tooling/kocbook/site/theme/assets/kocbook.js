// The filter of the task board. Without this script the board shows everything.
document$.subscribe(() => {
  const filter = document.querySelector("[data-kb-filter]")
  if (!filter) return
  const none = filter.querySelector("[data-kb-none]")
  const chosen = { form: "", type: "" }

  const show = () => {
    let left = 0
    for (const group of document.querySelectorAll("[data-kb-group]")) {
      let here = 0
      for (const task of group.querySelectorAll("[data-form]")) {
        const fits = Object.entries(chosen).every(([key, value]) => !value || task.dataset[key] === value)
        task.hidden = !fits
        here += fits
      }
      group.hidden = here === 0
      left += here
    }
    none.hidden = left > 0
  }

  for (const [key, attribute] of [["form", "kbForm"], ["type", "kbType"]]) {
    const buttons = [...filter.querySelectorAll("button")].filter(button => attribute in button.dataset)
    for (const button of buttons)
      button.addEventListener("click", () => {
        chosen[key] = button.dataset[attribute]
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === button))
        show()
      })
  }
})
