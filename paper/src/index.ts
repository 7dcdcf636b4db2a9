/** Certificates on paper: PDF/A-3 with the whole proof in two QR codes and the file attached. For the server and the bench. */
export { certificatePdf, type PaperOptions } from "./certificate-pdf.ts";
export { paperCodes, paperForm } from "./form.ts";
export { createPaperMaker, type PaperMaker } from "./maker.ts";
export { newSigningKey, readSigningKey, type SigningKey } from "./signing-key.ts";
