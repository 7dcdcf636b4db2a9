/** docs/operations/configuration.md, made from the variables that the server reads. */
import { VARIABLES } from "../../server/src/variables.ts";

const HEAD = `# Configuration

Generated from \`server/src/config.ts\` by \`npm run generate\`. Unknown \`MINGJING_*\` variables are refused, so that a
misspelt one is noticed.
`;

/** The page as text. */
export function configurationPage(): { readonly file: string; readonly text: string } {
  const sections = VARIABLES.map(({ name, about, fallback }) => {
    const line = fallback === undefined ? "" : `\n\nDefault: \`${fallback}\``;
    return `## ${name}\n\n${about}${line}\n`;
  });
  return {
    file: "docs/operations/configuration.md",
    text: [HEAD, ...sections].join("\n"),
  };
}
