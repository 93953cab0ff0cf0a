// The desk itself: what is in front, what a key or a button does to it, and what comes next.

const RENEW = 60000;
const BLANK = { left: null, today: 0, target: 12, skipped: 0, escalated: 0, kept: 0 };
const DESKS = new WeakMap();

class Desk extends Moments {
  constructor(root, data) {
    super();
    this.data = data;
    this.seen = [];
    this.words = data.words;
    this.queue = [];
    this.history = [];
    this.progress = { ...BLANK, target: data.target };
    this.pool = this.poolOf(data);
    this.mode = "loading";
    this.letters = data.letters;
    this.guide = false;
    this.practice = data.practice.length && !data.practised ? 0 : null;
    this.view = new View(root, data.words, {
      typed: (part, value) => this.onTyped(part, value),
      pick: (number) => this.pick(number),
      dismiss: (number) => this.dismiss(number),
      fix: (number) => this.fixOf(number),
      back: () => this.askBack(),
      rate: (key, value) => this.rate(key, value),
      guide: () => this.toggleGuide(),
      pool: () => this.choose(this.other),
      sheet: () => this.toggleSheet(),
      raw: () => this.toggleRaw(),
      unflag: (item, one) => this.unflag(item, one),
    });
    this.view.decides = data.decides;
    this.view.project = data.project;
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

  // The address may name what somebody came for: opinions that they were asked for.
  poolOf(data) {
    return data.settles && data.pool.startsWith("escalated") ? "escalated" : "waiting";
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
    this.view.at.texts.addEventListener("focusin", (event) => (this.typedIn = event.target.dataset?.part ?? this.typedIn));
    this.channel.onmessage = ({ data }) => this.onOtherTab(data);
    this.ticking = setInterval(() => this.renew(), RENEW);
    this.view.progress(this.progress, null);
    this.view.marking(() => this.press("mark"));
    this.view.flagging(() => this.press("flag"));
    this.view.similarButton(() => this.toggleSimilar());
    this.view.talking(() => this.toggleTalk());
    this.view.keeping(() => this.press("retrieval"));
    this.drawButtons();
    if (this.practice !== null) this.nextPractice();
    else this.begin();
  }

  leave() {
    this.wire.sendDraftsNow();
    this.threads?.sendDrafts();
    if (this.practice === null) this.letGo(this.queue.slice(1), true);
  }

  stop() {
    this.stopped = true;
    for (const [target, name, act, capture] of this.listen) target.removeEventListener(name, act, capture);
    clearInterval(this.ticking);
    this.leave();
    this.threads?.stop();
    this.wire.stop();
    this.channel.close();
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
      picked: this.pickedNumber,
      section: this.sectionField(),
      rubric: this.rubricOf(this.item),
    });
    this.drawButtons();
    this.drawProgress();
  }

  drawProgress() {
    const practising = this.practice === null ? null : fill(this.words.practising, { number: this.practice + 1, count: this.data.practice.length });
    this.view.progress(this.progress, practising);
    this.other = this.pool !== "waiting" || practising !== null ? "waiting" : this.progress.kept ? "kept" : "waiting";
    const back = this.pool === "waiting" ? "" : this.words.back_to_queue;
    this.view.pool(this.other === "waiting" ? back : fill(this.words[`pool_${this.other}`], this.progress));
  }

  drawButtons() {
    const off = !["read", "edit"].includes(this.mode) || Boolean(this.feedback);
    const { words } = this;
    if (this.mode === "edit") {
      this.view.buttons([
        { name: "correct", key: "Ctrl+Enter", label: this.data.decides ? words.approve_correction : words.pass_on, first: true, act: () => this.correct() },
        { name: "close", key: "Esc", label: words.close_keep, act: () => this.closeEditing() },
        { name: "discard", label: words.discard, act: () => this.discard() },
      ], true);
      return;
    }
    const button = (name, key, label, more = {}) => ({ name, key, label, off, act: () => this.press(name), ...more });
    const skipping = this.practice === null ? button("skip", "S", words.skip) : { name: "leave", label: words.practice_skip, act: () => this.endPractice() };
    if (!this.data.decides) {
      this.view.buttons([button("edit", "E", words.rewrite, { first: true }), button("skip", "S", words.skip), button("undo", "U", words.undo)], false);
      return;
    }
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
      const more = { practice: this.practice !== null, guide: this.guideNodes(), picked: this.pickedNumber, section: this.sectionField() };
      const fresh = this.view.beside(this.item, { typed: this.typed, ...more });
      this.view.at.side.replaceChildren(...fresh);
      this.view.at.side.scrollTop = 0;
    }
  }

  toggleRaw() {
    if (!this.item || this.mode !== "read" || !this.item.turns.some((turn) => turn.tree)) return;
    this.view.raw = !this.view.raw;
    this.view.readAgain(this.item);
    this.view.rawButton(this.item, false);
  }

  answerField() {
    return this.view.at.texts.querySelector("textarea[data-part=answer]") ?? this.view.at.desk;
  }

  lastField() {
    const field = this.view.at.texts.querySelector(`textarea[data-part=${this.typedIn ?? "answer"}]`);
    return field ?? this.answerField();
  }

  // Typing begins in the answer, or in the turn that the chosen note means.
  focusText() {
    const turn = this.pickedNumber === null ? null : this.item.findings[this.pickedNumber].turn;
    const meant = turn === null ? null : this.view.at.texts.querySelector(`textarea[data-part="${partOf(this.item, turn)}"]`);
    const field = meant ?? this.answerField();
    field.focus({ preventScroll: true });
    if (this.item.turns.length > 2) bringIntoSight(field, this.view.at.stage);
  }
}

export default function (component) {
  const { parentElement: root, data } = component;
  let desk = DESKS.get(root);
  if (!desk) {
    desk = new Desk(root, data);
    DESKS.set(root, desk);
    desk.start();
  } else {
    const asked = desk.data.pool !== data.pool && desk.practice === null;
    desk.data.pool = data.pool;
    if (asked) desk.choose(desk.poolOf(data));
    if (desk.lost) desk.wire.retry();
  }
  return () => {
    desk.stop();
    DESKS.delete(root);
  };
}
