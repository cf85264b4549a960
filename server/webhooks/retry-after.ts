/** Milliseconds that a `retry-after` asks for (RFC 9110, 10.2.3): seconds, or a date. null: it says nothing readable. */
export function readRetryAfter(text: string | undefined, now: number): number | null {
  if (text === undefined) return null
  const trimmed = text.trim()
  if (/^\d{1,9}$/.test(trimmed)) return Number(trimmed) * 1_000
  const at = /[a-z]/i.test(trimmed) ? Date.parse(trimmed) : NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
