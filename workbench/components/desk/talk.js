// Comments beside the card: opened over the notes, while what is read or typed stays as it is.

class Talks extends Similar {
  press(name) {
    if (name === "talk") this.toggleTalk();
    else super.press(name);
  }

  get talkOpen() {
    return !this.view.at.talk.hidden;
  }

  toggleTalk() {
    if (this.talkOpen) this.closeTalk();
    else this.openTalk();
  }

  async openTalk() {
    const { item } = this;
    if (this.practice !== null || !item || !["read", "edit"].includes(this.mode) || !this.view.at.sheet.hidden) return;
    const about = this.aboutWhat();
    this.threads ??= new Threads(this.view.at.talk, this.wire, this.data.talk, true, {
      count: (count) => this.countTalk(count),
      close: () => this.closeTalk(),
      show: (thread) => this.showQuote(thread),
    });
    this.talkOf = item.id;
    this.view.talkOpen(true);
    await this.threads.open({ id: item.id, revision: item.revision }, about);
    if (this.talkOpen && this.talkOf === item.id) this.view.at.talk.querySelector("textarea[data-thread='']")?.focus({ preventScroll: true });
    if (window.matchMedia("(max-width: 46rem)").matches) this.view.at.talk.scrollIntoView({ block: "nearest" });
  }

  closeTalk() {
    this.threads.sendDrafts();
    this.view.talkOpen(false);
    if (this.mode === "edit") this.lastField().focus({ preventScroll: true });
    else this.view.at.desk.focus({ preventScroll: true });
  }

  // Another sample in front has other threads; what was typed on this one is kept.
  leaveTalk() {
    if (!this.talkOpen || this.item?.id === this.talkOf) return;
    this.threads.sendDrafts();
    this.view.talkOpen(false);
  }

  countTalk(count) {
    const item = this.queue.find((one) => one.id === this.talkOf);
    if (item) item.talk = count;
    if (item && item === this.item) this.view.talkCount(item);
  }

  // The selected words, if they stand so in the question or answer; offsets are counted in code points.
  aboutWhat() {
    const { item } = this;
    const field = this.view.at.texts.querySelector("textarea:focus");
    const said = field ? field.value.slice(field.selectionStart, field.selectionEnd).trim() : this.selected();
    if (!said) return null;
    for (const part of ["question", "answer"]) {
      const text = item[part] === null ? "" : item.turns[item[part]].text;
      const at = text.indexOf(said);
      if (at >= 0) {
        const start = [...text.slice(0, at)].length;
        return { part, start, end: start + [...said].length, words: said };
      }
    }
    return null;
  }

  showQuote({ part, quote }) {
    const node = this.view.at.texts.querySelector(`[data-turn="${this.item[part]}"]`) ?? this.view.at.texts.querySelector(`textarea[data-part=${part}]`);
    if (!node) return;
    if (node.matches("textarea")) {
      const at = node.value.indexOf(quote);
      if (at >= 0) node.setSelectionRange(at, at + quote.length);
      node.focus();
    } else selectWords(node, quote);
    bringIntoSight(node, this.view.at.stage);
  }

  // Keys pressed among the comments are theirs; Alt+C opens and closes them from anywhere on the desk.
  talkKey(event) {
    const inside = event.composedPath().includes(this.view.at.talk);
    if (event.code === "KeyC" && event.altKey && !event.ctrlKey && !event.metaKey && this.practice === null) {
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) this.toggleTalk();
      return true;
    }
    if (!inside) return false;
    const names = this.view.at.talk.querySelector(".names:not([hidden])");
    if (event.key === "Escape" && !names && !event.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      this.closeTalk();
    }
    return true;
  }
}

// Selects the first place in a node where words stand, whatever pieces they are shown in.
function selectWords(node, said) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const pieces = [];
  let length = 0;
  for (let piece = walker.nextNode(); piece; piece = walker.nextNode()) {
    pieces.push([length, piece]);
    length += piece.data.length;
  }
  const at = node.textContent.indexOf(said);
  if (at < 0) return;
  const place = (n) => {
    const [start, piece] = pieces.findLast(([begin]) => begin <= n);
    return [piece, Math.min(n - start, piece.data.length)];
  };
  document.getSelection().setBaseAndExtent(...place(at), ...place(at + said.length));
}
