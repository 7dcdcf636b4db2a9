/** A certificate as a PDF file, signed where there is a key. */
import type { SealedCertificate } from "./certificate.ts";
import { drawCertificate } from "./draw.ts";
import { signPdf } from "./sign.ts";
import type { SigningKey } from "./signing-key.ts";
import { type PaperLanguage, wordsOf } from "./words.ts";

export interface PaperOptions {
  readonly lang?: PaperLanguage;
  /** Absent: the file is not signed and says so. */
  readonly key?: SigningKey | undefined;
  readonly now: Date;
}

const FORMAT = "mingjing-certificate/2";

/** @throws Error for a file of another format, which cannot be proved on paper */
export async function certificatePdf(text: string, options: PaperOptions): Promise<Buffer> {
  const certificate = JSON.parse(text) as SealedCertificate;
  if (certificate.format !== FORMAT) throw new Error(`no paper for ${String(certificate.format)}`);
  const { key, lang = "zh-CN", now } = options;
  const pdf = await drawCertificate({ certificate, text, lang, signatory: key });
  if (key === undefined) return pdf;
  return signPdf(pdf, { key, reason: wordsOf(lang).say("title"), signedAt: now });
}
