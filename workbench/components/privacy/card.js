// Personal data by value: a list, the value in front with its context, and what a key says of it.
// An original is fetched only when asked for, and kept nowhere: going to another value forgets it.

const ANSWER_WAIT = 20000;
const KEYS = { ArrowDown: "next", ArrowUp: "before", a: "accept", n: "not_personal", t: "retype", e: "extend", u: "undo", o: "look", h: "keys" };
const CARDS = new WeakMap();

class Privacy extends Sheets {
  constructor(root, data) {
    super();
    this.words = data.words;
    this.letters = data.letters;
    this.types = data.types;
    this.who = { project: data.project, person: data.person };
    this.at = Object.fromEntries([...root.querySelectorAll("[data-at]")].map((node) => [node.dataset.at, node]));
    this.values = [];
    this.place = 0;
    this.total = 0;
  }

  get value() {
    return this.values[this.place] ?? null;
  }

  start() {
    const { at, words } = this;
    this.onkey = (event) => this.onKey(event);
    window.addEventListener("keydown", this.onkey, true);
    at.card.setAttribute("aria-label", words.card);
    at.list.setAttribute("aria-label", words.list);
    at.acts.setAttribute("aria-label", words.decisions);
    at.status_label.textContent = words.status;
    at.type_label.textContent = words.type;
    at.left_label.textContent = words.left;
    at.help.replaceChildren(words.keys, el("kbd", {}, "H"));
    at.help.onclick = () => this.act("keys");
    at.status.replaceChildren(el("option", { value: "" }, words.any), ...words.statuses.map(([name, label]) => el("option", { value: name }, label)));
    at.status.value = "open";
    at.type.replaceChildren(el("option", { value: "" }, words.any));
    for (const control of [at.status, at.type, at.left]) control.onchange = () => this.load();
    const button = (name, key, more = {}) => el("button", { type: "button", "data-act": name, onclick: () => this.act(name), ...more }, words[name], el("kbd", {}, key));
    at.acts.replaceChildren(
      button("accept", "A", { class: "first" }),
      button("not_personal", "N"),
      button("retype", "T"),
      button("extend", "E"),
      button("undo", "U"),
    );
    this.load();
  }

  stop() {
    window.removeEventListener("keydown", this.onkey, true);
  }

  async post(name, body = {}) {
    try {
      const answer = await fetch(`/api/privacy/${name}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...this.who, ...body }),
        signal: AbortSignal.timeout(ANSWER_WAIT),
      });
      const value = await answer.json();
      return { ok: answer.ok, ...value };
    } catch {
      return { ok: false, error: this.words.lost };
    }
  }

  filter() {
    const { status, type, left } = this.at;
    return { status: status.value, only_type: type.value, ...(left.checked ? { suggested: true } : {}) };
  }

  // What is shown

  async load(place = 0) {
    const asked = (this.asked = {});
    this.at.card.setAttribute("aria-busy", "true");
    const answer = await this.post("values", { offset: 0, ...this.filter() });
    if (asked !== this.asked) return;
    if (!answer.ok) {
      this.say("warn", answer.error);
      return;
    }
    this.values = answer.values;
    this.take(answer);
    this.show(Math.min(place, Math.max(this.values.length - 1, 0)));
  }

  async more() {
    const answer = await this.post("values", { offset: this.values.length, ...this.filter() });
    if (!answer.ok) return;
    this.values.push(...answer.values);
    this.take(answer);
    this.show(this.place);
  }

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
    const { at, words } = this;
    this.place = place;
    this.opened = null;
    const rows = this.values.map((value, i) => this.row_of(value, i));
    if (this.values.length < this.total) rows.push(el("button", { type: "button", class: "value", onclick: () => this.more() }, words.more));
    at.list.replaceChildren(...rows);
    rows[place]?.scrollIntoView({ block: "nearest" });
    at.both.hidden = !this.value;
    at.message.hidden = Boolean(this.value);
    for (const button of at.acts.children) button.disabled = !this.value && button.dataset.act !== "undo";
    if (!this.value) at.message.replaceChildren(el("h2", {}, words.empty), el("p", {}, words.empty_more));
    else this.showDetail();
    at.card.setAttribute("aria-busy", "false");
  }

  row_of(value, i) {
    const [, label] = this.words.statuses.find(([name]) => name === value.status);
    return el(
      "button",
      { type: "button", class: "value", role: "option", tabindex: "-1", "aria-selected": String(i === this.place), onclick: () => this.show(i) },
      el("span", { class: "badge" }, value.marked && value.status === "open" ? this.words.marked : label),
      el("strong", {}, value.type),
      el("span", { class: "soft" }, fill(this.words.stands, value)),
    );
  }

  async showDetail() {
    const { value, words } = this;
    this.drawDetail([]);
    const answer = await this.post("examples", { type: value.type, hmac: value.hmac });
    if (this.value !== value) return;
    this.examples = answer.examples ?? [];
    this.drawDetail(this.examples);
    this.at.card.dataset.shown = value.hmac;
    if (!answer.ok) this.say("warn", answer.error ?? words.lost);
  }

  drawDetail(examples) {
    const { value, words } = this;
    const [low, high] = value.scores.map((score) => score.toFixed(2));
    const facts = [fill(words.stands, value), fill(words.found_by, { detectors: value.detectors.join(", "), low, high })];
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
      ...examples.map(([before, shown, after]) => el("div", { class: "example", dir: "auto" }, before, el("mark", {}, shown), after)),
    );
  }

  say(kind, sentence) {
    this.at.notice.className = `notice ${kind}`;
    this.at.notice.textContent = sentence;
  }

  // What the reviewer does

  act(name) {
    const { value } = this;
    if (name === "keys") this.showKeys();
    else if (name === "undo") this.undo();
    else if (!value) return;
    else if (name === "next") this.show(Math.min(this.place + 1, this.values.length - 1));
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
    this.say(answer.ok ? "good" : "warn", answer.ok ? this.words.said : answer.error);
    if (answer.ok) await this.load(this.place);
  }

  async sendAll(action) {
    const answer = await this.post("decide_all", { action, ...this.filter() });
    this.say(answer.ok ? "good" : "warn", answer.ok ? fill(this.words.said_all, answer) : answer.error);
    await this.load();
  }

  async undo() {
    const answer = await this.post("undo");
    this.say(answer.ok ? "good" : "warn", answer.ok ? fill(this.words.taken_back, answer) : answer.error);
    await this.load(this.place);
  }

  onKey(event) {
    const from = event.composedPath()[0];
    if (event.key === "Escape" && !this.at.sheet.hidden) {
      event.preventDefault();
      this.closeSheet();
      return;
    }
    const typing = from instanceof Element && from.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=combobox]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !this.at.sheet.hidden) return;
    const name = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
    if (!name || (!this.letters && event.key.length === 1)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat || name === "next" || name === "before") this.act(name);
  }
}

export default function (component) {
  const { parentElement: root, data } = component;
  let card = CARDS.get(root);
  if (!card) {
    card = new Privacy(root, data);
    CARDS.set(root, card);
    card.start();
  }
  return () => {
    card.stop();
    CARDS.delete(root);
  };
}
