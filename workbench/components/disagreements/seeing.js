// Comments count as read once somebody has had them in front of them: those below the fold wait until they are scrolled to.

class Seeing {
  // `say` tells the server which comments on a sample were seen, and answers whether it knows.
  constructor(say) {
    this.say = say;
    this.shown = new Map();
    this.seen = new Set();
    this.watcher = new IntersectionObserver((entries) => this.came(entries));
  }

  // Another sample is in front: what belonged to the one before is watched no more.
  of(sample) {
    this.watcher.disconnect();
    this.shown.clear();
    this.sample = sample;
  }

  // The page is drawn anew around what is read; a comment that was told is not told again.
  watch(node, { id }) {
    if (this.seen.has(id)) return;
    this.shown.set(node, id);
    this.watcher.observe(node);
  }

  async came(entries) {
    const nodes = entries.filter((one) => one.isIntersecting).map((one) => one.target);
    const ids = [...new Set(nodes.map((node) => this.shown.get(node)))].filter((id) => id && !this.seen.has(id));
    for (const node of nodes) this.watcher.unobserve(node);
    if (!ids.length) return;
    for (const id of ids) this.seen.add(id);
    const answer = await this.say(this.sample, ids);
    if (!answer.ok) for (const id of ids) this.seen.delete(id);
  }

  stop() {
    this.watcher.disconnect();
  }
}
