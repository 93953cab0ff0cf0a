// What the server, the connection and other tabs say of what was sent, and what the desk makes of it.

const GIVEN_BACK = 20;
const GIVEN_BACK_EVERY = 250;
const LOOK_EVERY = 2000;
const LOOKS = 60;

class Said extends Sections {
  onAnswered(act, answer) {
    if (answer.ok) {
      if (!this.wire.acts.length && answer.progress) this.take(answer);
      if (act.kind === "undo") this.putInFront(this.asItWas(answer.item));
      if (answer.told) this.hear(answer.told);
      if (answer.notice) this.say("warn", answer.notice);
      return;
    }
    const { sample, revision, question, answer: text, comment, turns } = act.body;
    if (question !== undefined || comment) {
      const item = this.history.find((past) => past.id === act.body.id)?.item;
      const plain = item ? this.texts(item) : {};
      const kept = { revision, question: question ?? plain.question ?? "", answer: text ?? plain.answer ?? "", comment, turns: turns ?? {} };
      if (kept.question || kept.answer) this.wire.keep(sample, kept);
    }
    this.history = this.history.filter((past) => past.id !== act.body.id);
    this.say("warn", answer.error);
    if (["StaleRevisionError", "LeaseLostError"].includes(answer.kind)) this.lookAgain(sample, revision, question !== undefined, LOOKS);
    else if (act.kind === "undo") this.drop(this.queue[0]?.id);
  }

  // The day that was typed with a decision comes back with what was taken back.
  asItWas(item) {
    const past = this.undone?.item;
    if (past?.id === item.id && past.lapse && item.lapse && item.lapse.until !== null) item.lapse.until = past.lapse.until ?? item.lapse.until;
    return item;
  }

  // A control sample tells what was expected; whoever is typing by then reads it in the line above.
  hear({ right, expected, why, better }) {
    const { words } = this;
    const title = right ? words.told_right : fill(words.told_wrong, { verdict: words[`verdict_${expected}`] });
    if (this.mode === "edit" || !this.view.at.sheet.hidden) {
      this.say("notice", [title, why].filter(Boolean).join(" "));
      return;
    }
    this.panel = "told";
    this.view.panel(this.view.told({ title, why, better }, () => this.closePanel()));
  }

  // What somebody else typed is shown once it has been screened, so the look is repeated for a while.
  async lookAgain(sample, revision, typed, tries) {
    const answer = await this.wire.post("item", { sample }).catch(() => null);
    if (this.stopped || (answer && !answer.ok)) return;
    if (!answer || answer.item.status === "screening") {
      if (typed && tries) setTimeout(() => this.lookAgain(sample, revision, typed, tries - 1), LOOK_EVERY);
      return;
    }
    if (!typed && (answer.item.status !== "waiting" || answer.item.revision === revision)) return;
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
    const busy = this.mode === "edit" || !this.view.at.sheet.hidden;
    if (same && (busy || item.draft?.at === this.item.draft?.at)) return;
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
    this.takeKeysBack(GIVEN_BACK);
  }

  // Streamlit's window about the lost connection takes the keyboard, and gives it to nobody when it closes.
  takeKeysBack(tries) {
    const { desk } = this.view.at;
    const inside = desk.contains(desk.getRootNode().activeElement);
    if (inside || !tries) return;
    this.view.focus(this.mode === "edit" ? this.lastField() : desk);
    setTimeout(() => this.takeKeysBack(tries - 1), GIVEN_BACK_EVERY);
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
}
