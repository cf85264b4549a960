import { z } from 'zod'

/** Epoch milliseconds. */
export const Instant = z.int().nonnegative()
