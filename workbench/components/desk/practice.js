// Practice: a few samples with a known answer, told right after the decision, before the first real one.

class Practice extends Keys {
  practiceItem(lesson, number) {
    const turn = (role, text) => ({ role, text, marks: [] });
    return {
      id: `practice-${number}`,
      revision: 0,
      origin: this.words.practice,
      source: "",
      turns: [turn("user", lesson.question), turn("assistant", lesson.answer)],
      question: 0,
      answer: 1,
      context: [],
      findings: [],
      partners: [],
      changes: [],
      back: null,
      draft: null,
      unsure: [],
      why: [],
      asked: null,
    };
  }

  nextPractice() {
    const next = this.feedback ? this.practice + 1 : this.practice;
    if (next >= this.data.practice.length) {
      this.endPractice();
      return;
    }
    this.practice = next;
    this.queue = [this.practiceItem(this.data.practice[next], next)];
    this.show();
    this.say("notice", this.words.practice_hint);
  }

  practised(verdict) {
    const lesson = this.data.practice[this.practice];
    const right = verdict === lesson.verdict;
    const title = right ? this.words.practice_right : fill(this.words.practice_wrong, { verdict: this.words[`verdict_${lesson.verdict}`] });
    const last = this.practice + 1 === this.data.practice.length;
    this.mode = "read";
    this.feedback = { right, title, why: lesson.why, better: lesson.corrected_answer, next: () => this.nextPractice(), skip: last ? null : () => this.endPractice() };
    this.hush();
    this.draw();
    this.view.at.texts.querySelector("[data-act=next]").focus({ preventScroll: true });
  }

  endPractice() {
    this.practice = null;
    this.feedback = null;
    this.queue = [];
    this.hush();
    this.wire.post("prefer", { name: "desk.practice", value: "done" }).catch(() => {});
    this.drawProgress();
    this.drawButtons();
    this.begin();
  }
}
