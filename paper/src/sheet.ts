/** Pages of a certificate: border, rings, header and footer of each page, text in millimetres. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import PDFDocument from "pdfkit";

export type Font = "regular" | "bold";

const MM = 72 / 25.4;
const PAGE = { width: 210, height: 297 } as const;
/** Left and right edge of what is written, and where a page is full. */
export const LEFT = 15;
export const RIGHT = 195;
export const WIDTH = RIGHT - LEFT;
const TOP = 13;
const BOTTOM = 276;

export const INK = "#1a2024";
export const INK_2 = "#444e55";
export const INK_3 = "#616b72";
export const LINE = "#dcd9d1";
export const ACCENT = "#14535a";

const require = createRequire(import.meta.url);
const FONT_FILES: Readonly<Record<Font, string>> = {
  regular: "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
  bold: "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
};
const fontBytes = new Map<Font, Buffer>();

/** Ten megabytes each, read once. */
function fontOf(font: Font): Buffer {
  const kept = fontBytes.get(font) ?? readFileSync(require.resolve(FONT_FILES[font]));
  fontBytes.set(font, kept);
  return kept;
}

export interface Style {
  readonly size: number;
  readonly font?: Font;
  readonly color?: string;
  readonly align?: "left" | "right" | "center";
  /** Between characters, in points. */
  readonly spacing?: number;
  /** One line of this width, cut with an ellipsis. */
  readonly single?: boolean;
  /** Between lines, in points. */
  readonly leading?: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface SheetOptions {
  readonly title: string;
  readonly author: string;
  readonly number: string;
  readonly lang: string;
  readonly createdAt: Date;
}

export type Sheet = ReturnType<typeof createSheet>;

// oxlint-disable-next-line max-lines-per-function -- one drawing surface, many short acts on it
export function createSheet({ title, author, number, lang, createdAt }: SheetOptions) {
  const doc = new PDFDocument({
    size: "A4",
    margin: 0,
    pdfVersion: "1.7",
    subset: "PDF/A-3b",
    lang,
    displayTitle: true,
    bufferPages: true,
    autoFirstPage: false,
    // None by default: Helvetica would not be embedded.
    font: "",
    info: {
      Title: title,
      Author: author,
      Subject: number,
      Creator: "Mingjing",
      Producer: "Mingjing",
      CreationDate: createdAt,
      ModDate: createdAt,
    },
  });
  doc.registerFont("regular", fontOf("regular"));
  doc.registerFont("bold", fontOf("bold"));
  let y = TOP;
  const setStyle = ({ size, font = "regular", color = INK }: Style) =>
    doc.font(font).fontSize(size).fillColor(color);
  const optionsOf = ({ align = "left", spacing = 0, single = false, leading = 1 }: Style) => ({
    align,
    characterSpacing: spacing,
    lineGap: leading,
    ...(single ? { lineBreak: true, ellipsis: true } : {}),
  });

  const sheet = {
    doc,
    get y() {
      return y;
    },
    down(distance: number) {
      y += distance;
    },
    /** Starts a page. */
    page(first: boolean) {
      doc.addPage();
      drawFrame(doc, first);
      y = TOP;
    },
    /** True if so much height is left on the page. */
    fits: (height: number) => y + height <= BOTTOM,
    /** Height that a text takes in a width. */
    heightOf(text: string, width: number, style: Style): number {
      setStyle(style);
      return doc.heightOfString(text, { ...optionsOf(style), width: width * MM }) / MM;
    },
    text(content: string, { x, y: at, width }: Box, style: Style) {
      setStyle(style);
      const height = style.single ? style.size * 1.6 : undefined;
      doc.text(content, x * MM, at * MM, {
        ...optionsOf(style),
        width: width * MM,
        ...(height === undefined ? {} : { height }),
      });
    },
    line(
      from: readonly [number, number],
      to: readonly [number, number],
      { color = LINE, width = 0.5 }: { color?: string; width?: number } = {},
    ) {
      doc
        .moveTo(from[0] * MM, from[1] * MM)
        .lineTo(to[0] * MM, to[1] * MM)
        .lineWidth(width)
        .strokeColor(color)
        .stroke();
    },
    /** Dark squares on white; each row of modules overlaps the next a little, so that no hairline shows between. */
    modules(rows: readonly (readonly boolean[])[], { x, y: at, width }: Box) {
      const side = width / rows.length;
      doc.rect(x * MM, at * MM, width * MM, width * MM).fill("#ffffff");
      for (const [row, cells] of rows.entries()) {
        for (const [start, length] of runsOf(cells)) {
          const height = row + 1 < rows.length ? side * 1.02 : side;
          doc.rect(
            (x + start * side) * MM,
            (at + row * side) * MM,
            length * side * MM,
            height * MM,
          );
        }
      }
      doc.fill("#000000");
    },
    mirror: (x: number, at: number, size: number) => drawMirror(doc, { x, y: at, width: size }),
    /** Writes the foot of every page, attaches nothing more, and gives the bytes. */
    async end(foot: (page: number, pages: number) => void): Promise<Buffer> {
      const { count } = doc.bufferedPageRange();
      for (let page = 0; page < count; page++) {
        doc.switchToPage(page);
        foot(page + 1, count);
      }
      const chunks: Buffer[] = [];
      const bytes = new Promise<Buffer>((resolve, reject) => {
        doc.on("data", (chunk: Buffer) => chunks.push(chunk));
        doc.on("end", () => resolve(Buffer.concat(chunks)));
        doc.on("error", reject);
      });
      doc.end();
      return bytes;
    },
  };
  return sheet;
}

/** Start and length of each run of dark modules. */
function runsOf(cells: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const [place, dark] of cells.entries()) {
    const last = runs.at(-1);
    if (!dark) continue;
    if (last !== undefined && last[0] + last[1] === place) last[1]++;
    else runs.push([place, 1]);
  }
  return runs;
}

