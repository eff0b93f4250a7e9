// Draws the charts of a page with ECharts, in the colours that the page has at the moment. The library is
// large: it is fetched when a chart comes near the window, and each chart is drawn when it does.
// Each chart is an empty box followed by its option as JSON; its table stands beside it, so that
// nothing is lost where this script does not run.
(() => {
  const library = document.currentScript.dataset.library
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

  let loading
  const load = () => loading ??= new Promise((done, failed) => {
    const script = document.createElement("script")
    script.src = library
    script.onload = done
    script.onerror = failed
    document.head.append(script)
  })

  const charts = new Map()

  const draw = ({ drawn, option }) => {
    const styles = getComputedStyle(document.body)
    const base = common(styles)
    const own = resolve(option, styles)
    drawn.setOption({ ...base, ...own, tooltip: { ...base.tooltip, ...own.tooltip } }, true)
  }

  const drawAll = () => charts.forEach(draw)

  const begin = box => {
    if (charts.has(box)) return
    const chart = { option: JSON.parse(box.nextElementSibling.textContent), drawn: echarts.init(box, null, { renderer: "svg" }) }
    charts.set(box, chart)
    draw(chart)
    resizing.observe(box)
  }

  const resizing = new ResizeObserver(entries => {
    for (const { target } of entries)
      // In a box without room (a hidden one, or a window about to be resized) a graph cannot be laid out.
      if (target.clientWidth && target.clientHeight) charts.get(target).drawn.resize()
  })

  const boxes = document.querySelectorAll("[data-kb-chart]")
  const nearing = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue
      nearing.unobserve(target)
      load().then(() => begin(target), () => {}) // where it does not come, the table stands there
    }
  }, { rootMargin: "50% 0px" })
  boxes.forEach(box => nearing.observe(box))
  addEventListener("beforeprint", () => { if (window.echarts) boxes.forEach(begin) })

  // The palette switch of the theme writes its choice on the body.
  new MutationObserver(drawAll).observe(document.body, { attributeFilter: ["data-md-color-scheme"] })
  reduced.addEventListener("change", drawAll)
})()
