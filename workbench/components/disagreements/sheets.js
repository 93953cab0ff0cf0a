// The questions that a ruling asks first: why it is rejected, what the merged text says, what the reviewers are to answer.

class RulingSheets extends WritingCard {
  askWhy() {
    const choose = (reason) => {
      this.closeSheet();
      this.send("decide", { verdict: "reject", reason });
    };
    const buttons = this.words.reasons.map(([name, label], i) =>
      el("button", { type: "button", "data-reason": name, onclick: () => choose(name) }, label, el("kbd", {}, String(i + 1))),
    );
    this.ask(this.words.why, [], [el("div", { class: "choices" }, buttons), el("div", { class: "row" }, this.cancelling())]);
    this.at.sheet.onkeydown = (event) => {
      const reason = this.words.reasons[Number(event.key) - 1];
      if (reason && !this.at.sheet.hidden && this.at.sheet.querySelector("[data-reason]")) choose(reason[0]);
    };
  }

  // What was typed is kept as the person's draft, sealed, until the sample is settled.
  askText() {
    const { detail, words } = this;
    const start = this.side?.answer ? typedOf(detail, { comment: "", ...this.side }) : textsOf(detail);
    const typed = this.typed[detail.id] ?? (detail.draft ? typedOf(detail, detail.draft) : start);
    const parts = partsOf(detail);
    const fields = parts.map((part) => this.area(labelOf(detail, part, words), typed[part]));
    const areas = fields.map(([, area]) => area);
    const written = () => ({ comment: "", ...Object.fromEntries(parts.map((part, i) => [part, areas[i].value])) });
    const done = () => {
      this.closeSheet();
      const { question, answer, turns } = sentOf(detail, written());
      this.send("write", { question, answer, turns });
    };
    for (const area of areas) {
      area.oninput = () => this.keepDraft(detail, written());
      this.sendsOn(area, done);
    }
    this.ask(words.writing, [words.write_purpose], [...this.beside(), ...fields.flat(), this.row(done, SENDS)]);
    areas[parts.indexOf("answer")].focus();
    for (const area of areas) autosize(area);
  }

  // What every side says stays in sight of whoever writes one text of them.
  beside() {
    const { detail } = this;
    const said = detail.sides.filter((side) => side.answer !== null).map((side) => side.answer);
    return [...new Set([textsOf(detail).answer, ...said])].map((answer) => el("p", { class: "beside", dir: "auto" }, answer));
  }

  keepDraft(detail, typed) {
    this.typed[detail.id] = typed;
    const { question, answer, turns } = sentOf(detail, typed);
    this.saveDraft({ sample: detail.id, revision: detail.revision, question, answer, turns });
  }

  askQuestion() {
    const { detail, words } = this;
    const typed = (said) => (this.asked_of[detail.id] = said);
    const field = [words.asking, this.asked_of[detail.id] ?? ""];
    this.askWords(words.ask, [words.ask_purpose], field, typed, (comment) => this.send("ask", { comment }));
  }
}
