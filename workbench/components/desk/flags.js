// Flags: a reason from the project's list, put on the sample in front without deciding on it, and taken off again.

const FLAG_ACTS = ["/api/talk/flag", "/api/talk/unflag", "/api/talk/reflag"];

class Flags extends Fixes {
  press(name) {
    if (name === "flag") this.askFlag();
    else super.press(name);
  }

  askFlag() {
    if (this.practice !== null || !this.ready()) return;
    this.panel = "flag";
    const note = el("textarea", { "aria-label": this.words.flag_note, placeholder: this.words.flag_note, dir: "auto", rows: 2, maxlength: "2000" });
    const list = this.data.flags.map(([reason, label, section], i) =>
      el("button", { type: "button", "data-flag": reason, onclick: () => this.flag(reason, label, note.value.trim()) }, el("kbd", {}, String(i + 1)), " ", label, section ? el("span", { class: "soft rests" }, section) : null),
    );
    const cancel = el("button", { type: "button", class: "quiet", onclick: () => this.closePanel() }, this.words.cancel, el("kbd", {}, "Esc"));
    const none = list.length ? null : el("p", {}, this.words.no_flags);
    this.view.panel([el("h2", {}, this.words.flag), none, el("div", { class: "reasons" }, list), note, el("p", { class: "soft" }, this.words.flag_blind), el("p", {}, cancel)].filter(Boolean));
  }

  // A digit flags from anywhere in the sheet but the note.
  digit(number) {
    this.view.at.sheet.querySelectorAll("[data-flag]")[number - 1]?.click();
  }

  flag(reason, label, note) {
    const { item } = this;
    this.closePanel();
    const made = { id: freshId(), reason, label, note, own: true, may: true };
    if (item.flags.some((one) => one.own && one.reason === reason)) {
      this.say("notice", this.words.flag_twice);
      return;
    }
    item.flags.push(made);
    this.view.flagsChanged(item);
    this.lastFlag = { item, made };
    this.lastNote = null;
    this.wire.put("/api/talk/flag", { id: made.id, sample: item.id, revision: item.revision, reason, note });
    this.say("notice", fill(this.words.flagged, { label }), { name: this.words.undo, act: () => this.unflag(item, made) });
  }

  unflag(item, made) {
    this.lastFlag = null;
    item.flags = item.flags.filter((one) => one.id !== made.id);
    (item.gone ??= new Map()).set(made.id, made);
    this.view.flagsChanged(item);
    this.wire.put("/api/talk/unflag", { flag: made.id, sample: item.id });
    this.say("notice", fill(this.words.unflagged, made), { name: this.words.undo, act: () => this.reflag(item, made) });
  }

  reflag(item, made) {
    item.flags.push(made);
    this.view.flagsChanged(item);
    this.wire.put("/api/talk/reflag", { flag: made.id, sample: item.id });
    this.say("notice", fill(this.words.flagged, made));
  }

  // What the server refused did not happen: a flag that was put on goes, one that was taken off is there again, unless
  // there is none any more.
  asBefore(item, { kind, body }, why) {
    const id = body.id ?? body.flag;
    const others = item.flags.filter((one) => one.id !== id);
    const gone = item.gone?.get(id);
    if (kind !== "/api/talk/unflag") item.flags = others;
    else if (gone && why !== "NotFoundError") item.flags = [...others, gone];
  }

  undo() {
    const last = this.lastFlag;
    if (last && last.item === this.item && this.mode === "read") this.unflag(last.item, last.made);
    else super.undo();
  }

  onAnswered(act, answer) {
    if (!FLAG_ACTS.includes(act.kind)) {
      super.onAnswered(act, answer);
      return;
    }
    const item = this.queue.find((one) => one.id === act.body.sample);
    if (!answer.ok) {
      this.say("warn", answer.error);
      if (item) this.asBefore(item, act, answer.kind);
    } else if (item && !this.wire.acts.some((one) => FLAG_ACTS.includes(one.kind))) item.flags = answer.flags;
    if (item && item === this.item) this.view.flagsChanged(item);
  }
}
