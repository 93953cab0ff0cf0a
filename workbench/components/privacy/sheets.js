// The questions that a decision asks first: which type, which whole value, whether of all.

class Sheets extends ListCard {
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

  askChange(sentence, change) {
    const done = () => {
      this.closeSheet();
      change();
    };
    const buttons = el(
      "div",
      { class: "row" },
      el("button", { type: "button", onclick: () => this.leaveSheet() }, this.words.leave, el("kbd", {}, "Esc")),
      el("button", { type: "button", "data-act": "change", onclick: done }, this.words.change),
    );
    // Somebody has decided meanwhile: the list is read anew, whichever way the question is left.
    this.ask(this.words.decided, [sentence, this.words.change_all], [buttons], () => this.load(this.place));
  }

  askAll(action, count) {
    const done = () => {
      this.closeSheet();
      this.sendAll(action);
    };
    this.ask(fill(this.words[`all_${action}`], { count }), [this.words.sure], [this.row(done)]);
  }
}
