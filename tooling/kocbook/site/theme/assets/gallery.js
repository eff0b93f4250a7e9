// Pictures at full size, with buttons and the arrow keys to go on. Without this script each picture is a
// link to its file.
(() => {
  const words = document.currentScript.dataset
  const links = [...document.querySelectorAll("a.kb-zoom")]
  if (!links.length || !window.HTMLDialogElement) return

  const make = (tag, ...inner) => {
    const element = document.createElement(tag)
    element.append(...inner)
    return element
  }

  const button = (sign, name, act) => {
    const made = make("button", sign)
    made.type = "button"
    made.title = name
    made.setAttribute("aria-label", name)
    made.addEventListener("click", act)
    return made
  }

  const picture = make("img"), caption = make("p")
  caption.setAttribute("aria-live", "polite")
  let at = 0

  const show = place => {
    at = (place + links.length) % links.length
    const small = links[at].querySelector("img")
    picture.src = links[at].href
    picture.alt = small.alt
    caption.textContent = links[at].closest("figure")?.querySelector("figcaption")?.textContent.trim() || small.alt
    caption.lang = links[at].closest("[lang]").lang
  }

  const several = links.length > 1
  const dialog = make("dialog", picture, caption, make(
    "nav",
    ...(several ? [button("‹", words.back, () => show(at - 1))] : []),
    button("×", words.close, () => dialog.close()),
    ...(several ? [button("›", words.on, () => show(at + 1))] : []),
  ))
  dialog.className = "kb-lightbox"
  dialog.setAttribute("aria-label", words.label)
  dialog.addEventListener("click", event => { if (event.target === dialog || event.target === picture) dialog.close() })
  dialog.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step) show(at + step)
  })
  document.body.append(dialog)

  links.forEach((link, place) => link.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    show(place)
    dialog.showModal()
  }))
})()
