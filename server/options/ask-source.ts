import { toText } from '../callbacks/cipher.ts'
import type { AskOutside } from '../runtime/outside/ask-outside.ts'
import { OptionsUnavailable, type OptionQuestion, type OptionsPage } from './port.ts'
import { readResult } from './read-result.ts'

/** 请求超时时间. */
export const WITHIN_MS = 3_000
const MOST_BYTES = 1_000_000

export type AskSourceDeps = {
  ask: AskOutside
  /** What a variable of the environment holds; undefined where it is not set, or not for this. */
  secretOf: (name: string) => string | undefined
  /** Where an address really is; itself, but for the sandbox's own. */
  locate?: ((address: string) => string) | undefined
  /** Told of options that no form can hold. */
  onLeftOut: (source: string, count: number) => void
}

export type AskSource = (question: OptionQuestion) => Promise<OptionsPage>

/** One request to a source, in the format of 关联外部选项说明. Rejects with `OptionsUnavailable`. */
export function createAskSource({
  ask,
  secretOf,
  locate = (address) => address,
  onLeftOut,
}: AskSourceDeps): AskSource {
  return async (question) => {
    const { source, page } = question
    const host = hostOf(source.from)
    const token = secretFor(host, source.tokenEnv, secretOf)
    if (token === undefined)
      throw new OptionsUnavailable('not_set_up', `${host}: no tokenEnv names its token`)
    const key = secretFor(host, source.keyEnv, secretOf)
    const { status, text } = await send(ask, locate(source.from), bodyOf(question, token))
    if (status !== 200) throw new OptionsUnavailable('no_answer', `${host} answers ${status}`)
    const read = readResult(text, { key, isSearched: source.search, asked: page })
    if ('refused' in read)
      throw new OptionsUnavailable('refused', `${host} refuses with code ${read.refused}`)
    if ('fault' in read) throw new OptionsUnavailable('not_understood', `${host} ${read.fault}`)
    if (read.leftOut > 0) onLeftOut(host, read.leftOut)
    return read.page
  }
}

function secretFor(
  host: string,
  name: string | undefined,
  secretOf: AskSourceDeps['secretOf'],
): string | undefined {
  if (name === undefined) return undefined
  const secret = secretOf(name)
  if (secret === undefined) throw new OptionsUnavailable('not_set_up', `${host}: ${name} is not set`)
  return secret
}

/** page_token, query and locale are for sources that search alone; what is empty is left out. */
function bodyOf({ source, userId, linkage, query, page, locale }: OptionQuestion, token: string): string {
  const isLinked = Object.keys(linkage).length > 0
  return JSON.stringify({
    employee_id: userId,
    token,
    ...(isLinked && { linkage_params: linkage }),
    ...(source.search && page !== '' && { page_token: page }),
    ...(source.search && query !== '' && { query }),
    ...(source.search && { locale: locale.toLowerCase().replace('-', '_') }),
  })
}

async function send(ask: AskOutside, url: string, body: string): Promise<{ status: number; text: string }> {
  try {
    const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
    const { status, content } = await ask({
      url,
      method: 'POST',
      headers,
      body,
      timeoutMs: WITHIN_MS,
      mostBytes: MOST_BYTES,
    })
    const pieces: Uint8Array[] = []
    for await (const piece of content) pieces.push(piece)
    return { status, text: toText(Buffer.concat(pieces)) ?? '' }
  } catch (error) {
    throw new OptionsUnavailable('no_answer', error instanceof Error ? error.message : String(error), error)
  }
}

/** Its path may be known to few. */
const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : 'the address')
