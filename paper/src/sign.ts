/** Signs a PDF file: detached CMS over everything but the signature itself (ISO 32000-1, §12.8). */
import { plainAddPlaceholder } from "@signpdf/placeholder-plain";
import { P12Signer } from "@signpdf/signer-p12";
import { SignPdf } from "@signpdf/signpdf";

import type { SigningKey } from "./signing-key.ts";

/** Room for the signature in the file, in bytes: key and certificate take about 2 KB. */
const ROOM = 4096;

export interface Signing {
  readonly key: SigningKey;
  readonly reason: string;
  readonly signedAt: Date;
}

export async function signPdf(pdf: Buffer, { key, reason, signedAt }: Signing): Promise<Buffer> {
  const prepared = plainAddPlaceholder({
    pdfBuffer: pdf,
    reason,
    name: key.name,
    contactInfo: "",
    location: "",
    signingTime: signedAt,
    signatureLength: ROOM,
  });
  const signer = new P12Signer(Buffer.from(key.p12), { passphrase: key.passphrase });
  return new SignPdf().sign(prepared, signer, signedAt);
}
