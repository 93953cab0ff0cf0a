// Builds what is seen. Samples hold hostile HTML, so text only ever becomes text nodes.

const AROUND = 60;

function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node[name] = value;
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}

function standing(marks, findings) {
  return marks.filter(([, , kind, label]) => kind === "pii" || !findings[Number(label)].dismissed);
}

// Cuts a text at every edge of a mark; a piece carries the classes of all marks that cover it.
function marked(text, marks, findings) {
  const edges = new Set([0, text.length]);
  for (const [start, end] of marks) edges.add(start).add(end);
  const cuts = [...edges].filter((n) => n >= 0 && n <= text.length).sort((a, b) => a - b);
  const nodes = [];
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const piece = text.slice(cuts[i], cuts[i + 1]);
    const over = standing(marks.filter(([start, end]) => start <= cuts[i] && end >= cuts[i + 1]), findings);
    if (!over.length) {
      nodes.push(piece);
      continue;
    }
    nodes.push(markNode(piece, over, findings));
  }
  return nodes;
}

function markNode(piece, over, findings) {
  const classes = new Set();
  const notes = [];
  const titles = [];
  for (const [, , kind, label] of over) {
    classes.add(kind);
    if (kind === "pii") {
      titles.push(label);
      continue;
    }
    notes.push(label);
    if (kind === "note") {
      titles.push(findings[Number(label)].message);
      classes.add(findings[Number(label)].severity);
    }
  }
  return el("mark", { class: [...classes].join(" "), title: titles.join(" · "), "data-notes": notes.join(" ") }, piece);
}

function diffNodes(pieces, short = false) {
  const same = (text, i) => (short ? shortened(text, i === 0, i === pieces.length - 1) : text);
  return pieces.map(([change, text], i) => (change === "same" ? same(text, i) : el(change === "added" ? "ins" : "del", {}, text)));
}

// Leaves out the middle of a long stretch that did not change, and what lies before the first or after the last change.
function shortened(text, first, last) {
  if (text.length <= 3 * AROUND) return text;
  const head = first ? "" : text.slice(0, AROUND);
  const tail = last ? "" : text.slice(-AROUND);
  return `${head} … ${tail}`;
}

// The few Markdown forms that guidelines use: headings, lists, bold. Anything else stays as it is typed.
function guideNodes(markdown) {
  const nodes = [];
  let list = null;
  for (const line of markdown.split("\n")) {
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    const bullet = /^\s*(?:[-*+]|\d+\.)\s+(.*)$/.exec(line);
    if (!bullet) list = null;
    if (heading) nodes.push(el("h4", {}, heading[1]));
    else if (bullet) {
      if (!list) nodes.push((list = el("ul")));
      list.append(el("li", {}, boldNodes(bullet[1])));
    } else if (line.trim()) nodes.push(el("p", {}, boldNodes(line)));
  }
  return nodes;
}

function boldNodes(line) {
  return line.split(/\*\*(.+?)\*\*/g).map((part, i) => (i % 2 ? el("strong", {}, part) : part));
}

// Whether somebody is at work on the page beside the card: then the card leaves the keyboard where it is.
function busyElsewhere(card) {
  const active = document.activeElement;
  return Boolean(active) && !card.contains(active) && active.matches("a, button, input, textarea, select, summary");
}

function autosize(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

// Scrolls what a node stands in, inside a frame, and never the page: the buttons stay where they are.
function bringIntoSight(node, frame) {
  let box = node.parentElement;
  while (box && box !== frame && (box.scrollHeight <= box.clientHeight + 1 || getComputedStyle(box).overflowY === "visible")) box = box.parentElement;
  if (!box || box === frame) return;
  const [inner, outer] = [node.getBoundingClientRect(), box.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}

// A sample's own page, in a tab beside this one.
function pageOf(sample, project) {
  return `/sample?id=${encodeURIComponent(sample)}&project=${encodeURIComponent(project)}`;
}

function pageLink(sample, project, label, key = null) {
  return el("a", { class: "page", href: pageOf(sample, project), target: "_blank", rel: "noopener" }, label, key ? el("kbd", { "aria-hidden": true }, key) : null);
}
