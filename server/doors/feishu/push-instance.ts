import { z } from 'zod'
import type { Instance } from '../../domain/instance.ts'
import type { Pushed } from '../../domain/mirror/pushed.ts'
import type { DefinitionRecord } from '../../domain/definition.ts'
import type { UseCaseContext } from '../../usecases/context.ts'
import { readHeld } from '../../usecases/sources/read-held.ts'
import { codesFor } from '../../usecases/sources/approval-codes.ts'
import { takePush } from '../../usecases/take-push.ts'
import type { Call, Work } from './door.ts'
import { readInstance } from './read-instance.ts'
import { Refusal, REFUSED } from './refusal.ts'
import { readBytes, readFields, required } from './wire.ts'

/** 同步三方审批实例. Answered after the durable write, with what was pushed and how much of it counted. */
export const createPush =
  (ctx: UseCaseContext): Work =>
  async ({ source, body }) => ({ data: body, process_record: await push(ctx, source, body) })

/** 三方审批实例同步, whose body is packed into a text. */
export const createOlderPush =
  (ctx: UseCaseContext): Work =>
  async ({ source, body }) => {
    const { content } = readFields(z.object({ content: required }), body)
    await push(ctx, source, readBytes(new TextEncoder().encode(content)))
    return {}
  }

async function push(ctx: UseCaseContext, source: Call['source'], body: unknown): Promise<ProcessRecord> {
  const { approvalCode, instanceId: externalId, push: said } = readInstance(body)
  const definition = await findKind(ctx, source.id, approvalCode)
  if (!definition) throw new Refusal(REFUSED.codeNotFound, 'approval_code is what 创建三方审批定义 answered')
  const before = await readHeld(ctx, source.id, externalId)
  await takePush(ctx, { source, definition, externalId, push: said })
  return toProcessRecord(before, await readHeld(ctx, source.id, externalId))
}

/** By the code that a source was answered, or by its own. */
export async function findKind(
  { store, hash }: Pick<UseCaseContext, 'store' | 'hash'>,
  source: string,
  approvalCode: string,
): Promise<DefinitionRecord | undefined> {
  for (const code of codesFor(hash, source, approvalCode)) {
    const record = await store.definitions.read(code)
    if (record?.source === source && record.state === 'live') return record
  }
  return undefined
}

type Counts = { insert_num: number; update_num: number; delete_num: number }
type ProcessRecord = { instance: Counts; task: Counts; cc: Counts }

/** As the types of the SDK name it; no page describes it. */
function toProcessRecord(before: Instance | undefined, after: Instance | undefined): ProcessRecord {
  const [was, is] = [before?.mirror?.pushed, after?.mirror?.pushed]
  const whole = (pushed: Pushed | undefined) => (pushed ? { head: pushed.head } : {})
  return {
    instance: countsOf(whole(was), whole(is)),
    task: countsOf(was?.tasks ?? {}, is?.tasks ?? {}),
    cc: countsOf(was?.cc ?? {}, is?.cc ?? {}),
  }
}

function countsOf(was: Readonly<Record<string, object>>, is: Readonly<Record<string, object>>): Counts {
  const ids = Object.keys(is)
  const known = ids.filter((id) => Object.hasOwn(was, id))
  return {
    insert_num: ids.length - known.length,
    update_num: known.filter((id) => JSON.stringify(was[id]) !== JSON.stringify(is[id])).length,
    delete_num: Object.keys(was).filter((id) => !Object.hasOwn(is, id)).length,
  }
}
