// Pictures of galleries and polls at full size, with the arrow keys to go on. Without this script
// each picture is a link to its file.
document$.subscribe(() => {
  const links = [...document.querySelectorAll("a.kb-zoom")]
  if (!links.length || !window.HTMLDialogElement) return
  let dialog = document.querySelector(".kb-lightbox")
  if (!dialog) {
    dialog = document.createElement("dialog")
    dialog.className = "kb-lightbox"
    dialog.append(document.createElement("img"), document.createElement("p"))
    dialog.addEventListener("click", () => dialog.close())
    document.body.append(dialog)
  }
  const [picture, words] = dialog.children
  let at = 0

  const show = place => {
    at = (place + links.length) % links.length
    picture.src = links[at].href
    picture.alt = words.textContent = links[at].querySelector("img").alt
  }
  links.forEach((link, place) => link.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    show(place)
    dialog.showModal()
  }))
  dialog.onkeydown = event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step) show(at + step)
  }
})
