import { z } from 'zod'
import { AppError } from '../../domain/errors.ts'
import type { Source } from '../../../shared/source-file.ts'
import { OfsBody, SeeyonBody, SeeyonPendings, SnapshotBody } from '../../sources/bodies.ts'
import { OfsAnswer, toOfsAnswer } from '../../sources/ofs/ofs-answer.ts'
import { isOfsOperation, takeOfs, unknownOperation } from '../../sources/ofs/take-ofs.ts'
import { readFields, readSourceBody } from '../../sources/read-source-body.ts'
import { textOf } from '../../sources/read-field.ts'
import { SeeyonAnswer, takePending, takePendings, takeState } from '../../sources/seeyon/take-seeyon.ts'
import { SnapshotAnswer, takeSnapshotBody } from '../../sources/take-snapshot-body.ts'
import type { HttpDeps } from '../deps.ts'
import { callerOf, defineRoute, type ForeignRoute, type Incoming, type Reply, type Route } from '../route.ts'

type Deps = Pick<HttpDeps, 'ctx'>

const PATH = '/sources/:source/:secret'
const LARGEST = 256 * 1024
/** 10,000 to-dos, with long links. */
const LARGEST_LIST = 24 * 1024 * 1024

/** Other systems push here; the secret stands in the path, as callers of that age can set an address and nothing else. */
export function sourceRoutes(deps: Deps): Route[] {
  return [...ofsRoutes(deps), ...seeyonRoutes(deps), snapshotRoute(deps)]
}

const COMMON = { access: 'source', errors: [] } as const

function ofsRoutes({ ctx }: Deps): Route[] {
  const foreign: ForeignRoute = {
    largest: LARGEST,
    body: OfsBody,
    refuse: (message, { operation = '' }) => toOfsAnswer(operation, { message }),
  }
  return [
    defineRoute({
      ...COMMON,
      method: 'post',
      path: `${PATH}/rest/ofs/:operation`,
      operationId: 'pushOfs',
      summary:
        'Of a source of format ofs: ReceiveRequestInfoByJson, processDoneRequestByJson, processOverRequestByJson, deleteUserRequestInfoByJson, deleteRequestInfoByJson. operResult 1 once it is stored; 503 when it is not known to be.',
      foreign,
      answers: [{ status: 200, description: 'Stored, or refused for good.', schema: OfsAnswer }],
      handle: async (incoming) => {
        const source = sourceOf(incoming, 'ofs')
        const { operation = '' } = incoming.params
        const name = operation.toLowerCase()
        return refusedForGood(ctx, source, foreign, incoming, async () => {
          if (!isOfsOperation(name)) throw unknownOperation()
          const body = readSourceBody(incoming.raw)
          await takeOfs(ctx, source, { operation: name, body })
          return toOfsAnswer(operation, { syscode: textOf(readFields(body), 'syscode'), message: null })
        })
      },
    }),
  ]
}

function seeyonRoutes({ ctx }: Deps): Route[] {
  const refuse = (message: string): SeeyonAnswer => ({ success: false, errorMsgs: [message] })
  const route = (
    path: string,
    operationId: string,
    summary: string,
    { largest, body, take }: Pick<ForeignRoute, 'largest' | 'body'> & { take: typeof takePending },
  ): Route => {
    const foreign: ForeignRoute = { largest, body, refuse }
    return defineRoute({
      ...COMMON,
      method: 'post',
      path: `${PATH}/seeyon/rest/thirdpartyPending/${path}`,
      operationId,
      summary,
      foreign,
      answers: [{ status: 200, description: 'Stored, or refused for good.', schema: SeeyonAnswer }],
      handle: async (incoming) => {
        const source = sourceOf(incoming, 'seeyon')
        return refusedForGood(ctx, source, foreign, incoming, () =>
          take(ctx, source, readSourceBody(incoming.raw)),
        )
      },
    })
  }
  return [
    tokenRoute('get', { ctx }),
    tokenRoute('post', { ctx }),
    route('receive', 'pushSeeyon', 'Of a source of format seeyon: one to-do.', {
      largest: LARGEST,
      body: SeeyonBody,
      take: takePending,
    }),
    route('receive/pendings', 'pushSeeyonList', 'The same of several, in pendingList.', {
      largest: LARGEST_LIST,
      body: SeeyonPendings,
      take: takePendings,
    }),
    route('updatePendingState', 'pushSeeyonState', 'How a to-do that was received stands now.', {
      largest: LARGEST,
      body: SeeyonBody,
      take: takeState,
    }),
  ]
}

/** Callers ask for a token once and keep it for ever: it is the same always, and what proves them is their path. */
const tokenRoute = (method: 'get' | 'post', { ctx }: Deps): Route =>
  defineRoute({
    ...COMMON,
    method,
    path: `${PATH}/seeyon/rest/token`,
    operationId: method === 'get' ? 'readSeeyonToken' : 'makeSeeyonToken',
    summary: 'A token for callers that cannot do without one; nothing asks for it.',
    foreign: {
      largest: LARGEST,
      body: z.looseObject({}),
      refuse: (message) => ({ success: false, errorMsgs: [message] }),
    },
    answers: [{ status: 200, description: 'The same always.', schema: z.object({ id: z.string() }) }],
    handle: async (incoming) => ({
      status: 200,
      body: { id: ctx.mac(`seeyon token of ${sourceOf(incoming, 'seeyon').id}`) },
    }),
  })

function snapshotRoute({ ctx }: Deps): Route {
  const foreign: ForeignRoute = {
    largest: LARGEST_LIST,
    body: SnapshotBody,
    refuse: (message) => ({ operResult: '0', message }),
  }
  return defineRoute({
    ...COMMON,
    method: 'post',
    path: `${PATH}/snapshot`,
    operationId: 'pushSnapshot',
    summary:
      'Of formats ofs and seeyon: every to-do that is open. What is missing here is there afterwards, and what is not named has ended.',
    foreign,
    answers: [{ status: 200, description: 'What differed.', schema: SnapshotAnswer }],
    handle: async (incoming) => {
      const source = sourceOf(incoming, 'ofs', 'seeyon')
      return refusedForGood(ctx, source, foreign, incoming, () =>
        takeSnapshotBody(ctx, source, readSourceBody(incoming.raw)),
      )
    },
  })
}

/** Throws `not_found` for a source of another format. */
function sourceOf(incoming: Pick<Incoming, 'source'>, ...formats: Source['format'][]): Source {
  const source = callerOf(incoming)
  if (formats.includes(source.format)) return source
  throw new AppError('not_found', `Source ${source.id} has the format ${source.format}.`)
}

/**
 * What will never be right is told with 200: on anything else such callers come again for ever. Every refusal is kept
 * for operators.
 */
async function refusedForGood(
  { sources }: HttpDeps['ctx'],
  source: Source,
  { refuse }: ForeignRoute,
  { params }: Pick<Incoming, 'params'>,
  take: () => Promise<object>,
): Promise<Reply> {
  try {
    return { status: 200, body: await take() }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    sources.ledger.refused(source.id, error.message)
    if (error.code !== 'bad_request' && error.code !== 'too_many_tasks') throw error
    return { status: 200, body: refuse(error.message, params) }
  }
}
