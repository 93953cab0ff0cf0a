// Duplicate groups: a list, one group side by side with what differs, and what a key says of it.

const KEYS = { ArrowDown: "next", ArrowUp: "before", ArrowRight: "right", ArrowLeft: "left", k: "keep_one", a: "keep_all", s: "split", m: "merge", b: "bulk", u: "undo", h: "keys" };
const SELECTABLE = 9;
for (let i = 1; i <= SELECTABLE; i += 1) KEYS[String(i)] = `member ${i - 1}`;

class Groups extends GroupSheets {
  constructor(root, data) {
    super(root, data, "duplicates", "groups", KEYS);
    this.members = [];
    this.typed = {};
  }

  get group() {
    return this.chosen;
  }

  get kept() {
    return this.members.find((member) => member.id === this.keeper) ?? null;
  }

  start() {
    const { at, words } = this;
    super.start();
    at.kind_label.textContent = words.kind;
    at.state_label.textContent = words.state;
    at.least_label.textContent = words.least;
    const options = (choices) => choices.map(([name, label]) => el("option", { value: name }, label));
    at.kind.replaceChildren(...options([["", words.any], ...words.kinds]));
    at.state.replaceChildren(...options(words.states));
    at.least.replaceChildren(...options(words.leasts));
    for (const control of [at.kind, at.state, at.least]) control.onchange = () => this.load();
    at.acts.replaceChildren(
      this.button("keep_one", "K", { class: "first" }),
      this.button("keep_all", "A"),
      this.button("split", "S"),
      this.button("merge", "M"),
      this.button("undo", "U"),
    );
    this.load();
  }

  filter() {
    const { kind, state, least } = this.at;
    const open = state.value ? { open: state.value === "open" } : {};
    return { kind: kind.value, ...open, ...(least.value ? { least: Number(least.value) } : {}) };
  }

  take(answer) {
    const { at, words } = this;
    this.total = answer.total;
    at.count.textContent = fill(words.count, { total: answer.total });
    this.atOnce = answer.at_once;
    const said = fill(words.bulk, { count: this.atOnce });
    const button = el("button", { type: "button", "data-all": "keep_suggested", onclick: () => this.act("bulk") }, said, el("kbd", {}, "B"));
    at.bulk.replaceChildren(...(this.atOnce > 1 ? [button] : []));
  }

  async show(place) {
    this.members = [];
    this.keeper = null;
    this.note = "";
    this.drawList(place);
    this.at.card.setAttribute("aria-busy", String(Boolean(this.group)));
    if (this.group) await this.compare();
  }

  row_of(group, i) {
    const { words } = this;
    const badge = group.open ? words.kind_names[group.kind] : words.said_of[group.said ?? "copies"];
    const title = el("span", { class: "title", dir: "auto" }, group.title || words.closed);
    return this.option(i, badge, title, el("span", { class: "soft" }, fill(words.facts, group)));
  }

  // Asks for the group seen from the sample that would be kept: what differs in the others is marked.
  async compare(kept = null) {
    const { group } = this;
    const answer = await this.post("group", { kind: group.kind, group: group.id, kept });
    if (this.group !== group) return;
    if (!answer.ok) {
      this.failed(answer);
      return;
    }
    this.members = answer.members;
    this.ids = answer.ids;
    this.keeper = answer.kept;
    this.draft = answer.draft;
    this.draw(answer);
    this.at.card.setAttribute("aria-busy", "false");
  }

  draw({ suggested, alike }) {
    const { group, words } = this;
    const cards = this.members.map((member, i) => this.member_of(member, i, suggested, alike[member.id]));
    const hidden = this.ids.length - this.members.length;
    this.at.detail.replaceChildren(
      el("h2", {}, words.kind_names[group.kind]),
      el("p", { class: "soft" }, group.kind === "conflict" ? words.conflict_purpose : words.duplicate_purpose),
      ...(group.note ? [el("p", { class: "warnbox" }, group.note)] : []),
      el("div", { role: "radiogroup", "aria-label": words.members }, cards),
      ...(hidden ? [el("p", { class: "soft" }, fill(words.hidden, { hidden }))] : []),
    );
  }

  member_of(member, i, suggested, alike) {
    const { words } = this;
    const chosen = member.id === this.keeper;
    const [asked, said] = member.changes ?? [];
    const facts = [
      el("kbd", {}, String(i + 1)),
      ...(chosen ? [el("span", { class: "kept" }, words.kept)] : []),
      ...(member.id === suggested ? [el("span", {}, words.suggested)] : []),
      el("span", {}, member.status),
      ...(alike === undefined ? [] : [el("span", {}, fill(words.alike, { alike }))]),
      ...(member.notes ? [el("span", {}, fill(words.notes, member))] : []),
      ...(member.source ? [el("span", { class: "soft" }, member.source)] : []),
    ];
    const card = el(
      "button",
      { type: "button", class: "member choice", role: "radio", "aria-checked": String(chosen), "data-member": member.id, onclick: () => this.compare(member.id) },
      el("span", { class: "facts" }, facts),
      el("span", { class: "words asked", dir: "auto" }, asked?.length ? diffNodes(asked) : member.question),
      el("span", { class: "words", dir: "auto" }, said?.length ? diffNodes(said) : member.answer),
    );
    return el("div", {}, card, pageLink(member.id, this.who.project, fill(words.page, { number: i + 1 })));
  }

  act(name) {
    const { group, words } = this;
    if (name === "keys") this.showKeys();
    else if (name === "undo") this.undo();
    else if (name === "bulk") this.atOnce > 1 && this.askAll(this.atOnce);
    else if (!group) return;
    else if (name === "next") this.show(Math.min(this.place + 1, this.rows.length - 1));
    else if (name === "before") this.show(Math.max(this.place - 1, 0));
    else if (name === "left" || name === "right") this.turn(name === "left" ? -1 : 1);
    else if (name.startsWith("member")) this.turnTo(Number(name.split(" ")[1]));
    else if (!this.kept) return;
    else if (name === "merge") this.askMerge();
    else if (name === "keep_all" && group.kind === "conflict") this.askNote();
    else if (name === "keep_all") this.send({ action: name });
    else if (name === "split") this.send({ action: name, apart: [this.keeper] });
    else if (name === "keep_one") this.send({ action: name, keeper: this.keeper });
    else this.say("warn", words.lost);
  }

  turn(step) {
    const i = this.members.findIndex((member) => member.id === this.keeper);
    this.turnTo(i + step);
  }

  turnTo(i) {
    const member = this.members[i];
    if (member && member.id !== this.keeper) this.compare(member.id);
  }

  async send(said) {
    const { group, ids } = this;
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.saving);
    const answer = await this.post("decide", { id: freshId(), kind: group.kind, members: ids, ...said });
    this.sending = false;
    if (!this.told(answer, this.words.said[said.action])) return;
    delete this.typed[said.keeper];
    await this.load(this.place);
  }

  async keepAllSuggested() {
    const answer = await this.post("keep_suggested", this.filter());
    this.told(answer, fill(this.words.said_all, answer));
    await this.load();
  }
}

export default mounting((root, data) => new Groups(root, data));