type Document = InstanceType<typeof PDFDocument>;

const RINGS = 34;
const RING_STEP = 2.1;

/** White with so much of the accent in it. */
function tint(share: number): string {
  const mix = (channel: number) =>
    Math.round(255 - (255 - channel) * share)
      .toString(16)
      .padStart(2, "0");
  return `#${mix(0x14)}${mix(0x53)}${mix(0x5a)}`;
}

function drawFrame(doc: Document, first: boolean): void {
  const { width, height } = PAGE;
  doc.save();
  doc.rect(6.2 * MM, 6.2 * MM, (width - 12.4) * MM, (height - 12.4) * MM).clip();
  for (let ring = 1; first && ring <= RINGS; ring++) {
    const share = 0.26 * (1 - ring / (RINGS + 1));
    doc
      .circle(176 * MM, 32 * MM, (8 + ring * RING_STEP) * MM)
      .lineWidth(0.5)
      .strokeColor(tint(share))
      .stroke();
  }
  doc.restore();
  doc.rect(5 * MM, 5 * MM, (width - 10) * MM, (height - 10) * MM);
  doc.lineWidth(1).strokeColor(INK).stroke();
  doc.rect(6.2 * MM, 6.2 * MM, (width - 12.4) * MM, (height - 12.4) * MM);
  doc.lineWidth(0.4).strokeColor("#9aa1a4").stroke();
}

/** The sign: a round mirror, its lower half still water. Drawn in a square of 40. */
function drawMirror(doc: Document, { x, y, width }: Box): void {
  doc.save();
  doc.translate(x * MM, y * MM).scale((width * MM) / 40);
  doc.circle(20, 20, 17.5).lineWidth(2.5).strokeColor(INK).stroke();
  doc.path("M7 22.5h26a13.2 13.2 0 0 1-26 0z").fill(ACCENT);
  doc.path("M7 19.5a13.2 13.2 0 0 1 26 0z").lineWidth(1.6).strokeColor(INK).stroke();
  doc.restore();
}
