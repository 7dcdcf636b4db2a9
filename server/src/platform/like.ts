/** Pattern of LIKE for text that stands anywhere; the reader's own % and _ mean themselves. */
export const containing = (text: string | undefined): string =>
  `%${(text ?? "").replaceAll(/[%_\\]/g, "\\$&")}%`;
