// The desk itself: what is in front, what a key or a button does to it, and what comes next.

const AHEAD = 6;
const LOW = 4;
const DWELL = 250;
const RENEW = 60000;
const COMPARE = 600;
const BLANK = { left: null, today: 0, target: 12, skipped: 0, escalated: 0, kept: 0 };
const LETTERS = { a: "approve", e: "edit", x: "reject", n: "unsure", s: "skip", u: "undo", p: "mark", h: "sheet" };
const DESKS = new WeakMap();

class Desk extends Marks {
  constructor(root, data) {
    super();
    this.data = data;
    this.seen = [];
    this.words = data.words;
    this.queue = [];
    this.history = [];
    this.progress = { ...BLANK, target: data.target };
    this.pool = "waiting";
    this.mode = "loading";
    this.letters = data.letters;
    this.guide = false;
    this.practice = data.practice.length && !data.practised ? 0 : null;
    this.view = new View(root, data.words, {
      typed: (part, value) => this.onTyped(part, value),
      jump: (number) => this.jump(number),
      guide: () => this.toggleGuide(),
      pool: () => this.choose(this.other),
      sheet: () => this.toggleSheet(),
    });
    this.wire = new Wire(data, {
      lost: () => this.onLost(),
      back: () => this.onBack(),
      retry: () => this.refill(),
      kept: (place) => this.view.kept(place),
      full: () => this.say("warn", this.words.full),
      refused: (answer) => this.onRefused(answer),
      answered: (act, answer) => this.onAnswered(act, answer),
    });
    this.channel = new BroadcastChannel(this.wire.prefix);
  }

  get item() {
    return this.queue[0] ?? null;
  }

  start() {
    this.listen = [
      [window, "keydown", (event) => this.onKey(event), true],
      [window, "pagehide", () => this.leave()],
      [window, "pageshow", (event) => event.persisted && this.refill()],
      [window, "online", () => this.wire.retry()],
      [window, "focus", () => this.mode === "message" && this.practice === null && this.refill()],
    ];
    for (const [target, name, act, capture] of this.listen) target.addEventListener(name, act, capture);
    this.channel.onmessage = ({ data }) => this.onOtherTab(data);
    this.ticking = setInterval(() => this.renew(), RENEW);
    this.view.progress(this.progress, null);
    this.view.marking(() => this.press("mark"));
    this.drawButtons();
    if (this.practice !== null) this.nextPractice();
    else this.begin();
  }

  showLoading() {
    this.mode = "message";
    this.drawButtons();
    this.view.message(this.words.loading, [], []);
  }

  async begin() {
    this.showLoading();
    await this.wire.flush();
    await this.refill();
  }

  leave() {
    this.wire.sendDraftsNow();
    if (this.practice === null) this.letGo(this.queue.slice(1), true);
  }

  letGo(items, keepalive = false) {
    const samples = items.map((item) => item.id);
    if (samples.length) this.wire.post("release", { samples }, keepalive).catch(() => {});
  }

  stop() {
    for (const [target, name, act, capture] of this.listen) target.removeEventListener(name, act, capture);
    clearInterval(this.ticking);
    this.leave();
    this.wire.stop();
    this.channel.close();
  }

  // What comes next

  async refill() {
    if (this.fetching || this.resting || this.practice !== null || this.queue.length >= LOW) return;
    const { pool } = this;
    this.fetching = true;
    try {
      const held = [...this.queue.map((item) => item.id), ...this.wire.waiting(), ...(pool === "skipped" ? this.seen : [])];
      const answer = await this.wire.post("next", { count: AHEAD - this.queue.length, held, pool });
      if (answer.ok && (this.resting || pool !== this.pool)) this.letGo(answer.items);
      else if (answer.ok) this.onNext(answer);
      else if (!this.queue.length) this.fail(answer.error);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      if (!this.queue.length) this.fail(this.words.unreachable);
    } finally {
      this.fetching = false;
    }
    if (pool !== this.pool) await this.refill();
  }

  onNext(answer) {
    const acted = new Set([...this.queue.map((item) => item.id), ...this.wire.waiting()]);
    this.take(answer);
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
    else if (this.mode === "read") this.view.at.desk.focus({ preventScroll: true });
    else this.focusText();
    this.afterPaint(item);
  }

