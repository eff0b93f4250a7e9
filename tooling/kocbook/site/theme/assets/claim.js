// The text of a claim with one's own id and today's date in it. Without this script both are typed by hand.
document$.subscribe(() => {
  const KEPT = "koc-member"
  const kept = () => { try { return localStorage.getItem(KEPT) || "" } catch { return "" } }
  const keep = id => { try { localStorage.setItem(KEPT, id) } catch { /* a private window */ } }
  const today = () => {
    const now = new Date()
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(n => String(n).padStart(2, "0")).join("-")
  }

  for (const hand of document.querySelectorAll("[data-kb-claim]")) {
    const [input, text, button, link] = ["input", "pre", "button", "a"].map(name => hand.querySelector(name))
    const written = text.textContent
    const fill = () => {
      const id = input.value.trim()
      const ready = id && input.checkValidity()
      text.textContent = written
        .replace(/^member: .*$/m, line => ready ? `member: ${id}` : line)
        .replace(/^claimed: .*$/m, `claimed: ${today()}`)
      if (hand.dataset.address) link.href = hand.dataset.address + encodeURIComponent(text.textContent)
      if (ready) keep(id)
    }
    input.value = kept()
    input.parentElement.hidden = false
    input.addEventListener("input", fill)
    if (navigator.clipboard) {
      const said = button.textContent
      button.hidden = false
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(text.textContent)
        button.textContent = button.dataset.done
        setTimeout(() => { button.textContent = said }, 2500)
      })
    }
    fill()
  }
})
