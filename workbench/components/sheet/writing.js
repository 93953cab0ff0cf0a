// Sheets in which somebody writes: Ctrl+Enter sends what stands in a field, and what is typed is kept as a draft.

const DRAFT_WAIT = 600;
const SENDS = "Ctrl+Enter";

class WritingCard extends ListCard {
  area(label, value) {
    const area = el("textarea", { "aria-label": label, dir: "auto" });
    area.value = value;
    return [el("label", {}, label), area];
  }

  sendsOn(area, done) {
    area.onkeydown = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        done();
      }
    };
  }

  // One field: `typed` is told what stands in it, `send` gets it, unless it is empty.
  askWords(title, lines, [label, value], typed, send) {
    const [name, area] = this.area(label, value);
    area.oninput = () => typed(area.value);
    const done = () => {
      if (!area.value.trim()) return;
      this.closeSheet();
      send(area.value);
    };
    this.sendsOn(area, done);
    this.ask(title, lines, [name, area, this.row(done, SENDS)]);
    area.focus();
  }

  // What was typed is kept as the person's draft, sealed, a moment after the last letter.
  saveDraft(body) {
    clearTimeout(this.saving);
    this.saving = setTimeout(async () => {
      const saved = await this.post("draft", body);
      if (!saved.ok) this.say("warn", saved.error);
    }, DRAFT_WAIT);
  }
}
