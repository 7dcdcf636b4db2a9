/** Parameters of a code: what its sentence in `locales/` needs. */
export type RuleParams = Readonly<Record<string, string | number | boolean>>;

/** One field that was refused: path in the input, code, parameters. */
export interface FieldError {
  readonly path: string;
  readonly code: string;
  readonly params: RuleParams;
}

/**
 * Understood and refused, by the law or by the state of the record. Becomes a 4xx problem
 * (contracts.md §3); anything else that is thrown is a fault and reveals nothing.
 */
export class RuleViolation extends Error {
  readonly code: string;
  readonly params: RuleParams;
  readonly status: number;
  readonly errors: readonly FieldError[];

  constructor(
    code: string,
    params: RuleParams = {},
    options: { status?: number; errors?: readonly FieldError[] } = {},
  ) {
    super(code);
    this.name = "RuleViolation";
    this.code = code;
    this.params = params;
    this.status = options.status ?? (code.endsWith(".not-found") ? 404 : 409);
    this.errors = options.errors ?? [];
  }
}
