// Personal data by value: a list, the value in front with its context, and what a key says of it.
// An original is fetched only when asked for, and kept nowhere: going to another value forgets it.

const KEYS = { ArrowDown: "next", ArrowUp: "before", a: "accept", n: "not_personal", t: "retype", e: "extend", u: "undo", o: "look", h: "keys" };

class Privacy extends Sheets {
  constructor(root, data) {
    super(root, data, "privacy", "values", KEYS);
    this.types = data.types;
  }

  get value() {
    return this.chosen;
  }

  start() {
    const { at, words } = this;
    super.start();
    at.status_label.textContent = words.status;
    at.type_label.textContent = words.type;
    at.left_label.textContent = words.left;
    at.status.replaceChildren(el("option", { value: "" }, words.any), ...words.statuses.map(([name, label]) => el("option", { value: name }, label)));
    at.status.value = "open";
    at.type.replaceChildren(el("option", { value: "" }, words.any));
    for (const control of [at.status, at.type, at.left]) control.onchange = () => this.load();
    at.acts.replaceChildren(
      this.button("accept", "A", { class: "first" }),
      this.button("not_personal", "N"),
      this.button("retype", "T"),
      this.button("extend", "E"),
      this.button("undo", "U"),
    );
    this.load();
  }

  filter() {
    const { status, type, left } = this.at;
    return { status: status.value, only_type: type.value, ...(left.checked ? { suggested: true } : {}) };
  }

  // What is shown

  take(answer) {
    const { at, words } = this;
    this.total = answer.total;
    at.count.textContent = fill(words.count, { total: answer.total });
    const chosen = at.type.value;
    const types = Object.entries(answer.types).sort();
    at.type.replaceChildren(el("option", { value: "" }, words.any), ...types.map(([type, count]) => el("option", { value: type }, `${type} (${count})`)));
    at.type.value = chosen in answer.types ? chosen : "";
    const open = at.status.value === "open" && this.total > 1;
    at.bulk.replaceChildren(
      ...(open ? ["accept", "not_personal"] : []).map((action) =>
        el("button", { type: "button", "data-all": action, onclick: () => this.askAll(action, this.total) }, fill(words[`all_${action}`], { count: this.total })),
      ),
    );
  }

  show(place) {
    this.opened = null;
    this.drawList(place);
    if (this.value) this.showDetail();
    this.at.card.setAttribute("aria-busy", "false");
  }

  row_of(value, i) {
    const { words } = this;
    const [, label] = words.statuses.find(([name]) => name === value.status);
    const badge = value.marked && value.status === "open" ? words.marked : label;
    return this.option(i, badge, el("strong", {}, value.type), el("span", { class: "soft" }, fill(words.stands, value)));
  }

  async showDetail() {
    const { value, words } = this;
    this.said = null;
    this.drawDetail([]);
    const answer = await this.post("examples", { type: value.type, hmac: value.hmac });
    if (this.value !== value) return;
    this.examples = answer.examples ?? [];
    this.said = answer.said ?? null;
    this.drawDetail(this.examples);
    this.at.card.dataset.shown = value.hmac;
    if (!answer.ok) this.say("warn", answer.error ?? words.lost);
  }

  drawDetail(examples) {
    const { value, words } = this;
    const [low, high] = value.scores.map((score) => score.toFixed(2));
    const facts = [fill(words.stands, value), fill(low === high ? words.found_at : words.found_by, { detectors: value.detectors.join(", "), low, high })];
    if (this.said) facts.push(fill(words.said_by, { name: this.said.name, when: new Date(this.said.at).toLocaleString() }));
    const opened = this.opened
      ? this.opened.map((one) => el("p", { class: "original" }, one))
      : [el("p", { class: "soft" }, words.sealed), el("button", { type: "button", "data-act": "look", onclick: () => this.act("look") }, words.open, el("kbd", {}, "O"))];
    this.at.detail.replaceChildren(
      el("h2", {}, value.type),
      ...facts.map((fact) => el("p", { class: "soft" }, fact)),
      ...(value.suggested ? [el("p", {}, words.suggested)] : []),
      ...(value.marked ? [el("p", {}, words.marked)] : []),
      ...(value.purged ? [el("p", { class: "warnbox" }, words.purged)] : [el("h3", {}, words.original), ...opened]),
      el("h3", {}, words.examples),
      ...examples.map(([before, shown, after, sample]) => el("div", { class: "example", dir: "auto" }, before, el("mark", {}, shown), after, el("div", {}, pageLink(sample, this.who.project, words.page)))),
    );
  }

  // What the reviewer does

  act(name) {
    const { value } = this;
    if (name === "keys") this.showKeys();
    else if (name === "undo") this.undo();
    else if (!value) return;
    else if (name === "next") this.show(Math.min(this.place + 1, this.rows.length - 1));
    else if (name === "before") this.show(Math.max(this.place - 1, 0));
    else if (name === "look") this.look();
    else if (name === "retype") this.askType();
    else if (name === "extend") this.widen();
    else if (name === "not_personal" && value.purged) this.askTyped();
    else this.send({ action: name });
  }

  async look() {
    const { value } = this;
    const answer = await this.post("look", { type: value.type, hmac: value.hmac });
    if (this.value !== value) return null;
    if (!answer.ok) {
      this.say("warn", answer.error);
      return null;
    }
    this.opened = answer.spellings;
    this.drawDetail(this.examples ?? []);
    return this.opened[0] ?? null;
  }

  async widen() {
    const value = this.opened?.[0] ?? (await this.look());
    if (value !== null) this.askWhole(value);
  }

  async send(said) {
    const { value } = this;
    if (!value || this.sending) return;
    this.sending = true;
    const answer = await this.post("decide", { type: value.type, hmac: value.hmac, ...said });
    this.sending = false;
    if (answer.kind === "AlreadyDecidedError") {
      await this.askToChange(value, said, answer.error);
      return;
    }
    this.told(answer, this.words.said);
    await this.load(this.place); // after a refusal too: the value may be gone
  }

  // Somebody has said something else of it: that is shown first, and changed only by saying so.
  async askToChange(value, said, sentence) {
    const stands = await this.post("stands", { type: value.type, hmac: value.hmac });
    if (!stands.decision || this.value !== value) {
      this.say("warn", sentence);
      return;
    }
    this.askChange(sentence, () => this.send({ ...said, instead_of: stands.decision }));
  }

  async sendAll(action) {
    const answer = await this.post("decide_all", { action, ...this.filter() });
    this.told(answer, fill(this.words.said_all, answer));
    await this.load();
  }
}

export default mounting((root, data) => new Privacy(root, data));
