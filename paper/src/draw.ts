/** Draws a certificate on A4: what `content.ts` says, the QR codes of the paper form, the file attached. */
import QRCode from "qrcode";

import type { SealedCertificate } from "./certificate.ts";
import { contentOf, type PaperContent } from "./content.ts";
import { paperCodes } from "./form.ts";
import { createSheet, INK, INK_2, INK_3, LEFT, RIGHT, type Sheet, WIDTH } from "./sheet.ts";
import { instant, type PaperLanguage, type Words, wordsOf } from "./words.ts";

/** Who signs the file, in the words of its foot. */
export interface Signatory {
  readonly name: string;
  readonly serial: string;
}

export interface DrawOptions {
  readonly certificate: SealedCertificate;
  /** The file as issued; attached byte by byte. */
  readonly text: string;
  readonly lang?: PaperLanguage;
  /** Absent: the file stays without signature, and says so. */
  readonly signatory?: Signatory | undefined;
}

interface Drawing {
  readonly sheet: Sheet;
  readonly content: PaperContent;
  readonly words: Words;
  readonly certificate: SealedCertificate;
}

function head({ sheet, content, words: { say }, certificate }: Drawing): void {
  const { y } = sheet;
  sheet.mirror(LEFT, y, 6);
  sheet.text(
    say("organisation"),
    { x: LEFT + 8, y: y + 0.8, width: 110 },
    { size: 9.5, color: INK_2 },
  );
  sheet.mirror(165, 21, 22);
  sheet.text(
    say("title"),
    { x: LEFT, y: y + 8.4, width: 130 },
    { size: 28, font: "bold", spacing: 6 },
  );
  sheet.text(
    certificate.certificateId,
    { x: LEFT, y: y + 23.6, width: 130 },
    { size: 11.5, font: "bold", spacing: 0.4 },
  );
  sheet.text(content.subtitle, { x: LEFT, y: y + 30, width: 138 }, { size: 8.5, color: INK_2 });
  sheet.down(38.5);
}

function continuedHead({ sheet, words: { say }, certificate }: Drawing): void {
  const { y } = sheet;
  sheet.mirror(LEFT, y, 4.6);
  sheet.text(say("title"), { x: LEFT + 6.4, y, width: 80 }, { size: 10, font: "bold", spacing: 1 });
  sheet.text(
    certificate.certificateId,
    { x: 100, y: y + 0.4, width: RIGHT - 100 },
    { size: 8.5, color: INK_2, align: "right" },
  );
  sheet.down(8);
}

interface Heading {
  readonly title: string;
  readonly note?: string;
  readonly x?: number;
  readonly width?: number;
}

const HEADING_MM = 8;

function heading(sheet: Sheet, { title, note, x = LEFT, width = WIDTH }: Heading): void {
  const { y } = sheet;
  sheet.text(title, { x, y, width: 50 }, { size: 11.5, font: "bold", spacing: 0.6 });
  if (note !== undefined)
    sheet.text(
      note,
      { x: x + 24, y: y + 1.5, width: width - 24 },
      { size: 7.5, color: INK_3, align: "right", single: true },
    );
  sheet.line([x, y + 6.2], [x + width, y + 6.2], { color: INK, width: 0.8 });
}

const HALF = (WIDTH - 8) / 2;

function project({ sheet, content, words: { say } }: Drawing): void {
  heading(sheet, { title: say("project") });
  sheet.down(HEADING_MM);
  const [name, ...rest] = content.project;
  if (name === undefined) return;
  const nameStyle = { size: 10, font: "bold" } as const;
  sheet.text(name[0], { x: LEFT, y: sheet.y + 0.4, width: 24 }, { size: 8.5, color: INK_3 });
  sheet.text(name[1], { x: LEFT + 24, y: sheet.y, width: WIDTH - 24 }, nameStyle);
  sheet.down(sheet.heightOf(name[1], WIDTH - 24, nameStyle) + 1);
  for (let place = 0; place < rest.length; place += 2) {
    for (const [column, pair] of rest.slice(place, place + 2).entries()) {
      const x = LEFT + column * (HALF + 8);
      sheet.text(pair[0], { x, y: sheet.y, width: 24 }, { size: 8.5, color: INK_3, single: true });
      sheet.text(pair[1], { x: x + 24, y: sheet.y, width: HALF - 24 }, { size: 8.5, single: true });
    }
    sheet.down(4.9);
  }
  sheet.down(3);
}

/** Left edge and width of each column of the table of facts. */
const COLUMNS = {
  row: { x: LEFT, width: 6 },
  time: { x: LEFT + 7, width: 33 },
  fact: { x: LEFT + 40, width: 73 },
  source: { x: LEFT + 114, width: 20 },
  place: { x: LEFT + 135, width: 16 },
  digest: { x: LEFT + 152, width: 28 },
} as const;
type Column = keyof typeof COLUMNS;
const COLUMN_NAMES = Object.keys(COLUMNS) as Column[];

