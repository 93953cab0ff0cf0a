// Samples that were found, their texts as text nodes only; a link opens one, arrow keys move from one to the next.

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".hits");
  const made = (tag, name, ...inside) => {
    const node = document.createElement(tag);
    node.className = name;
    node.append(...inside);
    return node;
  };
  const pieces = (given) =>
    given.map(([kind, said]) => (kind === "plain" ? said : made(kind === "hit" ? "mark" : "span", kind, said)));
  const links = [];
  list.setAttribute("aria-label", data.label);
  list.replaceChildren(
    ...data.rows.map((row) => {
      const link = made("a", "question", ...pieces(row.question));
      link.href = row.address;
      link.dir = "auto";
      link.onclick = (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        setTriggerValue("opened", row.id);
      };
      links.push(link);
      const said = made("div", "said", ...pieces(row.answer));
      said.dir = "auto";
      const badges = row.badges.map((name) => made("span", "badge", name));
      return made("article", "hit", link, said, made("div", "beside", ...badges, made("span", "soft", row.beside)));
    }),
  );
  list.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = links.indexOf(event.target);
    if (!step || at < 0 || !links[at + step]) return;
    event.preventDefault();
    links[at + step].focus();
  };
}
