// Draws the notes of the checks, and what they point at.

class NotesView {
  early(item) {
    return item.why.length ? fill(this.words.why_early, { reasons: item.why.join("; ") }) : "";
  }

  why(item) {
    const place = this.at.texts.querySelector("[data-why]");
    if (place) place.textContent = this.early(item);
  }

  notes(item, picked) {
    const found = item.findings.map((finding) => this.note(finding, picked));
    return [el("h2", {}, this.words.notes), ...(found.length ? found : [el("p", { class: "soft" }, this.words.no_notes)])];
  }

  note(finding, picked) {
    const { number, message, dismissed } = finding;
    const key = number < 9 ? el("kbd", { "aria-hidden": true }, String(number + 1)) : null;
    const said = [key, dismissed ? el("b", {}, this.words.dismissed) : null, " ", el("span", {}, message)];
    const show = el("button", { type: "button", class: "show", "data-note": number, "aria-pressed": String(picked === number), title: this.words.jump, onclick: () => this.acts.pick(number) }, said);
    const act = el("button", { type: "button", class: "quiet", "aria-label": `${dismissed ? this.words.stand : this.words.dismiss}: ${message}`, onclick: () => this.acts.dismiss(number) }, dismissed ? this.words.stand : this.words.dismiss);
    return el("div", { class: `remark ${finding.severity}${dismissed ? " dismissed" : ""}` }, show, this.offered(finding), finding.dismissable && this.decides ? act : null);
  }

  offered({ number, message, fix, dismissed }) {
    if (!fix || dismissed || (fix === "hide" && !this.decides)) return null;
    const label = fix === "hide" ? this.words.hide : this.words.fix;
    return el("button", { type: "button", class: "quiet", "data-fix": number, "aria-label": `${label}: ${message}`, onclick: () => this.acts.fix(number) }, label, el("kbd", {}, "F"));
  }

  picked(number) {
    for (const node of this.at.side.querySelectorAll("[data-note]")) node.setAttribute("aria-pressed", String(node.dataset.note === String(number)));
    const chosen = this.at.side.querySelector(`[data-note="${number}"]`);
    if (chosen && getComputedStyle(this.at.side).overflowY !== "visible") bringIntoSight(chosen, this.at.stage);
  }

  // Draws notes and their marks anew where they stand, without moving what is read or typed.
  notesChanged(item) {
    const place = this.at.side.querySelector("[data-notes]");
    if (!place) return;
    const active = place.getRootNode().activeElement;
    const had = place.contains(active) ? [...place.querySelectorAll("button")].indexOf(active) : -1;
    place.replaceChildren(...this.notes(item, null));
    if (had >= 0) place.querySelectorAll("button")[had]?.focus({ preventScroll: true });
    this.readAgain(item);
    for (const node of this.at.texts.querySelectorAll("[data-passage]")) {
      const passage = item.context[node.dataset.passage];
      node.replaceChildren(...marked(passage.text, passage.marks, item.findings));
    }
  }

  // Marks both places of a note, in the text and in the passage, and brings one of them into sight.
  jump(number, turn, further) {
    for (const mark of this.at.texts.querySelectorAll("mark.here")) mark.classList.remove("here");
    const found = [...this.at.texts.querySelectorAll("mark")].filter((m) => m.dataset.notes.split(" ").includes(String(number)));
    for (const mark of found) mark.classList.add("here");
    const compared = found.find((mark) => mark.closest("[data-passage]"));
    const said = found.find((mark) => !mark.closest("[data-passage]")) ?? this.at.texts.querySelector(`[data-turn="${turn}"]`);
    const shown = further ? (compared ?? said) : (said ?? compared);
    if (shown) bringIntoSight(shown, this.at.stage);
  }
}
