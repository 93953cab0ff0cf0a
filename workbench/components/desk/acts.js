// What an expert does: decide, correct, take back, type. Each act names the item and revision that were painted.

function freshId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Acts {
  ready(mode = "read") {
    const { item, painted } = this;
    return item !== null && this.mode === mode && painted === item && !this.feedback && performance.now() - this.paintedAt >= DWELL;
  }

  press(name) {
    if (name === "undo") this.undo();
    else if (name === "sheet") this.toggleSheet();
    else if (!this.ready()) return;
    else if (name === "approve") this.decide("approve");
    else if (name === "edit") this.startEditing();
    else if (name === "reject") this.askWhy();
    else if (name === "unsure") this.decide("escalate");
    else if (name === "mark") this.askMark();
    else if (name === "skip" && this.practice === null) this.decide("skip");
  }

  askWhy() {
    this.panel = "reasons";
    this.view.panel(this.view.reasons((reason) => this.becauseOf(reason), () => this.closePanel()));
  }

  becauseOf(reason) {
    this.closePanel();
    this.decide("reject", reason);
  }

  decide(verdict, reason) {
    if (!this.ready()) return;
    if (this.practice !== null) {
      this.practised(verdict);
      return;
    }
    if (verdict !== "skip" && this.changed() && this.warned !== this.item) {
      this.warned = this.item;
      this.say("warn", this.words.would_drop, { name: this.words.correct, act: () => this.startEditing() });
      return;
    }
    this.send("decide", verdict === "reject" ? { verdict, reason } : { verdict });
  }

  correct() {
    if (!this.ready("edit")) return;
    const { question, answer } = this.typed;
    if (this.practice !== null) this.practised(this.changed() ? "correct" : "approve");
    else if (!question.trim() || !answer.trim()) this.say("warn", this.words.empty_text);
    else if (this.changed()) this.send("correct", { verdict: "approve", question, answer });
    else this.send("decide", { verdict: "approve" });
  }

  // The act lies in this browser before the next item is shown; the server gets it while the expert reads on.
  send(kind, more) {
    const item = this.queue.shift();
    this.lastMark = null;
    const seconds = Math.round((performance.now() - this.paintedAt) / 100) / 10;
    const body = { id: freshId(), sample: item.id, revision: item.revision, comment: this.typed.comment, seconds, ...more };
    this.wire.put(kind, body);
    const skipped = more.verdict === "skip";
    if (skipped) (this.seen ??= []).push(item.id);
    else this.wire.forget(item.id);
    this.history.push({ id: body.id, item, kind, skipped });
    this.channel.postMessage({ done: item.id });
    this.count(skipped ? 0 : 1, 1);
    if (kind === "correct") this.say("notice", this.words.screening);
    else this.hush();
    const reached = this.progress.today === this.progress.target && !this.beyond && !skipped;
    if (reached) this.showTarget();
    else this.show();
    this.refill();
  }

  count(decided, gone) {
    this.progress = { ...this.progress, today: Math.max(this.progress.today + decided, 0), left: Math.max((this.progress.left ?? 0) - gone, 0) };
    this.drawProgress();
  }

  // Taking back

  undo() {
    if (this.practice !== null || this.mode === "edit" || this.mode === "both") return;
    const last = this.history.pop();
    this.wire.put("undo", last ? { id: freshId(), decision: last.id } : { id: freshId() });
    this.say("notice", this.words.taken_back);
    if (!last || last.kind === "correct") return;
    this.count(last.skipped ? 0 : -1, -1);
    this.queue = [last.item, ...this.queue.filter((item) => item.id !== last.item.id)];
    this.show();
  }

  // Editing

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
    this.wire.forget(this.item.id);
    this.item.draft = null;
    this.wire.post("drop", { sample: this.item.id }).catch(() => {});
    this.view.kept("");
  }

  onTyped(part, value) {
    this.typed[part] = value;
    if (this.practice !== null) return;
    this.wire.keep(this.item.id, { revision: this.item.revision, ...this.typed });
    this.compareSoon();
  }

  compareSoon() {
    clearTimeout(this.comparing);
    if (this.practice === null) this.comparing = setTimeout(() => this.compare(this.item), COMPARE);
  }

  async compare(item) {
    const plain = this.texts(item);
    const parts = [];
    for (const part of ["question", "answer"]) {
      const before = plain[part];
      const after = this.typed[part];
      const answer = before === after ? null : await this.wire.post("compare", { before, after }).catch(() => null);
      parts.push(answer?.pieces ?? []);
    }
    if (this.item === item && this.mode === "edit") this.view.mine(parts);
  }

  // Two texts of one sample

  showBoth(mine) {
    const item = this.item;
    const use = () => {
      this.typed = mine;
      this.send("correct", { verdict: "approve", question: mine.question, answer: mine.answer });
    };
    const leave = () => {
      this.dropDraft();
      this.hush();
      this.show();
    };
    const edit = () => {
      this.typed = mine;
      this.wire.keep(item.id, { revision: item.revision, ...mine });
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
    const theirs = this.texts(item);
    for (const part of ["question", "answer"]) {
      this.wire.post("compare", { before: theirs[part], after: mine[part] }).then(({ pieces }) => this.item === item && this.view.ownDiff(part, pieces ?? []), () => {});
    }
  }

  // What the server said

  onAnswered(act, answer) {
    if (answer.ok) {
      if (!this.wire.acts.length && answer.progress) this.take(answer);
      if (act.kind === "undo") this.putInFront(answer.item);
      return;
    }
    const { sample, revision, question, answer: text, comment } = act.body;
    if (question !== undefined || comment) {
      const item = this.history.find((past) => past.id === act.body.id)?.item;
      const plain = item ? this.texts(item) : {};
      const kept = { revision, question: question ?? plain.question ?? "", answer: text ?? plain.answer ?? "", comment };
      if (kept.question || kept.answer) this.wire.keep(sample, kept);
    }
    this.history = this.history.filter((past) => past.id !== act.body.id);
    this.say("warn", answer.error);
    if (answer.kind === "StaleRevisionError") this.lookAgain(sample, revision, question !== undefined);
    else if (act.kind === "undo") this.drop(this.queue[0]?.id);
  }

  async lookAgain(sample, revision, typed) {
    const answer = await this.wire.post("item", { sample }).catch(() => null);
    if (!answer?.ok || answer.item.revision === revision) return;
    if (!typed && answer.item.status !== "waiting") return;
    this.putNext(answer.item);
    this.say("warn", this.words.changed_meanwhile, { name: this.words.look, act: () => this.lookNow(answer.item) });
  }

  lookNow(item) {
    this.hush();
    this.putInFront(item);
  }

  putInFront(item) {
    if (this.mode === "edit" && this.item?.id !== item.id) {
      this.putNext(item);
      return;
    }
    const same = this.item?.id === item.id && this.item.revision === item.revision;
    if (same && this.mode === "edit") return;
    this.queue = [item, ...this.queue.filter((other) => other.id !== item.id)];
    this.show();
  }

  putNext(item) {
    const [first, ...rest] = this.queue.filter((other) => other.id !== item.id);
    this.queue = first ? [first, item, ...rest] : [item];
    if (!first) this.show();
  }

  drop(sample) {
    const front = this.item?.id === sample;
    this.queue = this.queue.filter((item) => item.id !== sample);
    if (front) this.show();
    this.refill();
  }

  onOtherTab({ done }) {
    if (!this.queue.some((item) => item.id === done)) return;
    const typing = this.item.id === done && this.changed();
    this.say("notice", typing ? this.words.other_tab_typing : this.words.other_tab);
    if (!typing) this.drop(done);
  }

  onLost() {
    this.lost = true;
    this.view.status("lost", this.words.lost, { name: this.words.again, act: () => this.wire.retry() });
  }

  onBack() {
    this.lost = false;
    this.say("notice", this.words.back);
  }

  onRefused(answer) {
    this.lost = true;
    this.view.status("lost", answer.error, { name: this.words.reload, act: () => window.location.reload() });
  }

  async renew() {
    if (this.practice !== null || this.mode === "loading") return;
    if (!this.queue.length) {
      if (this.mode === "message") await this.refill();
      return;
    }
    const answer = await this.wire.post("renew", { samples: this.queue.map((item) => item.id) }).catch(() => null);
    if (!answer?.ok) return;
    const held = new Set(answer.held);
    this.queue = this.queue.filter((item, i) => i === 0 || held.has(item.id));
    this.refill();
  }

  // Keys

  onKey(event) {
    const [target] = event.composedPath();
    const inside = event.composedPath().includes(this.view.at.desk);
    const typing = target instanceof HTMLElement && (target.matches("textarea, select, input:not([type=checkbox])") || target.isContentEditable);
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
    if (key === "Escape" && open) return () => this.closePanel();
    if (key === "Escape" && this.mode === "edit") return () => this.closeEditing();
    if (key === "Escape" && typing) return () => this.view.at.desk.focus({ preventScroll: true });
    if (typing) return null;
    if (open && this.panel === "mark" && /^[1-8]$/.test(key)) return () => this.mark(this.view.at.sheet.querySelector("input").value.trim(), this.words.mark_types[Number(key) - 1][0]);
    if (open && this.panel === "reasons" && /^[1-8]$/.test(key)) return () => this.becauseOf(this.words.reasons[Number(key) - 1][0]);
    if (key === "Enter" && this.feedback && !target.matches?.("button")) return () => this.nextPractice();
    const name = this.letters ? LETTERS[key] : undefined;
    if (!name || this.mode === "both" || (open && name !== "sheet")) return null;
    return () => this.press(name);
  }
}
