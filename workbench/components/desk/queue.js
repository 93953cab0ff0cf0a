// What comes next: items fetched ahead, the one in front, and what was typed on it before.

const AHEAD = 6;
const LOW = 4;

class Queue extends Rating {
  async begin() {
    this.showLoading();
    await this.wire.flush();
    await this.refill();
  }

  letGo(items, keepalive = false) {
    const samples = items.map((item) => item.id);
    if (samples.length) this.wire.post("release", { samples }, keepalive).catch(() => {});
  }

  async refill() {
    if (this.fetching || this.resting || this.practice !== null || this.queue.length >= LOW) return;
    const { pool } = this;
    this.fetching = true;
    try {
      // What was decided reaches the server first, so that what it counts as left holds.
      await this.wire.flush();
      const { counter } = this.wire;
      const held = [...this.queue.map((item) => item.id), ...this.wire.waiting(), ...(pool === "skipped" ? this.seen : [])];
      const answer = await this.wire.post("next", { count: AHEAD - this.queue.length, held, pool });
      if (answer.ok && (this.resting || pool !== this.pool)) this.letGo(answer.items);
      else if (answer.ok) this.onNext(answer, counter === this.wire.counter);
      else if (!this.queue.length) this.fail(answer.error);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      if (!this.queue.length) this.fail(this.words.unreachable);
    } finally {
      this.fetching = false;
    }
    if (pool !== this.pool) await this.refill();
  }

  onNext(answer, counts) {
    const acted = new Set([...this.queue.map((item) => item.id), ...this.wire.waiting()]);
    if (counts) this.take(answer);
    const idle = !this.queue.length;
    this.exhausted = !answer.items.length;
    this.queue.push(...answer.items.filter((item) => !acted.has(item.id)));
    if (idle && this.mode !== "target") this.show();
  }

  take(answer) {
    if (!this.wire.acts.length) this.progress = answer.progress;
    this.drawProgress();
  }

  show() {
    const { item } = this;
    this.painted = null;
    delete this.view.at.desk.dataset.painted;
    this.leaveTalk();
    this.view.talkCount(item);
    this.view.panel(null);
    this.view.at.desk.setAttribute("aria-busy", "false");
    if (!item) {
      if (this.exhausted) this.showEmpty();
      else this.showLoading();
      return;
    }
    this.typed = this.texts(item);
    this.feedback = null;
    const clash = this.restore(item);
    this.mode = clash ? "both" : this.changed() ? "edit" : "read";
    this.draw();
    if (clash) this.showBoth(clash);
    else this.view.focus(this.mode === "read" ? this.view.at.desk : this.answerField());
    this.afterPaint(item);
  }

  // A decision is taken only on an item that the screen has shown: two frames after it was drawn.
  afterPaint(item) {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (this.item !== item) return;
        this.painted = item;
        this.paintedAt = performance.now();
        this.findSimilar(item);
        this.view.at.desk.dataset.painted = `${item.id}:${item.revision}`;
      }),
    );
  }

  texts(item) {
    return textsOf(item);
  }

  changed(typed = this.typed) {
    return differs(this.item, typed);
  }

  // Brings back what was typed before a reload; returns it where the text below it has changed since.
  restore(item) {
    if (this.practice !== null) return null;
    const here = this.wire.draft(item.id);
    const draft = here && (!item.draft || here.at >= item.draft.at) ? here : item.draft;
    if (!draft) return null;
    const typed = typedOf(item, draft);
    if (draft.revision !== item.revision && this.changed(typed)) return typed;
    this.typed = typed;
    if (this.changed()) this.say("notice", this.words.restored);
    return null;
  }
}
