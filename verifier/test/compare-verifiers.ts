/** Compares the two verifiers: the same certificates to both, the same verdict and code from both. */
import { verifyCertificate } from "../src/index.ts";
import { badOne, genuineOnes, goodOne, type Sample } from "./forgeries.ts";
import { chanceOf } from "./random.ts";
import { verifyInPython } from "./second-verifier.ts";

export interface Comparison {
  /** Certificates of each verdict of the first verifier. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** What the verifiers say otherwise: a line for each, with the file to repeat it. */
  readonly disagreements: readonly string[];
}

export function samplesOf(seed: number, good: number, bad: number): Sample[] {
  const chance = chanceOf(seed);
  const genuine = genuineOnes();
  return [
    ...Array.from({ length: good }, () => goodOne(genuine, chance)),
    ...Array.from({ length: bad }, () => badOne(genuine, chance)),
  ];
}

/** Our verdict on one. */
export const verifyHere = ({ bytes, keys, policy }: Sample) =>
  verifyCertificate(bytes, {
    ...(keys === undefined ? {} : { trustedKeys: keys }),
    ...(policy === undefined ? {} : { trustedPolicy: policy }),
  });

export async function compareVerifiers(samples: readonly Sample[]): Promise<Comparison> {
  const theirs = verifyInPython(samples);
  const ours = samples.map(verifyHere);
  const verdicts: Record<string, number> = {};
  for (const { verdict } of ours) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const disagreements = (await theirs).flatMap(({ verdict, code }, index) => {
    const [mine, sample] = [ours[index], samples[index]];
    if (mine?.verdict === verdict && mine.code === code) return [];
    const file = Buffer.from(sample?.bytes ?? "").toString("base64");
    return [`${sample?.name}: ${mine?.code}, in Python ${code}: ${file}`];
  });
  return { verdicts, disagreements };
}
