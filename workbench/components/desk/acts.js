// What an expert does: decide, correct, take back. Each act names the item and revision that were painted.

const DWELL = 250;
const ENDLESS = "9999-12-31";

class Acts extends Editing {
  ready(mode = "read") {
    const { item, painted } = this;
    return item !== null && this.mode === mode && painted === item && !this.feedback && performance.now() - this.paintedAt >= DWELL;
  }

  press(name) {
    if (name === "undo") this.undo();
    else if (name === "sheet") this.toggleSheet();
    else if (name === "raw") this.toggleRaw();
    else if (name === "similar") this.toggleSimilar();
    else if (name === "page") this.openPage();
    else if (name === "until") this.view.untilField()?.focus({ preventScroll: true });
    else if (name === "rate") this.item && ["read", "edit"].includes(this.mode) && this.toRubric();
    else if (!this.ready()) return;
    else if (!this.data.decides && !["edit", "skip", "fix", "back"].includes(name)) this.say("warn", this.words.others_decide);
    else if (name === "approve") this.decide("approve");
    else if (name === "edit") this.startEditing();
    else if (name === "reject") this.askWhy();
    else if (name === "unsure") this.decide("escalate");
    else if (name === "retrieval" && this.practice === null) this.decide("retrieve");
    else if (name === "mark") this.askMark();
    else if (name === "dismiss") this.dismissNext();
    else if (name === "fix") this.askFix();
    else if (name === "back") this.askBack();
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
    if (this.practice !== null) this.practised(this.changed() ? "correct" : "approve");
    else if (partsOf(this.item).some((part) => !this.typed[part].trim())) this.say("warn", this.words.empty_text);
    else if (this.changed()) this.sendTyped();
    else this.send("decide", { verdict: this.data.decides ? "approve" : "skip" });
  }

  sendTyped() {
    const { question, answer, turns } = sentOf(this.item, this.typed);
    this.send("correct", { verdict: this.data.decides ? "approve" : "skip", question, answer, turns });
  }

  // The act lies in this browser before the next item is shown; the server gets it while the expert reads on.
  send(kind, more) {
    const item = this.queue.shift();
    this.lastMark = null;
    const seconds = Math.round((performance.now() - this.paintedAt) / 100) / 10;
    const body = { id: freshId(), sample: item.id, revision: item.revision, seen: item.status, comment: this.typed.comment, seconds, ...more };
    if (["approve", "retrieve"].includes(more.verdict) && item.lapse?.until !== undefined && item.lapse.until !== null) body.valid_until = item.lapse.until || ENDLESS;
    this.wire.put(kind, body);
    const skipped = more.verdict === "skip";
    if (skipped) (this.seen ??= []).push(item.id);
    else this.wire.forget(item.id);
    this.history.push({ id: body.id, item, kind, skipped, comment: body.comment, section: body.section ?? null });
    this.channel.postMessage({ done: item.id });
    this.count(skipped ? 0 : 1, 1);
    if (kind === "correct") this.say("notice", this.words.screening);
    else if (more.verdict === "retrieve") this.say("notice", this.words.retrieval_kept);
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
    this.undone = last;
    this.wire.put("undo", last ? { id: freshId(), decision: last.id } : { id: freshId() });
    this.say("notice", this.words.taken_back);
    if (!last || last.kind === "correct") return;
    if (last.comment) this.wire.keep(last.item.id, { revision: last.item.revision, ...sentOf(last.item, { ...this.texts(last.item), comment: last.comment }) });
    last.item.section = last.section;
    this.count(last.skipped ? 0 : -1, -1);
    this.queue = [last.item, ...this.queue.filter((item) => item.id !== last.item.id)];
    this.show();
  }
}
