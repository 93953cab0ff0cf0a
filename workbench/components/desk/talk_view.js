// Draws what people said about the sample in front: its flags, and how many threads are open.

class TalkView extends NotesView {
  flags(item) {
    return el("div", { class: "flags", "data-flags": true, role: "list", "aria-label": this.words.flags, hidden: !item.flags?.length }, (item.flags ?? []).map((one) => this.flagNode(item, one)));
  }

  flagNode(item, one) {
    const away = el("button", { type: "button", class: "quiet", "aria-label": fill(this.words.flag_away, one), onclick: () => this.acts.unflag(item, one) }, "×");
    return el("span", { class: "flag", role: "listitem", dir: "auto" }, el("b", {}, one.label), one.note ? ` ${one.note}` : "", one.may ? away : null);
  }

  flagsChanged(item) {
    this.at.texts.querySelector("[data-flags]")?.replaceWith(this.flags(item));
  }
}
