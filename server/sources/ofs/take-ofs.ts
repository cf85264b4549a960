import type { Source } from '../../../shared/source-file.ts'
import type { UseCaseContext } from '../../usecases/context.ts'
import { takePush, type TakenPush } from '../../usecases/take-push.ts'
import { clockIn, idIn, requiredId } from '../read-field.ts'
import { endedPush } from '../deletion.ts'
import { bad, readFields, type Fields } from '../read-source-body.ts'
import { identityOf, kindOf, readItem, readRemark, scopeOf, taskIdOf } from './ofs-item.ts'

/** What e-cology's interface is called with, in small letters. */
const OPERATIONS = {
  receiverequestinfobyjson: (ctx: UseCaseContext, source: Source, fields: Fields) =>
    take(ctx, source, fields, readRemark(fields)),
  processdonerequestbyjson: (ctx: UseCaseContext, source: Source, fields: Fields) =>
    take(ctx, source, fields, '2'),
  processoverrequestbyjson: (ctx: UseCaseContext, source: Source, fields: Fields) =>
    take(ctx, source, fields, '4'),
  deleteuserrequestinfobyjson: (ctx: UseCaseContext, source: Source, fields: Fields) =>
    remove(ctx, source, fields, idIn(fields, 'userid') || requiredId(fields, 'receiver')),
  deleterequestinfobyjson: (ctx: UseCaseContext, source: Source, fields: Fields) =>
    remove(ctx, source, fields, undefined),
} as const

export type OfsOperation = keyof typeof OPERATIONS

export const isOfsOperation = (name: string): name is OfsOperation => Object.hasOwn(OPERATIONS, name)

/** Takes one call. Durable when it resolves. Throws `bad_request` and what `takePush` throws. */
export function takeOfs(
  ctx: UseCaseContext,
  source: Source,
  { operation, body }: { operation: OfsOperation; body: unknown },
): Promise<TakenPush> {
  return OPERATIONS[operation](ctx, source, readFields(body))
}

async function take(
  ctx: UseCaseContext,
  source: Source,
  fields: Fields,
  remark: ReturnType<typeof readRemark>,
): Promise<TakenPush> {
  return takePush(ctx, { source, ...readItem(fields, remark, { source, hash: ctx.hash }) })
}

/** Of one person, or of everybody. What nobody knows is gone already. */
function remove(
  ctx: UseCaseContext,
  source: Source,
  fields: Fields,
  person: string | undefined,
): Promise<TakenPush> {
  const { flowId, externalId } = identityOf(fields, source)
  const within = scopeOf(flowId)
  const id = person === undefined ? undefined : taskIdOf(flowId, person)
  return takePush(ctx, {
    source,
    definition: kindOf(fields, source),
    externalId,
    push: (held) =>
      endedPush(held, {
        isMeant: (task) => (id === undefined ? task.within === within : task.id === id),
        scope: id ?? within,
        clock: clockIn(fields, 'receivets'),
      }),
  })
}

export const unknownOperation = () =>
  bad(
    'Known are ReceiveRequestInfoByJson, processDoneRequestByJson, processOverRequestByJson, deleteUserRequestInfoByJson and deleteRequestInfoByJson.',
  )
