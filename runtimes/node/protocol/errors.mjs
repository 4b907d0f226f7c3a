// The user's mistake, one sentence: printed once to standard error, exit 2.
export class InputError extends Error {}
