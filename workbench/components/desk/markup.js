// Builds a text as it is read from the tree that the server made of its Markdown: few known tags, and text nodes.

const READ_TAGS = new Set(["p", "ul", "ol", "li", "strong", "em", "s", "code", "pre", "blockquote", "h4", "h5", "h6", "hr", "br", "table", "thead", "tbody", "tr", "th", "td", "span", "div"]);
const MATHS = "http://www.w3.org/1998/Math/MathML";

function readNodes(tree, marks, findings, maths = false) {
  return tree.map((node) => {
    if (typeof node === "string") return node;
    if (!Array.isArray(node)) {
      const over = standing(node.m.map((n) => marks[n]), findings);
      return over.length ? markNode(node.x, over, findings) : node.x;
    }
    const [tag, attributes, ...children] = node;
    const inMaths = maths || tag === "math";
    if (!inMaths && !READ_TAGS.has(tag)) return "";
    const made = inMaths ? document.createElementNS(MATHS, tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...readNodes(children, marks, findings, inMaths));
    return made;
  });
}
