/**
 * One-dimensional arrays in PostgreSQL's binary format, so that a batch of facts goes over the wire
 * without quoting (PostgreSQL source, src/backend/utils/adt/arrayfuncs.c, array_recv).
 */

const OID = { bytea: 17, int2: 21, text: 25, timestamptz: 1184, uuid: 2950 } as const;

type Element = Buffer | null;

const HEADER_BYTES = 20;

function writeHeader(array: Buffer, oid: number, length: number): void {
  array.writeInt32BE(1, 0); // dimensions
  array.writeInt32BE(1, 4); // may hold nulls
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(length, 12);
  array.writeInt32BE(1, 16); // lower bound
}

function encode(oid: number, elements: readonly Element[]): Buffer {
  let size = HEADER_BYTES;
  for (const element of elements) size += 4 + (element?.length ?? 0);
  const array = Buffer.allocUnsafe(size);
  writeHeader(array, oid, elements.length);
  let offset = HEADER_BYTES;
  for (const element of elements) {
    array.writeInt32BE(element?.length ?? -1, offset);
    offset += 4;
    if (element === null) continue;
    element.copy(array, offset);
    offset += element.length;
  }
  return array;
}

/** A node-pg parameter that is a Buffer travels in binary format. */
export const byteaArray = (values: readonly Buffer[]): Buffer => encode(OID.bytea, values);

/** Texts are written in place: most bytes of a batch are payloads. */
export function textArray(values: readonly string[]): Buffer {
  let size = HEADER_BYTES;
  for (const value of values) size += 4 + Buffer.byteLength(value, "utf8");
  const array = Buffer.allocUnsafe(size);
  writeHeader(array, OID.text, values.length);
  let offset = HEADER_BYTES;
  for (const value of values) {
    const length = array.write(value, offset + 4, "utf8");
    array.writeInt32BE(length, offset);
    offset += 4 + length;
  }
  return array;
}

export const uuidArray = (values: readonly (string | undefined)[]): Buffer =>
  encode(
    OID.uuid,
    values.map((value) => (value === undefined ? null : uuidBytes(value))),
  );

export const int2Array = (values: readonly number[]): Buffer =>
  encode(
    OID.int2,
    values.map((value) => {
      const bytes = Buffer.allocUnsafe(2);
      bytes.writeInt16BE(value, 0);
      return bytes;
    }),
  );

/** Microseconds since 2000-01-01 (PostgreSQL's epoch). */
const EPOCH_2000_MS = 946_684_800_000;

export const instantArray = (values: readonly string[]): Buffer =>
  encode(
    OID.timestamptz,
    values.map((value) => {
      const bytes = Buffer.allocUnsafe(8);
      bytes.writeBigInt64BE(BigInt(Date.parse(value) - EPOCH_2000_MS) * 1000n, 0);
      return bytes;
    }),
  );

const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll("-", ""), "hex");
