import type { StoreCheck } from '../contract.ts'

const FAR = 16
/** What is smaller than this is quick to read and write, however small the others are. */
const SMALL_BYTES = 256 * 1024
/** As many as somebody looks into. */
const MOST_TOLD = 20

/** Takes no more than a sort of the numbers, however large the records are. The largest come first. */
export function farLargerOf(records: readonly { id: string; bytes: number }[]): StoreCheck['sizes'] {
  const bySize = [...records].sort((a, b) => b.bytes - a.bytes)
  const usual = bySize[Math.floor(bySize.length / 2)]?.bytes ?? 0
  const from = Math.max(SMALL_BYTES, FAR * usual)
  return { usual, farLarger: bySize.slice(0, MOST_TOLD).filter(({ bytes }) => bytes > from) }
}
