// Provokes every element: the events that payloads wait for, and a click on what is clickable.
() => {
  const events = ["mouseover", "mouseenter", "mousemove", "mousedown", "focus", "focusin", "blur", "input",
    "change", "load", "error", "toggle", "play", "canplay", "keydown", "pointerover", "pointerdown", "drag",
    "wheel", "scroll", "copy", "paste", "animationstart", "transitionend", "begin", "click"]
  for (const element of document.querySelectorAll("*")) {
    // The page's own button prints, as it should; contributed text has none.
    if (element.matches(".kb-ticks [data-kb-print]") && !element.closest(".kb-text")) continue
    // A link that leads to another page is no attack by itself, nor one to an address that is none (":"):
    // it is pressed, and not followed.
    if (element instanceof HTMLAnchorElement && /^(https?|mailto|tel)?:$/.test(element.protocol))
      element.addEventListener("click", event => event.preventDefault())
    for (const name of events) {
      const make = name === "click" ? MouseEvent : Event
      try { element.dispatchEvent(new make(name, { bubbles: false, cancelable: true })) } catch {}
    }
  }
}
