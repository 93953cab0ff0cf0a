// Draws the desk from its state. Nothing here decides anything.

class View extends RubricView {
  constructor(root, words, acts) {
    super();
    this.words = words;
    this.acts = acts;
    this.at = {};
    this.raw = false;
    for (const node of root.querySelectorAll("[data-at]")) this.at[node.dataset.at] = node;
    const { desk, guide, help, pool, texts, side, sheet } = this.at;
    pool.onclick = () => acts.pool();
    desk.setAttribute("aria-label", words.desk);
    texts.setAttribute("aria-label", words.texts);
    side.setAttribute("aria-label", words.beside);
    sheet.setAttribute("aria-label", words.keys);
    this.at.acts.setAttribute("aria-label", words.decisions);
    this.at.bar.setAttribute("aria-label", words.progress);
    guide.replaceChildren(words.guidelines);
    guide.onclick = () => acts.guide();
    this.at.raw.onclick = () => acts.raw();
    help.replaceChildren(words.keys, el("kbd", {}, "H"));
    help.onclick = () => acts.sheet();
  }

  // Pressing the button must not take the selection away that it is about.
  marking(act) {
    const { mark } = this.at;
    mark.replaceChildren(this.words.mark, el("kbd", {}, "P"));
    mark.onpointerdown = (event) => event.preventDefault();
    mark.onclick = act;
  }

  keeping(act) {
    const { retrieval } = this.at;
    retrieval.hidden = !this.decides;
    retrieval.title = this.words.retrieval_why;
    retrieval.replaceChildren(this.words.retrieval, el("kbd", {}, "R"));
    retrieval.onclick = act;
  }

  flagging(act) {
    this.at.flag.replaceChildren(this.words.flag, el("kbd", {}, "L"));
    this.at.flag.onclick = act;
  }

  // Whoever opens the page is taken to the desk; later it takes the keyboard only from itself.
  focus(node) {
    if (this.greeted && busyElsewhere(this.at.desk)) return;
    this.greeted = true;
    node.focus({ preventScroll: true });
  }

  untilField() {
    return this.at.texts.querySelector("input[data-part=until]");
  }

  progress(progress, practising) {
    const { bar, today, left, mark, retrieval } = this.at;
    mark.disabled = this.at.flag.disabled = practising !== null;
    retrieval.disabled = practising !== null;
    const unknown = practising === null && progress.left === null;
    bar.hidden = unknown || practising !== null;
    bar.max = Math.max(progress.target, 1);
    bar.value = Math.min(progress.today, progress.target);
    today.textContent = unknown ? "" : (practising ?? fill(this.words.today, progress));
    const sentence = progress.more ? this.words.left_more : this.words.left;
    left.textContent = practising === null && progress.left !== null ? fill(sentence, progress) : "";
  }

  pool(sentence) {
    this.at.pool.hidden = sentence === "";
    this.at.pool.replaceChildren(sentence);
  }

  kept(place) {
    this.at.kept.textContent = place ? this.words[`kept_${place}`] : "";
  }

  status(kind, sentence, button) {
    this.at.status.className = `status ${kind}`;
    this.at.status.replaceChildren(
      el("span", { class: "say" }, sentence),
      ...(button ? [el("button", { type: "button", onclick: button.act }, button.name)] : []),
    );
  }

  // The row of buttons has one height in every mode, so that no press lands on another button.
  buttons(list, few) {
    const now = JSON.stringify(list.map(({ name, off }) => [name, off]));
    if (now === this.drawn) return;
    this.drawn = now;
    this.at.acts.className = few ? "acts few" : "acts";
    this.at.acts.replaceChildren(
      ...list.map(({ name, key, label, first, act, off }) =>
        el(
          "button",
          { type: "button", class: first ? "first" : null, "data-act": name, disabled: off, onclick: act, "aria-keyshortcuts": key?.replace("Ctrl", "Control").replace("Esc", "Escape") },
          label,
          key ? el("kbd", { "aria-hidden": true }, key) : null,
        ),
      ),
    );
  }

  only(part) {
    for (const name of ["item", "message"]) this.at[name].hidden = name !== part;
    this.at.both.hidden = true;
  }

  message(title, sentences, buttons) {
    this.only("message");
    const row = buttons.map(({ label, act, first }) => el("button", { type: "button", class: first ? "first" : null, onclick: act }, label));
    this.at.message.replaceChildren(el("h2", {}, title), ...sentences.map((s) => el("p", {}, s)), el("div", { class: "row" }, row));
    this.focus(row[0] ?? this.at.desk);
  }

