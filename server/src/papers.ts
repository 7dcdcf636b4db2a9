/** Certificates as PDF for the routes: drawn beside the server, signed where the centre's key stands. */
import { createPaperMaker, readSigningKey, type SigningKey } from "../../paper/src/index.ts";
import { RuleViolation } from "./kernel/rule-violation.ts";
import type { Clock } from "./platform/clock.ts";

/** PDF of the text of a certificate. @throws RuleViolation `certificate.paper-busy` */
export type PaperOf = (text: string) => Promise<Buffer>;

export interface Papers {
  readonly paperOf: PaperOf;
  stop(): Promise<void>;
}

/** Without a key the PDFs are not signed and say so: the key of the centre does not belong on a portal host. */
export function createPapers({
  clock,
  signingKey,
}: {
  readonly clock: Clock;
  readonly signingKey?: () => Promise<string>;
}): Papers {
  const maker = createPaperMaker();
  let reading: Promise<SigningKey> | undefined;
  return {
    async paperOf(text) {
      reading ??= signingKey?.().then(readSigningKey);
      const pdf = await maker.make(text, { key: await reading, now: clock.now() });
      if (pdf === undefined) throw new RuleViolation("certificate.paper-busy", {}, { status: 503 });
      return pdf;
    },
    stop: () => maker.stop(),
  };
}
