// Disagreements: a list, one sample with all its sides beside each other, and what a key rules on it.

const KEYS = { ArrowDown: "next", ArrowUp: "before", ArrowRight: "right", ArrowLeft: "left", k: "settle", a: "approve", x: "reject", m: "write", b: "ask", u: "undo", h: "keys" };
const SELECTABLE = 9;
for (let i = 1; i <= SELECTABLE; i += 1) KEYS[String(i)] = `side ${i - 1}`;

class Disagreements extends RulingSheets {
  constructor(root, data) {
    super(root, data, "disagreements", "samples", KEYS);
    this.typed = {};
    this.asked_of = {};
    this.seeing = new Seeing((sample, comments) => this.post("/api/talk/read", { sample, comments }));
  }

  get side() {
    return this.detail?.sides[this.turned] ?? null;
  }

  start() {
    const { at } = this;
    super.start();
    at.acts.replaceChildren(
      this.button("settle", "K", { class: "first" }),
      this.button("approve", "A"),
      this.button("reject", "X"),
      this.button("write", "M"),
      this.button("ask", "B"),
      this.button("undo", "U"),
    );
    this.load();
  }

  stop() {
    this.seeing.stop();
    super.stop();
  }

  filter() {
    return {};
  }

  take(answer) {
    this.total = answer.total;
    this.at.count.textContent = fill(this.words.count, { total: answer.total });
  }

  row_of(row, i) {
    const title = el("span", { class: "title", dir: "auto" }, row.title);
    return this.option(i, row.badge, title, el("span", { class: "soft" }, fill(this.words.voices, row)));
  }

  async show(place) {
    this.detail = null;
    this.turned = 0;
    this.drawList(place);
    this.at.card.setAttribute("aria-busy", String(Boolean(this.chosen)));
    const row = this.chosen;
    if (!row) return;
    const answer = await this.post("sample", { sample: row.id });
    if (this.chosen !== row) return;
    if (!answer.ok) {
      this.failed(answer);
      this.at.detail.replaceChildren();
      return;
    }
    this.detail = answer;
    this.seeing.of(answer.id);
    this.shownAt = performance.now();
    this.draw();
    this.at.card.setAttribute("aria-busy", "false");
  }

  draw() {
    const { detail, words } = this;
    const warning = detail.obstacle ?? (detail.alone ? words.alone : null);
    for (const button of this.at.acts.children) button.disabled = Boolean(detail.obstacle) && button.dataset.act !== "undo";
    this.at.detail.replaceChildren(
      ...(warning ? [el("p", { class: "warnbox" }, warning)] : []),
      el("h2", {}, words.came),
      ...(detail.source ? [el("p", { class: "soft" }, detail.source)] : []),
      el("p", { class: "soft" }, pageLink(detail.id, this.who.project, words.page)),
      ...this.turns_of(detail),
      ...(detail.context.length ? [el("h3", {}, words.context)] : []),
      ...detail.context.map((passage) => el("span", { class: "words passage", dir: "auto" }, passage)),
      el("h3", {}, words.sides),
      el("div", { class: "sides", role: "radiogroup", "aria-label": words.sides }, detail.sides.map((side, i) => this.side_of(side, i))),
      ...this.talk_of(detail),
    );
  }

  // A plain question and answer need no titles; what came before them does.
  turns_of(detail) {
    const titled = detail.turns.length > 2;
    return detail.turns.flatMap(({ text }, i) => [
      ...(titled ? [el("h3", {}, labelOf(detail, partOf(detail, i), this.words))] : []),
      el("span", { class: i === detail.question ? "words asked" : "words", dir: "auto" }, text),
    ]);
  }

  changes_of({ changes }) {
    const titled = this.detail.turns.length > 2;
    return (changes ?? []).map((change) => [
      titled ? el("span", { class: "soft titled" }, labelOfChange(change, this.words)) : null,
      el("span", { class: change.part === "question" ? "words asked" : "words", dir: "auto" }, diffNodes(change.pieces)),
    ]);
  }

