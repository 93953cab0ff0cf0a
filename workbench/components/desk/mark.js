// Personal data that was missed: selected or typed, it is hidden in all samples at once and waits for the privacy reviewer.

class Marks extends Practice {
  // A selection inside a shadow root is only known to that root in some browsers.
  selected() {
    const { texts } = this.view.at;
    const root = texts.getRootNode();
    const selection = root.getSelection ? root.getSelection() : document.getSelection();
    const inside = selection && selection.rangeCount && texts.contains(selection.getRangeAt(0).commonAncestorContainer);
    return inside ? selection.toString().trim() : "";
  }

  askMark() {
    if (this.practice !== null || !this.ready()) return;
    if (this.changed()) {
      this.say("warn", this.words.mark_typing);
      return;
    }
    this.panel = "mark";
    const input = el("input", { type: "text", "aria-label": this.words.mark_what, spellcheck: "false", autocomplete: "off", maxlength: "200" });
    input.value = this.selected();
    const done = (type) => this.mark(input.value.trim(), type);
    const types = this.words.mark_types.map(([type, label], i) =>
      el("button", { type: "button", "data-type": type, onclick: () => done(type) }, el("kbd", {}, String(i + 1)), " ", label),
    );
    this.view.panel([
      el("h2", {}, this.words.mark),
      el("p", {}, this.words.mark_what),
      input,
      el("p", {}, this.words.mark_type),
      el("div", { class: "reasons" }, types),
      el("p", {}, el("button", { type: "button", class: "quiet", onclick: () => this.closePanel() }, this.words.cancel, el("kbd", {}, "Esc"))),
    ]);
    input.onkeydown = (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault(); // else the same press goes on to the button that has the keyboard now
      types[0].focus();
    };
    if (input.value) types[0].focus();
    else input.focus();
  }

  async mark(value, type) {
    const { item } = this;
    if (!value || this.marking) return;
    this.closePanel();
    this.marking = true;
    const body = { id: freshId(), sample: item.id, revision: item.revision, type, value };
    const answer = await this.wire.post("/api/privacy/mark", body).catch(() => null);
    this.marking = false;
    if (!answer) return;
    if (answer.ok) {
      this.lastMark = { decision: answer.decision, sample: item.id };
      await this.freshTexts(item.id);
    }
    this.say(answer.ok ? "notice" : "warn", answer.ok ? fill(this.words.mark_done, answer) : answer.error);
  }

  async unmark() {
    const { lastMark } = this;
    this.lastMark = null;
    const answer = await this.wire.post("/api/privacy/unmark", lastMark).catch(() => null);
    if (!answer) return;
    if (answer.ok) await this.freshTexts(lastMark.sample);
    this.say(answer.ok ? "notice" : "warn", answer.ok ? this.words.taken_back : answer.error);
  }

  // Any sample that was fetched ahead may hold the value too, so all of them are fetched again.
  async freshTexts(sample) {
    const answer = await this.wire.post("item", { sample }).catch(() => null);
    if (!answer?.ok) return;
    this.letGo(this.queue.filter((item) => item.id !== sample));
    this.queue = [answer.item];
    this.show();
    await this.refill();
  }

  undo() {
    if (this.lastMark && this.mode === "read") this.unmark();
    else super.undo();
  }
}
