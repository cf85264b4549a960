/** `fetch` itself says no more than that it failed: what the network said lies below. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  // Several addresses were tried, each with an error of its own.
  const [first] = cause instanceof AggregateError ? (cause.errors as unknown[]) : []
  const deepest = first instanceof Error ? first : cause
  return deepest.message || ('code' in deepest ? String(deepest.code) : error.message)
}
