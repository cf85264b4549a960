const awayFromUtc = 12 - new Date().getUTCHours()

/** It is noon there: hours of work, and no midnight comes in between. */
export const NOON_ZONE = `Etc/GMT${awayFromUtc > 0 ? '-' : '+'}${Math.abs(awayFromUtc)}`

export const NOON_DAY = new Date(Date.now() + awayFromUtc * 3_600_000).toISOString().slice(0, 10)
