// Runs in each opened window and frame before anything else: whatever a payload does to be seen is
// told at once, so that it counts even if the page goes away.
(() => {
  const tell = console.debug.bind(console, "kb-ran")
  const note = name => (...words) => {
    tell(`${name} ${words.map(String).join(" ").slice(0, 80)}`)
    return null
  }
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = note(name)
  for (const name of ["log", "info", "debug", "dir", "table"]) console[name] = note(`console.${name}`)
  document.write = document.writeln = note("document.write")
})()
