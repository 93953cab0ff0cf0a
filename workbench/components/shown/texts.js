// Samples hold hostile HTML and Markdown, so text only ever becomes text nodes.
export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".texts");
  place.replaceChildren(
    ...data.texts.flatMap(({ title, pieces }) => {
      const heading = document.createElement("h2");
      heading.textContent = title;
      const text = document.createElement("div");
      text.className = "text";
      text.dir = "auto";
      text.append(
        ...pieces.map(([placeholder, said]) => {
          if (!placeholder) return said;
          const mark = document.createElement("mark");
          mark.textContent = said;
          return mark;
        }),
      );
      return [heading, text];
    }),
  );
}
