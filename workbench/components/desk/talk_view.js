// Draws what people said about the sample in front: its flags, and how many threads are open.

class TalkView extends NotesView {
  talking(act) {
    this.at.talking.onclick = act;
    this.at.talk.setAttribute("aria-label", this.words.talk);
    this.talkOpen(false);
    this.talkCount(null);
  }

  talkOpen(open) {
    this.at.talk.hidden = !open;
    this.at.talking.setAttribute("aria-expanded", String(open));
  }

  talkCount(item) {
    const { talking } = this.at;
    const label = item?.talk ? fill(this.words.talk_count, { count: item.talk }) : this.words.talk;
    talking.disabled = item?.talk === undefined;
    talking.setAttribute("aria-keyshortcuts", "C Alt+C");
    talking.replaceChildren(label, el("kbd", { "aria-hidden": true }, "C"));
  }

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
