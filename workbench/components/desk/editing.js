// Typing: an item's texts as fields, what was changed beside them, and two texts of one item side by side.

const COMPARE = 600;

class Editing {
  startEditing() {
    if (!this.ready()) return;
    this.mode = "edit";
    this.draw();
    this.focusText();
    this.compareSoon();
  }

  closeEditing() {
    this.mode = "read";
    this.draw();
    this.view.at.desk.focus({ preventScroll: true });
    if (this.changed()) this.say("notice", this.words.text_kept);
  }

  discard() {
    this.typed = { ...this.texts(this.item), comment: this.typed.comment };
    this.dropDraft();
    this.closeEditing();
    this.hush();
  }

  dropDraft() {
    if (this.practice !== null) return;
    this.item.draft = null;
    this.wire.drop(this.item.id);
    this.view.kept("");
  }

  onTyped(part, value) {
    this.typed[part] = value;
    if (this.practice !== null) return;
    this.wire.keep(this.item.id, { revision: this.item.revision, ...sentOf(this.item, this.typed) });
    this.compareSoon();
  }

  compareSoon() {
    clearTimeout(this.comparing);
    if (this.practice === null) this.comparing = setTimeout(() => this.compare(this.item), COMPARE);
  }

  async compare(item) {
    const changes = await this.changesOf(item, this.typed);
    if (this.item === item && this.mode === "edit") this.view.mine(changes);
  }

  async changesOf(item, typed) {
    const plain = this.texts(item);
    const changes = [];
    for (const part of partsOf(item)) {
      const before = plain[part];
      const after = typed[part];
      const answer = before === after ? null : await this.wire.post("compare", { before, after }).catch(() => null);
      if (answer?.pieces?.length) changes.push({ part, label: labelOf(item, part, this.words), pieces: answer.pieces });
    }
    return changes;
  }

  // Two texts of one sample

  showBoth(mine) {
    const item = this.item;
    const use = () => {
      this.typed = mine;
      this.sendTyped();
    };
    const leave = () => {
      this.dropDraft();
      this.hush();
      this.show();
    };
    const edit = () => {
      this.typed = mine;
      this.wire.keep(item.id, { revision: item.revision, ...sentOf(item, mine) });
      this.mode = "edit";
      this.draw();
      this.focusText();
    };
    this.drawButtons();
    this.view.both(item, mine, [
      { name: "theirs", label: this.words.keep_theirs, act: leave },
      { name: "mine", label: this.words.use_mine, act: use },
      { name: "edit-mine", label: this.words.edit_mine, act: edit },
    ]);
    this.changesOf(item, mine).then((changes) => this.item === item && this.view.ownDiffs(changes));
  }
}