  // A decision is taken only on an item that the screen has shown: two frames after it was drawn.
  afterPaint(item) {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (this.item !== item) return;
        this.painted = item;
        this.paintedAt = performance.now();
        this.view.at.desk.dataset.painted = `${item.id}:${item.revision}`;
      }),
    );
  }

  texts(item) {
    const of = (n) => (n === null ? "" : item.turns[n].text);
    return { question: of(item.question), answer: of(item.answer), comment: "" };
  }

  changed(typed = this.typed) {
    const plain = this.texts(this.item);
    return typed.question !== plain.question || typed.answer !== plain.answer;
  }

  // Brings back what was typed before a reload; returns it where the text below it has changed since.
  restore(item) {
    if (this.practice !== null) return null;
    const here = this.wire.draft(item.id);
    const draft = here && (!item.draft || here.at >= item.draft.at) ? here : item.draft;
    if (!draft) return null;
    const typed = { question: draft.question, answer: draft.answer, comment: draft.comment };
    if (draft.revision !== item.revision && this.changed(typed)) return typed;
    this.typed = typed;
    if (this.changed()) this.say("notice", this.words.restored);
    return null;
  }

  showEmpty() {
    this.mode = "message";
    this.drawButtons();
    const { skipped, escalated, today, kept } = this.progress;
    const buttons = [];
    if (skipped && this.pool !== "skipped") buttons.push({ label: fill(this.words.see_skipped, { skipped }), act: () => this.choose("skipped"), first: true });
    if (escalated && this.data.manages && this.pool !== "escalated") buttons.push({ label: fill(this.words.see_escalated, { escalated }), act: () => this.choose("escalated") });
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

  // Drawing

  draw() {
    this.view.item(this.item, {
      typing: this.mode === "edit",
      typed: this.typed,
      guide: this.guideNodes(),
      practice: this.practice !== null,
      feedback: this.feedback,
      skipped: this.pool === "skipped",
    });
    this.drawButtons();
    this.drawProgress();
  }

  drawProgress() {
    const practising = this.practice === null ? null : fill(this.words.practising, { number: this.practice + 1, count: this.data.practice.length });
    this.view.progress(this.progress, practising);
    this.other = this.pool !== "waiting" || practising !== null ? "waiting" : this.progress.kept ? "kept" : this.data.manages && this.progress.escalated ? "escalated" : "waiting";
    const back = this.pool === "waiting" ? "" : this.words.back_to_queue;
    this.view.pool(this.other === "waiting" ? back : fill(this.words[`pool_${this.other}`], this.progress));
  }

  drawButtons() {
    const off = !["read", "edit"].includes(this.mode) || Boolean(this.feedback);
    const { words } = this;
    if (this.mode === "edit") {
      this.view.buttons([
        { name: "correct", key: "Ctrl+Enter", label: words.approve_correction, first: true, act: () => this.correct() },
        { name: "close", key: "Esc", label: words.close_keep, act: () => this.closeEditing() },
        { name: "discard", label: words.discard, act: () => this.discard() },
      ], true);
      return;
    }
    const button = (name, key, label, more = {}) => ({ name, key, label, off, act: () => this.press(name), ...more });
    const skipping = this.practice === null ? button("skip", "S", words.skip) : { name: "leave", label: words.practice_skip, act: () => this.endPractice() };
    this.view.buttons([
      button("approve", "A", words.approve, { first: true }),
      button("edit", "E", words.correct),
      button("reject", "X", words.reject),
      button("unsure", "N", words.unsure_button),
      skipping,
      button("undo", "U", words.undo, { off: this.practice !== null }),
    ], false);
  }

  say(kind, sentence, button) {
    if (this.lost && kind !== "lost") return;
    this.view.status(kind, sentence, button);
  }

  hush() {
    this.say("", "");
  }

  // In practice the guidelines stand beside the text by themselves: that is when they are read first.
  guideNodes() {
    return this.guide || this.practice !== null ? guideNodes(this.data.guidelines || this.words.no_guidelines) : null;
  }

  toggleGuide() {
    this.guide = !this.guide;
    this.view.at.guide.setAttribute("aria-expanded", String(this.guide));
    if (this.item && this.mode !== "both") {
      const fresh = this.view.beside(this.item, { typed: this.typed, practice: this.practice !== null, guide: this.guideNodes() });
      this.view.at.side.replaceChildren(...fresh);
      this.view.at.side.scrollTop = 0;
    }
  }

  toggleSheet() {
    if (this.panel === "keys" && !this.view.at.sheet.hidden) {
      this.closePanel();
      return;
    }
    this.panel = "keys";
    this.view.panel(this.view.keys(this.letters, () => this.closePanel(), (on) => this.chooseLetters(on)));
  }

  closePanel() {
    this.panel = null;
    this.view.panel(null);
    if (this.mode === "edit") this.focusText();
    else this.view.at.desk.focus({ preventScroll: true });
  }

  chooseLetters(on) {
    this.letters = on;
    this.wire.post("prefer", { name: "desk.letters", value: on ? "on" : "off" }).catch(() => {});
  }

  jump(number) {
    const finding = this.item.findings[number];
    const mark = this.item.turns[finding.turn].marks.find(([, , kind, label]) => kind === "note" && label === String(number));
    const part = finding.turn === this.item.question ? "question" : "answer";
    const area = this.view.at.texts.querySelector(`textarea[data-part="${part}"]`);
    if (area && mark && area.value === this.item.turns[finding.turn].text) {
      area.focus();
      area.setSelectionRange(mark[0], mark[1]);
    } else this.view.jump(number, finding.turn);
  }

  focusText() {
    const area = this.view.at.texts.querySelector("textarea[data-part=answer]");
    if (area) area.focus({ preventScroll: true });
  }
}

export default function (component) {
  const { parentElement: root, data } = component;
  let desk = DESKS.get(root);
  if (!desk) {
    desk = new Desk(root, data);
    DESKS.set(root, desk);
    desk.start();
  } else if (desk.lost) desk.wire.retry();
  return () => {
    desk.stop();
    DESKS.delete(root);
  };
}
