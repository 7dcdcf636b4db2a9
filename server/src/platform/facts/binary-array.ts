/**
 * One-dimensional arrays in PostgreSQL's binary format, so that a batch of facts goes over the wire
 * without quoting (PostgreSQL source, src/backend/utils/adt/arrayfuncs.c, array_recv). A node-pg parameter
 * that is a Buffer travels in binary format. Values are written in place: a buffer each would cost more than they do.
 */

const OID = { bytea: 17, int2: 21, text: 25, timestamptz: 1184, uuid: 2950 } as const;

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;

function writeHeader(array: Buffer, oid: number, length: number): void {
  array.writeInt32BE(1, 0); // dimensions
  array.writeInt32BE(1, 4); // may hold nulls
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(length, 12);
  array.writeInt32BE(1, 16); // lower bound
}

interface Elements<T> {
  readonly oid: number;
  readonly values: readonly T[];
  /** All values together take no more. */
  readonly mostBytes: number;
  /** @returns bytes written */
  readonly write: (array: Buffer, value: T, offset: number) => number;
}

function encode<T>({ oid, values, mostBytes, write }: Elements<T>): Buffer {
  const array = Buffer.allocUnsafe(HEADER_BYTES + LENGTH_BYTES * values.length + mostBytes);
  writeHeader(array, oid, values.length);
  let offset = HEADER_BYTES;
  for (const value of values) {
    const start = offset + LENGTH_BYTES;
    if (value === undefined) {
      array.writeInt32BE(-1, offset);
      offset = start;
      continue;
    }
    const length = write(array, value, start);
    array.writeInt32BE(length, offset);
    offset = start + length;
  }
  return array.subarray(0, offset);
}

const sumOf = (values: readonly { readonly length: number }[]): number => {
  let sum = 0;
  for (const { length } of values) sum += length;
  return sum;
};

const copy = (array: Buffer, value: Buffer, offset: number): number => value.copy(array, offset);

export const byteaArray = (values: readonly Buffer[]): Buffer =>
  encode({ oid: OID.bytea, values, mostBytes: sumOf(values), write: copy });

/** bytea from hex. */
export const hexArray = (values: readonly string[]): Buffer =>
  encode({
    oid: OID.bytea,
    values,
    mostBytes: sumOf(values) / 2,
    write: (array, value, offset) => array.write(value, offset, "hex"),
  });

/** A UTF-16 unit has at most three bytes in UTF-8. */
export const textArray = (values: readonly string[]): Buffer =>
  encode({
    oid: OID.text,
    values,
    mostBytes: sumOf(values) * 3,
    write: (array, value, offset) => array.write(value, offset, "utf8"),
  });

/** text from UTF-8. */
export const utf8Array = (values: readonly Buffer[]): Buffer =>
  encode({ oid: OID.text, values, mostBytes: sumOf(values), write: copy });

export const uuidArray = (values: readonly (string | undefined)[]): Buffer =>
  encode({
    oid: OID.uuid,
    values,
    mostBytes: 16 * values.length,
    write: (array, value, offset) =>
      value === undefined ? 0 : array.write(value.replaceAll("-", ""), offset, "hex"),
  });

export const int2Array = (values: readonly number[]): Buffer =>
  encode({
    oid: OID.int2,
    values,
    mostBytes: 2 * values.length,
    write: (array, value, offset) => array.writeInt16BE(value, offset) - offset,
  });

/** Microseconds since 2000-01-01 (PostgreSQL's epoch). */
const EPOCH_2000_MS = 946_684_800_000;

export const instantArray = (values: readonly string[]): Buffer =>
  encode({
    oid: OID.timestamptz,
    values,
    mostBytes: 8 * values.length,
    write: (array, value, offset) =>
      array.writeBigInt64BE(BigInt(Date.parse(value) - EPOCH_2000_MS) * 1000n, offset) - offset,
  });
