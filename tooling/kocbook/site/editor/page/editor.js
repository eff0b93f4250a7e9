// What the editor lacks: a text that is kept byte for byte, and photos that tell no place.
(() => {
  "use strict";

  const { format, local, locale, words } = JSON.parse(document.getElementById("kb-settings").textContent);
  const h = window.h;

  // A text is its own file: no front matter is read out of it or put before it.
  CMS.registerCustomFormat(format, "md", {
    fromFile: (text) => ({ body: text }),
    toFile: (data) => data.body || "",
  });

  // Marks that an author may want, put around or before what is chosen in the box.
  const MARKS = [
    ["heading", (chosen) => `## ${chosen}`],
    ["bold", (chosen) => `**${chosen}**`],
    ["list", (chosen) => chosen.replace(/^/gm, "- ")],
    ["steps", (chosen) => chosen.split("\n").map((line, at) => `${at + 1}. ${line}`).join("\n")],
  ];

  const Words = window.createClass({
    displayName: "KocbookText",

    getInitialState() {
      return { photo: null, alt: "" };
    },

    componentDidMount() {
      this.control = crypto.randomUUID();
    },

    // Without this the editor asks for a new picture only when the text changes.
    shouldComponentUpdate() {
      return true;
    },

    componentDidUpdate() {
      const photo = this.props.mediaPaths.get(this.control);
      if (!photo) return;
      this.props.onRemoveInsertedMedia(this.control);
      this.setState({ photo: Array.isArray(photo) ? photo[0] : photo, alt: "" });
    },

    componentWillUnmount() {
      this.props.onRemoveMediaControl(this.control);
    },

    replaceChosen(change) {
      const { selectionStart: from, selectionEnd: to, value } = this.box;
      const put = change(value.slice(from, to));
      this.props.onChange(value.slice(0, from) + put + value.slice(to));
      requestAnimationFrame(() => {
        this.box.focus();
        this.box.setSelectionRange(from, from + put.length);
      });
    },

    choosePhoto() {
      this.props.onOpenMediaLibrary({
        controlID: this.control,
        forImage: true,
        allowMultiple: false,
        field: this.props.field,
      });
    },

    insertPhoto(event) {
      event.preventDefault();
      const alt = this.state.alt.trim().replace(/[[\]\\]/g, "");
      if (!alt) return;
      const name = this.state.photo.replace(/[ ()]/g, encodeURIComponent);
      this.setState({ photo: null, alt: "" });
      this.replaceChosen((chosen) => `${chosen}\n\n![${alt}](${name})\n\n`);
    },

    renderPhoto() {
      const { photo, alt } = this.state;
      return h(
        "div",
        { className: "kb-words__photo" },
        h("b", {}, `${words["photo-chosen"]} ${photo}`),
        h(
          "label",
          {},
          words.alt,
          h("input", {
            value: alt,
            maxLength: 300,
            autoFocus: true,
            onChange: (event) => this.setState({ alt: event.target.value }),
            onKeyDown: (event) => {
              if (event.key === "Enter" && !event.nativeEvent.isComposing) this.insertPhoto(event);
            },
          }),
        ),
        h("button", { type: "button", disabled: !alt.trim(), onClick: this.insertPhoto }, words.insert),
        h("button", { type: "button", onClick: () => this.setState({ photo: null }) }, words.cancel),
      );
    },

    render() {
      const { forID, value, onChange, setActiveStyle, setInactiveStyle } = this.props;
      const buttons = MARKS.map(([name, change]) =>
        h("button", { key: name, type: "button", onClick: () => this.replaceChosen(change) }, words[name]),
      );
      const photo = h("button", { key: "photo", type: "button", onClick: this.choosePhoto }, words.photo);
      return h(
        "div",
        { className: "kb-words" },
        h("div", { className: "kb-words__bar" }, ...buttons, photo),
        this.state.photo ? this.renderPhoto() : null,
        h("textarea", {
          id: forID,
          ref: (box) => { this.box = box; },
          value: value || "",
          spellCheck: false,
          onChange: (event) => onChange(event.target.value),
          onFocus: setActiveStyle,
          onBlur: setInactiveStyle,
        }),
      );
    },
  });

  // Pictures of the text are asked of the editor: some are not saved yet. Videos are not played here.
  const Markdown = CMS.getWidget("markdown").preview;
  const Preview = window.createClass({
    displayName: "KocbookTextPreview",

    render() {
      const { value, getAsset, field } = this.props;
      const shown = (value || "")
        .replace(/<video\b[\s\S]*?<\/video>/gi, `**▶ ${words.video}**`)
        .replace(/(!\[[^\]]*\]\()([\w.-]+)(?=[\s)])/g, (_, before, name) => before + getAsset(name, field));
      return h(Markdown, { ...this.props, value: shown });
    },
  });

  CMS.registerWidget(format, Words, Preview);

  // A field that was emptied is left out: an empty value means nothing in a record.
  const isEmpty = (value) => value === undefined || value === null || value === "" || value.size === 0;

  function dropEmpty(value, isTop) {
    if (!value || typeof value.toJS !== "function") return value;
    const isList = typeof value.push === "function";
    const inner = value.map((item) => dropEmpty(item, false));
    // A list inside may be empty on purpose: a chapter that waits for its modules.
    return isList ? inner : inner.filter((item) => !isEmpty(item) || (!isTop && item && typeof item.push === "function"));
  }

  CMS.registerEventListener({
    name: "preSave",
    handler: ({ entry }) => dropEmpty(entry.get("data"), true),
  });

  // Names of files as koc wants them; one without a plain letter is called after the moment.
  function rename(file) {
    const [, stem, suffix] = /^(.*?)((?:\.[^.]*)?)$/s.exec(file.name.toLowerCase());
    const plain = stem.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
    return new File([file], (plain || `photo-${Date.now().toString(36)}`) + suffix, { type: file.type });
  }

  // Only photos that the browser can draw anew go to a service; `koc edit` takes others and cleans
  // them itself.
  const DRAWN = new Set(["image/jpeg", "image/png", "image/webp"]);
  document.addEventListener(
    "change",
    (event) => {
      const input = event.target;
      if (input.type !== "file") return;
      const files = [...input.files];
      if (local || files.every((file) => DRAWN.has(file.type))) {
        const renamed = new DataTransfer();
        for (const file of files) renamed.items.add(rename(file));
        input.files = renamed.files;
        return;
      }
      event.stopImmediatePropagation();
      input.value = "";
      alert(words["only-photos"]);
    },
    true,
  );
  // Files come in by that input alone: none is dropped or pasted past it.
  for (const name of ["drop", "paste"]) {
    document.addEventListener(
      name,
      (event) => {
        const given = event.dataTransfer || event.clipboardData;
        if (!given || !given.files.length) return;
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      true,
    );
  }

  if (local) {
    // Whoever runs `koc edit` is at their own machine: there is nobody to sign in with, and what is
    // saved is in a file, not published.
    localStorage.setItem("decap-cms-user", JSON.stringify({ backendName: "proxy" }));
    const phrases = CMS.getLocale(locale);
    const toolbar = { ...phrases.editor.editorToolbar };
    for (const [phrase, word] of [
      ["publish", "save"],
      ["publishing", "saving"],
      ["published", "saved"],
      ["publishNow", "save-now"],
    ]) {
      toolbar[phrase] = words[word];
    }
    CMS.registerLocale(locale, { ...phrases, editor: { ...phrases.editor, editorToolbar: toolbar } });
  }
  CMS.init();
})();
