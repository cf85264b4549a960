import { z } from 'zod'

/** An `update_time` in an answer. "0" for what Feishu does not know; milliseconds of epoch are exact in a double. */
export const WireClock = z.union([z.string().regex(/^\d{1,15}$/), z.int().nonnegative()]).transform(Number)
