/** The report as a document, the sheet as a table. Pure. */
import type { Examination } from "../../../../contract/src/lookback-values.ts";
import words from "../../../../locales/zh-CN/lookback.json" with { type: "json" };
import { partyName } from "../../kernel/party.ts";
import type { WordDocument } from "../../platform/docx/index.ts";
import { csvText } from "../../platform/spreadsheet/index.ts";

const HEADS: ReadonlySet<string> = new Set([
  words.report.findingsHead,
  words.report.flipHead,
  words.report.missingHead,
  words.report.committeeHead,
]);

export function reportDocument(lines: readonly string[], hash: string): WordDocument {
  const [title = "", ...rest] = lines;
  return {
    title,
    blocks: [
      { kind: "title", text: title },
      ...rest.map((text) =>
        HEADS.has(text)
          ? ({ kind: "heading", level: 2, text } as const)
          : ({ kind: "paragraph", text } as const),
      ),
      { kind: "paragraph", text: words.report.hash.replace("{{hash}}", hash) },
      { kind: "paragraph", text: words.report.signature },
    ],
  };
}

/** One row a cell: expert, bid, criterion, score, and what the row of the expert and the bid leaves. */
export function sheetCsv({ sheet }: Examination): string {
  const { csv } = words;
  const rows = sheet.experts.flatMap(({ maskedName }, expert) =>
    sheet.bids.flatMap(({ bidder, rank, score, total }, bid) =>
      sheet.criteria.map(({ name, kind, maximum }, criterion) => [
        maskedName,
        partyName(bidder),
        rank ?? null,
        name,
        kind === undefined ? "" : words.kind[kind],
        maximum ?? "",
        sheet.scores[expert]?.[bid]?.[criterion] ?? "",
        sheet.residuals[expert]?.[bid] ?? null,
        score ?? "",
        total ?? "",
      ]),
    ),
  );
  return csvText([
    [
      csv.expert,
      csv.bidder,
      csv.rank,
      csv.criterion,
      csv.kind,
      csv.maximum,
      csv.score,
      csv.residual,
      csv.stated,
      csv.total,
    ],
    ...rows,
  ]);
}
