import { useEffect, useState } from "react";

import { dayOf } from "./dates.ts";

const LOOK_AGAIN_MS = 60_000;

/** Today as `YYYY-MM-DD` in the zone of the city; a page left open overnight notices midnight. */
export function useToday(): string {
  const [today, setToday] = useState(() => dayOf(new Date()));
  useEffect(() => {
    const timer = setInterval(() => setToday(dayOf(new Date())), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return today;
}
