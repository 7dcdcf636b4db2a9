/** Small things kept on this device. A full or forbidden store loses comfort, never an act. */
import { useCallback, useEffect, useState } from "react";

const PREFIX = "mingjing.";

export function readStored(key: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeStored(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
  } catch {
    return;
  }
}

interface Saved<Form> {
  readonly savedAt: string;
  readonly form: Form;
}

function savedDraft<Form extends object>(key: string, initial: Form): Saved<Form> | undefined {
  const text = readStored(`draft.${key}`);
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Saved<Form>;
    return { savedAt: value.savedAt, form: { ...initial, ...value.form } };
  } catch {
    return undefined;
  }
}

/**
 * A form that survives reload, sign-out and refusal. It is written at each change and removed by
 * `discard`. LIMITATION: whoever uses this device's browser profile can read the draft.
 */
export function useDraft<Form extends object>(key: string, initial: Form) {
  const [found] = useState(() => savedDraft(key, initial));
  const [form, setForm] = useState(found?.form ?? initial);
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    if (!touched) return;
    writeStored(`draft.${key}`, JSON.stringify({ savedAt: new Date().toISOString(), form }));
  }, [key, form, touched]);
  const change = useCallback((patch: Partial<Form>) => {
    setTouched(true);
    setForm((before) => ({ ...before, ...patch }));
  }, []);
  const discard = useCallback(() => {
    setTouched(false);
    setForm(initial);
    writeStored(`draft.${key}`, undefined);
  }, [key, initial]);
  return { form, change, discard, restoredFrom: found?.savedAt };
}
