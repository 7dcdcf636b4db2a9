import { useEffect } from "react";

export type KeyMap = Readonly<Record<string, () => void>>;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest(
      "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, dialog, [role=dialog]",
    ) !== null
  );
}

/** Letters that an input method is still composing are nobody's command. */
const isBusy = (event: KeyboardEvent): boolean =>
  event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target);

const nameOf = ({ key }: KeyboardEvent): string => (key.length === 1 ? key.toLowerCase() : key);

/** A first key such as g waits this long for its second. */
const SEQUENCE_MS = 1500;
const sequence = { first: "", until: 0 };

/** Single-key commands for a page; silent while somebody types, a dialog is open, or a sequence has begun. */
export function useKeys(keys: KeyMap): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isBusy(event) || performance.now() < sequence.until) return;
      const run = keys[nameOf(event)];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [keys]);
}

/** Commands of two keys, `first` and then a letter, as in g then l. Captured before single keys. */
export function useSequence(first: string, keys: KeyMap): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isBusy(event)) return;
      const key = nameOf(event);
      if (sequence.first === first && performance.now() < sequence.until) {
        sequence.until = 0;
        event.preventDefault();
        event.stopImmediatePropagation();
        keys[key]?.();
      } else if (key === first) {
        Object.assign(sequence, { first, until: performance.now() + SEQUENCE_MS });
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    };
    document.addEventListener("keydown", listen, { capture: true });
    return () => document.removeEventListener("keydown", listen, { capture: true });
  }, [first, keys]);
}

/** Ctrl or ⌘ with a letter, anywhere. */
export function useChord(letter: string, run: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== letter) return;
      event.preventDefault();
      run();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [letter, run]);
}