function factsHead({ sheet, content, words: { say } }: Drawing, continued: boolean): void {
  heading(sheet, {
    title: say(continued ? "facts.continued" : "facts"),
    ...(continued ? {} : { note: content.factsNote }),
  });
  sheet.down(HEADING_MM - 0.6);
  for (const column of COLUMN_NAMES)
    sheet.text(
      say(`facts.${column}`),
      { ...COLUMNS[column], y: sheet.y },
      { size: 7.5, color: INK_3, single: true },
    );
  sheet.down(4.6);
  sheet.line([LEFT, sheet.y], [RIGHT, sheet.y], { color: INK_3, width: 0.5 });
}

const FACT_STYLE = { size: 8, leading: 0.5 } as const;
const SMALL = { size: 7.2, color: INK_2, single: true } as const;
const PADDING = 1.15;

function facts(drawing: Drawing): void {
  const { sheet, content } = drawing;
  factsHead(drawing, false);
  for (const line of content.facts) {
    const height = sheet.heightOf(line.fact, COLUMNS.fact.width, FACT_STYLE) + 2 * PADDING;
    if (!sheet.fits(height)) {
      nextPage(drawing);
      factsHead(drawing, true);
    }
    const y = sheet.y + PADDING;
    for (const column of COLUMN_NAMES) {
      const cell = column === "row" ? String(line.row) : line[column];
      const isText = column === "fact" || column === "time";
      sheet.text(
        cell,
        { ...COLUMNS[column], y: isText ? y : y + 0.35 },
        column === "fact" ? FACT_STYLE : column === "time" ? { size: 8, single: true } : SMALL,
      );
    }
    sheet.down(height);
    sheet.line([LEFT, sheet.y], [RIGHT, sheet.y]);
  }
  sheet.down(5);
}

function nextPage(drawing: Drawing): void {
  drawing.sheet.page(false);
  continuedHead(drawing);
}

function roots({ sheet, content, words: { say } }: Drawing): void {
  heading(sheet, { title: say("roots"), note: say("roots.note") });
  sheet.down(HEADING_MM);
  for (const [term, value] of content.roots) {
    sheet.text(term, { x: LEFT, y: sheet.y, width: 24 }, { size: 7.8, color: INK_3 });
    sheet.text(value, { x: LEFT + 24, y: sheet.y, width: WIDTH - 24 }, { size: 7.8, single: true });
    sheet.down(4.3);
  }
  sheet.down(3.4);
}

function cosigners({ sheet, content, words: { say } }: Drawing): number {
  const { cosigners: signed } = content;
  const box = { x: LEFT, width: HALF };
  const count = say("cosigners.count", { count: signed.length });
  heading(sheet, { title: say("cosigners"), note: count, ...box });
  let y = sheet.y + HEADING_MM;
  for (const { name, signedAt } of signed) {
    sheet.text(name, { x: LEFT, y, width: 44 }, { size: 8, single: true });
    sheet.text(signedAt, { x: LEFT + 45, y: y + 0.3, width: 30 }, SMALL);
    sheet.text(
      say("cosigners.signed"),
      { x: LEFT + HALF - 12, y, width: 12 },
      { size: 8, align: "right" },
    );
    y += 4.9;
    sheet.line([LEFT, y - 0.5], [LEFT + HALF, y - 0.5]);
  }
  const said = say(signed.length === 0 ? "cosigners.none" : "cosigners.check");
  const style = { size: 7.8, color: INK_3 } as const;
  sheet.text(said, { ...box, y: y + 0.3 }, style);
  return y + 0.3 + sheet.heightOf(said, HALF, style);
}

const NOT_PROVED = ["not.true", "not.lawful", "not.outside", "not.latest"] as const;

function notProved({ sheet, words: { say } }: Drawing): number {
  const x = LEFT + HALF + 8;
  heading(sheet, { title: say("not"), x, width: HALF });
  let y = sheet.y + HEADING_MM;
  for (const key of NOT_PROVED) {
    sheet.text("×", { x, y, width: 4 }, { size: 8.5, color: INK_3 });
    sheet.text(say(key), { x: x + 4, y, width: HALF - 4 }, { size: 8.5 });
    y += 4.6;
  }
  sheet.text(say("not.decision"), { x, y: y + 0.4, width: HALF }, { size: 7.8, color: INK_3 });
  return y + 5;
}

const COSIGNER_MM = 4.9;

/** Roots, cosigners and limits belong together. */
function proof(drawing: Drawing): void {
  const { sheet, content } = drawing;
  const lines = Math.max(NOT_PROVED.length + 1, content.cosigners.length + 1);
  const wanted = 12 + 4 * 4.3 + HEADING_MM + lines * COSIGNER_MM;
  if (!sheet.fits(wanted)) nextPage(drawing);
  roots(drawing);
  const ends = [cosigners(drawing), notProved(drawing)];
  sheet.down(Math.max(...ends) - sheet.y + 5);
}

/** White around a code, in modules (ISO/IEC 18004). */
const QUIET = 4;
/** Modules below this are hard to see for a telephone's camera at the distance of a whole page. */
const MODULE_MM = 0.43;
const GAP = 4;
const HOW_WIDTH = 44;

