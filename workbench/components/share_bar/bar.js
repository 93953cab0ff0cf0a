export default function ({ data, parentElement }) {
  const bar = parentElement.querySelector(".bar");
  bar.setAttribute("aria-label", data.alt);
  bar.replaceChildren(
    ...data.parts.map((part) => {
      const piece = document.createElement("div");
      piece.className = "part";
      piece.style.flexGrow = part.count;
      piece.style.background = `var(--st-${part.color}-color)`;
      piece.title = part.label;
      return piece;
    }),
  );
}
