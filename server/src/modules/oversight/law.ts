/** The law of a situation, in the words of a letter. Pure. */
import type { Situation } from "../../../../contract/src/oversight.ts";

const HANDLING: Readonly<Record<string, readonly string[]>> = {
  works: ["招标投标法实施条例第61条", "招标投标法实施条例第79条"],
  procurement: ["政府采购法第53条", "政府采购法第56条"],
};
const OBJECTIONS = ["招标投标法实施条例第22条", "招标投标法实施条例第54条"] as const;
const SIGNATURES = ["电子签名法第5条", "电子签名法第8条"] as const;

type Received = { readonly kind: string; readonly regime: string };

const handling = ({ kind, regime }: Received): readonly string[] =>
  kind === "objection" ? OBJECTIONS : (HANDLING[regime] ?? []);

const pausing = ({ regime }: Received): readonly string[] =>
  regime === "procurement" ? ["政府采购法实施条例第58条"] : ["招标投标法实施条例第61条"];

const LAW: Partial<Readonly<Record<Situation, (received: Received) => readonly string[]>>> = {
  statutoryLate: handling,
  returned: handling,
  unclaimed: handling,
  pausedLong: pausing,
  pauseAbuse: pausing,
  backDated: () => SIGNATURES,
  paperEntry: () => SIGNATURES,
  unpublished: () => ["政府信息公开条例第26条"],
};

/** Empty: no statute, a rule of the city. */
export const lawOf = (received: Received, situation: Situation): readonly string[] =>
  LAW[situation]?.(received) ?? [];
