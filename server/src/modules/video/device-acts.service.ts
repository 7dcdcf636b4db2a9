/** An official accepts a device of GB/T 28181, changes it or takes it out of use. */
import type { AcceptDevice } from "../../../../contract/src/camera-register.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { seal } from "../../platform/seal.ts";
import type { VideoActContext } from "./acts.service.ts";
import { countAcceptances, putSecret } from "./device.store.ts";

/** A sealed password opens for this device alone. */
export const secretOwner = (device: string): string => `device ${device}`;

/** @throws RuleViolation video.no-password */
export async function acceptDevice(
  { db, registry, actor, at }: VideoActContext,
  { password, ...wanted }: AcceptDevice,
  addressKey: () => Promise<string>,
): Promise<void> {
  const { device } = wanted;
  const key = password === undefined ? undefined : await addressKey();
  const sealed =
    password === undefined || key === undefined
      ? undefined
      : seal(password, { key, owner: secretOwner(device) });
  await inTransaction(db, async (tx) => {
    const count = await countAcceptances(tx, device);
    if (count === 0 && sealed === undefined)
      throw new RuleViolation("video.no-password", {}, { status: 400 });
    const { account, name, department } = actor;
    await recordFact(tx, registry, {
      kind: "video.device-accepted",
      source: "mingjing",
      sourceId: `video/device/${device}/accepted/${count + 1}`,
      subject: `device:${device}`,
      occurredAt: at.toISOString(),
      payload: { ...wanted, officer: { account, name, department } },
    });
    if (sealed !== undefined) await putSecret(tx, device, sealed);
  });
}
