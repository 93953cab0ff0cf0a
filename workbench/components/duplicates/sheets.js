// The questions that a decision on a group asks first: when each answer is right, what the merged text says, whether of all.

class GroupSheets extends WritingCard {
  // What was typed stays when the sheet is closed with Esc, until the group is decided.
  askNote() {
    const typed = (said) => (this.note = said);
    const field = [this.words.note, this.note ?? ""];
    this.askWords(this.words.all_valid, [], field, typed, (note) => this.send({ action: "keep_all", note }));
  }

  askMerge() {
    const kept = this.kept;
    const [question, answer] = this.typed[kept.id] ?? this.draft ?? [kept.question, kept.answer];
    const fields = [this.area(this.words.question, question), this.area(this.words.answer, answer)];
    const areas = fields.map(([, area]) => area);
    const done = () => {
      this.closeSheet();
      const [asked, said] = areas.map((area) => area.value);
      this.send({ action: "merge", keeper: kept.id, revision: kept.revision, question: asked, answer: said });
    };
    for (const area of areas) {
      area.oninput = () => this.keepDraft(kept, areas.map((one) => one.value));
      this.sendsOn(area, done);
    }
    this.ask(this.words.merging, [this.words.merge_purpose], [...this.beside(kept), ...fields.flat(), this.row(done, SENDS)]);
    areas[1].focus();
    for (const area of areas) autosize(area);
  }

  // What the other samples answer stays in sight of whoever writes one answer for all.
  beside(kept) {
    return this.members
      .filter((member) => member.id !== kept.id)
      .map((member) => el("p", { class: "beside", dir: "auto" }, member.answer));
  }

  keepDraft(kept, [question, answer]) {
    this.typed[kept.id] = [question, answer];
    this.saveDraft({ sample: kept.id, revision: kept.revision, question, answer });
  }

  askAll(count) {
    const done = () => {
      this.closeSheet();
      this.keepAllSuggested();
    };
    this.ask(fill(this.words.bulk, { count }), [this.words.bulk_sure], [this.row(done)]);
  }
}
