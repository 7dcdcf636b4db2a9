/** The shared-environment register (共用环境登记), made ready for look-up: it lowers hits, never deletes them. */
import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import type { RegisteredEnvironment } from "./input.ts";
import { type AddressBlock, isWithin, parseBlock, readAddress } from "./values/address.ts";
import { readEmail, readPhone } from "./values/contact.ts";
import { readDisk, readMacs } from "./values/device-codes.ts";
import { readMark } from "./values/mark.ts";

export interface Environment {
  readonly kind: string;
  readonly name: string;
}

/** What can tell a place: everything but the CPU, which a model series shares. */
export type PlaceField =
  | "ip"
  | "mac"
  | "disk"
  | "lockNo"
  | "toolId"
  | "contactPhone"
  | "contactEmail"
  | "payerAccount";

interface RegisteredBlock {
  readonly block: AddressBlock;
  readonly environment: Environment;
}

export interface Register {
  readonly values: ReadonlyMap<string, readonly Environment[]>;
  readonly blocks: readonly RegisteredBlock[];
}

const DEVICE_FIELDS = ["ip", "mac", "disk", "lockNo", "toolId"] as const;

/** Normalised values of one field of a trace. */
export function valuesOf(trace: DeviceTrace, field: PlaceField): readonly string[] {
  const text = trace[field];
  if (text === undefined) return [];
  if (field === "mac") return readMacs(text);
  const value = readOne(field, text);
  return value === undefined ? [] : [value];
}

function readOne(field: Exclude<PlaceField, "mac">, text: string): string | undefined {
  switch (field) {
    case "ip": {
      const address = readAddress(text);
      return address.kind === "public" ? address.value : text.trim();
    }
    case "disk":
      return readDisk(text);
    case "contactPhone":
      return readPhone(text);
    case "contactEmail":
      return readEmail(text);
    case "lockNo":
    case "toolId":
    case "payerAccount":
      return readMark(text);
  }
}

const compiled = new WeakMap<readonly RegisteredEnvironment[], Register>();

/** Index of the register; the same array is indexed once. */
export function compileRegister(environments: readonly RegisteredEnvironment[]): Register {
  const before = compiled.get(environments);
  if (before !== undefined) return before;
  const values = new Map<string, Environment[]>();
  const blocks: RegisteredBlock[] = [];
  for (const { kind, name, values: traces } of environments) {
    const environment = { kind, name };
    for (const trace of traces) addTrace({ values, blocks }, trace, environment);
  }
  const register = { values, blocks };
  compiled.set(environments, register);
  return register;
}

interface Growing {
  readonly values: Map<string, Environment[]>;
  readonly blocks: RegisteredBlock[];
}

function addTrace(register: Growing, trace: DeviceTrace, environment: Environment): void {
  for (const field of [...DEVICE_FIELDS, "contactPhone", "contactEmail", "payerAccount"] as const) {
    const block = field === "ip" && trace.ip?.includes("/") ? parseBlock(trace.ip) : undefined;
    if (block !== undefined) register.blocks.push({ block, environment });
    else
      for (const value of valuesOf(trace, field))
        add(register.values, `${field} ${value}`, environment);
  }
}

function add(values: Map<string, Environment[]>, key: string, environment: Environment): void {
  const known = values.get(key);
  if (known === undefined) values.set(key, [environment]);
  else known.push(environment);
}

/** Environments that have this trace's value of the field registered. */
export function environmentsByField(
  register: Register,
  trace: DeviceTrace,
  field: PlaceField,
): readonly Environment[] {
  const found = valuesOf(trace, field).flatMap(
    (value) => register.values.get(`${field} ${value}`) ?? [],
  );
  if (field !== "ip" || register.blocks.length === 0 || trace.ip === undefined) return found;
  const address = parseBlock(trace.ip);
  if (address === undefined) return found;
  const around = register.blocks.filter(({ block }) => isWithin(address, block));
  return [...found, ...around.map(({ environment }) => environment)];
}

/** Environments in which the device of this trace stood, by any of its marks. */
export function environmentsOfDevice(
  register: Register,
  trace: DeviceTrace,
): readonly Environment[] {
  if (register.values.size === 0 && register.blocks.length === 0) return [];
  return DEVICE_FIELDS.flatMap((field) => environmentsByField(register, trace, field));
}

/** The environment that both sides share by name and kind. */
export function commonEnvironment(
  left: readonly Environment[],
  right: readonly Environment[],
): Environment | undefined {
  return left.find((one) => right.some(({ kind, name }) => one.kind === kind && one.name === name));
}
