// Makes the codes of somebody without an account, on their own device: nothing is sent or kept. The
// same function as in `insight/codes.py`: each code follows from the next, and the lock from the first.
document$.subscribe(() => {
  const box = document.querySelector("[data-kb-codes]")
  if (!box) return
  const make = box.querySelector("[data-kb-make]")
  const made = box.querySelector("[data-kb-made]")
  const lock = box.querySelector("[data-kb-lock]")
  const list = box.querySelector("[data-kb-list]")
  // Only pages that came encrypted, or from this very device, may compute with it.
  if (!globalThis.crypto?.subtle) return
  box.hidden = false

  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" // RFC 4648
  const encode = bytes => {
    let bits = ""
    for (const byte of bytes) bits += byte.toString(2).padStart(8, "0")
    return bits.match(/.{5}/g).map(five => letters[parseInt(five, 2)]).join("")
  }
  const digest = async bytes => {
    const whole = await crypto.subtle.digest("SHA-256", bytes)
    return encode(new Uint8Array(whole).slice(0, 10))
  }
  const follow = code => digest(new TextEncoder().encode(`koc code ${code}`))
  const show = code => code.match(/.{4}/g).join("-")

  make.addEventListener("click", async () => {
    make.disabled = true
    const codes = [await digest(crypto.getRandomValues(new Uint8Array(32)))]
    while (codes.length < Number(box.dataset.kbCodes)) codes.unshift(await follow(codes[0]))
    lock.textContent = show(await follow(codes[0]))
    list.replaceChildren(
      ...codes.map(code => {
        const line = document.createElement("li")
        line.textContent = show(code)
        return line
      }),
    )
    made.hidden = false
    made.focus()
  })
  box.querySelector("[data-kb-print]").addEventListener("click", () => print())
})
