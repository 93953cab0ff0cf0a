// Sections of the guidelines that a decision rests on: shown with a reason, or named by a few letters.

const MOST_FOUND = 6;

// Titles first, then texts; every word that is typed must stand there.
function sectionsLike(sections, letters) {
  const parts = letters.toLowerCase().split(/\s+/).filter(Boolean);
  if (!parts.length) return [];
  const holding = (of) => sections.filter((one) => parts.every((word) => of(one).toLowerCase().includes(word)));
  return [...new Set([...holding((one) => one.path), ...holding((one) => `${one.path} ${one.text}`)])].slice(0, MOST_FOUND);
}

class Sections extends Acts {
  // The section named for the sample in front, and for no other.
  get section() {
    return this.named?.item === this.item ? this.named.id : (this.item?.section ?? null);
  }

  set section(id) {
    this.named = { item: this.item, id };
  }

  sectionOf(id) {
    return this.data.sections.find((one) => one.id === id) ?? null;
  }

  askWhy() {
    super.askWhy();
    if (this.practice !== null || !this.data.sections.length) return;
    const row = this.view.at.sheet.querySelector(".reasons");
    row.after(this.sectionField());
    for (const button of row.querySelectorAll("[data-reason]")) {
      const [first] = this.restsOn(button.dataset.reason);
      if (first) button.append(el("span", { class: "soft rests" }, first.title));
    }
  }

  restsOn(reason) {
    return (this.data.because[reason] ?? []).map((id) => this.sectionOf(id)).filter(Boolean);
  }

  becauseOf(reason) {
    const known = this.restsOn(reason);
    if (this.practice !== null || this.section !== null || this.panel === "section" || !known.length) {
      super.becauseOf(reason);
      return;
    }
    this.panel = "section";
    const reject = (id) => {
      this.section = id;
      this.becauseOf(reason);
    };
    const naming = (one, i) => el("button", { type: "button", class: i ? null : "first", "data-section": one.id, onclick: () => reject(one.id) }, fill(this.words.reject_naming, one));
    const label = this.words.reasons.find(([name]) => name === reason)[1];
    this.view.panel([
      el("h2", {}, fill(this.words.section_of, { reason: label })),
      el("div", { class: "reasons" }, known.map(naming), el("button", { type: "button", "data-section": "", onclick: () => reject(null) }, this.words.reject_plain)),
      ...known.map((one) => el("article", { class: "guide" }, el("h3", {}, one.path), guideNodes(one.text))),
      this.sectionField((id) => reject(id)),
      el("p", {}, el("button", { type: "button", class: "quiet", onclick: () => this.closePanel() }, this.words.cancel, el("kbd", {}, "Esc"))),
    ]);
  }

  // A field that finds sections by a few letters; what is chosen stands below it with its text.
  sectionField(chosen = (id) => (this.section = id)) {
    if (this.practice !== null || !this.data.sections.length) return null;
    const input = el("input", { type: "text", "aria-label": this.words.section_find, placeholder: this.words.section_find, spellcheck: "false", autocomplete: "off", maxlength: "80" });
    const found = el("div", { class: "found" });
    const shown = el("div", { class: "guide" });
    const count = el("span", { class: "soft", role: "status" });
    const draw = () => {
      const one = this.sectionOf(this.section);
      const away = () => choose(null);
      shown.replaceChildren(...(one ? [el("h3", {}, one.path), ...guideNodes(one.text), el("button", { type: "button", class: "quiet", onclick: away }, this.words.section_away)] : []));
    };
    const choose = (id) => {
      chosen(id);
      input.value = "";
      found.replaceChildren();
      count.textContent = "";
      draw();
    };
    const find = () => {
      const list = sectionsLike(this.data.sections, input.value);
      found.replaceChildren(...list.map((one) => el("button", { type: "button", class: "quiet", "data-found": one.id, onclick: () => choose(one.id) }, one.path)));
      count.textContent = input.value.trim() ? fill(this.words.section_count, { count: list.length }) : "";
    };
    input.oninput = find;
    input.onkeydown = (event) => {
      const first = found.querySelector("button");
      if (event.key !== "Enter" || event.isComposing || !first) return;
      event.preventDefault();
      first.click();
    };
    draw();
    return el("div", { class: "sections" }, input, count, found, shown);
  }

  send(kind, more) {
    const { section } = this;
    super.send(kind, section === null ? more : { ...more, section });
  }
}
