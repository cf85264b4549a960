// @ts-check
/** A build that failed, in words for the person at the terminal. */
export class BuildError extends Error {}
