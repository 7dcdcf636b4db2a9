/** Lists in variables, and what may stand in the list of trusted proxies. Pure. */
import { BlockList, isIP } from "node:net";

/** Parts between commas, without blanks. */
export const listOf = (text: string): readonly string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/**
 * An address or a CIDR network. A name such as `loopback`, or the network of everybody, would let anybody choose the
 * address he seems to come from.
 */
export function isProxyNetwork(part: string): boolean {
  const [address = "", bits, ...more] = part.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  if (bits === undefined) return true;
  if (!/^[1-9]\d{0,2}$/.test(bits)) return false;
  try {
    new BlockList().addSubnet(address, Number(bits), family === 6 ? "ipv6" : "ipv4");
    return true;
  } catch {
    return false;
  }
}
