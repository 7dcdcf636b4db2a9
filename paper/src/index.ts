/** Certificates on paper: PDF/A-3 with the whole proof in two QR codes and the file attached. For the server and the bench. */
import { type SealedCertificate } from "./certificate.ts";
import { drawCertificate } from "./draw.ts";
import { signPdf } from "./sign.ts";
import { type SigningKey } from "./signing-key.ts";
import { type PaperLanguage, wordsOf } from "./words.ts";

export type { SealedCertificate } from "./certificate.ts";
export { paperCodes, paperForm } from "./form.ts";
export { newSigningKey, readSigningKey, type SigningKey } from "./signing-key.ts";
export type { PaperLanguage } from "./words.ts";

export interface PaperOptions {
  readonly lang?: PaperLanguage;
  /** Absent: the file is not signed and says so. */
  readonly key?: SigningKey | undefined;
  readonly now: Date;
}

const FORMAT = "mingjing-certificate/2";

/** The certificate on paper; undefined for a file of another format, which cannot be proved on paper. */
export async function certificatePdf(
  text: string,
  options: PaperOptions,
): Promise<Buffer | undefined> {
  const certificate = JSON.parse(text) as SealedCertificate;
  if (certificate.format !== FORMAT) return undefined;
  const { key, lang = "zh-CN", now } = options;
  const pdf = await drawCertificate({ certificate, text, lang, signatory: key });
  if (key === undefined) return pdf;
  return signPdf(pdf, { key, reason: wordsOf(lang).say("title"), signedAt: now });
}
