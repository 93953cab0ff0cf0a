// The threads of one sample on its own page.

const TALKS = new WeakMap();

class TalkWire extends Connection {
  async resend() {
    this.threads.sendDrafts();
  }
}

export default function (component) {
  const { parentElement: root, data } = component;
  if (!TALKS.has(root)) {
    const box = root.querySelector(".talk");
    const nothing = () => {};
    const on = { lost: nothing, back: nothing, retry: nothing, full: nothing };
    const wire = new TalkWire({ project: data.project, person: data.person }, `desk.${data.project}.${data.person}.`, on);
    const threads = new Threads(box, wire, data.words, data.may, {});
    wire.threads = threads;
    box.setAttribute("aria-label", data.words.title);
    TALKS.set(root, { threads, wire });
    threads.open({ id: data.sample, revision: data.revision });
  }
  return () => {
    const { threads, wire } = TALKS.get(root);
    threads.stop();
    wire.stop();
    TALKS.delete(root);
  };
}
