// What happened to a sample, oldest first; texts and comments only ever become text nodes.

export default function ({ data, parentElement }) {
  const list = parentElement.querySelector("ol");
  const made = (tag, name, ...inside) => {
    const node = document.createElement(tag);
    node.className = name;
    node.append(...inside);
    return node;
  };
  const piece = ([change, said]) => (change === "same" ? said : made(change === "added" ? "ins" : "del", "", said));
  const diff = ({ title, pieces }) => {
    const shown = made("div", "diff", made("h3", "", title), made("div", "", ...pieces.map(piece)));
    shown.lastChild.dir = "auto";
    return shown;
  };
  list.setAttribute("aria-label", data.label);
  list.replaceChildren(
    ...data.moments.map((moment) => {
      const when = made("time", "", moment.when);
      when.dateTime = moment.at;
      const item = made("li", moment.undone ? "undone" : "", when, made("span", "said", moment.said));
      if (moment.comment) {
        const comment = made("div", "comment", moment.comment);
        comment.dir = "auto";
        item.append(comment);
      }
      if (moment.diff.length) item.append(made("details", "", made("summary", "", data.changed), ...moment.diff.map(diff)));
      return item;
    }),
  );
}
