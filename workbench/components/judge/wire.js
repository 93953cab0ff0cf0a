// Talks to the server so that no judgement is lost: each lies in this browser first, is sent in order, and is
// sent again until the server has answered. Every judgement has its own id, so that sending twice counts once.

class Lost extends Error {}

const ANSWER_WAIT = 15000;
const RETRY = [500, 1000, 2000, 3000];

class Wire {
  constructor(data, on) {
    this.who = { project: data.project, person: data.person, round: data.round };
    this.prefix = `judge.${data.project}.${data.person}.${data.round}.`;
    this.on = on;
    this.tries = 0;
    this.box = this.read("box") ?? [];
  }

  read(name) {
    const value = localStorage.getItem(this.prefix + name);
    return value === null ? null : JSON.parse(value);
  }

  write(name, value) {
    try {
      if (value === null) localStorage.removeItem(this.prefix + name);
      else localStorage.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      this.on.full();
    }
  }

  async post(path, body) {
    let answer;
    try {
      answer = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...this.who, ...body }),
        signal: AbortSignal.timeout(ANSWER_WAIT),
      });
    } catch {
      throw this.isLost();
    }
    if (answer.status >= 500) throw this.isLost();
    const value = await answer.json().catch(() => ({ error: answer.statusText }));
    this.isBack();
    return { ok: answer.ok, status: answer.status, ...value };
  }

  isLost() {
    const wait = RETRY[Math.min(this.tries, RETRY.length - 1)];
    this.tries += 1;
    clearTimeout(this.again);
    this.again = setTimeout(() => this.retry(), wait);
    this.on.lost();
    return new Lost();
  }

  isBack() {
    const was = this.tries;
    this.tries = 0;
    clearTimeout(this.again);
    if (was) this.on.back();
  }

  async retry() {
    clearTimeout(this.again);
    await this.flush();
    await this.on.retry();
  }

  put(verdict) {
    this.box.push(verdict);
    this.write("box", this.box);
    return this.flush();
  }

  holds(task) {
    return this.box.some((verdict) => verdict.task === task);
  }

  async flush() {
    if (this.flushing) return;
    this.flushing = true;
    try {
      while (this.box.length) {
        const answer = await this.post("/api/rating/rate", this.box[0]);
        if (answer.status === 403) {
          this.on.refused(answer);
          return;
        }
        this.box.shift();
        this.write("box", this.box);
        this.on.answered(answer);
      }
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    } finally {
      this.flushing = false;
    }
  }

  note(task) {
    return this.read(`note.${task}`) ?? "";
  }

  keepNote(task, words) {
    this.write(`note.${task}`, words || null);
  }

  stop() {
    clearTimeout(this.again);
  }
}
