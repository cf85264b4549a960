export type LogEntry = {
  seq: number
  at: number
  api: string
  method: string
  path: string
  status: number
  code: number | null
  ms: number
  logId: string
  /** Fault that was injected into this request, if any. */
  fault?: string
  /** Rule that the request broke, if any. */
  rule?: string
  request: unknown
  response: unknown
}

export type Counter = {
  requests: number
  ok: number
  refused: number
  limited: number
  faults: number
  byCode: Record<string, number>
}

export type Log = ReturnType<typeof createLog>

/** The last `size` requests with their bodies, and counts of all. Secrets never get in. */
export function createLog(size: number) {
  const ring: LogEntry[] = []
  const counters: Record<string, Counter> = {}
  let seq = 0
  return {
    add(entry: Omit<LogEntry, 'seq'>): void {
      const full: LogEntry = {
        ...entry,
        seq: (seq += 1),
        request: redact(entry.request),
        response: redact(entry.response),
      }
      ring[seq % size] = full
      count(counters, full)
    },
    entries(since = 0, api?: string): LogEntry[] {
      return ring
        .filter((entry) => entry.seq > since && (api === undefined || entry.api === api))
        .sort((one, other) => one.seq - other.seq)
    },
    counters: () => counters,
    last: () => seq,
  }
}

function count(counters: Record<string, Counter>, entry: LogEntry): void {
  const counter = (counters[entry.api] ??= {
    requests: 0,
    ok: 0,
    refused: 0,
    limited: 0,
    faults: 0,
    byCode: {},
  })
  counter.requests += 1
  if (entry.fault !== undefined) counter.faults += 1
  if (entry.code === 0) counter.ok += 1
  else if (entry.code === 99991400) counter.limited += 1
  else counter.refused += 1
  const key = String(entry.code)
  counter.byCode[key] = (counter.byCode[key] ?? 0) + 1
}

const SECRET = new Set([
  'app_secret',
  'client_secret',
  'code',
  'access_token',
  'refresh_token',
  'tenant_access_token',
  'action_callback_token',
  'action_callback_key',
  'token',
  'key_secret',
  'device_code',
  'encryption_key',
  'verification_token',
  // 长连接: the secret in, and an address with a ticket out.
  'AppSecret',
  'URL',
])

/** `code` is a secret only where it is a string: a login code, never an answer's number. */
function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET.has(key) && typeof inner === 'string' ? '[redacted]' : redact(inner),
    ]),
  )
}
