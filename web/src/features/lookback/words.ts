/** Findings in words, and which of them a cell carries. */
import { useTranslation } from "react-i18next";

import type { Examination } from "../../../../contract/src/lookback-values.ts";
import type { LookbackView, LotQuery, ShownFinding } from "../../../../contract/src/lookback.ts";
import type { Party } from "../../../../contract/src/values.ts";

export type Sheet = Examination["sheet"];

export const nameOf = (party: Party | undefined): string =>
  party === undefined ? "" : party.kind === "naturalPerson" ? party.maskedName : party.name;

/** Without the city and the form of the company: how people call a bidder in a narrow column. */
export const shortName = (name: string): string =>
  name
    .replace(/^.{2,3}?市/u, "")
    .replace(/(股份|集团)?(有限)?(责任)?公司$/u, "")
    .slice(0, 10);

export const lotPath = ({ ocid, lot }: LotQuery): string =>
  `ocid=${encodeURIComponent(ocid)}&lot=${encodeURIComponent(lot)}`;

export const bidderOf = ({ bids }: Sheet, place: number | undefined): string =>
  place === undefined ? "" : nameOf(bids[place]?.bidder);

export const expertOf = ({ experts }: Sheet, place: number | undefined): string =>
  place === undefined ? "" : (experts[place]?.maskedName ?? "");

/** Findings about this expert and bid, or about the bid as a whole. */
export const findingsAt = (
  findings: readonly ShownFinding[],
  { expert, bid }: { readonly expert: number; readonly bid: number },
): readonly ShownFinding[] =>
  findings.filter((one) => one.class !== "hint" && one.bid === bid && one.expert === expert);

const percentOf = (value: number): number => Math.round(Math.abs(value) * 100);

/** Three significant digits, and nothing smaller than one in ten thousand. */
const tailOf = (tail: number): string => (tail < 0.0001 ? "<0.0001" : tail.toPrecision(2));

export function useFindingWords({ examination }: Pick<LookbackView, "examination">) {
  const { t } = useTranslation();
  const { sheet, findings } = examination;
  return {
    /** Whom and what it is about. */
    where: ({ expert, otherExpert, bid, criterion }: ShownFinding): string =>
      [
        [expert, otherExpert]
          .flatMap((place) => (place === undefined ? [] : [expertOf(sheet, place)]))
          .join("、"),
        bidderOf(sheet, bid),
        criterion === undefined ? "" : (sheet.criteria[criterion]?.name ?? ""),
      ]
        .filter((part) => part !== "")
        .join(" · "),
    what(found: ShownFinding): string {
      const { type, value, form, stated, expected, criterion, because, bid } = found;
      if (type === "FAIR-01") {
        const cause = findings.find(({ id }) => id === because)?.type ?? "EXP-04";
        return t("lookback:because", {
          type: t(`lookback:type.${cause}`),
          bidder: bidderOf(sheet, bid),
        });
      }
      if (form !== undefined && type !== "EXP-07")
        return t(`lookback:form.${form}`, { stated, expected });
      const key = type === "EXP-01" && criterion !== undefined ? "EXP-01c" : type;
      const said =
        value === undefined
          ? undefined
          : t(`lookback:value.${key}`, {
              value: Math.round(value * 100) / 100,
              percent: percentOf(value),
              stated,
            });
      const how = form === undefined ? undefined : t(`lookback:form.${form}`);
      return [said, how].filter((part) => part !== undefined).join("；");
    },
    chance: ({ tail }: ShownFinding): string =>
      tail === undefined ? t("lookback:noTail") : t("lookback:tail", { tail: tailOf(tail) }),
  };
}
