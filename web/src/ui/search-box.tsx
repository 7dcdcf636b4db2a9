/** Words to look for in a list: sent when the typing rests; "/" leads to it. */
import { Input } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";

import { Icon } from "./icon.tsx";
import { useKeys } from "./keys.ts";

const DELAY_MS = 250;

export interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), DELAY_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  useKeys(useMemo(() => ({ "/": () => box.current?.querySelector("input")?.focus() }), []));
  return (
    <span className="filter-search" ref={box}>
      <Input
        type="search"
        prefix={<Icon name="search" />}
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </span>
  );
}
