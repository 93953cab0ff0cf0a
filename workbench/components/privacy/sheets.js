// The questions that a decision asks first: which type, which whole value, whether of all.

class Sheets {
  ask(title, lines, more) {
    const { sheet } = this.at;
    sheet.replaceChildren(el("h2", {}, title), ...lines.map((line) => el("p", {}, line)), ...more);
    sheet.setAttribute("aria-label", title);
    sheet.hidden = false;
    (sheet.querySelector("input") ?? sheet.querySelector("button"))?.focus();
  }

  closeSheet() {
    this.at.sheet.hidden = true;
    this.at.card.focus({ preventScroll: true });
  }

  row(done) {
    return el(
      "div",
      { class: "row" },
      el("button", { type: "button", class: "first", "data-act": "ok", onclick: done }, this.words.ok, el("kbd", {}, "Enter")),
      el("button", { type: "button", onclick: () => this.closeSheet() }, this.words.cancel, el("kbd", {}, "Esc")),
    );
  }

  field(label, value, done) {
    const input = el("input", { type: "text", "aria-label": label, spellcheck: "false", autocomplete: "off", maxlength: "300" });
    input.value = value;
    const send = () => {
      const typed = input.value.trim();
      if (!typed) return;
      this.closeSheet();
      done(typed);
    };
    input.onkeydown = (event) => event.key === "Enter" && !event.isComposing && send();
    return [input, this.row(send)];
  }

  askType() {
    const choices = this.types.map((type) =>
      el("button", { type: "button", "data-type": type, onclick: () => this.typed(type) }, type),
    );
    this.ask(this.words.new_type, [], [
      el("div", { class: "choices" }, choices),
      el("p", { class: "soft" }, this.words.other_type),
      ...this.field(this.words.other_type, "", (type) => this.typed(type.toUpperCase().replaceAll(" ", "_"))),
    ]);
  }

  typed(type) {
    this.closeSheet();
    this.send({ action: "retype", new_type: type });
  }

  askWhole(value) {
    this.ask(this.words.whole, [], this.field(this.words.whole, value, (whole) => this.send({ action: "extend", whole })));
  }

  askTyped() {
    this.ask(this.words.typed, [this.words.purged], this.field(this.words.typed, "", (typed) => this.send({ action: "not_personal", typed })));
  }

  askAll(action, count) {
    const done = () => {
      this.closeSheet();
      this.sendAll(action);
    };
    this.ask(fill(this.words[`all_${action}`], { count }), [this.words.sure], [this.row(done)]);
  }

  showKeys() {
    const rows = this.words.key_list.flatMap(([keys, what]) => [el("dt", {}, keys.map((key) => el("kbd", {}, key))), el("dd", {}, what)]);
    this.ask(this.words.keys, [], [
      el("dl", {}, rows),
      el("button", { type: "button", onclick: () => this.closeSheet() }, this.words.close, el("kbd", {}, "Esc")),
    ]);
  }
}
