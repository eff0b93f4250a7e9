// Provokes what payloads left: each handler gets the event that it waits for, and what a reader can
// press or point at is pressed and pointed at.
() => {
  const send = (element, name) => {
    const make = /click/.test(name) ? MouseEvent : Event
    try { element.dispatchEvent(new make(name, { bubbles: false, cancelable: true })) } catch {}
  }
  const common = ["pointerover", "mouseover", "mouseenter", "focus", "input", "change", "toggle", "blur", "click"]
  const live = "a, area, audio, button, details, form, iframe, img, input, label, object, select, summary, textarea, video, [title], [tabindex], [contenteditable]"
  const runs = ({ name, value }) => /^on/i.test(name) || /^\W*(javascript|vbscript|data):/i.test(value)
  for (const element of document.querySelectorAll("*")) {
    // The page's own button prints, as it should; contributed text has none.
    if (element.matches(".kb-ticks [data-kb-print]") && !element.closest(".kb-text")) continue
    // A link that leads to another page is no attack by itself, nor one to an address that is none (":"):
    // it is pressed, and not followed.
    if (element instanceof HTMLAnchorElement && /^(https?|mailto|tel)?:$/.test(element.protocol))
      element.addEventListener("click", event => event.preventDefault())
    for (const { name } of [...element.attributes]) if (/^on/i.test(name)) send(element, name.slice(2).toLowerCase())
    // Around the text stand the site's own parts, the same on each page: there, only what could run.
    if (element.matches(live) && (element.closest(".md-content") || [...element.attributes].some(runs)))
      for (const name of common) send(element, name)
  }
}
