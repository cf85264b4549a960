import type { PressAnswer, SourceRefusal } from '../domain/mirror/pressed.ts'

const LONGEST_MESSAGE = 2_000
const PLAIN_REFUSAL = 409

/** They have not looked at it: too slow, too early, too busy. */
const NOT_NOW: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * What an answer means (三方快捷审批回调): above 400 it is a refusal, with words for the person. Also where the status is
 * 2xx and a `code` in the body says so, as many systems answer 200 to everything. Something that broke (5xx) or is busy
 * said nothing, unless it has words for the person. `text` undefined: longer than anybody reads.
 */
export function readAnswer(status: number, text: string | undefined): PressAnswer {
  const said = readBody(text)
  const hasWords = said.withoutPrefix === 'true' && said.message !== null
  if (status >= 200 && status < 300) {
    if (said.code === null || said.code <= 400 || said.message === null) return { type: 'taken' }
    return refused(said.code < 600 ? said.code : PLAIN_REFUSAL, said)
  }
  const isSilence = status < 400 || status >= 500 || NOT_NOW.has(status)
  if (isSilence && !hasWords) return { type: 'silent', error: `answers ${status}` }
  return refused(status, said)
}

type Said = Pick<SourceRefusal, 'message' | 'withoutPrefix'> & { code: number | null }

const refused = (status: number, { message, withoutPrefix }: Said): PressAnswer => ({
  type: 'refused',
  refusal: { status, message, withoutPrefix },
})

function readBody(text: string | undefined): Said {
  const body = parse(text ?? '')
  const { code, message, without_prefix: flag } = body
  return {
    code: typeof code === 'number' ? code : null,
    message: typeof message === 'string' && message.trim() !== '' ? message.slice(0, LONGEST_MESSAGE) : null,
    // A string on the page; a boolean is what people write.
    withoutPrefix: typeof flag === 'string' || typeof flag === 'boolean' ? String(flag) : null,
  }
}

type Body = { code?: unknown; message?: unknown; without_prefix?: unknown }

function parse(text: string): Body {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
