// A question that a decision asks first, over the card: a title, lines, fields, OK and Cancel; Esc closes it.

class Sheet {
  // `leaving` is what else happens when the question is left without an answer, by Esc or by its button.
  ask(title, lines, more, leaving = null) {
    const { sheet } = this.at;
    this.leaving = leaving;
    sheet.replaceChildren(el("h2", {}, title), ...lines.map((line) => el("p", {}, line)), ...more);
    sheet.setAttribute("aria-label", title);
    sheet.hidden = false;
    (sheet.querySelector("input") ?? sheet.querySelector("button"))?.focus();
  }

  closeSheet() {
    this.leaving = null;
    this.at.sheet.hidden = true;
    this.at.card.focus({ preventScroll: true });
  }

  leaveSheet() {
    const { leaving } = this;
    this.closeSheet();
    leaving?.();
  }

  row(done, key = "Enter") {
    return el(
      "div",
      { class: "row" },
      el("button", { type: "button", class: "first", "data-act": "ok", onclick: done }, this.words.ok, el("kbd", {}, key)),
      this.cancelling(),
    );
  }

  cancelling() {
    return el("button", { type: "button", "data-act": "cancel", onclick: () => this.leaveSheet() }, this.words.cancel, el("kbd", {}, "Esc"));
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
    // A handler that gives back false would swallow the key: nothing could be typed.
    input.onkeydown = (event) => {
      if (event.key === "Enter" && !event.isComposing) send();
    };
    return [input, this.row(send)];
  }

  showKeys() {
    const rows = this.words.key_list.flatMap(([keys, what]) => [el("dt", {}, keys.map((key) => el("kbd", {}, key))), el("dd", {}, what)]);
    this.ask(this.words.keys, [], [
      el("dl", {}, rows),
      el("button", { type: "button", onclick: () => this.closeSheet() }, this.words.close, el("kbd", {}, "Esc")),
    ]);
  }
}
