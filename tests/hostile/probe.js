// Runs in each opened page before anything else: whatever a payload does to be seen is counted.
(() => {
  const said = []
  window.kbSaid = said
  const note = name => (...words) => {
    said.push(`${name} ${words.map(String).join(" ").slice(0, 80)}`)
    return null
  }
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = note(name)
  for (const name of ["log", "info", "debug", "dir", "table"]) console[name] = note(`console.${name}`)
  document.write = document.writeln = note("document.write")
})()
