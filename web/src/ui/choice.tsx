/** One choice of a few, with its label above. */
import { useId } from "react";

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly values: readonly (readonly [string, string])[];
  /** Word for no choice; absent: there is always one. */
  readonly any?: string;
  readonly onChange: (value: string) => void;
}

export function Choice({ label, value, values, any, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="choice">
      <label className="meta" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="select"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      >
        {any !== undefined && <option value="">{any}</option>}
        {values.map(([code, word]) => (
          <option key={code} value={code}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}
