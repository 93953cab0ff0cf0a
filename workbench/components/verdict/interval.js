export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".interval");
  const make = (tag, name, words = "") => {
    const node = document.createElement(tag);
    node.className = name;
    node.textContent = words;
    return node;
  };
  const percent = (share) => `${100 * share}%`;
  const ends = make("div", "ends");
  ends.append(make("b", "", data.second), make("b", "", data.first));
  const track = make("div", "track");
  const band = make("div", "band");
  band.style.left = percent(data.low);
  band.style.width = percent(data.high - data.low);
  const dot = make("div", "dot");
  dot.style.left = percent(data.value);
  const tick = make("div", "tick", data.half);
  tick.style.left = "50%";
  track.append(band, make("div", "half"), dot, tick);
  root.setAttribute("aria-label", data.alt);
  root.replaceChildren(ends, track);
}
