/** Own icon set: 20-px grid, 1.5-px stroke, round caps, `currentColor` (visual language §4). */
const PATHS = {
  list: "M7 5h10M7 10h10M7 15h10M3.5 5h.1M3.5 10h.1M3.5 15h.1",
  link: "M3 5a2 2 0 1 0 4 0a2 2 0 1 0-4 0M13 6a2 2 0 1 0 4 0a2 2 0 1 0-4 0M7 15a2 2 0 1 0 4 0a2 2 0 1 0-4 0M7 5.2l6 .6M5.7 6.9l2.6 6.3M13.9 7.7l-4 5.6",
  folder: "M2.5 5.5h5l1.5 2h8.5v8.5h-15z",
  document: "M5 3h7l3.5 3.5V17H5zM12 3v4h3.5M7.5 10.5h5M7.5 13.5h5",
  search: "M3.5 9a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0M13 13l4 4",
  check: "m4.5 10.5 3.5 3.5 7.5-8",
  cross: "m5 5 10 10M15 5 5 15",
  clock: "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M10 6v4.2l2.8 1.8",
  warning: "M10 4 17 16H3zM10 9v3M10 14v.2",
  info: "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M10 9v5M10 6.3v.2",
  download: "M10 3v10M6 9.5l4 4 4-4M4 17h12",
  eye: "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5zM8 10a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
  person: "M7 7a3 3 0 1 0 6 0a3 3 0 1 0-6 0M4 17c.6-3.4 3-5 6-5s5.4 1.6 6 5",
  book: "M4 4h5a1.5 1.5 0 0 1 1 .5 1.5 1.5 0 0 1 1-.5h5v12h-5l-1 1-1-1H4zM10 4.5V17",
  sun: "M7 10a3 3 0 1 0 6 0a3 3 0 1 0-6 0M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4",
  moon: "M16 12.5A6.5 6.5 0 0 1 7.5 4a6.5 6.5 0 1 0 8.5 8.5z",
  globe:
    "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M3 10h14M10 3c2.5 2 3.3 4.5 3.3 7s-.8 5-3.3 7c-2.5-2-3.3-4.5-3.3-7s.8-5 3.3-7z",
  exit: "M8 3.5H4v13h4M12 6.5l3.5 3.5L12 13.5M15.5 10H7.5",
  pen: "M4 16l.8-3.5L13 4.3l2.7 2.7-8.2 8.2zM11.5 5.8l2.7 2.7",
  stamp:
    "M4 16.5h12M5 13.5h10v-2c0-.8-.6-1.5-1.4-1.5h-2.1c0-2 1-2.6 1-4.2a2.5 2.5 0 0 0-5 0c0 1.6 1 2.2 1 4.2H6.4c-.8 0-1.4.7-1.4 1.5z",
  megaphone: "M3.5 8.5v3l3 .5 7.5 3.5v-11L6.5 8zM6.5 12l1 4h2l-.8-3.2M16.5 8.5v3",
  home: "M3 9.5 10 3.5l7 6M5 8.5V16h10V8.5M8.5 16v-4h3v4",
  people:
    "M5 7.5a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0M2.5 16c.4-3 2.3-4.4 4.8-4.4s4.4 1.4 4.8 4.4M12.5 5.6a2.1 2.1 0 1 1 1 4M14 11.8c2 .2 3.2 1.6 3.5 4.2",
  undo: "M7 5 3.5 8.5 7 12M4 8.5h7.5a4.5 4.5 0 0 1 0 9H8",
  bookmark: "M5.5 3.5h9V17L10 13.5 5.5 17z",
  printer: "M6 7V3h8v4M6 14H3.5V7.5h13V14H14M6 12h8v5H6z",
  bell: "M5 14.5c1-1 1.3-2 1.3-4.8C6.3 7 7.8 5 10 5s3.7 2 3.7 4.7c0 2.8.3 3.8 1.3 4.8zM8.5 14.5a1.5 1.5 0 0 0 3 0M10 5V3.5",
  letters: "M3 15.5 6.5 6 10 15.5M4.2 12.5h4.6M11.5 15.5 14.2 8.5 17 15.5M12.5 13.2h3.5",
  keyboard: "M2.5 5.5h15v9h-15zM5 8.5h.1M8 8.5h.1M11 8.5h.1M14 8.5h.1M6.5 11.5h7",
  swap: "M4 7h11M12 4l3 3-3 3M16 13H5M8 10l-3 3 3 3",
  flag: "M5 17V3.5h10l-2.5 3.5 2.5 3.5H5",
  arrow: "M4 10h12M11.5 5.5 16 10l-4.5 4.5",
  scales: "M10 3v14M6.5 17h7M4 6h12M4 6l-2 5h4zM16 6l-2 5h4z",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5",
  pause: "M7.5 5v10M12.5 5v10",
  chart: "M3 17h14M5.5 17v-5M10 17V5M14.5 17V9",
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative by default; the word beside it says what it means. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
