import { useId, type ReactNode } from "react";

import { Icon } from "./icon.tsx";

export interface FieldIds {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean;
  readonly status?: "error";
}

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What the law says about this field, opened on demand. */
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** Label above, hint below it, error in words beside the control. */
export function Field({ label, hint, help, error, children }: FieldProps) {
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  const errorId = error === undefined ? undefined : `${id}-error`;
  const describedBy = [hintId, errorId].filter((part) => part !== undefined).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hintId !== undefined && (
        <p id={hintId} className="field-hint">
          {hint}
        </p>
      )}
      {help}
      {errorId !== undefined && (
        <p id={errorId} className="field-error">
          <Icon name="warning" /> {error}
        </p>
      )}
      {children({
        id,
        "aria-describedby": describedBy === "" ? undefined : describedBy,
        "aria-invalid": error !== undefined,
        ...(error === undefined ? {} : { status: "error" as const }),
      })}
    </div>
  );
}

export interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly value: Value | undefined;
  readonly choices: readonly {
    readonly value: Value;
    readonly label: string;
    readonly hint?: string;
  }[];
  readonly error?: string | undefined;
  readonly onChange: (value: Value) => void;
}

/** One of a few, all in view. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset className="choice" aria-invalid={props.error !== undefined}>
      <legend>{props.legend}</legend>
      {props.error !== undefined && (
        <p className="field-error">
          <Icon name="warning" /> {props.error}
        </p>
      )}
      {props.choices.map((choice) => (
        <label key={choice.value} className="choice-item">
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={props.value === choice.value}
            onChange={() => props.onChange(choice.value)}
          />
          <span>
            {choice.label}
            {choice.hint !== undefined && <small>{choice.hint}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