/** Level M where it can be had with modules large enough, else L. */
function codeOf(bytes: Buffer, side: number): readonly (readonly boolean[])[] {
  const make = (errorCorrectionLevel: "M" | "L") =>
    QRCode.create([{ data: bytes, mode: "byte" }], { errorCorrectionLevel }).modules;
  const levels = ["M", "L"] as const;
  const made = levels.map((level) => tryTo(() => make(level)));
  const large = made.find(
    (modules) => modules !== undefined && side / (modules.size + 2 * QUIET) >= MODULE_MM,
  );
  const { size, data } = large ?? make("L");
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) => data[row * size + column] === 1),
  );
}

function tryTo<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** Beside the words on a page with other things; above them, and larger, on a page of their own. */
const BESIDE = (WIDTH - HOW_WIDTH - 2 * GAP) / 2;
const ABOVE = (WIDTH - GAP) / 2;

function codes(drawing: Drawing): void {
  const { sheet, words, certificate } = drawing;
  const { say } = words;
  const isAlone = !sheet.fits(HEADING_MM + BESIDE + 6);
  if (isAlone) nextPage(drawing);
  const side = isAlone ? ABOVE : BESIDE;
  heading(sheet, { title: say("codes"), note: say("codes.note") });
  sheet.down(HEADING_MM);
  const parts = paperCodes(certificate);
  for (const [place, bytes] of parts.entries()) {
    const rows = codeOf(bytes, side);
    const quiet = (side * QUIET) / (rows.length + 2 * QUIET);
    const x = LEFT + place * (side + GAP);
    const { y } = sheet;
    sheet.modules(rows, { x: x + quiet, y: y + quiet, width: side - 2 * quiet });
    sheet.text(
      say("codes.caption", { number: place + 1, count: parts.length }),
      { x, y: y + side, width: side },
      { size: 7.8, color: INK_2, align: "center" },
    );
  }
  if (isAlone) sheet.down(side + 8);
  how(drawing, isAlone ? LEFT : LEFT + 2 * (side + GAP));
}

function how({ sheet, content, words: { say }, certificate }: Drawing, x: number): void {
  const width = RIGHT - x;
  let y = sheet.y + 2;
  sheet.text(say("codes.how"), { x, y, width }, { size: 9.5, font: "bold" });
  y += 6;
  const style = { size: 7.8, leading: 1.6 } as const;
  const steps = (["codes.step1", "codes.step2", "codes.step3", "codes.step4"] as const).map(
    (key, place) => `${place + 1}. ${say(key, { keyId: content.keyId })}`,
  );
  for (const step of steps) {
    sheet.text(step, { x, y, width }, style);
    y += sheet.heightOf(step, width, style) + 1.1;
  }
  const file = say("codes.file", { name: `${certificate.certificateId}.mjcert.json` });
  sheet.line([x, y + 0.4], [RIGHT, y + 0.4]);
  sheet.text(file, { x, y: y + 1.6, width }, { ...style, color: INK_3 });
}

function foot({ sheet, words: { say }, certificate }: Drawing, signatory: Signatory | undefined) {
  const signed =
    signatory === undefined ? say("footer.unsigned") : say("footer.signed", { ...signatory });
  return (page: number, pages: number): void => {
    const style = { size: 7, color: INK_2, single: true } as const;
    sheet.line([LEFT, 279.4], [RIGHT, 279.4], { color: INK_3, width: 0.4 });
    sheet.text(signed, { x: LEFT, y: 280.6, width: 126 }, style);
    sheet.text(say("footer.verify"), { x: LEFT, y: 284.2, width: 126 }, style);
    const right = { x: 144, width: RIGHT - 144 };
    const rightStyle = { ...style, align: "right" } as const;
    sheet.text(certificate.certificateId, { ...right, y: 280.6 }, rightStyle);
    sheet.text(say("footer.page", { page, pages }), { ...right, y: 284.2 }, rightStyle);
  };
}

/** The file as PDF/A-3, not yet signed. The same certificate always makes the same bytes. */
export async function drawCertificate(options: DrawOptions): Promise<Buffer> {
  const { certificate, text, lang = "zh-CN", signatory } = options;
  const words = wordsOf(lang);
  const content = contentOf(certificate, words);
  const createdAt = new Date(certificate.seal.fact.occurredAt);
  const sheet = createSheet({
    title: `${words.say("title")} ${content.title}`,
    author: words.say("organisation"),
    number: certificate.certificateId,
    lang,
    createdAt,
  });
  const drawing: Drawing = { sheet, content, words, certificate };
  sheet.page(true);
  head(drawing);
  project(drawing);
  facts(drawing);
  proof(drawing);
  codes(drawing);
  // PDF/A-3 asks how the attachment belongs to the pages; the types of pdfkit do not know it.
  const belongs = { relationship: "Data" };
  sheet.doc.file(Buffer.from(text, "utf8"), {
    ...belongs,
    name: `${certificate.certificateId}.mjcert.json`,
    type: "application/json",
    description: `${words.say("title")} ${instant(certificate.seal.fact.occurredAt)}`,
    creationDate: createdAt,
    modifiedDate: createdAt,
  });
  return sheet.end(foot(drawing, signatory));
}
