// Draws the rubric: a group of radio buttons for each criterion, which arrow keys, digits and touch all reach.

class RubricView extends SimilarView {
  rubric(item, rubric) {
    if (!rubric.length) return [];
    const { words } = this;
    const groups = rubric.map((criterion) => this.criterion(item, criterion));
    return [el("section", { class: "rubric", "aria-label": words.rubric }, el("h3", {}, words.rubric, el("kbd", { "aria-hidden": true }, "G")), groups)];
  }

  criterion(item, { key, name, about, required, options }) {
    const id = `rubric-${key}`;
    const note = [about, required ? this.words.rubric_required : ""].filter(Boolean).join(" · ");
    const choices = options.map(([value, label]) => {
      const input = el("input", { type: "radio", name: `${id}-${item.id}`, value, "data-criterion": key, checked: item.rated?.[key] === value, onchange: () => this.acts.rate(key, value) });
      return el("label", {}, input, label);
    });
    return el(
      "fieldset",
      { "data-rated": key in (item.rated ?? {}) },
      el("legend", { dir: "auto" }, name, note ? el("span", { class: "soft" }, ` ${note}`) : null),
      el("div", { class: "choices" }, choices),
    );
  }

  inputs(key) {
    return [...this.at.texts.querySelectorAll("[data-criterion]")].filter((input) => input.dataset.criterion === key);
  }

  rated(key) {
    const [first] = this.inputs(key);
    first?.closest("fieldset").setAttribute("data-rated", "");
    const value = this.shown.rated[key];
    for (const input of this.inputs(key)) input.checked = Number(input.value) === value;
  }

  focusCriterion(key) {
    const inputs = this.inputs(key);
    const input = inputs.find((one) => one.checked) ?? inputs[0];
    if (!input) return;
    input.focus({ preventScroll: true });
    bringIntoSight(input.closest("fieldset"), this.at.stage);
  }
}
