/** Values shared by every schema: money, offers, parties, instants (contracts.md §1, §3). */
import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;

/** A day that the calendar has, of the years 1900 to 9999: 2026-02-30 would be refused by PostgreSQL, and read as 2 March by Node. */
const CALENDAR_DAY =
  "(((19|[2-9]\\d)\\d\\d)-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)|02-(0[1-9]|1\\d|2[0-8]))|((19|[2-9]\\d)(0[48]|[2468][048]|[13579][26])|([2468][048]|[3579][26])00)-02-29)";

/** RFC 3339 instant with offset, as a regular expression. */
export const INSTANT_PATTERN = `^${CALENDAR_DAY}T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$`;

/** RFC 3339 instant with offset; the store keeps milliseconds in UTC. */
export const Instant = Type.String({ pattern: INSTANT_PATTERN });

/** A calendar day in Asia/Shanghai, as a regular expression. */
export const DAY_PATTERN = `^${CALENDAR_DAY}$`;

/** A calendar day in Asia/Shanghai. */
export const PlainDay = Type.String({ pattern: DAY_PATTERN });

/** Amount in minor units (fen for CNY) as a decimal integer string. */
export const Money = Type.Object(
  {
    amountMinor: Type.String({ pattern: "^-?[0-9]{1,18}$" }),
    currency: Type.String({ pattern: "^[A-Z]{3}$" }),
  },
  closed,
);
export type Money = Static<typeof Money>;

const Percent = Type.String({ pattern: "^-?[0-9]{1,9}(\\.[0-9]{1,9})?$" });

/** What a bidder offers. A rate or a discount is never a price. Percent strings: "12.5" = 12.5 %. */
export const Offer = Type.Union([
  Type.Object({ kind: Type.Literal("total"), amount: Money }, closed),
  Type.Object(
    { kind: Type.Literal("unit"), amount: Money, unit: Type.Optional(Type.String()) },
    closed,
  ),
  Type.Object({ kind: Type.Literal("rate"), percent: Percent }, closed),
  Type.Object({ kind: Type.Literal("discount"), percent: Percent }, closed),
]);
export type Offer = Static<typeof Offer>;

const Name = Type.String({ minLength: 1, maxLength: 400 });

/** Organisation: with a unified social credit code (uscc), or foreign / unknown by name only. */
export const Organisation = Type.Object(
  {
    kind: Type.Literal("organisation"),
    name: Name,
    uscc: Type.Optional(Type.String({ minLength: 18, maxLength: 18 })),
    identifier: Type.Optional(
      Type.Object(
        { scheme: Type.String({ minLength: 1 }), id: Type.String({ minLength: 1 }) },
        closed,
      ),
    ),
    country: Type.Optional(Type.String({ minLength: 2, maxLength: 80 })),
  },
  closed,
);
export type Organisation = Static<typeof Organisation>;

/** A natural person: identity only as a keyed token, the name masked (contracts.md §1). */
export const NaturalPerson = Type.Object(
  {
    kind: Type.Literal("naturalPerson"),
    token: Type.String({ minLength: 8, maxLength: 128 }),
    maskedName: Type.String({ minLength: 1, maxLength: 40 }),
  },
  closed,
);
export type NaturalPerson = Static<typeof NaturalPerson>;

/** Consortium (联合体): one bid of several members. */
export const Consortium = Type.Object(
  {
    kind: Type.Literal("consortium"),
    name: Name,
    members: Type.Array(Organisation, { minItems: 1, maxItems: 20 }),
  },
  closed,
);

export const Party = Type.Union([Organisation, NaturalPerson, Consortium]);
export type Party = Static<typeof Party>;

export const LotId = Type.String({ minLength: 1, maxLength: 80 });

/** Regime: which statute governs the process; decides clocks, levels and release. */
export const Regime = Type.Union([
  Type.Literal("works"),
  Type.Literal("procurement"),
  Type.Literal("land"),
  Type.Literal("mineral"),
  Type.Literal("property"),
  Type.Literal("other"),
]);
export type Regime = Static<typeof Regime>;

/** Procurement method. Negotiated ones (negotiation, consultation, enquiry, singleSource) never show quotes. */
export const Method = Type.Union([
  Type.Literal("open"),
  Type.Literal("invited"),
  Type.Literal("negotiation"),
  Type.Literal("consultation"),
  Type.Literal("enquiry"),
  Type.Literal("singleSource"),
  Type.Literal("auction"),
  Type.Literal("listing"),
  Type.Literal("other"),
]);
export type Method = Static<typeof Method>;

/** Six-digit division code (GB/T 2260) or a shorter prefix; names are display only. */
export const Place = Type.Object(
  {
    code: Type.Optional(Type.String({ pattern: "^[0-9]{2,12}$" })),
    name: Type.String({ minLength: 1, maxLength: 120 }),
  },
  closed,
);
export type Place = Static<typeof Place>;

export { closed };