  item(item, state) {
    this.only("item");
    this.shown = item;
    this.rawButton(item, state.typing);
    const { texts, side } = this.at;
    this.at.item.dataset.sample = `${item.id}:${item.revision}`;
    texts.replaceChildren(this.above(item, state), ...this.turns(item, state), ...this.rubric(item, state.rubric), ...this.context(item));
    texts.scrollTop = 0;
    side.replaceChildren(...this.beside(item, state));
    side.scrollTop = 0;
    for (const area of texts.querySelectorAll("textarea")) autosize(area);
  }

  rawButton(item, typing) {
    const { raw } = this.at;
    raw.hidden = typing || !item.turns.some((turn) => turn.tree);
    raw.setAttribute("aria-pressed", String(this.raw));
    raw.replaceChildren(this.words.raw, el("kbd", {}, "M"));
  }

  above(item, state) {
    const facts = [item.origin, item.source, state.skipped ? this.words.skipped_before : ""].filter(Boolean).join(" · ");
    const unsure = item.unsure.length
      ? el("p", { class: "remark warning" }, item.unsure_by?.length ? fill(this.words.unsure_by, { names: item.unsure_by.join(", ") }) : this.words.unsure, ...item.unsure.filter(Boolean).map((comment) => ` ${comment}`))
      : null;
    const why = el("p", { class: "soft why", "data-why": true }, this.early(item));
    const asked = item.asked === null ? null : el("p", { class: "remark warning" }, item.asked ? `${this.words.asked} ${item.asked}` : this.words.asked_soon);
    return el("div", { class: "meta" }, state.feedback ? this.feedback(state.feedback) : null, el("span", { class: "soft" }, facts), lapseNode(item.lapse, this.words), state.practice ? null : pageLink(item.id, this.project, this.words.page, "O"), why, this.flags(item), unsure, asked);
  }

  feedback({ right, title, why, better, next, skip }) {
    return el(
      "div",
      { class: `verdict ${right ? "right" : "wrong"}`, role: "status" },
      el("p", {}, el("strong", {}, title)),
      el("p", {}, why),
      better ? el("p", {}, el("span", { class: "soft" }, this.words.practice_better), " ", better) : null,
      el("button", { type: "button", class: "first", "data-act": "next", onclick: next }, this.words.practice_next, el("kbd", {}, "Enter")),
      skip ? el("button", { type: "button", class: "quiet", onclick: skip }, this.words.practice_skip) : null,
    );
  }

  turns(item, state) {
    const nodes = item.turns.map((turn, i) => {
      const part = partOf(item, i);
      const label = labelOf(item, part, this.words);
      if (state.typing) return this.field(part, label, state);
      const past = part.startsWith("turn-") ? "turn past" : "turn";
      return el("div", { class: past }, el("h3", {}, label), this.read(el("div", { dir: "auto", "data-turn": i }), turn, item.findings));
    });
    if (state.typing && item.question === null) nodes.unshift(this.field("question", this.words.question, state));
    if (state.typing && item.answer === null) nodes.push(this.field("answer", this.words.answer, state));
    return nodes;
  }

  // Shows a turn as it is read, or letter by letter as the model gets it.
  read(node, turn, findings) {
    const tree = this.raw ? null : turn.tree;
    node.className = tree ? "text read" : "text";
    node.replaceChildren(...(tree ? readNodes(tree, turn.marks, findings) : marked(turn.text, turn.marks, findings)));
    return node;
  }

  readAgain(item) {
    for (const node of this.at.texts.querySelectorAll("[data-turn]")) this.read(node, item.turns[node.dataset.turn], item.findings);
  }

  field(part, label, state) {
    const area = el("textarea", { "data-part": part, "aria-label": label, dir: "auto", rows: part === "answer" ? 4 : 2, spellcheck: true });
    area.value = state.typed[part];
    area.oninput = () => {
      autosize(area);
      this.acts.typed(part, area.value);
    };
    return el("div", { class: "turn" }, el("h3", {}, label), area);
  }

  context(item) {
    if (!item.context.length) return [];
    const passages = item.context.map(({ text, marks }, i) => el("div", { class: "text", dir: "auto", "data-passage": i }, marked(text, marks, item.findings)));
    return [el("div", { class: "turn past" }, el("h3", {}, this.words.context), ...passages)];
  }

