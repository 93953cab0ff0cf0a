// The moments without an item: fetching, nothing left, the day's share done, a rest, no answer.

class Moments extends Queue {
  showLoading() {
    this.mode = "message";
    this.drawButtons();
    this.view.message(this.words.loading, [], []);
  }

  showEmpty() {
    this.mode = "message";
    this.drawButtons();
    const { skipped, escalated, today, kept } = this.progress;
    const buttons = [];
    if (skipped && this.pool !== "skipped") buttons.push({ label: fill(this.words.see_skipped, { skipped }), act: () => this.choose("skipped"), first: true });
    if (escalated && this.data.settles && this.pool !== "escalated") buttons.push({ label: fill(this.words.see_escalated, { escalated }), act: () => this.choose("escalated") });
    if (kept && this.pool !== "kept") buttons.push({ label: fill(this.words.see_kept, { kept }), act: () => this.choose("kept") });
    if (this.pool !== "waiting") buttons.push({ label: this.words.back_to_queue, act: () => this.choose("waiting"), first: true });
    this.view.message(this.words.empty, [today ? fill(this.words.empty_done, { today }) : this.words.empty_new], buttons);
  }

  showTarget() {
    this.mode = "target";
    this.drawButtons();
    const { today, left } = this.progress;
    const on = () => this.goOn();
    const off = () => this.stopHere();
    this.view.message(fill(this.words.target, { today }), [fill(this.words.target_left, { left })], [
      { label: this.words.go_on, act: on, first: true },
      { label: this.words.stop_here, act: off },
    ]);
  }

  goOn() {
    this.beyond = true;
    this.resting = false;
    this.mode = "read";
    if (this.item) this.show();
    else this.begin();
  }

  stopHere() {
    this.resting = true;
    this.letGo(this.queue);
    this.queue = [];
    this.view.message(this.words.stopped, [this.words.stopped_where], [{ label: this.words.go_on, act: () => this.goOn() }]);
  }

  choose(pool) {
    this.letGo(this.queue);
    this.wire.sendDraftsNow();
    this.pool = pool;
    this.seen = [];
    this.queue = [];
    this.begin();
  }

  fail(sentence) {
    this.mode = "message";
    this.drawButtons();
    this.view.message(this.words.failing, [sentence], [{ label: this.words.again, act: () => this.wire.retry(), first: true }]);
  }
}
