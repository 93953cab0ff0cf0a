// Talks to the server so that no judgement is lost: each lies in this browser first, is sent in order, and is
// sent again until the server has answered. Every judgement has its own id, so that sending twice counts once.

class Wire extends Connection {
  constructor(data, on) {
    const who = { project: data.project, person: data.person, round: data.round };
    super(who, `judge.${data.project}.${data.person}.${data.round}.`, on);
    this.box = this.read("box") ?? [];
  }

  resend() {
    return this.flush();
  }

  put(verdict) {
    this.box.push(verdict);
    this.write("box", this.box);
    return this.flush();
  }

  holds(task) {
    return this.box.some((verdict) => verdict.task === task);
  }

  flush() {
    this.flushing ??= this.sendAll().finally(() => (this.flushing = null));
    return this.flushing;
  }

  async sendAll() {
    try {
      while (this.box.length) {
        const answer = await this.post("/api/rating/rate", this.box[0]);
        if (answer.status === 401 || answer.status === 403) {
          this.on.refused(answer);
          return;
        }
        this.box.shift();
        this.write("box", this.box);
        this.on.answered(answer);
      }
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    }
  }

  note(task) {
    return this.read(`note.${task}`) ?? "";
  }

  keepNote(task, words) {
    if (words) this.write(`note.${task}`, words);
    else this.remove(`note.${task}`);
  }
}
