/** The way out: another page in the place of this one, which leaves no entry in the history. */

export function leave(): void {
  document.getElementById("tipoff")?.replaceChildren();
  location.replace("/tipoff/exit");
}
