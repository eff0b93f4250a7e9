// The search engine, without a page around it: from a question to pages and their best sentences. Texts
// and queries are taken apart alike (`site/search/terms.py`); of the index, only the pieces of what was
// asked are fetched (`site/search/index.py`). Made with `kocbookSearch(load)`, where `load(name)` gives
// the bytes of a file of the index.
globalThis.kocbookSearch = load => {
  const LONGEST = 40
  const SAME = 0.55, SAID = 0.8 // what a word of like meaning counts, and one that was probably meant
  const BETWEEN = 0.5 // what two neighbours from different words add
  const LETTER = 0.25 // what a single character counts beside words
  const WHOLE = 1.25 // what a page gains that has all that was asked
  const SPREAD = 1.2 // how much less a page counts that has only some of it
  const MANY = 5 // so many subjects, and a question is a long one
  const LONG = 8 // in a question this long, neighbours from different words are not looked up
  const TITLED = 3 // what a page gains whose title is what was asked
  const READ = 6 // so many pages are read before the first is shown
  const TOGETHER = 0.6 // what a page gains that says it all in one sentence
  const NEEDED = 0.15 // so much of what was asked for must be on a page

  // ------------------------------------------------------------------------------ taking apart
  const PACKED = "\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}"
  const LETTERS = `(?:(?![${PACKED}])[\\p{L}\\p{N}])+`
  const PIECE = new RegExp(`[${PACKED}]+|${LETTERS}(?:[-_/+.'’]${LETTERS})*`, "gu")
  const IS_PACKED = new RegExp(`^[${PACKED}]`, "u")
  const CHINESE = /[\u3400-\u9fff]/
  const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter("zh", { granularity: "word" })

  const normalise = text =>
    text.replace(/[！-～]/g, wide => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).toLowerCase()

  // Words of a question that say nothing of its subject; alone they are looked for like others.
  const ASKING = new Set((
    "怎么 怎么样 怎么办 怎样 怎 如何 为什么 为何 什么 啥 哪 哪里 哪儿 哪些 哪个 多少 多久 多长 多大 多 几 吗 呢 吧 啊 嘛 的 地 得 了 着 过 是 " +
    "是不是 要不要 能不能 可不可以 可以 能 能否 需要 应该 该 要 会 会不会 有没有 有 没有 谁 我 我们 你 你们 您 他 它 这 这个 那 那个 请 请问 " +
    "想 想知道 知道 告诉 听说 比较 就 都 才 还 还是 又 也 很 非常 真的 真 到底 一下 一个 个 和 与 跟 或 把 被 让 给 对 在 里 上 下 " +
    "时候 的时候 以后 之后 之前 接下来 东西 办法 好 合适 最好 注意 特别 一直 老是 总是 突然 现在 刚刚 刚 已经 试 次 老公 昨天 今天 明天 早上 晚上 全 " +
    "车子 车 都有 人 做 用 放 买 看 找 用什么 不 没 别 " +
    "a an the is are was do does did i my me you your it its to of on in at for with and or how what when where why who which can should must much many long lose need"
  ).split(" "))

  const wordsOf = run => segmenter ? [...segmenter.segment(run)].map(({ segment }) => segment) : [run]

  // A word or part number, in the ways in which somebody may have written it, the likeliest first.
  const takeChain = chain => {
    const numbered = chain.replace(/(\p{Nd})\.(?=\p{Nd})/gu, "$1\0") // the point of 2.5 is no joint
    const parts = numbered.split(/[-_/+'’.]/).filter(Boolean).map(part => part.replaceAll("\0", "."))
    const runs = parts.flatMap(part => part.match(/\p{Nd}+(?:\.\p{Nd}+)?|[^\p{Nd}.]+/gu) ?? [])
    return [[parts.join("")], parts, runs].map(terms => terms.map(term => term.slice(0, LONGEST)))
  }

  const takeApart = query => normalise(query).match(PIECE) ?? []

  const stem = word => /^[a-z]{4,}$/.test(word) ? word.replace(/(?:ing|ed|es|s|e)$/, "") : word

  // ------------------------------------------------------------------------------ the index
  const kept = new Map()
  const once = (name, read) => {
    if (!kept.has(name)) kept.set(name, load(name).then(read).catch(fault => { kept.delete(name); throw fault }))
    return kept.get(name)
  }
  const readText = buffer => new TextDecoder().decode(buffer)
  const readJson = buffer => JSON.parse(readText(buffer))
  const readLines = buffer => readText(buffer).split("\n").map(line => line.split("\t"))
  const open = () => once("index.json", readJson)

  const pieceOf = (term, count) => {
    let value = 0x811c9dc5
    for (let at = 0; at < Math.min(2, term.length); at++)
      value = Math.imul(value ^ term.charCodeAt(at), 0x01000193)
    return (value >>> 0) % count
  }

  const readNumbers = bytes => {
    const found = []
    let number = 0, shift = 0
    for (const byte of bytes) {
      number |= (byte & 0x7f) << shift
      shift += 7
      if (byte < 0x80) { found.push(number); number = shift = 0 }
    }
    return found
  }

  // Term → [page, score] pairs.
  const readPiece = buffer => {
    const view = new DataView(buffer)
    let at = 0
    const part = () => {
      const size = view.getUint32(at, true)
      at += 4 + size
      return new Uint8Array(buffer, at - size, size)
    }
    const terms = readText(part()).split("\n"), sizes = readNumbers(part())
    const steps = readNumbers(part()), scores = part()
    const piece = new Map()
    let place = 0
    sizes.forEach((size, number) => {
      let page = 0
      const list = []
      for (const end = place + size; place < end; place++) list.push([page += steps[place], scores[place]])
      piece.set(terms[number], list)
    })
    return piece
  }

  const rarity = (pages, count) => Math.log(1 + (pages - count + 0.5) / (count + 0.5))

  // Pages with their scores: a Map with the rarity of what was looked up as `weight`.
  const look = async (term, loosely) => {
    const { pages, pieces } = await open()
    const piece = await once(`t${pieceOf(term, pieces)}`, readPiece)
    const found = new Map()
    const add = (list, share) => {
      for (const [page, score] of list) found.set(page, Math.max(found.get(page) ?? 0, score * share))
    }
    if (loosely && term.length > 1)
      for (const [other, list] of piece) {
        if (other === term) continue
        if (stem(other) === stem(term)) add(list, 0.9)
        else if (term.length > 2 && other.startsWith(term)) add(list, 0.5 * term.length / other.length)
      }
    add(piece.get(term) ?? [], 1)
    found.weight = rarity(pages, found.size)
    return found
  }

  // Pages that have all terms.
  const meet = maps => {
    const found = new Map()
    for (const page of maps[0].keys())
      if (maps.every(map => map.has(page))) found.set(page, maps.reduce((sum, map) => sum + map.get(page), 0) / maps.length)
    found.weight = Math.max(...maps.map(map => map.weight))
    return found
  }

  const lookChain = async chain => {
    let found
    for (const terms of takeChain(chain)) {
      found = meet(await Promise.all(terms.map(term => look(term, true))))
      if (found.size) break
    }
    return found
  }

  // A word of any script: of a Chinese one every pair of neighbours; latin words that belong together, all.
  const lookWord = async word => {
    const maps = await Promise.all(takeApart(word).flatMap(piece => {
      if (!IS_PACKED.test(piece)) return [lookChain(piece)]
      const letters = [...piece]
      if (letters.length === 1) return [look(piece)]
      return letters.slice(1).flatMap((letter, at) => {
        const pair = letters[at] + letter
        return pair.length > 2 ? [look(letters[at]), look(letter)] : [look(pair)]
      })
    }))
    return maps.length ? meet(maps) : new Map()
  }

  // ------------------------------------------------------------------------------ what is meant
  // [readings, simplified] of a character.
  const readLetter = async letter => {
    const { letters } = await open()
    const lines = await once(`c${letter.charCodeAt(0) % letters}`, buffer => new Map(readLines(buffer).map(([one, ...rest]) => [one, rest])))
    const [readings = "", simple = letter] = lines.get(letter) ?? []
    return { readings: readings.split(",").filter(Boolean), simple }
  }

  const lexicon = async initial => /^[a-z]$/.test(initial)
    ? once(`w${initial}`, buffer => readLines(buffer).filter(([word]) => word).map(([word, spoken, weight]) => ({ word, spoken: spoken ? spoken.split(" ") : [], weight: Number(weight) })))
    : []

  const fold = async text => {
    const letters = await Promise.all([...text].map(async letter => CHINESE.test(letter) ? (await readLetter(letter)).simple : letter))
    return letters.join("")
  }

  // Syllables that are said alike in many mouths are compared alike.
  const sound = syllable => syllable.replace(/^([zcs])h/, "$1").replace(/ng$/, "n")

  // One letter too many, too few, or another one.
  const isNear = (one, other) => {
    if (one === other || Math.abs(one.length - other.length) > 1) return false
    let start = 0, end = 0
    while (start < Math.min(one.length, other.length) && one[start] === other[start]) start++
    while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++
    return Math.max(one.length, other.length) - start - end === 1
  }
  const isSwapped = (one, other) => one.length === other.length && [...one].sort().join("") === [...other].sort().join("") && [...one].filter((letter, at) => letter !== other[at]).length === 2

  // Words of the lexicon for what was typed in latin letters, the likeliest first.
  const guessLatin = async typed => {
    const words = await lexicon(typed[0])
    const grade = ({ word, spoken, weight }) => {
      const certain = Math.log(2 + weight)
      if (!spoken.length) return typed.length > 3 && (isNear(word, typed) || isSwapped(word, typed)) ? 0.5 * certain : 0
      const whole = spoken.join("")
      if (whole === typed) return 3 * certain
      if (typed.length > 1 && spoken.map(syllable => syllable[0]).join("") === typed) return 1.5 * certain
      if (typed.length > 2 && whole.startsWith(typed)) return certain * typed.length / whole.length
      if (typed.length > 4 && (isNear(whole, typed) || isSwapped(whole, typed))) return 0.6 * certain
      return 0
    }
    return words.map(one => [one.word, grade(one)]).filter(([, rank]) => rank > 0).sort((a, b) => b[1] - a[1])
  }

  // Two words of pinyin that were typed without a blank.
  const guessPair = async typed => {
    let best = []
    for (let at = 2; at <= typed.length - 2; at++) {
      const [ones, others] = await Promise.all([lexicon(typed[0]), lexicon(typed[at])])
      const of = (words, part) => words.filter(({ spoken }) => spoken.join("") === part).sort((a, b) => b.weight - a.weight)[0]
      const one = of(ones, typed.slice(0, at)), other = of(others, typed.slice(at))
      if (one && other && one.weight + other.weight > (best.weight ?? 0)) best = Object.assign([one.word, other.word], { weight: one.weight + other.weight })
    }
    return best
  }

  // The word that was probably meant where Chinese characters stand together as on no page.
  const guessChinese = async (letters, isEdge, from, to) => {
    const known = await Promise.all(letters.map(readLetter))
    let best
    for (let start = Math.max(0, from - 2); start <= from; start++)
      for (let end = to + 1; end <= Math.min(letters.length, to + 3, start + 6); end++) {
        if (!isEdge[start] || !isEdge[end]) continue // a good word stays whole
        if (end - start === 2 && letters.slice(start, end).some(letter => ASKING.has(letter))) continue
        const part = letters.slice(start, end), said = known.slice(start, end)
        const initials = new Set(said[0].readings.map(reading => reading[0]).concat(said[1].readings.map(reading => reading[0])))
        for (const initial of initials)
          for (const { word, spoken, weight } of await lexicon(initial ?? "")) {
            if (spoken.length < part.length || spoken.length > part.length + 1 || word === part.join("")) continue
            const [likeness, isSure] = alike(part, said, [...word], spoken)
            const rank = likeness * Math.log(2 + weight)
            if (rank > (best?.rank ?? 0)) best = { rank, word, start, end, isSure }
          }
      }
    return best
  }

  // How much a word is like what was typed, and whether nearly nobody would doubt it.
  const alike = (part, said, word, spoken) => {
    if (word.length === part.length) {
      let same = 0, voiced = 0
      for (let at = 0; at < part.length; at++) {
        if (word[at] === part[at]) same++
        else if (said[at].readings.some(reading => sound(reading) === sound(spoken[at]))) voiced++
      }
      if (same + voiced === part.length) return same ? [2 * part.length / (1 + 0.2 * voiced), true] : [0, false]
      if (part.length > 2 && same === part.length - 1) return [0.8 * part.length, false]
      return [0, false]
    }
    // A missing character: the rest stands in its order.
    let at = 0
    for (const letter of word) if (letter === part[at]) at++
    return at === part.length && word[0] === part[0] ? [1.2 * part.length, part.length > 2 || word.at(-1) === part.at(-1)] : [0, false]
  }

  // ------------------------------------------------------------------------------ the subjects of a question
  const sameOf = async () => once("same", buffer => {
    const words = new Map()
    for (const [known, others] of readJson(buffer)) // those that stand on pages, and those that do not
      for (const word of [...known, ...others]) words.set(word, [...new Set([...(words.get(word) ?? []), ...known.filter(other => other !== word)])])
    return words
  })

  const withSame = (word, same) => [[word, 1], ...(same.get(word) ?? []).slice(0, 6).map(other => [other, SAME])]

  // Words of a run: known expressions first, the longest; what is between them, as the browser cuts it.
  const cutRun = (run, same) => {
    const letters = [...run], cuts = [], words = wordsOf(run)
    const starts = new Set([0]), taken = Array(letters.length).fill(false)
    words.reduce((at, word) => { starts.add(at + [...word].length); return at + [...word].length }, 0)
    for (let size = Math.min(9, letters.length); size > 1; size--)
      for (let at = 0; at + size <= letters.length; at++) {
        const word = letters.slice(at, at + size).join("")
        if (!same.has(word) || taken.slice(at, at + size).some(Boolean)) continue
        taken.fill(true, at, at + size)
        cuts.push([at, word])
      }
    let at = 0
    for (const word of words) {
      const size = [...word].length
      const free = taken.slice(at, at + size)
      if (!free.some(Boolean)) cuts.push([at, word])
      else if (!free.every(Boolean)) [...word].forEach((letter, place) => { if (!free[place]) cuts.push([at + place, letter]) })
      at += size
    }
    return cuts.sort(([one], [other]) => one - other).map(([, word]) => word)
  }

  // Put right what stands on no page: other ways of writing, then slips. What is not sure is only added.
  const correctRun = async (run, same) => {
    const plain = { run, isSlip: false, added: [] }
    const letters = [...run]
    if (letters.length < 2) return plain
    const words = cutRun(run, same)
    const homes = words.flatMap((word, place) => [...word].map(() => [place, [...word].length, ASKING.has(word)]))
    const isEdge = homes.map(([place], at) => !at || homes[at - 1][0] !== place).concat(true)
    const isAsking = at => ASKING.has(letters[at]) && homes[at][1] === 1
    const isDoubtful = (one, other) => one[0] === other[0] ? !same.has(words[one[0]])
      : (one[1] === 1 || other[1] === 1) && !(one[2] && (one[1] > 1 || other[2])) && !(other[2] && other[1] > 1)
    const spots = letters.slice(1).map((_, at) => at).filter(at => isDoubtful(homes[at], homes[at + 1]))
      .filter(at => !isAsking(at + 1) || (letters[at + 2] && homes[at][1] === 1)).filter(at => !isAsking(at) || (at && homes[at + 1][1] === 1))
    if (letters.length > 2 * LONG) return plain
    const found = await Promise.all(spots.map(at => look(letters[at] + letters[at + 1])))
    const unknown = spots.filter((_, place) => !found[place].size)
    if (!unknown.length) return plain
    const folded = await fold(run)
    if (folded !== run) return correctRun(folded, same)
    let right = letters, shift = 0, isSlip = false, last = -1
    const added = []
    for (const at of unknown.slice(0, 3)) {
      if (at < last) continue
      const guess = await guessChinese(letters, isEdge, at, at + 1)
      if (!guess) continue
      last = guess.end - 1
      if (!guess.isSure) { added.push(guess.word); continue }
      right = [...right.slice(0, guess.start + shift), ...guess.word, ...right.slice(guess.end + shift)]
      shift += [...guess.word].length - (guess.end - guess.start)
      isSlip = true
    }
    return { run: right.join(""), isSlip, added }
  }

  // A word as a subject: itself, what means the same, and its parts where nobody writes it whole.
  const asSubject = (word, same) => {
    const parts = [...word].length > 3 && IS_PACKED.test(word) ? wordsOf(word).filter(part => !ASKING.has(part)) : []
    return [...withSame(word, same), ...(parts.length > 1 ? [[parts.join(" "), 0.7]] : [])]
  }

  // Single characters side by side may be a name or a rare word: together, in pairs, or each for itself.
  const asLetters = letters => {
    const pairs = letters.slice(1).map((letter, at) => letters[at] + letter)
    return [[letters.join(""), 1], ...(letters.length > 2 ? pairs.map(pair => [pair, 0.7]) : []), ...letters.map(letter => [letter, 0.2])]
  }

  // Each subject is a list of [word, what it counts]; `corrected` is what was probably meant.
  const understand = async query => {
    const same = await sameOf()
    const pieces = takeApart(query)
    const subjects = [], runs = []
    let corrected = query, isCorrected = false
    const latin = pieces.filter(piece => !IS_PACKED.test(piece))
    for (const piece of pieces.filter(one => IS_PACKED.test(one))) {
      const { run, isSlip, added } = await correctRun(piece, same)
      if (isSlip) { corrected = corrected.replace(piece, run); isCorrected = true }
      runs.push(run)
      let letters = []
      const flush = () => {
        if (letters.length) subjects.push(letters.length > 1 ? asLetters(letters) : [[letters[0], 1]])
        letters = []
      }
      for (const word of cutRun(run, same)) {
        if ([...word].length === 1 && !ASKING.has(word)) { letters.push(word); continue }
        flush()
        subjects.push(asSubject(word, same))
      }
      flush()
      for (const word of added) subjects.push([[word, 0.7]])
    }
    for (let at = 0; at < latin.length;) {
      const size = [4, 3, 2, 1].find(size => at + size <= latin.length && same.has(latin.slice(at, at + size).join(" ")))
        ?? [4, 3, 2, 1].find(size => at + size <= latin.length && same.has(latin.slice(at, at + size).map(stem).join(" "))) ?? 1
      const word = latin.slice(at, at + size).join(" ")
      const known = same.has(word) ? word : latin.slice(at, at + size).map(stem).join(" ")
      const measure = word.match(/^(\d+(?:\.\d+)?)([a-z]+)$/)
      if (same.has(known)) subjects.push([[word, 1], ...withSame(known, same)])
      else if (measure && same.has(measure[2])) subjects.push([[measure[1], 1]], [[measure[2], 1], ...(same.get(measure[2]).map(other => [other, 0.9]))])
      else {
        const found = await guessWord(word, latin, at)
        if (found.skip) at += found.skip
        if (found.meant) { corrected = corrected.replace(new RegExp(found.typed.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "i"), found.meant); isCorrected = true }
        for (const words of found.subjects) subjects.push(words.length === 1 ? withSame(words[0][0], same) : words)
      }
      at += size
    }
    let said = subjects.filter(([[word]]) => !ASKING.has(word))
    // A long question names its subject in words: single characters and distant cousins can be spared.
    if (said.length > MANY) said = said.filter(([[word]]) => [...word].length > 1).map(words => words.slice(0, 3)).slice(0, 2 * MANY)
    return { subjects: said.length ? said : subjects, runs, corrected: isCorrected ? corrected : "" }
  }

  const guessWord = async (word, latin, at) => {
    const plain = [[[word, 1]]]
    if (!/^[a-z]{2,}$/.test(word) || ASKING.has(word)) return { subjects: plain }
    const exact = await look(word)
    const next = latin[at + 1]
    if (next && /^[a-z]+$/.test(next)) {
      const joined = (await guessLatin(word + next)).filter(([, rank]) => rank > 3)
      const strong = joined.filter(([one]) => !/^[a-z]/.test(one)).slice(0, 3)
      if (strong.length) return { subjects: [strong.map(([one], place) => [one, place ? 0.7 : 1])], skip: 1, meant: strong[0][0], typed: `${word} ${next}` }
    }
    if (exact.size) return { subjects: plain }
    const guesses = (await guessLatin(word)).slice(0, 6)
    if (guesses.length) {
      const most = guesses[0][1]
      return { subjects: [[[word, 1], ...guesses.map(([one, rank]) => [one, SAID * rank / most])]], meant: guesses[0][0], typed: word }
    }
    const pair = word.length > 5 ? await guessPair(word) : []
    if (pair.length) return { subjects: pair.map(one => [[one, 1]]), meant: pair.join(""), typed: word }
    return { subjects: plain }
  }

  // ------------------------------------------------------------------------------ ranking
  // The pages that have what was asked, as far as the index knows.
  const gather = async meaning => {
    const { pages: count } = await open()
    const between = meaning.runs.flatMap(run => {
      const letters = [...run]
      return letters.length > LONG ? [] : letters.slice(1).map((letter, at) => letters[at] + letter).filter(pair => pair.length === 2)
    })
    const [subjects, extra, titled] = await Promise.all([
      Promise.all(meaning.subjects.map(async words => {
        const found = new Map()
        const maps = await Promise.all(words.map(([word]) => lookWord(word)))
        maps.forEach((map, place) => {
          const share = words[place][1]
          for (const [page, score] of map) found.set(page, Math.max(found.get(page) ?? 0, score / 255 * share))
        })
        const isLetter = [...words[0][0]].length === 1 && CHINESE.test(words[0][0])
        // As rare as the word itself; where it stands nowhere, as the rarest of what stands for it.
        const standing = maps.filter((map, place) => map.size && words[place][1] > 0.5)
        const weight = (maps[0].size ? maps[0].weight : standing.length ? Math.max(...standing.map(map => map.weight)) : found.size ? LETTER * rarity(count, found.size) : rarity(count, 1)) * (isLetter ? LETTER : 1)
        return { found, weight: found.size ? weight : weight * 0.5 }
      })),
      Promise.all([...new Set(between)].map(pair => look(pair))),
      Promise.all([...new Set(meaning.titles)].map(title => look(`=${title}`))),
    ])
    const sums = new Map()
    const all = subjects.reduce((sum, { weight }) => sum + weight, 0)
    for (const { found, weight } of subjects)
      for (const [page, score] of found) {
        const sum = sums.get(page) ?? { score: 0, weight: 0, met: 0 }
        sums.set(page, { score: sum.score + score * weight, weight: sum.weight + weight, met: sum.met + 1 })
      }
    const chosen = [...sums].filter(([, { weight }]) => weight >= NEEDED * all)
    for (const [page, sum] of chosen) {
      for (const found of extra) sum.score += BETWEEN * (found.get(page) ?? 0) / 255 * found.weight / Math.max(1, extra.length / 2)
      sum.score *= (sum.weight / all) ** SPREAD * (sum.met === subjects.length ? WHOLE : 1)
      if (titled.some(found => found.has(page))) sum.score = (sum.score + all) * TITLED
    }
    const ranked = chosen.map(([page, { score }]) => [page, score]).sort(([one, a], [other, b]) => b - a || one - other)
    const asked = meaning.subjects.map((words, at) => ({ words: words.map(([word]) => word), weight: subjects[at].weight }))
    return { ranked, asked, all }
  }

  // The best pages, read, and the numbers of all others: what stands in one sentence goes before what is
  // spread over a page.
  const ask = async query => {
    const meaning = await understand(query)
    meaning.titles = [query, meaning.corrected || query].map(text => takeApart(text).join("")).filter(text => text.length < 16)
    if (meaning.subjects.length === 1) meaning.titles.push(...meaning.subjects[0].slice(0, 4).map(([word]) => takeApart(word).join("")))
    const { ranked, asked, all } = await gather(meaning)
    const read = await Promise.all(ranked.slice(0, READ).map(async ([number, score]) => {
      const found = await page(number), best = answer(found, asked, query)
      return { number, page: found, best, score: score * (1 + TOGETHER * (best.rank ?? 0) / (all || 1)) }
    }))
    read.sort((one, other) => other.score - one.score || one.number - other.number)
    return { read, numbers: [...read.map(({ number }) => number), ...ranked.slice(READ).map(([number]) => number)], subjects: asked, corrected: meaning.corrected }
  }

  const page = number => once(`p${number}`, readJson)

  // ------------------------------------------------------------------------------ the answer
  const SENTENCE = /[^。！？!?\n]+[。！？!?”」]*/g
  const has = (text, word) => {
    if (!/^[\x20-\x7e]+$/.test(word)) return text.includes(word)
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) // 80 does not stand in 180
      if (!/[a-z0-9]/.test(text[at - 1] ?? "") && !/[a-z0-9]/.test(text[at + word.length] ?? "")) return true
    return false
  }
  const COUNTING = /多少|多久|多远|多大|多高|多重|几|how (?:much|many|long|far|often)/
  const COUNTED = /[\d一二两三四五六七八九十百千半]/
  const grade = (text, subjects) => {
    const plain = normalise(text)
    return subjects.reduce((sum, { words, weight }) => {
      const at = words.findIndex(word => has(plain, word))
      return sum + (at < 0 ? 0 : weight * (at ? 0.6 : 1))
    }, 0)
  }

  // The sentence or step of a page that says most of what was asked: {text, section}.
  const answer = (found, subjects, query = "") => {
    const isCounting = COUNTING.test(query)
    const written = found.sections.filter(section => section[3])
    let best
    for (const section of written.length ? written : found.sections) {
      const heading = grade(section[1], subjects) * 0.6
      for (const line of section[2].split("\n")) {
        const sentences = line.match(SENTENCE) ?? []
        sentences.forEach((sentence, at) => {
          const rank = grade(sentence, subjects) * Math.min(1, 0.5 + sentence.length / 24) * (isCounting && COUNTED.test(sentence) ? 1.2 : 1) + heading - at * 0.01
          if (rank > (best?.rank ?? 0)) best = { rank, section, text: [sentence, sentence.length < 24 ? sentences[at + 1] ?? "" : ""].join("").trim() }
        })
      }
    }
    return best ?? { section: written[0] ?? found.sections[0], text: found.about ?? "" }
  }

  // ------------------------------------------------------------------------------ while somebody types
  const suggest = async query => {
    const last = takeApart(query).at(-1)
    if (!last) return []
    const before = normalise(query).slice(0, normalise(query).lastIndexOf(last))
    let words
    if (/^[a-z]+$/.test(last)) words = (await guessLatin(last)).map(([word]) => word)
    else if (IS_PACKED.test(last) && [...last].length < 5) {
      const { readings } = await readLetter(last[0])
      const known = (await Promise.all([...new Set(readings.map(reading => reading[0]))].map(lexicon))).flat()
      words = known.filter(({ word }) => word.startsWith(last) && word !== last).map(({ word }) => word)
    } else words = []
    return words.slice(0, 5).map(word => before + word)
  }

  return { open, ask, page, answer, suggest, normalise, takeChain, takeApart, prepare: () => wordsOf("搜索") }
}
