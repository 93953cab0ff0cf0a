// Keys: which key does what where, and the sheet that tells.

const LETTERS = { a: "approve", e: "edit", x: "reject", n: "unsure", s: "skip", u: "undo", p: "mark", d: "dismiss", h: "sheet", m: "raw", r: "retrieval", f: "fix", b: "back", l: "flag", c: "talk", v: "similar", o: "page", w: "until", g: "rate" };

class Keys extends Said {
  onKey(event) {
    if (this.talkKey(event)) return;
    const [target] = event.composedPath();
    const inside = event.composedPath().includes(this.view.at.desk);
    const typing = target instanceof HTMLElement && (target.matches("textarea, select, input:not([type=checkbox], [type=radio])") || target.isContentEditable);
    if (event.isComposing || (typing && !inside)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = this.actOf(key, event, typing, target);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) act();
  }

  actOf(key, event, typing, target) {
    const open = !this.view.at.sheet.hidden;
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) return this.mode === "edit" && !open ? () => this.correct() : null;
    if (event.ctrlKey || event.metaKey || event.altKey) return null;
    const rating = !open && target.matches?.("[data-criterion]");
    if (rating && /^[1-5]$/.test(key)) return () => this.rateByDigit(target, Number(key));
    if (rating && key === "Escape") return () => this.view.at.desk.focus({ preventScroll: true });
    if (key === "Escape" && open) return () => this.closePanel();
    if (key === "Escape" && this.mode === "edit") return () => this.closeEditing();
    if (key === "Enter" && typing && target.dataset.part === "until") return () => this.view.at.desk.focus({ preventScroll: true });
    if (key === "Escape" && typing) return () => this.view.at.desk.focus({ preventScroll: true });
    if (typing) return null;
    if (open && this.panel === "mark" && /^[1-8]$/.test(key)) return () => this.mark(this.view.at.sheet.querySelector("input").value.trim(), this.words.mark_types[Number(key) - 1][0]);
    if (open && this.panel === "flag" && /^[1-9]$/.test(key)) return () => this.digit(Number(key));
    if (open && this.panel === "reasons" && /^[1-8]$/.test(key)) return () => this.becauseOf(this.words.reasons[Number(key) - 1][0]);
    if (open && this.letters && this.panel === "fix" && ["f", "b", "e"].includes(key)) return () => (key === "e" ? this.editFixed() : this.takeFixed());
    if (key === "Enter" && this.feedback && !target.matches?.("button")) return () => this.nextPractice();
    if (this.letters && !open && this.mode === "read" && /^[1-9]$/.test(key)) return () => this.pick(Number(key) - 1);
    const name = this.letters ? LETTERS[key] : undefined;
    if (!name || this.mode === "both" || (open && name !== "sheet")) return null;
    return () => this.press(name);
  }

  toggleSheet() {
    if (this.panel === "keys" && !this.view.at.sheet.hidden) {
      this.closePanel();
      return;
    }
    this.panel = "keys";
    this.view.panel(this.view.keys(this.letters, () => this.closePanel(), (on) => this.chooseLetters(on)));
  }

  closePanel() {
    this.panel = null;
    this.view.panel(null);
    if (this.mode === "edit") this.focusText();
    else this.view.at.desk.focus({ preventScroll: true });
  }

  chooseLetters(on) {
    this.letters = on;
    this.wire.post("prefer", { name: "desk.letters", value: on ? "on" : "off" }).catch(() => {});
  }
}
