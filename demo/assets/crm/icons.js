// One style for all icons: 24 units, 1.75 stroke, round ends.

import { svg } from "./dom.js";

const DRAWINGS = {
  home: ["M4 11.2 12 4.5l8 6.7", "M6 10v9.5h12V10", "M10 19.5v-5h4v5"],
  people: ["M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z", "M2.5 19.5c.6-3.4 3.2-5.2 6.5-5.2s5.9 1.8 6.5 5.2", "M15.5 4.900a3.5 3.5 0 0 1 0 6.3", "M17.8 14.700c2.1.7 3.3 2.4 3.7 4.8"],
  badge: ["M5 5.500h14v14H5Z", "M9.5 3.500h5v3h-5Z", "M12 13.200a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z", "M8.7 17c.5-1.6 1.7-2.3 3.3-2.300s2.8.7 3.3 2.3"],
  phone: ["M6.5 4h3l1.5 4-2 1.500a11 11 0 0 0 5.5 5.500l1.5-2 4 1.500v3c0 1.1-.9 2-2 2C10.6 19 5 13.4 4.5 6c0-1.1.9-2 2-2Z"],
  video: ["M3.5 7.500a1.5 1.5 0 0 1 1.5-1.500h8.500a1.5 1.5 0 0 1 1.5 1.500v9a1.5 1.5 0 0 1-1.5 1.500H5a1.5 1.5 0 0 1-1.5-1.500Z", "m15 10.5 5.5-3v9l-5.5-3"],
  mail: ["M3.5 6.500h17v11h-17Z", "m4 7 8 6 8-6"],
  search: ["M10.8 17a6.2 6.2 0 1 0 0-12.4 6.2 6.2 0 0 0 0 12.400Z", "m15.4 15.4 4.6 4.6"],
  eye: ["M2.5 12S6 5.8 12 5.8 21.5 12 21.5 12 18 18.2 12 18.2 2.5 12 2.5 12Z", "M12 14.700a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.400Z"],
  pencil: ["m5 19 1-4L16.5 4.500l3 3L9 18Z", "m14 7 3 3"],
  trash: ["M4.5 7h15", "M9 7V4.500h6V7", "m6.5 7 1 12.500h9l1-12.5", "M10.3 10.500v5.500M13.7 10.500v5.5"],
  shield: ["M12 3.5 5 6v5.500c0 4.2 2.8 7.4 7 9 4.2-1.6 7-4.8 7-9V6Z", "m9 12 2.2 2.200L15.2 10"],
  back: ["M19 12H5", "m11 6-6 6 6 6"],
  down: ["m7 10 5 5 5-5"],
  out: ["M14 4.500H6v15h8", "M10.5 12H20", "m16.5 8 3.7 4-3.7 4"],
  plus: ["M12 5v14M5 12h14"],
  incoming: ["M18 6 7 17", "M7 9v8h8"],
  outgoing: ["M6 18 17 7", "M9 7h8v8"],
  calendar: ["M4.5 6h15v14h-15Z", "M4.5 10h15M8.5 3.500V7M15.5 3.500V7"],
  person: ["M12 11.5a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6Z", "M4.5 20c.7-3.8 3.700-5.8 7.5-5.8s6.8 2 7.5 5.8"],
  hangup: ["M3 14.500c5-5 13-5 18 0l-2.200 3-4-1.200v-3a12 12 0 0 0-5.600 0v3l-4 1.200Z"],
  chart: ["M4.5 19.500V4.500", "M4.5 19.500h15", "m8 14.500 3.500-4 3 2.500 4.500-6"],
  chat: ["M4 5.500h16v11H10.500L6 20v-3.500H4Z", "M8 9.500h8M8 12.500h5"],
  building: ["M5 20V4.500h9V20", "M14 9h5v11", "M3 20h18", "M8 8h3M8 12h3M8 16h3"],
};

/** An icon that only decorates: hidden from assistive technology. */
export function icon(name, size = 18) {
  const paths = DRAWINGS[name].map((d) => svg("path", { d }));
  return svg("svg", {
    viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor",
    "stroke-width": "1.75", "stroke-linecap": "round", "stroke-linejoin": "round",
    "aria-hidden": "true", focusable: "false",
  }, ...paths);
}
