// Ask one engine inside the page: addresses found, and milliseconds from the input event to the first
// result (for ours and Material an element in the list, for Pagefind the data that such an element shows).
(() => {
  const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds))

  const observe = (list, isAnswered) => new Promise(done => {
    let first = null
    const look = () => {
      if (first === null && list.querySelector("li")) first = performance.now()
      if (isAnswered()) { observer.disconnect(); done(first) }
    }
    const observer = new MutationObserver(look)
    observer.observe(document.querySelector(".md-search"), { subtree: true, childList: true, attributes: true, characterData: true })
  })

  const links = selector => [...document.querySelectorAll(selector)].map(link => link.href)

  const ours = async words => {
    const input = document.querySelector(".md-search__input"), list = document.querySelector(".kb-search__list")
    list.replaceChildren()
    const started = performance.now()
    input.focus()
    input.value = words
    input.dispatchEvent(new InputEvent("input", { bubbles: true }))
    const first = await observe(list, () => list.getAttribute("aria-busy") === "false")
    return { first: first === null ? null : first - started, urls: links(".kb-search__list a") }
  }

  // Material listens once its script and index are there: until then the key is released again and again.
  const material = async words => {
    const input = document.querySelector(".md-search__input"), list = document.querySelector(".md-search-result__list")
    const said = document.querySelector(".md-search-result__meta")
    list.replaceChildren()
    said.textContent = "?"
    let isDone = false
    const started = performance.now()
    const answer = observe(list, () => list.querySelector("li") || /没有|no matching/i.test(said.textContent)).then(first => {
      isDone = true
      return first
    })
    input.focus()
    input.value = words
    for (let tries = 0; !isDone && tries < 3000; tries++) {
      input.value = words + " ".repeat(tries % 2) // it answers a changed text alone
      input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }))
      await Promise.race([answer, wait(tries ? 200 : 50)])
    }
    const first = await answer
    return { first: first === null ? null : first - started, urls: links(".md-search-result__item > a") }
  }

  const pagefind = async words => {
    const started = performance.now()
    window.engine ??= await import("/pagefind/pagefind.js")
    const { results } = await window.engine.search(words)
    const best = await results[0]?.data()
    const first = best ? performance.now() - started : null
    const data = await Promise.all(results.slice(0, 10).map(one => one.data()))
    return { first, urls: data.map(one => one.url) }
  }

  return { kocbook: ours, Material: material, Pagefind: pagefind, "Pagefind, one dictionary": pagefind }
})()
