import type { Source } from '../../../shared/source-file.ts'
import type { UseCaseContext } from '../../usecases/context.ts'
import { done, refused, tooFrequent, toRefusal, type DoorReply } from './answers.ts'
import { Refusal, REFUSED } from './refusal.ts'
import type { SourceTokens } from './token.ts'
import { readBytes } from './wire.ts'

export type DoorRequest = {
  params: Readonly<Record<string, string>>
  query: Readonly<Record<string, unknown>>
  token: string | undefined
  /** Read once it is known who asks. Throws where it is too large, or does not come. */
  readBytes: () => Promise<Uint8Array>
  /** Whether it comes from one of these addresses and networks; from anywhere where there are none. */
  comesFrom: (addresses: readonly string[] | undefined) => boolean
  /** Under which the answer is found in the log. */
  requestId: string
}

export type DoorEndpoint = (request: DoorRequest) => Promise<DoorReply>

/** A request of a source that is let in. */
export type Call = { source: Source; body: unknown } & Pick<DoorRequest, 'params' | 'query'>

export type DoorDeps = {
  ctx: UseCaseContext
  tokens: SourceTokens
  /** Seconds until this source may ask again; undefined: it may now. */
  waitFor: (source: string) => number | undefined
  onFault: (error: unknown, requestId: string) => void
}

/** What an endpoint does for a source; its answer stands below `data`. */
export type Work = (call: Call) => Promise<object>

/**
 * A request in Feishu's own words: who asks, whether they may now, what they want; in this order, so that strangers cost
 * little. Whatever goes wrong is answered in Feishu's shape, with a log id.
 */
export function createEndpoint(deps: DoorDeps, work: Work): DoorEndpoint {
  return answering(deps, async (request) => {
    const source = await admit(deps, request)
    try {
      const body = readBytes(await request.readBytes())
      return done(
        await work({ source, body, params: request.params, query: request.query }),
        request.requestId,
      )
    } catch (error) {
      const refusal = toRefusal(error)
      if (refusal) deps.ctx.sources.ledger.refused(source.id, refusal.message)
      throw error
    }
  })
}

/** Answers what is thrown as Feishu would. */
export function answering({ onFault }: Pick<DoorDeps, 'onFault'>, endpoint: DoorEndpoint): DoorEndpoint {
  return async (request) => {
    try {
      return await endpoint(request)
    } catch (error) {
      const refusal = toRefusal(error)
      if (!refusal) onFault(error, request.requestId)
      return refused(refusal ?? new Refusal(REFUSED.tryLater, undefined, { status: 500 }), request.requestId)
    }
  }
}

async function admit({ ctx, tokens, waitFor }: DoorDeps, { token, comesFrom }: DoorRequest): Promise<Source> {
  const id = await tokens.verify(token)
  const source = await findSource(ctx, id)
  if (!source || !comesFrom(source.addresses)) throw new Refusal(REFUSED.tokenInvalid)
  const resetSeconds = waitFor(id)
  if (resetSeconds !== undefined) throw tooFrequent(resetSeconds)
  return source
}

/** A source of another format has no door here. */
export const findSource = async ({ sources }: UseCaseContext, id: string): Promise<Source | undefined> =>
  (await sources.read()).find((one) => one.id === id && one.format === 'feishu')
