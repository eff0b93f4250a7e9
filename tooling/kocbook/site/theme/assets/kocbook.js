// The menu and the search are labels in the theme, which the keyboard passes by where the window is narrow;
// and the closed menu is only moved out of sight, so that the keyboard would get lost in it.
document$.subscribe(() => {
  const menu = document.querySelector(".md-sidebar--primary"), toggle = document.getElementById("__drawer")
  const narrow = matchMedia("(max-width: 76.234em)")
  const names = { __drawer: menu?.querySelector("nav")?.getAttribute("aria-label") }
  for (const label of document.querySelectorAll(".md-header label:is([for=__drawer], [for=__search]).md-header__button")) {
    if (label.querySelector("[role=button]")) continue
    // A label itself may not say that it is a button.
    const button = document.createElement("span")
    button.tabIndex = 0
    button.role = "button"
    button.ariaLabel = label.title || names[label.htmlFor] || ""
    button.append(...label.childNodes)
    label.append(button)
    button.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return
      event.preventDefault()
      label.click()
    })
  }
  if (!menu) return
  const settle = () => { menu.inert = narrow.matches && !toggle.checked }
  toggle.addEventListener("change", settle)
  narrow.addEventListener("change", settle)
  menu.addEventListener("keydown", event => { if (event.key === "Escape" && toggle.checked && narrow.matches) toggle.click() })
  settle()
})

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
