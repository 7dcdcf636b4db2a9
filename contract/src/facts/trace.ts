import Type, { type Static } from "typebox";

import { closed } from "../values.ts";

const Text = Type.String({ minLength: 1, maxLength: 200 });

/** What the tendering tool saw of the machine and the hand behind a submission. Never public. */
export const DeviceTrace = Type.Object(
  {
    /** Public address as the trading system saw it. */
    ip: Type.Optional(Text),
    mac: Type.Optional(Text),
    cpu: Type.Optional(Text),
    disk: Type.Optional(Text),
    /** How the codes were read: tool name and rule, e.g. "vendor-picks-first-nic", "centerTerminal". */
    deviceHow: Type.Optional(Text),
    /** Install identifier of the bid-making tool. */
    toolId: Type.Optional(Text),
    /** Serial number of the bill-of-quantities software lock. */
    lockNo: Type.Optional(Text),
    contactPhone: Type.Optional(Text),
    contactEmail: Type.Optional(Text),
    legalRep: Type.Optional(Text),
    agent: Type.Optional(Text),
    guaranteeNo: Type.Optional(Text),
    payerAccount: Type.Optional(Text),
    /** Basic account (基本账户) of the bidder as registered, to compare the payer with (条例 26). */
    basicAccount: Type.Optional(Text),
    /** Serial number of the certificate (CA) that signed or decrypted. */
    caSerial: Type.Optional(Text),
    /** Hardware codes that the bill-of-quantities software wrote into the priced bill. */
    boqMac: Type.Optional(Text),
    boqCpu: Type.Optional(Text),
    boqDisk: Type.Optional(Text),
  },
  closed,
);
export type DeviceTrace = Static<typeof DeviceTrace>;
