// Draws what was settled before, beside the text.

class SimilarView extends TalkView {
  similar(item) {
    const { words } = this;
    const title = el("h2", {}, words.similar);
    if (item.similarError) return [title, el("p", { class: "soft" }, item.similarError)];
    if (!item.similar) return [title, el("p", { class: "soft", role: "status" }, words.similar_loading)];
    if (!item.similar.length) return [title, el("p", { class: "soft" }, words.similar_none)];
    return [title, ...item.similar.map((one) => this.settled(one))];
  }

  settled(one) {
    const { words } = this;
    return el(
      "div",
      { class: `alike ${one.approved ? "approved" : ""}`, dir: "auto" },
      el("b", {}, fill(words.similar_of, one)),
      `${one.question}\n\n${one.answer}`,
      el("div", {}, pageLink(one.id, this.project, words.page)),
    );
  }

  similarSection(item) {
    const section = el("section", { "data-similar": true, "aria-label": this.words.similar, hidden: !this.showsSimilar });
    if (this.showsSimilar) section.replaceChildren(...this.similar(item));
    return section;
  }

  similarChanged(item) {
    this.at.similar.setAttribute("aria-expanded", String(Boolean(this.showsSimilar)));
    this.at.side.querySelector("[data-similar]")?.replaceWith(this.similarSection(item));
  }

  bringSimilar() {
    const place = this.at.side.querySelector("[data-similar]");
    if (place && !place.hidden) bringIntoSight(place, this.at.stage);
  }

  similarButton(act) {
    this.at.similar.setAttribute("aria-expanded", "false");
    this.at.similar.replaceChildren(this.words.similar_button, el("kbd", {}, "V"));
    this.at.similar.onclick = act;
  }
}
