/** Of a table. */
export const MOST_ROWS = 100

/** Of what nobody asked for, so many are told: a request can be full of it, and the answer would be larger still. */
export const MOST_UNKNOWN = 100
