// Talks to the server so that nothing typed or decided is lost: acts and drafts lie in this browser first,
// are sent in order, and are sent again until the server has answered. Every act has its own id, so that
// sending twice counts once.

const DRAFT_WAIT = 400;

class Wire extends Connection {
  constructor(data, on) {
    super({ project: data.project, person: data.person }, `desk.${data.project}.${data.person}.`, on);
    this.counter = 0;
    this.unsent = new Map();
    this.timers = new Map();
    this.sending = new Map();
    this.acts = this.names("act.").sort().map((name) => ({ name, ...this.read(name) }));
  }

  names(part) {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(this.prefix + part))
      .map((name) => name.slice(this.prefix.length));
  }

  post(name, body, keepalive = false) {
    const path = name.startsWith("/") ? name : `/api/desk/${name}`;
    return super.post(path, { offset: new Date().getTimezoneOffset(), ...body }, keepalive);
  }

  async resend() {
    for (const [sample, draft] of [...this.unsent]) await this.sendDraft(sample, draft);
    await this.flush();
  }

  // Acts

  put(kind, body) {
    const name = `act.${String(Date.now()).padStart(15, "0")}.${String((this.counter += 1)).padStart(6, "0")}`;
    const act = { name, kind, body };
    this.acts.push(act);
    this.write(name, { kind, body });
    this.flush();
  }

  waiting() {
    return this.acts.filter((act) => ["decide", "correct"].includes(act.kind)).map((act) => act.body.sample);
  }

  flush() {
    this.flushing ??= this.sendAll().finally(() => (this.flushing = null));
    return this.flushing;
  }

  async sendAll() {
    try {
      while (this.acts.length) {
        const act = this.acts[0];
        const answer = await this.post(act.kind, act.body);
        // What was refused of one flag keeps nothing else from being sent.
        const alone = answer.status === 403 && act.kind.startsWith("/");
        if ([401, 403].includes(answer.status) && !alone) {
          this.on.refused(answer);
          return;
        }
        this.acts.shift();
        this.remove(act.name);
        this.on.answered(act, answer);
      }
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    }
  }

  // Drafts

  draft(sample) {
    return this.read(`draft.${sample}`);
  }

  keep(sample, draft) {
    const kept = { ...draft, at: Date.now() };
    this.write(`draft.${sample}`, kept);
    this.unsent.set(sample, kept);
    clearTimeout(this.timers.get(sample));
    this.timers.set(sample, setTimeout(() => this.sendDraft(sample, kept), DRAFT_WAIT));
    this.on.kept("browser");
  }

  sendDraft(sample, draft) {
    clearTimeout(this.timers.get(sample));
    const sending = Promise.resolve(this.sending.get(sample)).then(() => this.postDraft(sample, draft));
    this.sending.set(sample, sending);
    return sending;
  }

  async postDraft(sample, draft, keepalive = false) {
    const { revision, question, answer, comment, turns } = draft;
    try {
      const sent = { sample, revision, question, answer, comment, turns: turns ?? {} };
      const done = await this.post("draft", sent, keepalive);
      if (done.status === 401 || done.status === 403) this.on.refused(done);
      else {
        if (this.unsent.get(sample) === draft) this.unsent.delete(sample);
        this.on.kept(this.unsent.size ? "browser" : "server");
      }
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    }
  }

  // The page is about to go: nothing is waited for.
  sendDraftsNow() {
    for (const [sample, draft] of this.unsent) this.postDraft(sample, draft, true);
  }

  async drop(sample) {
    this.forget(sample);
    await this.sending.get(sample);
    try {
      await this.post("drop", { sample });
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    }
  }

  forget(sample) {
    clearTimeout(this.timers.get(sample));
    this.unsent.delete(sample);
    this.remove(`draft.${sample}`);
  }

  stop() {
    super.stop();
    this.sendDraftsNow();
  }
}
