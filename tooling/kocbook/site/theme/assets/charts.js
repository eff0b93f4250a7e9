// Draws the charts of a page with ECharts, in the colours that the page has at the moment.
// Each chart is an empty box followed by its option as JSON; its table stands beside it, so that
// nothing is lost where this script does not run.
(() => {
  const reduced = matchMedia("(prefers-reduced-motion: reduce)")

  // "var(--kb-teal)" anywhere in an option stands for what the style sheets say now.
  const resolve = (value, styles) => {
    if (typeof value === "string")
      return value.replace(/var\((--[\w-]+)\)/g, (_, name) => styles.getPropertyValue(name).trim())
    if (Array.isArray(value)) return value.map(item => resolve(item, styles))
    if (value && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, styles)]))
    return value
  }

  const common = styles => ({
    animation: !reduced.matches,
    animationDuration: 500,
    textStyle: resolve({ fontFamily: "var(--kb-sans)", color: "var(--kb-ink)" }, styles),
    tooltip: resolve({
      // Drawn in the picture: a tooltip of HTML would need inline styles.
      renderMode: "richText", confine: true, backgroundColor: "var(--kb-card)",
      borderColor: "var(--kb-line)", textStyle: { color: "var(--kb-ink)", fontSize: 13 },
    }, styles),
  })

  const charts = [...document.querySelectorAll("[data-kb-chart]")].map(box => ({
    box,
    option: JSON.parse(box.nextElementSibling.textContent),
    drawn: echarts.init(box, null, { renderer: "svg" }),
  }))

  const draw = ({ drawn, option }) => {
    const styles = getComputedStyle(document.body)
    const base = common(styles)
    const own = resolve(option, styles)
    drawn.setOption({ ...base, ...own, tooltip: { ...base.tooltip, ...own.tooltip } }, true)
  }

  const drawAll = () => charts.forEach(draw)
  const resizing = new ResizeObserver(entries => {
    for (const { target } of entries)
      // In a box without room (a hidden one, or a window about to be resized) a graph cannot be laid out.
      if (target.clientWidth && target.clientHeight) charts.find(({ box }) => box === target).drawn.resize()
  })
  drawAll()
  for (const { box } of charts) resizing.observe(box)
  // The palette switch of the theme writes its choice on the body.
  new MutationObserver(drawAll).observe(document.body, { attributeFilter: ["data-md-color-scheme"] })
  reduced.addEventListener("change", drawAll)
})()
