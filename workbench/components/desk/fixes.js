// What notes offer: shown as changed words first, taken by the same key, and then a correction like any other.

class Fixes extends Notes {
  // The chosen note's offer; where none is chosen, what all notes together offer.
  askFix() {
    const { item, words } = this;
    if (this.practice !== null) return;
    const chosen = this.pickedNumber === null ? null : item.findings[this.pickedNumber];
    const open = item.findings.filter((finding) => finding.fix && !finding.dismissed);
    const rewrites = open.filter((finding) => finding.fix === "rewrite");
    if (chosen) this.fixOf(chosen.number);
    else if (rewrites.length) this.showFix(rewrites.map((finding) => finding.key));
    else if (open.length) this.fixOf(open[0].number);
    else this.say("notice", words.fix_none);
  }

  fixOf(number) {
    const finding = this.item?.findings[number];
    if (!finding || this.practice !== null) return;
    if (this.mode === "edit") this.say("warn", this.words.fix_typing);
    if (!this.ready()) return;
    if (!finding.fix || finding.dismissed) this.say("notice", this.words.fix_none_chosen);
    else if (finding.fix === "rewrite") this.showFix([finding.key]);
    else if (!this.data.decides) this.say("warn", this.words.others_decide);
    else this.showHide(finding);
  }

  async showFix(notes) {
    const { item, words } = this;
    if (this.ownWords() || this.asking) return;
    this.asking = true;
    const answer = await this.wire.post("fix", { sample: item.id, revision: item.revision, notes }).catch(() => null);
    this.asking = false;
    if (!answer || this.item !== item || this.mode !== "read" || !this.view.at.sheet.hidden) return;
    if (answer.ok) this.showOffer(words.fix_title, answer.says, answer.changes, answer.turns);
    else this.say("warn", answer.error);
  }

  askBack() {
    const { item, words } = this;
    if (this.practice !== null || !this.ready() || this.ownWords()) return;
    if (!item.back) {
      this.say("notice", words.back_none);
      return;
    }
    const turned = { added: "removed", removed: "added", same: "same" };
    const changes = item.changes.map((change) => ({ ...change, pieces: change.pieces.map(([fate, text]) => [turned[fate], text]) }));
    this.showOffer(words.back_title, [], changes, item.back);
  }

  // What somebody has typed on this sample is never written over.
  ownWords() {
    const own = this.changed();
    if (own) this.say("warn", this.words.fix_typing, { name: this.words.correct, act: () => this.startEditing() });
    return own;
  }

  showOffer(title, says, changes, turns) {
    const { words } = this;
    this.hush();
    this.offer = () => {
      for (const [i, text] of Object.entries(turns)) this.typed[partOf(this.item, Number(i))] = text;
    };
    const take = this.data.decides ? words.fix_take : words.fix_pass_on;
    this.openOffer(title, [
      ...says.map((sentence) => el("p", {}, sentence)),
      ...changes.map((change) => el("div", { class: "diff offered", dir: "auto" }, el("h3", {}, labelOfChange(change, words)), diffNodes(change.pieces))),
    ], take, el("button", { type: "button", onclick: () => this.editFixed() }, words.fix_edit, el("kbd", {}, "E")));
  }

  showHide({ hide }) {
    const { words } = this;
    if (this.ownWords()) return;
    this.hiding = hide;
    this.openOffer(words.hide_title, [el("p", {}, words.hide_what), el("p", { dir: "auto" }, el("strong", {}, hide.value))], words.hide_take, null);
  }

  openOffer(title, nodes, take, more) {
    this.panel = "fix";
    const first = el("button", { type: "button", class: "first", "data-act": "take", onclick: () => this.takeFixed() }, take, el("kbd", {}, "F"));
    const leave = el("button", { type: "button", class: "quiet", onclick: () => this.closePanel() }, this.words.cancel, el("kbd", {}, "Esc"));
    this.view.panel([el("h2", {}, title), ...nodes, el("p", { class: "row" }, [first, more, leave])]);
  }

  closePanel() {
    this.offer = null;
    this.hiding = null;
    super.closePanel();
  }

  takeFixed() {
    const { offer, hiding } = this;
    this.closePanel();
    if (hiding) this.mark(hiding.value, hiding.type);
    else if (offer && this.ready()) {
      offer();
      this.sendTyped();
    }
  }

  // The offered text becomes one's own, kept like anything typed, and the writing goes on in it.
  editFixed() {
    const { offer, item } = this;
    if (!offer) return;
    this.closePanel();
    offer();
    this.wire.keep(item.id, { revision: item.revision, ...sentOf(item, this.typed) });
    this.startEditing();
  }
}
