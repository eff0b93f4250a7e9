// Reads the page again as the browser parses it, with no script run: what stands in contributed
// text, element by element, and which elements and attributes the rest of the page has.
async () => {
  const answer = await fetch(location.href.split("#")[0])
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html")
  const inside = [], outside = new Set()
  const texts = [...parsed.querySelectorAll(".kb-text")]
  for (const element of parsed.querySelectorAll("*")) {
    const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]))
    const tag = element.localName
    if (texts.some(text => text !== element && text.contains(element))) inside.push([tag, attributes])
    else {
      outside.add(tag)
      for (const name of Object.keys(attributes)) outside.add(`${tag} ${name}`)
    }
  }
  const scripts = parsed.querySelectorAll("script").length
  return { inside, outside: [...outside], scripts, texts: texts.length }
}
