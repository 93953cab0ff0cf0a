// Notes of the checks: chosen by number, shown where they point, dismissed and let stand again.

class Notes extends Marks {
  get pickedNumber() {
    return this.picked?.item === this.item ? this.picked.number : null;
  }

  // The first press shows the place in the text, the next one the place in the passage that the note compares with.
  pick(number) {
    const finding = this.item?.findings[number];
    if (!finding || this.practice !== null) return;
    const further = this.pickedNumber === number && !this.picked.further && finding.passage !== null;
    this.picked = { item: this.item, number, further };
    this.view.picked(number);
    if (finding.turn !== null && !this.selectIn(finding, number)) this.view.jump(number, finding.turn, further);
  }

  // While the text is edited its place is selected there; the passage stays as it is.
  selectIn(finding, number) {
    const turn = this.item.turns[finding.turn];
    const place = turn.marks.find(([, , kind, label]) => kind === "note" && label === String(number));
    const part = partOf(this.item, finding.turn);
    const area = this.view.at.texts.querySelector(`textarea[data-part="${part}"]`);
    if (!area || !place || area.value !== turn.text || this.picked.further) return false;
    this.view.jump(number, finding.turn, false);
    area.focus();
    area.setSelectionRange(place[0], place[1]);
    return true;
  }

  dismissNext() {
    if (!this.data.decides) return;
    const open = this.item.findings.find((finding) => finding.dismissable && !finding.dismissed);
    const chosen = this.pickedNumber === null ? null : this.item.findings[this.pickedNumber];
    if (chosen?.dismissable) this.dismiss(chosen.number);
    else if (open) this.dismiss(open.number);
    else this.say("notice", this.words.no_such_note);
  }

  dismiss(number) {
    const finding = this.item?.findings[number];
    if (!finding?.dismissable || this.practice !== null || !this.data.decides) return;
    this.flip(this.item, finding);
    this.lastNote = { item: this.item, finding };
    this.picked = null;
    this.say("notice", finding.dismissed ? this.words.dismissed_now : this.words.stands_again);
  }

  flip(item, finding) {
    finding.dismissed = !finding.dismissed;
    this.wire.put(finding.dismissed ? "dismiss" : "restore", { sample: item.id, revision: item.revision, note: finding.key });
    this.view.notesChanged(item);
  }

  undo() {
    const last = this.lastNote;
    if (!last || last.item !== this.item || this.mode !== "read") {
      super.undo();
      return;
    }
    this.lastNote = null;
    this.flip(last.item, last.finding);
    this.say("notice", this.words.taken_back);
  }

  onAnswered(act, answer) {
    if (!["dismiss", "restore"].includes(act.kind)) {
      super.onAnswered(act, answer);
      return;
    }
    const { sample, revision, note } = act.body;
    const item = this.queue.find((one) => one.id === sample && one.revision === revision);
    if (answer.ok) {
      if (item) item.why = answer.why;
      if (item && item === this.item) this.view.why(item);
      return;
    }
    const finding = item?.findings.find((one) => one.key === note);
    if (finding) finding.dismissed = act.kind === "restore";
    if (item && item === this.item) this.view.notesChanged(item);
    this.say("warn", answer.error);
    if (answer.kind === "StaleRevisionError") this.lookAgain(sample, revision, false);
  }
}
