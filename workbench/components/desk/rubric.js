// Rating on the project's rubric: radio groups below the answer, kept with the sample until it is decided on.

class Rating extends Talks {
  get rates() {
    return this.practice === null && this.data.decides ? this.data.rubric : [];
  }

  // What was chosen before a reload comes back with the sample, and what was rated with a decision that was taken back.
  ratingsOf(item) {
    item.rated ??= this.wire.read(`rated.${item.id}:${item.revision}`) ?? { ...item.ratings };
    return item.rated;
  }

  rubricOf(item) {
    if (this.rates.length) this.ratingsOf(item);
    return this.rates;
  }

  rate(key, value) {
    const { item } = this;
    if (!item) return;
    this.ratingsOf(item)[key] = value;
    this.wire.write(`rated.${item.id}:${item.revision}`, item.rated);
    this.view.rated(key);
  }

  toRubric() {
    const first = this.rates.find(({ key }) => !(key in this.ratingsOf(this.item))) ?? this.rates[0];
    if (first) this.view.focusCriterion(first.key);
    else this.say("notice", this.words.rubric_none);
  }

  // A digit chooses the value that stands there, and goes on to the next criterion.
  rateByDigit(input, digit) {
    const places = this.rates.map(({ key }) => key);
    const at = places.indexOf(input.dataset.criterion);
    const option = this.rates[at]?.options[digit - 1];
    if (!option) return;
    this.rate(places[at], option[0]);
    if (at + 1 < places.length) this.view.focusCriterion(places[at + 1]);
    else this.view.at.desk.focus({ preventScroll: true });
  }

  // An approval waits for what the rubric requires.
  unrated() {
    const rated = this.ratingsOf(this.item);
    const missing = this.rates.filter(({ key, required }) => required && !(key in rated));
    if (!missing.length) return false;
    this.say("warn", fill(this.words.rubric_missing, { names: missing.map(({ name }) => name).join(", ") }));
    this.view.focusCriterion(missing[0].key);
    return true;
  }

  decide(verdict, reason) {
    if (verdict === "approve" && this.practice === null && this.ready() && this.unrated()) return;
    super.decide(verdict, reason);
  }

  correct() {
    if (this.practice === null && this.ready("edit") && this.unrated()) return;
    super.correct();
  }

  // Words that were taken or merged stay one's own while something is still to be rated.
  sendTyped() {
    if (this.data.decides && this.unrated()) {
      this.wire.keep(this.item.id, { revision: this.item.revision, ...sentOf(this.item, this.typed) });
      if (this.mode === "edit") return;
      this.mode = "edit";
      this.draw();
      this.unrated();
      return;
    }
    super.sendTyped();
  }

  send(kind, more) {
    const { item } = this;
    const ratings = this.rates.length && more.verdict !== "skip" ? { ratings: this.ratingsOf(item) } : {};
    if (more.verdict !== "skip") this.wire.remove(`rated.${item.id}:${item.revision}`);
    super.send(kind, { ...more, ...ratings });
  }
}
