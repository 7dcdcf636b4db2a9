/** What a warning node may ask about an act. Everything may be absent: then the node says which field it lacks. */
import Type, { type Static } from "typebox";

import { closed, Instant, Method, Money, PlainDay, Regime } from "./values.ts";

const optional = Type.Optional;
const Flag = optional(Type.Boolean());
const Day = optional(PlainDay);
const At = optional(Instant);
const Amount = optional(Money);
const Count = optional(Type.Integer({ minimum: 0, maximum: 1_000_000 }));
const Text = optional(Type.String({ minLength: 1, maxLength: 400 }));

export const WarningFacts = Type.Object(
  {
    regime: optional(Regime),
    method: optional(Method),
    /** 依法必须进行招标的项目. */
    isMandatory: Flag,
    isStateFunded: Flag,
    purchaseKind: optional(Type.Union([Type.Literal("goods"), Type.Literal("services")])),
    hasMethodGround: Flag,
    hasFloorPrice: Flag,
    hasCeilingPrice: Flag,
    isCeilingStated: Flag,
    isInDesignatedMedia: Flag,
    affectsBids: Flag,
    isAccepted: Flag,
    isSealed: Flag,
    hasPassedPrequalification: Flag,
    isFromBasicAccount: Flag,
    revealsBuyers: Flag,
    isRandomDraw: Flag,
    hasSameCriteria: Flag,
    hasLowBid: Flag,
    isLowBidExplained: Flag,
    isPaused: Flag,
    isAwardChangeGrounded: Flag,
    budget: Amount,
    estimate: Amount,
    ceilingPrice: Amount,
    previousCeilingPrice: Amount,
    bidBond: Amount,
    performanceBond: Amount,
    awardAmount: Amount,
    contractAmount: Amount,
    supplementTotal: Amount,
    sameItemTotal: Amount,
    openThreshold: Amount,
    mandatoryThreshold: Amount,
    lotEstimates: optional(Type.Array(Money, { minItems: 1, maxItems: 200 })),
    documentsFrom: Day,
    documentsTo: Day,
    noticeFrom: Day,
    noticeTo: Day,
    startOn: Day,
    prequalificationSaleTo: Day,
    prequalificationDeadline: Day,
    changeOn: Day,
    withdrawnOn: Day,
    bondReturnedOn: Day,
    evaluatedOn: Day,
    reportOn: Day,
    disclosureFrom: Day,
    disclosureTo: Day,
    awardOn: Day,
    awardNoticeOn: Day,
    resultPublishedOn: Day,
    signedOn: Day,
    filedOn: Day,
    contractPublishedOn: Day,
    reportedOn: Day,
    bidDeadline: At,
    openingAt: At,
    receivedAt: At,
    openedAt: At,
    decryptedAt: At,
    priceWeight: optional(Type.Number({ minimum: 0, maximum: 100 })),
    openObjections: Count,
    bidderCount: Count,
    readCount: Count,
    committeeSize: Count,
    expertCount: Count,
    relatedMembers: Count,
    recusedMembers: Count,
    validBidCount: Count,
    signedCount: Count,
    dissentCount: Count,
    candidateCount: Count,
    recipientCount: Count,
    notifiedCount: Count,
    bidValidityDays: Count,
    bondValidityDays: Count,
    keptYears: Count,
    /** Seconds without picture at one stretch, the longest. */
    longestGapSeconds: Count,
    /** Times at which a picture was black, frozen, looped or moved. */
    oddPictures: Count,
    unlistedEntries: Count,
    /** Of the camera's clock, ahead or behind. */
    clockOffsetSeconds: optional(Type.Number({ minimum: 0 })),
    /** Percent of the time. */
    recordedPercent: optional(Type.Number({ minimum: 0, maximum: 100 })),
    venue: Text,
    announcedVenue: Text,
    firstCandidate: Text,
    awardee: Text,
    contractParty: Text,
    documentText: optional(Type.String({ maxLength: 200_000 })),
  },
  closed,
);
export type WarningFacts = Static<typeof WarningFacts>;
export type WarningField = keyof WarningFacts;