  beside(item, state) {
    const part = (title, nodes) => (nodes.length ? el("section", {}, el("h2", {}, title), nodes) : null);
    const guide = state.guide ? el("section", { class: "guide" }, el("h2", {}, this.words.guidelines), state.guide) : null;
    const changes = item.changes.map((change) => this.change(labelOfChange(change, this.words), change.pieces));
    return [
      guide,
      el("section", { class: "mine", "data-mine": true, hidden: true }),
      state.practice ? null : el("section", { "data-notes": true }, this.notes(item, state.picked)),
      part(this.words.changes, [...changes, item.back && !state.typing ? this.backButton() : null].filter(Boolean)),
      state.practice ? null : this.similarSection(item),
      part(this.words.alike, item.partners.map((p) => this.partner(p))),
      state.practice ? null : part(this.words.comment, [this.comment(state), state.section]),
    ].filter(Boolean);
  }

  partner(partner) {
    const title = fill(this.words[`alike_${partner.kind}`], partner);
    return el("div", { class: "alike", dir: "auto" }, el("b", {}, title), `${partner.question}\n\n${partner.answer}`);
  }

  comment(state) {
    const area = el("textarea", { "data-part": "comment", "aria-label": this.words.comment, placeholder: this.words.comment_hint, dir: "auto" });
    area.value = state.typed.comment;
    area.oninput = () => {
      autosize(area);
      this.acts.typed("comment", area.value);
    };
    return area;
  }

  mine(changes) {
    const place = this.at.side.querySelector("[data-mine]");
    if (!place) return;
    place.hidden = !changes.length;
    place.replaceChildren(el("h2", {}, this.words.mine), ...changes.map(({ label, pieces }) => this.change(label, pieces)));
  }

  backButton() {
    return el("button", { type: "button", class: "quiet", "data-act": "back", onclick: () => this.acts.back() }, this.words.back_button, el("kbd", {}, "B"));
  }

  change(label, pieces) {
    return el("div", { class: "diff", dir: "auto" }, el("h3", {}, label), diffNodes(pieces, true));
  }

  both(item, mine, choices) {
    const part = (name, text, own) => [el("h3", {}, labelOf(item, name, this.words)), el("p", { class: "text", dir: "auto", "data-own": own ? name : null }, text)];
    const column = (title, texts, own) => el("div", {}, el("h2", {}, title), partsOf(item).flatMap((name) => part(name, texts[name], own)));
    const buttons = choices.map(({ label, act, first, name }) => el("button", { type: "button", class: first ? "first" : null, "data-act": name, onclick: act }, label));
    this.at.both.replaceChildren(
      el("p", {}, el("strong", {}, this.words.both)),
      el("div", { class: "row" }, ...buttons.flatMap((b) => [b, " "])),
      el("p"),
      el("div", { class: "pair" }, column(this.words.theirs, textsOf(item), false), column(this.words.yours, mine, true)),
    );
    this.at.both.hidden = false;
    this.focus(buttons[0]);
  }

  ownDiffs(changes) {
    for (const { part, pieces } of changes) this.at.both.querySelector(`[data-own=${part}]`)?.replaceChildren(...diffNodes(pieces));
  }

  panel(nodes) {
    this.at.sheet.hidden = nodes === null;
    for (const name of ["item", "message", "both"]) this.at[name].inert = nodes !== null;
    this.at.sheet.replaceChildren(...(nodes ?? []));
    this.at.sheet.querySelector("button, input")?.focus({ preventScroll: true });
  }

  keys(letters, close, choose) {
    const rows = this.words.key_list.flatMap(([key, label]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, label)]);
    const box = el("input", { type: "checkbox", checked: letters });
    box.onchange = () => choose(box.checked);
    return [el("h2", {}, this.words.keys), el("button", { type: "button", onclick: close }, this.words.close, el("kbd", {}, "Esc")), el("dl", { class: "wide" }, rows), el("label", {}, box, this.words.letters)];
  }

  told({ title, why, better }, close) {
    return [
      el("h2", {}, title),
      el("p", {}, this.words.told_purpose),
      why ? el("p", { dir: "auto" }, why) : null,
      better ? el("p", { dir: "auto" }, el("span", { class: "soft" }, this.words.practice_better), " ", better) : null,
      el("p", {}, el("button", { type: "button", class: "first", "data-act": "told", onclick: close }, this.words.go_on, el("kbd", {}, "Esc"))),
    ].filter(Boolean);
  }

  reasons(choose, close) {
    const list = this.words.reasons.map(([name, label], i) =>
      el("button", { type: "button", "data-reason": name, onclick: () => choose(name) }, el("kbd", {}, String(i + 1)), " ", label),
    );
    return [el("h2", {}, this.words.why), el("div", { class: "reasons" }, list), el("p", {}, el("button", { type: "button", class: "quiet", onclick: close }, this.words.cancel, el("kbd", {}, "Esc")))];
  }
}