  side_of(side, i) {
    const { words } = this;
    const facts = [
      el("kbd", {}, String(i + 1)),
      el("span", {}, side.who),
      ...(side.own ? [el("span", { class: "soft" }, words.own)] : []),
    ];
    return el(
      "button",
      { type: "button", class: "side choice", role: "radio", "aria-checked": String(i === this.turned), "data-side": i, onclick: () => this.turnTo(i) },
      el("span", { class: "facts" }, facts),
      el("strong", {}, this.said(side)),
      side.section ? el("span", { class: "soft", dir: "auto" }, side.section) : null,
      side.comment ? el("span", { class: "said", dir: "auto" }, side.comment) : null,
      ...this.changes_of(side).flat(),
    );
  }

  said(side) {
    const { words } = this;
    const reason = words.reasons.find(([name]) => name === side.reason)?.[1] ?? "";
    if (side.verdict === "reject") return fill(words.rejected, { reason });
    if (side.verdict === "escalate") return words.unsure;
    if (side.verdict === "retrieve") return words.retrieval;
    return side.changes ? words.corrected : words.as_is;
  }

  // What was said beside the decisions, to be read: it is answered on the sample's own page.
  talk_of({ flags, threads }) {
    const { words } = this;
    if (!flags.length && !threads.length) return [];
    return [
      el("h3", {}, words.talk),
      ...flags.map((flag) => el("p", { dir: "auto" }, [fill(words.flag, flag), flag.note].filter(Boolean).join(" · "))),
      ...threads.map((thread) => this.thread_of(thread)),
    ];
  }

  thread_of({ quote, resolved, comments }) {
    const { words } = this;
    const said = comments.flatMap((one) => {
      const shown = el("span", { class: "words", dir: "auto" }, one.withdrawn ? words.withdrawn : one.words || words.lost_words);
      if (!one.read && one.screened) this.seeing.watch(shown, one);
      return [el("span", { class: "soft" }, one.own ? words.you : one.who, one.read ? null : el("b", {}, ` ${words.fresh}`)), shown];
    });
    const about = quote ? el("span", { class: "words passage", dir: "auto" }, quote) : null;
    return el("article", { class: "thread", "aria-label": words.talk }, about, said, resolved ? el("span", { class: "soft" }, words.resolved) : null);
  }

  turnTo(i) {
    if (!this.detail?.sides[i]) return;
    this.turned = i;
    this.draw();
    this.at.detail.querySelector(`[data-side="${i}"]`).focus({ preventScroll: true });
  }

  act(name) {
    if (name === "keys") this.showKeys();
    else if (name === "undo") this.undo();
    else if (!this.chosen) return;
    else if (name === "next") this.show(Math.min(this.place + 1, this.rows.length - 1));
    else if (name === "before") this.show(Math.max(this.place - 1, 0));
    else if (!this.detail) return;
    else if (name === "left" || name === "right") this.turnTo(this.turned + (name === "left" ? -1 : 1));
    else if (name.startsWith("side")) this.turnTo(Number(name.split(" ")[1]));
    else if (this.detail.obstacle) this.say("warn", this.detail.obstacle);
    else this.rule(name);
  }

  rule(name) {
    if (name === "approve") this.send("decide", { verdict: "approve" });
    else if (name === "reject") this.askWhy();
    else if (name === "write") this.askText();
    else if (name === "ask") this.askQuestion();
    else if (!this.side || this.side.verdict === "escalate") this.say("warn", this.words.choose);
    else this.send("settle", { side: this.side.decision });
  }

  async send(kind, said) {
    const { detail } = this;
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.saving);
    const seconds = Math.round((performance.now() - this.shownAt) / 100) / 10;
    const answer = await this.post(kind, { id: freshId(), sample: detail.id, revision: detail.revision, seen: detail.status, seconds, ...said });
    this.sending = false;
    if (this.told(answer, this.words.said[kind])) delete this.typed[detail.id];
    await this.load(this.place);
  }
}

export default mounting((root, data) => new Disagreements(root, data));
