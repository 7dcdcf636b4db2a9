/** Words about offers, parties and processes that other features need. */
export { moneyText, offerNumber, offerText, partyKey, partyName } from "./offer.ts";
export { useWord } from "./words.ts";
