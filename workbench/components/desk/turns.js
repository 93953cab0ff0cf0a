// The turns of a conversation as parts of what is typed: "question", "answer", and "turn-N" for every other one.

function partOf(item, i) {
  return i === item.question ? "question" : i === item.answer ? "answer" : `turn-${i}`;
}

function partsOf(item) {
  const parts = item.turns.map((_, i) => partOf(item, i));
  return [...(item.question === null ? ["question"] : []), ...parts, ...(item.answer === null ? ["answer"] : [])];
}

function textsOf(item) {
  const texts = { question: "", answer: "", comment: "" };
  item.turns.forEach((turn, i) => (texts[partOf(item, i)] = turn.text));
  return texts;
}

function labelOf(item, part, words) {
  if (part === "question" || part === "answer") return words[part];
  const i = Number(part.slice("turn-".length));
  return fill(words[`role_${item.turns[i].role}`], { number: i + 1 });
}

// What is sent and kept: the last question and answer by name, any other turn that reads otherwise by its index.
function sentOf(item, typed) {
  const turns = {};
  item.turns.forEach((turn, i) => {
    const part = partOf(item, i);
    if (part.startsWith("turn-") && typed[part] !== turn.text) turns[i] = typed[part];
  });
  return { question: typed.question, answer: typed.answer, comment: typed.comment, turns };
}

function typedOf(item, { question, answer, comment, turns }) {
  const typed = { ...textsOf(item), question, answer, comment };
  for (const [i, text] of Object.entries(turns ?? {})) if (`turn-${i}` in typed) typed[`turn-${i}`] = text;
  return typed;
}

function differs(item, typed) {
  const plain = textsOf(item);
  return partsOf(item).some((part) => typed[part] !== plain[part]);
}

function labelOfChange({ index, part, role }, words) {
  return part === "message" ? fill(words[`role_${role}`], { number: index + 1 }) : words[part];
}
