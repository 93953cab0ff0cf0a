// What stands around the pair: progress, sentences, the keys and the sheet that tells them.

const KEYS = { ArrowLeft: "left", ArrowRight: "right", 1: "left", 2: "right", 3: "tie", 4: "both_bad", t: "tie", b: "both_bad", u: "undo", h: "sheet" };

class Around {
  message(title, lines) {
    this.at.message.hidden = false;
    this.at.message.replaceChildren(el("h2", {}, title), ...lines.map((line) => el("p", {}, line)));
    this.at.judge.setAttribute("aria-busy", "false");
  }

  say(kind, sentence) {
    if (this.lost && kind !== "lost") return;
    this.at.status.className = `status ${kind}`;
    this.at.status.textContent = sentence;
  }

  hush() {
    this.say("", "");
  }

  // Whoever opens the page is taken to the card; later it takes the keyboard only from itself.
  focus() {
    if (this.greeted && busyElsewhere(this.at.judge)) return;
    this.greeted = true;
    this.at.judge.focus({ preventScroll: true });
  }

  drawProgress() {
    const { judged, total } = this.progress;
    this.at.bar.max = Math.max(total, 1);
    this.at.bar.value = judged;
    this.at.bar.setAttribute("aria-label", this.words.progress);
    this.at.done.textContent = fill(this.words.count, { judged, total });
    this.at.left.textContent = fill(this.words.left_over, { left: total - judged });
    this.at.undo.disabled = judged === 0;
  }

  onKey(event) {
    const from = event.composedPath()[0];
    const typing = from instanceof Element && from.closest("input, textarea, select, [contenteditable=true], [role=combobox], [role=dialog] input");
    if (from === this.at.note && event.key === "Escape") this.at.judge.focus({ preventScroll: true });
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && !this.at.sheet.hidden) this.toggleSheet();
    const act = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
    if (!act || (!this.letters && event.key.length === 1)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (act === "undo") this.undo();
    else if (act === "sheet") this.toggleSheet();
    else this.choose(act);
  }

  toggleSheet() {
    const { sheet, judge } = this.at;
    for (const name of ["acts", "pair", "message"]) this.at[name].inert = sheet.hidden;
    if (!sheet.hidden) {
      sheet.hidden = true;
      judge.focus({ preventScroll: true });
      return;
    }
    const close = el("button", { type: "button", onclick: () => this.toggleSheet() }, this.words.close, el("kbd", {}, "Esc"));
    const box = el("input", { type: "checkbox", onchange: () => this.chooseLetters(box.checked) });
    box.checked = this.letters;
    const rows = this.words.key_list.flatMap(([keys, what]) => [el("dt", {}, keys.map((key) => el("kbd", {}, key))), el("dd", {}, what)]);
    sheet.setAttribute("aria-label", this.words.keys);
    sheet.replaceChildren(el("h2", {}, this.words.keys), el("dl", {}, rows), el("label", {}, box, this.words.letters), close);
    sheet.hidden = false;
    close.focus();
  }

  chooseLetters(on) {
    this.letters = on;
    this.wire.post("/api/desk/prefer", { name: "desk.letters", value: on ? "on" : "off" }).catch(() => {});
  }
}
