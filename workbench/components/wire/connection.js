// The way to the server, for every card that must not lose a word: what cannot be sent lies in this browser,
// a call that gets no answer is tried again until one comes, and the card is told when the way is lost and back.

class Lost extends Error {}

const ANSWER_WAIT = 15000;
const KEEPALIVE_BYTES = 60000;
const RETRY = [500, 1000, 2000, 3000];

// crypto.randomUUID exists on secure origins only; this one does everywhere.
function freshId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Connection {
  constructor(who, prefix, on) {
    this.who = who;
    this.prefix = prefix;
    this.on = on;
    this.tries = 0;
  }

  read(name) {
    const value = localStorage.getItem(this.prefix + name);
    return value === null ? null : JSON.parse(value);
  }

  write(name, value) {
    try {
      localStorage.setItem(this.prefix + name, JSON.stringify(value));
    } catch (error) {
      this.on.full(error);
    }
  }

  remove(name) {
    localStorage.removeItem(this.prefix + name);
  }

  async post(path, body, keepalive = false) {
    const content = JSON.stringify({ ...this.who, ...body });
    let answer;
    try {
      answer = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: content,
        keepalive: keepalive && content.length < KEEPALIVE_BYTES,
        signal: keepalive ? undefined : AbortSignal.timeout(ANSWER_WAIT),
      });
    } catch {
      throw this.isLost();
    }
    if (answer.status >= 500) throw this.isLost();
    const value = await answer.json().catch(() => ({ error: answer.statusText }));
    this.isBack();
    return { ok: answer.ok, status: answer.status, kind: value.kind, error: value.error, ...value };
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
    await this.resend();
    await this.on.retry();
  }

  stop() {
    clearTimeout(this.again);
  }
}
