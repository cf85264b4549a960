/** The little that is needed of a logger; pino has it. */
export type SdkLog = Record<'debug' | 'info' | 'warn' | 'error', (fields: object, message: string) => void>

type SdkLogger = Record<'error' | 'warn' | 'info' | 'debug' | 'trace', (...parts: unknown[]) => void>

/**
 * What the SDK may log. Its errors carry the whole request with the app secret and bearer tokens, which its
 * default logger prints; here only an error's name and code come through, and its one-word texts.
 */
export function createSdkLog(log: SdkLog): SdkLogger {
  const write =
    (level: keyof SdkLog) =>
    (...parts: unknown[]) => {
      log[level]({ sdk: parts.flat().map(describe) }, 'feishu sdk')
    }
  return {
    // A failed call is told, in our words, by whoever made it.
    error: write('debug'),
    warn: write('debug'),
    info: write('debug'),
    debug: write('debug'),
    trace: () => undefined,
  }
}

function describe(part: unknown): string {
  if (part instanceof Error) return 'code' in part ? `${part.name} ${String(part.code)}` : part.name
  return typeof part === 'string' && /^[\w ]{1,60}$/.test(part) ? part : '…'
}
