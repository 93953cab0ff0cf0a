// What was settled before and is like the sample in front: asked for by a key, never on the way to the next sample.

class Similar extends Flags {
  toggleSimilar() {
    if (!this.item || this.practice !== null || this.mode === "both") return;
    this.view.showsSimilar = !this.view.showsSimilar;
    this.view.similarChanged(this.item);
    if (this.view.showsSimilar) this.findSimilar(this.item).then(() => this.view.bringSimilar());
  }

  // While it is open it follows from sample to sample, once the new one has been shown.
  async findSimilar(item) {
    if (!this.view.showsSimilar || this.practice !== null || item.similar) return;
    const answer = await this.wire.post("similar", { sample: item.id }).catch(() => null);
    item.similar = answer?.ok ? answer.similar : null;
    item.similarError = answer && !answer.ok ? answer.error : null;
    if (this.item === item) this.view.similarChanged(item);
  }

  openPage() {
    if (this.item && this.practice === null) window.open(pageOf(this.item.id, this.data.project), "_blank", "noopener");
  }
}
