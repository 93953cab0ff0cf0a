// What cards with a list on the left and one thing in front share: calls, notices, keys, and being mounted once.

const LIST_WAIT = 20000;
const TYPED_IN = "input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=combobox]";
const MOVES = new Set(["next", "before"]);

class ListCard extends Sheet {
  // `listed` names the route that lists, and what it answers with.
  constructor(root, data, route, listed, keys) {
    super();
    this.route = route;
    this.listed = listed;
    this.keys = keys;
    this.words = data.words;
    this.letters = data.letters;
    this.who = { project: data.project, person: data.person };
    this.at = Object.fromEntries([...root.querySelectorAll("[data-at]")].map((node) => [node.dataset.at, node]));
    this.rows = [];
    this.place = 0;
    this.total = 0;
  }

  get chosen() {
    return this.rows[this.place] ?? null;
  }

  start() {
    const { at, words } = this;
    this.onkey = (event) => this.onKey(event);
    window.addEventListener("keydown", this.onkey, true);
    at.card.setAttribute("aria-label", words.card);
    at.list.setAttribute("aria-label", words.list);
    at.acts.setAttribute("aria-label", words.decisions);
    at.help.replaceChildren(words.keys, el("kbd", {}, "H"));
    at.help.onclick = () => this.act("keys");
  }

  stop() {
    window.removeEventListener("keydown", this.onkey, true);
  }

  button(name, key, more = {}) {
    return el("button", { type: "button", "data-act": name, onclick: () => this.act(name), ...more }, this.words[name], el("kbd", {}, key));
  }

  async post(name, body = {}) {
    try {
      const answer = await fetch(name.startsWith("/") ? name : `/api/${this.route}/${name}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...this.who, ...body }),
        signal: AbortSignal.timeout(LIST_WAIT),
      });
      const value = await answer.json();
      return { ok: answer.ok, ...value };
    } catch {
      return { ok: false, error: this.words.lost };
    }
  }

  async load(place = 0) {
    const asked = (this.asked = {});
    this.at.card.setAttribute("aria-busy", "true");
    const answer = await this.post(this.listed, { offset: 0, ...this.filter() });
    if (asked !== this.asked) return;
    if (!answer.ok) {
      this.failed(answer);
      return;
    }
    this.rows = answer[this.listed];
    this.take(answer);
    await this.show(Math.min(place, Math.max(this.rows.length - 1, 0)));
  }

  async more() {
    const answer = await this.post(this.listed, { offset: this.rows.length, ...this.filter() });
    if (!answer.ok) return;
    this.rows.push(...answer[this.listed]);
    this.take(answer);
    await this.show(this.place);
  }

  // Draws the list with one row in front, or says that there is none.
  drawList(place) {
    const { at, words } = this;
    this.place = place;
    const options = this.rows.map((row, i) => this.row_of(row, i));
    if (this.rows.length < this.total) options.push(el("button", { type: "button", class: "value", role: "option", "aria-selected": "false", onclick: () => this.more() }, words.more));
    at.list.replaceChildren(...options);
    options[place]?.scrollIntoView({ block: "nearest" });
    at.both.hidden = !this.chosen;
    at.message.hidden = Boolean(this.chosen);
    for (const button of at.acts.children) button.disabled = !this.chosen && button.dataset.act !== "undo";
    if (!this.chosen) at.message.replaceChildren(el("h2", {}, words.empty), el("p", {}, words.empty_more));
  }

  option(i, badge, ...inside) {
    const chosen = String(i === this.place);
    const props = { type: "button", class: "value", role: "option", tabindex: "-1", "aria-selected": chosen, onclick: () => this.show(i) };
    return el("button", props, el("span", { class: "badge" }, badge), ...inside);
  }

  async undo() {
    const answer = await this.post("undo");
    this.told(answer, fill(this.words.taken_back, answer));
    await this.load(this.place);
  }

  failed(answer) {
    this.say("warn", answer.error);
    this.at.card.setAttribute("aria-busy", "false");
  }

  say(kind, sentence) {
    this.at.notice.className = `notice ${kind}`;
    this.at.notice.textContent = sentence;
  }

  // Shows an answer's sentence, and tells whether it was a yes.
  told(answer, sentence) {
    this.say(answer.ok ? "good" : "warn", answer.ok ? sentence : answer.error);
    return answer.ok;
  }

  onKey(event) {
    const from = event.composedPath()[0];
    if (event.key === "Escape" && this.at.card.contains(from)) {
      event.preventDefault();
      this.leaveSheet();
      return;
    }
    const typing = from instanceof Element && from.closest(TYPED_IN);
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !this.at.sheet.hidden) return;
    const name = this.keys[event.key] ?? this.keys[event.key.toLowerCase()];
    if (!name || (!this.letters && event.key.length === 1)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat || MOVES.has(name)) this.act(name);
  }
}

// A card lives as long as its place on the page: a rerun of the script finds it again.
function mounting(make) {
  const cards = new WeakMap();
  return ({ parentElement: root, data }) => {
    let card = cards.get(root);
    if (!card) {
      card = make(root, data);
      cards.set(root, card);
      card.start();
    }
    return () => {
      card.stop();
      cards.delete(root);
    };
  };
}
