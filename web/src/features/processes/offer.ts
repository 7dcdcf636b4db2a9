/** Offers and parties in words. A rate or discount is never shown as a price. */
import type { TFunction } from "i18next";

import type { Money, Offer, Party } from "../../../../contract/src/values.ts";
import { amountText, tenThousands } from "../../ui/money.ts";

export function partyName(party: Party): string {
  return party.kind === "naturalPerson" ? party.maskedName : party.name;
}

/** Code of an organisation, the key under which two spellings are one firm. */
export function partyKey(party: Party): string {
  if (party.kind === "naturalPerson") return party.token;
  return party.kind === "organisation" ? (party.uscc ?? party.name) : party.name;
}

export function moneyText(t: TFunction, money: Money): string {
  const unit = money.currency === "CNY" ? t("processes:money.yuan") : money.currency;
  return `${amountText(money)} ${unit}`;
}

export function offerText(t: TFunction, offer: Offer | undefined): string {
  if (offer === undefined) return t("processes:offer.absent");
  switch (offer.kind) {
    case "total":
      return moneyText(t, offer.amount);
    case "unit":
      return t("processes:offer.unit", {
        amount: moneyText(t, offer.amount),
        unit: offer.unit ?? t("processes:offer.unitUnknown"),
      });
    case "rate":
      return t("processes:offer.rate", { percent: offer.percent });
    case "discount":
      return t("processes:offer.discount", { percent: offer.percent });
  }
}

/** Position of an offer on a chart: total and unit prices in ten thousand, the others in percent. */
export function offerNumber(offer: Offer): number {
  if (offer.kind === "total") return tenThousands(offer.amount);
  if (offer.kind === "unit") return Number(offer.amount.amountMinor) / 100;
  return Number(offer.percent);
}
