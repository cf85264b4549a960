import { z } from 'zod'

/** How a forged or broken callback differs from the one Feishu would send. */
export const Tamper = z.object({
  /** Fields to overwrite, as JSON; null removes one. */
  fields: z.record(z.string(), z.unknown()).optional(),
  /** Sends it in plain although a key is configured. */
  plain: z.boolean().optional(),
  /** Encrypts with this key instead. */
  key: z.string().optional(),
  /** Flips this bit of the encrypted bytes (IV first) or, in plain, of the JSON text. */
  flipBit: z.number().int().nonnegative().optional(),
  /** The whole request body, as it is. */
  raw: z.string().optional(),
})
export type Tamper = z.infer<typeof Tamper>

export function overwrite(
  body: Record<string, unknown>,
  fields: Record<string, unknown> = {},
): Record<string, unknown> {
  const merged = { ...body, ...fields }
  return Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== null && value !== undefined),
  )
}

export function flipBit(data: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(data)
  const at = Math.floor(bit / 8) % flipped.length
  flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (bit % 8)), at)
  return flipped
}
