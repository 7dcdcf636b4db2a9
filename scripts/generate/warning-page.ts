/** docs/warnings/README.md: every warning node with its articles, from the table that runs. */
import { WARNING_STAGES, type WarningStage } from "../../contract/src/warnings-values.ts";
import { articlesOf, citationOf } from "../../server/src/modules/warnings/law.ts";
import type { WarningNode } from "../../server/src/modules/warnings/node.ts";
import { NODES, regimesOf, textsOf } from "../../server/src/modules/warnings/nodes.ts";

const HEAD = `# Warning nodes

Generated from the table of nodes by \`npm run generate\`. What they are for and how a trading system asks them:
[warnings](../how-to/warnings.md). An article marked † is known from memory: its node warns at most. Modes are those without a
change by a person. A node marked * binds tenders that the law requires: while nobody says so, it asks for a reason at most.
`;

const STAGE_NAMES: Readonly<Record<WarningStage, string>> = {
  plan: "Plan 立项与计划",
  document: "Documents 招标文件",
  notice: "Notice 公告",
  clarification: "Clarification 澄清与修改",
  bidding: "Bidding 投标",
  opening: "Opening 开标",
  evaluation: "Evaluation 评标",
  award: "Award 中标与公示",
  contract: "Contract 合同与归档",
};

function lineOf(node: WarningNode): string {
  const { name, innocent, clearedBy } = textsOf(node.id);
  const articles = articlesOf(node.articles).map(
    (article) => `${citationOf(article)}${article.verified === "memory" ? "†" : ""}`,
  );
  const cells = [
    `${node.id}${node.isForMandatory === true ? "*" : ""}`,
    `${name.zh}<br>${name.en}`,
    regimesOf(node).join(", "),
    node.acts.map((act) => `\`${act}\``).join(", "),
    articles.join("<br>"),
    node.needs.map((field) => `\`${field}\``).join(", "),
    `\`${node.mode}\``,
    innocent.en,
    clearedBy.en,
  ];
  return `| ${cells.join(" | ")} |`;
}

export function warningPage(): { readonly file: string; readonly text: string } {
  const columns = [
    "node",
    "name",
    "regimes",
    "acts",
    "articles",
    "needs",
    "mode",
    "may explain it",
    "clears it",
  ];
  const head = `| ${columns.join(" | ")} |\n| ${columns.map(() => "---").join(" | ")} |`;
  const parts = WARNING_STAGES.map((stage) => {
    const nodes = NODES.filter((node) => node.stage === stage);
    return `## ${STAGE_NAMES[stage]}\n\n${head}\n${nodes.map(lineOf).join("\n")}\n`;
  });
  return { file: "docs/warnings/README.md", text: [HEAD, ...parts].join("\n") };
}
