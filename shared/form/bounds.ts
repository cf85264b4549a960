/** Of a table. */
export const MOST_ROWS = 100
