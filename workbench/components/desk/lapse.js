// Says why a sample came back, and asks until when it holds where its last day has passed.

function lapseNode(back, words) {
  if (!back) return null;
  return el("div", { class: "remark warning back" }, el("p", {}, back.says), back.until === null ? null : untilField(back, words));
}

// The day stays with the item while it is drawn anew.
function untilField(back, words) {
  const field = el("input", { type: "date", "data-part": "until", value: back.until, min: new Date().toISOString().slice(0, 10), title: words.until_hint, "aria-keyshortcuts": "W" });
  field.oninput = () => (back.until = field.value);
  return el("label", { class: "until" }, `${words.until} `, field, " ", el("kbd", { "aria-hidden": true }, "W"), el("span", { class: "soft" }, ` ${words.until_hint}`));
}
