/** DEV-15: one telephone number or e-mail address (indicators.md D.1; 条例 40(二), 87号令 37(三)). */
import { compare, type SharedRule } from "../../coincidence.ts";
import type { Indicator } from "../../indicator.ts";
import { findShared } from "../../shared-value.ts";
import { readEmail, readPhone } from "../../values/contact.ts";
import { manifest } from "./manifest.ts";

const RARITY = 0.002;

const PHONE: SharedRule = {
  seenField: "contactPhone",
  explainedBy: "contactPhone",
  excludedKinds: [],
  read({ trace }) {
    const value = readPhone(trace.contactPhone);
    const shown = trace.contactPhone ?? "";
    return value === undefined ? [] : [{ value, field: "trace.contactPhone", shown }];
  },
};

const EMAIL: SharedRule = {
  seenField: "contactEmail",
  explainedBy: "contactEmail",
  excludedKinds: [],
  read({ trace }) {
    const value = readEmail(trace.contactEmail);
    const shown = trace.contactEmail ?? "";
    return value === undefined ? [] : [{ value, field: "trace.contactEmail", shown }];
  },
};

export const dev15: Indicator = {
  manifest,
  run: (lot, level) =>
    findShared(
      lot,
      { comparison: compare(lot, [PHONE, EMAIL]), level },
      { missing: "noContacts", rarityLimit: () => RARITY },
    ),
};
