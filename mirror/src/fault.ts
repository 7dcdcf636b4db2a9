/** Something that whoever runs the mirror must put right; the message says what. */
export class MirrorFault extends Error {}
