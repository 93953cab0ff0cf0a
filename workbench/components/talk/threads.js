// Threads about a sample: read, answered, resolved, taken back. What is typed lies in this browser and, sealed, on the
// server until it is sent; text only ever becomes text nodes.

const TALK_WAIT = 400;
const LOOK_AGAIN = 3000;
const MOST_LOOKS = 20;
const MOST_NAMES = 6;

class Threads {
  // `on`: count (open threads), close, show (words in the sample's text); `may`: whether one may write here.
  constructor(box, wire, words, may, on) {
    Object.assign(this, { box, wire, words, may, on });
    this.composers = new Map();
    this.people = [];
    this.timers = new Map();
  }

  async open(sample, about) {
    if (this.sample?.id !== sample.id) this.composers.clear();
    this.sample = sample;
    this.about = about ?? null;
    this.looks = 0;
    this.status = el("p", { class: "soft", role: "status" });
    this.list = el("div", { class: "threads" });
    this.fresh = el("div", { class: "fresh" });
    const close = this.on.close ? el("button", { type: "button", class: "quiet", onclick: () => this.on.close() }, this.words.close, el("kbd", { "aria-hidden": true }, "Esc")) : null;
    const head = el("div", { class: "talk-top" }, el("h2", {}, this.words.title), close);
    this.box.replaceChildren(...[this.on.close ? head : null, this.fresh, this.status, this.list].filter(Boolean));
    this.status.textContent = this.words.loading;
    const answer = await this.post("threads", {});
    if (!answer || this.sample !== sample) return;
    this.drafts = answer.drafts ?? {};
    this.take(answer);
    if (this.may) this.fresh.replaceChildren(this.composer("").node);
    this.restoreAbout();
  }

  async post(name, body) {
    const { sample } = this;
    try {
      const answer = await this.wire.post(`/api/talk/${name}`, { sample: sample.id, ...body });
      if (!answer.ok) this.say(answer.error);
      return answer.ok ? answer : null;
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      this.say(this.words.unsent);
      return null;
    }
  }

  say(sentence) {
    this.status.textContent = sentence;
  }

  take(answer) {
    const first = !this.people.length;
    this.people = answer.people;
    // Whoever typed a name before the names were here is offered it now.
    if (first) for (const composer of this.composers.values()) if (composer.area.matches(":focus")) this.suggest(composer);
    const open = answer.threads.filter((thread) => !thread.resolved);
    this.say(answer.threads.length ? "" : this.words.nothing);
    this.keepFocus(() => this.list.replaceChildren(...open.map((one) => this.thread(one)), ...this.resolved(answer.threads)));
    this.on.count?.(open.length);
    const news = answer.threads.flatMap((thread) => thread.comments.filter((one) => !one.read && one.screened).map((one) => one.id));
    if (news.length) this.wire.post("/api/talk/read", { sample: this.sample.id, comments: news }).catch(() => {});
    if (answer.threads.some((thread) => thread.comments.some((one) => !one.screened))) this.lookAgain();
  }

