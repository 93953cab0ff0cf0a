// Judging: one question, two answers, four choices. Which system wrote which answer is not known here.

const AHEAD = 5;
const LOW = 3;
const DWELL = 250;
const LONGEST = 3600;
const CARDS = new WeakMap();

class Judge extends Around {
  constructor(root, data) {
    super();
    this.words = data.words;
    this.letters = data.letters;
    this.queue = [];
    this.progress = { judged: data.judged, total: data.total };
    this.at = Object.fromEntries([...root.querySelectorAll("[data-at]")].map((node) => [node.dataset.at, node]));
    this.wire = new Wire(data, {
      lost: () => this.onLost(),
      back: () => this.onBack(),
      full: () => this.say("warn", this.words.full),
      retry: () => this.refill(),
      refused: (answer) => this.fail(answer.error),
      answered: (answer) => this.onAnswered(answer),
    });
  }

  get task() {
    return this.queue[0] ?? null;
  }

  start() {
    const { at, words } = this;
    this.listen = [
      [window, "keydown", (event) => this.onKey(event), true],
      [window, "online", () => this.wire.retry()],
      [window, "focus", () => !this.task && this.refill()],
    ];
    for (const [target, name, act, capture] of this.listen) target.addEventListener(name, act, capture);
    at.judge.setAttribute("aria-label", words.judge);
    at.acts.setAttribute("aria-label", words.choices);
    at.acts.replaceChildren(
      this.button("left", words.left, "1", "side"),
      this.button("tie", words.tie, "T"),
      this.button("both_bad", words.both_bad, "B"),
      this.button("right", words.right, "2", "side"),
    );
    at.undo.replaceChildren(words.undo, el("kbd", {}, "U"));
    at.undo.onclick = () => this.undo();
    at.help.replaceChildren(words.keys, el("kbd", {}, "H"));
    at.help.onclick = () => this.toggleSheet();
    at.note_label.textContent = words.note;
    at.note.oninput = () => this.task && this.wire.keepNote(this.task.id, at.note.value);
    this.drawProgress();
    this.begin();
  }

  stop() {
    for (const [target, name, act, capture] of this.listen) target.removeEventListener(name, act, capture);
    this.wire.stop();
  }

  async begin() {
    this.message(this.words.loading, []);
    await this.wire.flush();
    await this.refill();
  }

  button(act, words, key, kind = "") {
    return el("button", { type: "button", class: kind, "data-act": act, onclick: () => this.choose(act) }, words, el("kbd", {}, key));
  }

  // What comes next

  async refill() {
    if (this.fetching || this.queue.length >= LOW) return;
    this.fetching = true;
    try {
      const answer = await this.wire.post("/api/rating/next", { count: AHEAD + this.queue.length + this.wire.box.length });
      if (answer.ok) this.onNext(answer);
      else if (!this.task) this.fail(answer.error);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      if (!this.task) this.fail(this.words.unreachable);
    } finally {
      this.fetching = false;
    }
  }

  onNext(answer) {
    const idle = !this.task;
    const known = new Set(this.queue.map((task) => task.id));
    this.queue.push(...answer.tasks.filter((task) => !known.has(task.id) && !this.wire.holds(task.id)));
    this.take(answer.progress);
    if (idle) this.show();
  }

  take(progress) {
    if (!this.wire.box.length) this.progress = progress;
    this.drawProgress();
  }

  show() {
    const { at, task, words } = this;
    this.painted = null;
    delete at.judge.dataset.painted;
    at.judge.setAttribute("aria-busy", "false");
    at.message.hidden = Boolean(task);
    at.acts.hidden = !task && !this.wire.box.length;
    at.pair.hidden = !task;
    for (const node of at.acts.children) node.disabled = !task;
    if (!task) {
      this.showDone();
      return;
    }
    const last = task.messages.length - 1;
    at.question.replaceChildren(
      ...task.messages.map((turn, i) =>
        el("div", { class: i === last ? "turn" : "turn past" }, el("h2", {}, i === last ? words.question : words[`role_${turn.role}`]), el("div", { class: "text" }, turn.content)),
      ),
    );
    at.answers.replaceChildren(
      this.answer("left", words.first, task.left),
      this.answer("right", words.second, task.right),
      ...(task.left === task.right ? [el("p", { class: "same soft" }, words.same)] : []),
    );
    at.note.value = this.wire.note(task.id);
    at.question.scrollTop = 0;
    this.focus();
    this.afterPaint(task);
  }

  answer(side, title, text) {
    return el("article", { class: "answer", "data-side": side, "aria-label": title }, el("h3", {}, title), el("div", { class: "text" }, text));
  }

  // A choice is taken only on a pair that the screen has shown: two frames after it was drawn.
  afterPaint(task) {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (this.task !== task) return;
        this.painted = task;
        this.paintedAt = performance.now();
        this.at.judge.dataset.painted = task.id;
      }),
    );
  }

  showDone() {
    const { words, progress } = this;
    if (this.wire.box.length) this.message(words.sending, []);
    else this.message(words.done, [fill(words.done_more, progress)]);
  }

  // What the rater does

  choose(choice) {
    const { task } = this;
    if (!task || this.painted !== task || performance.now() - this.paintedAt < DWELL || !this.at.sheet.hidden) return;
    const seconds = Math.min((performance.now() - this.paintedAt) / 1000, LONGEST);
    const comment = this.at.note.value.trim();
    this.queue.shift();
    this.progress = { ...this.progress, judged: this.progress.judged + 1 };
    const sent = this.wire.put({ id: freshId(), task: task.id, choice, comment, seconds });
    this.wire.keepNote(task.id, "");
    this.hush();
    this.drawProgress();
    this.show();
    sent.then(() => this.refill());
  }

  async undo() {
    if (this.undoing) return;
    this.undoing = true;
    try {
      await this.wire.flush();
      if (this.wire.box.length) return;
      const answer = await this.wire.post("/api/rating/undo", {});
      if (!answer.ok) {
        this.say("notice", answer.error);
        return;
      }
      this.queue = [answer.task, ...this.queue.filter((task) => task.id !== answer.task.id)];
      this.take(answer.progress);
      this.say("notice", this.words.taken_back);
      this.show();
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    } finally {
      this.undoing = false;
    }
  }

  // What the server said

  onAnswered(answer) {
    if (answer.ok) this.take(answer.progress);
    else this.say("warn", answer.error);
    if (!this.task) this.show();
  }

  onLost() {
    this.lost = true;
    this.say("lost", this.words.lost);
  }

  onBack() {
    this.lost = false;
    this.say("notice", this.words.back);
  }

  fail(sentence) {
    this.queue = [];
    this.at.pair.hidden = true;
    for (const node of this.at.acts.children) node.disabled = true;
    this.message(this.words.failing, [sentence]);
  }
}

export default function (component) {
  const { parentElement: root, data } = component;
  let card = CARDS.get(root);
  if (!card) {
    card = new Judge(root, data);
    CARDS.set(root, card);
    card.start();
  } else if (card.lost) card.wire.retry();
  return () => {
    card.stop();
    CARDS.delete(root);
  };
}
