/** A letter or report on its way into a file of a word processor: what it says, not how it looks. */

/** `note` points at a footnote, counted from 1. */
export type Piece =
  | string
  | { readonly text: string; readonly bold: true }
  | { readonly note: number };
export type Inline = string | readonly Piece[];

export type Align = "left" | "center" | "right";

export interface TableColumn {
  readonly head: string;
  /** Its part of the width beside the other columns' parts; absent: 1. */
  readonly share?: number;
  readonly align?: Align;
}

export type Block =
  | { readonly kind: "title"; readonly text: Inline }
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: Inline }
  /** Without `align` the first line is indented by two characters, as in official letters. */
  | { readonly kind: "paragraph"; readonly text: Inline; readonly align?: Align }
  | {
      readonly kind: "table";
      readonly columns: readonly TableColumn[];
      readonly rows: readonly (readonly Inline[])[];
    }
  | { readonly kind: "pageBreak" };

export interface WordDocument {
  /** Title of the file in its properties; the heading on the page is a block. */
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly footnotes?: readonly Inline[];
  readonly author?: string;
  readonly createdAt?: Date;
}

const piecesOf = (text: Inline): readonly Piece[] => (typeof text === "string" ? [text] : text);

const inlinesOf = (block: Block): readonly Inline[] => {
  if (block.kind === "pageBreak") return [];
  if (block.kind === "table") return block.rows.flat();
  return [block.text];
};

const notesOf = (texts: readonly Inline[]): number[] =>
  texts
    .flatMap(piecesOf)
    .flatMap((piece) => (typeof piece === "object" && "note" in piece ? [piece.note] : []));

/** A word processor shows a footnote only where something points at it: one that is lost would be lost silently. */
export function checkDocument({ blocks, footnotes = [] }: WordDocument): void {
  const notes = notesOf(blocks.flatMap(inlinesOf));
  const expected = footnotes.map((_, index) => index + 1);
  if (notes.join() !== expected.join())
    throw new Error(
      `footnotes: the text points at [${notes.join(", ")}], there are [${expected.join(", ")}]`,
    );
  if (notesOf(footnotes).length > 0) throw new Error("footnotes: a note points at a note");
  for (const block of blocks)
    if (block.kind === "table") checkTable(block.columns.length, block.rows);
}

function checkTable(columns: number, rows: readonly (readonly Inline[])[]): void {
  if (columns === 0) throw new Error("table: no column");
  const wrong = rows.findIndex((row) => row.length !== columns);
  if (wrong >= 0) throw new Error(`table: row ${wrong + 1} has not ${columns} cells`);
}