  // A comment is shown to others once it has been screened; its author sees here when that is.
  lookAgain() {
    clearTimeout(this.looking);
    if (this.stopped || (this.looks += 1) > MOST_LOOKS) return;
    const { sample } = this;
    this.looking = setTimeout(async () => {
      const answer = await this.wire.post("/api/talk/threads", { sample: sample.id }).catch(() => null);
      if (answer?.ok && this.sample === sample && !this.stopped) this.take(answer);
    }, LOOK_AGAIN);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.looking);
    this.sendDrafts();
  }

  // The list is drawn anew around what somebody is typing.
  keepFocus(draw) {
    const root = this.box.getRootNode();
    const field = root.activeElement;
    const inside = field && this.box.contains(field) ? field : null;
    const place = inside?.matches("textarea") ? [inside.selectionStart, inside.selectionEnd] : null;
    const named = inside?.dataset.name;
    draw();
    if (!inside) return;
    const back = inside.isConnected ? inside : [...this.box.querySelectorAll("[data-name]")].find((one) => one.dataset.name === named);
    back?.focus({ preventScroll: true });
    if (place && back === inside) inside.setSelectionRange(...place);
  }

  resolved(threads) {
    const done = threads.filter((thread) => thread.resolved);
    if (!done.length) return [];
    const was = this.list.querySelector("details")?.open;
    return [el("details", { open: was }, el("summary", {}, fill(this.words.resolved, { count: done.length })), done.map((one) => this.thread(one)))];
  }

  thread(one) {
    const { words } = this;
    const first = one.comments[0];
    const about = one.quote ? el("button", { type: "button", class: "quote", dir: "auto", title: words.show, onclick: () => this.on.show?.(one) }, one.quote) : null;
    const composer = this.may && !one.resolved ? this.composer(one.id, true) : null;
    const act = one.resolved ? ["reopen", words.reopen] : ["resolve", words.resolve];
    const turn = el("button", { type: "button", class: "quiet", "data-name": `${act[0]} ${one.id}`, onclick: () => this.act(act[0], { thread: one.id }) }, act[1]);
    const answer = composer ? el("button", { type: "button", class: "quiet", "data-name": `answer ${one.id}`, "aria-expanded": String(!composer.node.hidden), onclick: () => this.answer(composer) }, words.answer) : null;
    const label = fill(words.thread, { who: first?.who ?? "" });
    return el("article", { class: one.resolved ? "thread done" : "thread", "aria-label": label }, about, one.comments.map((c) => this.comment(c)), this.may ? el("div", { class: "row" }, answer, turn) : null, composer?.node ?? null);
  }

  answer(composer) {
    composer.node.hidden = false;
    composer.area.focus();
  }

  comment(one) {
    const { words } = this;
    const when = el("time", { datetime: new Date(one.at).toISOString() }, new Date(one.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }));
    const state = one.withdrawn ? words.withdrawn : one.screened ? "" : words.screening;
    const name = one.withdrawn ? "restore" : "withdraw";
    const back = one.own && this.may ? el("button", { type: "button", class: "quiet", "data-name": `${name} ${one.id}`, onclick: () => this.act(name, { comment: one.id }) }, one.withdrawn ? words.bring_back : words.take_back) : null;
    return el(
      "div",
      { class: one.read ? "said" : "said new" },
      el("div", { class: "by" }, el("b", {}, one.own ? words.you : one.who), " ", el("span", { class: "soft" }, when), one.read ? null : el("b", { class: "soft" }, ` ${words.fresh}`)),
      one.withdrawn ? null : el("div", { class: "words", dir: "auto" }, one.words || words.lost_words),
      state ? el("p", { class: "soft" }, state) : null,
      back,
    );
  }

  async act(name, body) {
    const answer = await this.post(name, body);
    if (!answer) return;
    this.looks = 0;
    this.take(answer);
    this.say(this.words[`done_${name}`] ?? "");
  }

  // Typing

  kept(thread) {
    return `talk.${this.sample.id}.${thread}`;
  }

  composer(thread, folded = false) {
    const known = this.composers.get(thread);
    if (known) return known;
    const { words } = this;
    const here = this.wire.read(this.kept(thread));
    const label = thread ? words.answer_hint : words.hint;
    const area = el("textarea", { "data-thread": thread, "aria-label": label, placeholder: label, dir: "auto", rows: 2, maxlength: "10000" });
    area.value = here?.words ?? this.drafts?.[thread] ?? "";
    const quote = el("div", { class: "about", hidden: true });
    const names = el("div", { class: "names", role: "group", "aria-label": words.names, hidden: true });
    const send = el("button", { type: "button", class: "send", onclick: () => this.send(composer) }, thread ? words.answer : words.send, el("kbd", { "aria-hidden": true }, "Ctrl+Enter"));
    const note = thread ? null : el("p", { class: "soft" }, words.blind);
    const node = el("div", { class: "composer", hidden: folded && !area.value }, quote, area, names, el("div", { class: "row" }, send), note);
    const composer = { thread, node, area, quote, names, about: null };
    area.oninput = () => {
      autosize(area);
      this.typed(composer);
    };
    area.onkeydown = (event) => this.onKey(event, composer);
    this.composers.set(thread, composer);
    requestAnimationFrame(() => autosize(area));
    return composer;
  }

  // What a new comment is about: the words that are selected now, or those of the draft.
  restoreAbout() {
    const composer = this.composers.get("");
    if (!composer) return;
    composer.about = this.about ?? composer.about ?? this.wire.read(this.kept(""))?.about ?? null;
    const off = () => {
      composer.about = null;
      this.about = null;
      this.drawAbout(composer);
      this.typed(composer);
      composer.area.focus();
    };
    this.drawAbout(composer, off);
  }

  drawAbout(composer, off) {
    const { about } = composer;
    composer.quote.hidden = about === null;
    composer.quote.replaceChildren(...(about ? [el("span", { class: "quote", dir: "auto" }, about.words), el("button", { type: "button", class: "quiet", onclick: off }, this.words.about_all)] : []));
  }

  typed(composer) {
    const { thread, area, about } = composer;
    const said = area.value;
    if (said.trim()) this.wire.write(this.kept(thread), { words: said, about });
    else this.wire.remove(this.kept(thread));
    this.suggest(composer);
    clearTimeout(this.timers.get(thread)?.timer);
    const draft = { sample: this.sample.id, thread, words: said };
    this.timers.set(thread, { draft, timer: setTimeout(() => this.sendDraft(thread), TALK_WAIT) });
  }

  sendDraft(thread) {
    const waiting = this.timers.get(thread);
    this.timers.delete(thread);
    if (waiting) this.wire.post("/api/talk/draft", waiting.draft, true).catch(() => {});
  }

  sendDrafts() {
    for (const [thread, { timer }] of [...this.timers]) {
      clearTimeout(timer);
      this.sendDraft(thread);
    }
  }

  async send(composer) {
    const { thread, area, about } = composer;
    const said = area.value.trim();
    if (!said || composer.sending) {
      area.focus();
      return;
    }
    composer.sending = true;
    composer.id ??= freshId();
    clearTimeout(this.timers.get(thread)?.timer);
    this.timers.delete(thread);
    const place = about && !thread ? { part: about.part, start: about.start, end: about.end } : {};
    const answer = await this.post("say", { id: composer.id, revision: this.sample.revision, thread, words: said, ...place });
    composer.sending = false;
    if (!answer) return;
    composer.id = null;
    composer.about = null;
    this.about = null;
    this.drawAbout(composer);
    area.value = "";
    autosize(area);
    this.wire.remove(this.kept(thread));
    if (thread) composer.node.hidden = true;
    this.looks = 0;
    this.take(answer);
    this.say(this.words.sent);
    (thread ? this.composers.get("") : composer)?.area.focus({ preventScroll: true });
  }

  // Members, named by @ and a few letters

  beginning(area) {
    const before = area.value.slice(0, area.selectionStart);
    return /(?:^|[\s(])@([^@\n]{0,40})$/.exec(before)?.[1] ?? null;
  }

  suggest(composer) {
    const letters = this.beginning(composer.area);
    const found = letters === null ? [] : this.people.filter((name) => name.toLowerCase().includes(letters.toLowerCase()) && name !== letters).slice(0, MOST_NAMES);
    composer.names.hidden = !found.length;
    composer.names.replaceChildren(...found.map((name) => el("button", { type: "button", class: "quiet", onclick: () => this.name(composer, name) }, `@${name}`)));
  }

  name(composer, name) {
    const { area } = composer;
    const at = area.selectionStart;
    const start = at - (this.beginning(area)?.length ?? 0);
    area.setRangeText(`${name} `, start, at, "end");
    composer.names.hidden = true;
    area.focus();
    this.typed(composer);
  }

  onKey(event, composer) {
    if (event.isComposing) return;
    const first = composer.names.hidden ? null : composer.names.querySelector("button");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.send(composer);
    else if (event.key === "Enter" && first) first.click();
    else if (event.key === "Escape" && first) composer.names.hidden = true;
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
