import { useEffect, useState } from "react";

/** Whether the browser has a network, and since when it has not (RFC 3339). */
export function useOnline() {
  const [state, setState] = useState(() => ({
    isOnline: navigator.onLine,
    since: new Date().toISOString(),
  }));
  useEffect(() => {
    const change = () => setState({ isOnline: navigator.onLine, since: new Date().toISOString() });
    window.addEventListener("online", change);
    window.addEventListener("offline", change);
    return () => {
      window.removeEventListener("online", change);
      window.removeEventListener("offline", change);
    };
  }, []);
  return state;
}
