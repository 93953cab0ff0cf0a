// Rows of label, bar and count; a row is pressed with the mouse, Enter or Space.

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const list = parentElement.querySelector(".bars");
  const most = Math.max(1, ...data.rows.map((row) => row.samples));
  const made = (tag, name, text = "") => {
    const node = document.createElement(tag);
    node.className = name;
    node.textContent = text;
    return node;
  };
  list.replaceChildren(
    ...data.rows.map((row) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = row.title;
      button.setAttribute("aria-label", `${row.label}: ${row.title}`);
      button.onclick = () => setTriggerValue("opened", row.key);
      const track = made("span", "track");
      for (const [count, name] of [[row.approved, "part approved"], [row.samples - row.approved, "part"]]) {
        const part = made("span", name);
        part.style.width = `${(100 * count) / most}%`;
        track.append(part);
      }
      button.append(made("span", "label", row.label), track, made("span", "count", row.count));
      return button;
    }),
  );
}
