/** A note, act or sheet as it is kept. Pure. */
import type { ActRecorded } from "../../../../contract/src/facts/witnessing.act-recorded.ts";
import type { InterventionIssued } from "../../../../contract/src/facts/witnessing.intervention-issued.ts";
import type { NoteTaken } from "../../../../contract/src/facts/witnessing.note-taken.ts";

interface Kept {
  readonly factId: string;
  readonly id: string;
  readonly at: string;
  readonly ocid: string | undefined;
  /** The project, or a shift. */
  readonly subject: string;
  readonly title: string | undefined;
}

export type KeptRecord = Kept &
  (
    | { readonly kind: "witnessing.note-taken"; readonly payload: NoteTaken }
    | { readonly kind: "witnessing.act-recorded"; readonly payload: ActRecorded }
    | { readonly kind: "witnessing.intervention-issued"; readonly payload: InterventionIssued }
  );
