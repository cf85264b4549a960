import type { Definition } from '../../../shared/definition.ts'
import type { DefinitionRecord } from '../../domain/definition.ts'
import type { UseCaseContext } from '../../usecases/context.ts'
import { approvalCodeFor, approvalCodeIn } from '../../usecases/sources/approval-codes.ts'
import { keepCallback, readCallback } from '../../usecases/sources/callback-of-kind.ts'
import { defineKind } from '../../usecases/sources/define-kind.ts'
import { kindCodeOf } from '../../usecases/sources/source-ids.ts'
import type { Call, Work } from './door.ts'
import { definitionAnswer } from './definition-answer.ts'
import { findKind } from './push-instance.ts'
import { readDefinition, type DefinitionPush } from './read-definition.ts'
import { Refusal, REFUSED, paramInvalid } from './refusal.ts'
import { resolveDepartment, resolvePerson, toIdTypes, type IdTypes } from './named-ids.ts'

/** 创建三方审批定义, which also updates. Stored when it is answered; Feishu is told in the background. */
export const createDefine =
  (ctx: UseCaseContext): Work =>
  ({ source, body, query }) =>
    define(ctx, source, readDefinition(body), toIdTypes(query, 'open_id'))

/** 三方审批定义创建, which knows user_ids alone. */
export const createOlderDefine =
  (ctx: UseCaseContext): Work =>
  ({ source, body }) =>
    define(ctx, source, readDefinition(body), toIdTypes({}, 'user_id'))

/** 查看指定三方审批定义. Token and key of the callback stay here. */
export const createDefinitionRead =
  (ctx: UseCaseContext): Work =>
  async ({ source, params, query }) => {
    const record = await findKind(ctx, source.id, params['code'] ?? '')
    if (!record) throw new Refusal(REFUSED.codeNotFound)
    const callback = await readCallback(ctx.store, record.code)
    return definitionAnswer(ctx, record, { callback, types: toIdTypes(query, 'open_id') })
  }

async function define(
  ctx: UseCaseContext,
  source: Call['source'],
  pushed: DefinitionPush,
  types: IdTypes,
): Promise<{ approval_code: string }> {
  const { hash, store } = ctx
  const known = await findKind(ctx, source.id, pushed.passedCode)
  const code = known
    ? approvalCodeIn(source.id, known.code)
    : approvalCodeFor(hash, source.id, pushed.passedCode)
  const viewers = await viewersOf(ctx, pushed, types)
  const managers = await Promise.all(pushed.managers.map((one) => resolvePerson(ctx, one, types)))
  const group = groupOf(ctx, source, pushed, known)
  await keepCallback(store, kindCodeOf(hash, source.id, code), pushed.callback)
  await defineKind(ctx, source, {
    code,
    name: pushed.name,
    group,
    description: pushed.description ?? undefined,
    from: pushed.source ?? undefined,
    viewers,
    managers,
    statistics: pushed.countsInStatistics,
    entry: {
      ownCode: known?.entry?.ownCode ?? pushed.passedCode,
      create: pushed.create,
      supports: pushed.supports,
      inBatches: pushed.inBatches,
    },
  })
  return { approval_code: code }
}

/** Nobody sees what names no viewers. */
async function viewersOf(
  ctx: UseCaseContext,
  { viewers }: DefinitionPush,
  types: IdTypes,
): Promise<Definition['viewers']> {
  if (viewers.length === 0) return [{ type: 'NONE' }]
  return Promise.all(
    viewers.map(async (viewer): Promise<Definition['viewers'][number]> => {
      if (viewer.type === 'USER') return { type: 'USER', id: await resolvePerson(ctx, viewer, types) }
      if (viewer.type === 'DEPARTMENT')
        return { type: 'DEPARTMENT', id: await resolveDepartment(ctx, viewer, types) }
      return { type: viewer.type }
    }),
  )
}

/** Below the source: two that call a group the same have one each. Undefined: the source's own. */
function groupOf(
  { hash }: UseCaseContext,
  source: Call['source'],
  { group }: DefinitionPush,
  known: DefinitionRecord | undefined,
): Definition['group'] | undefined {
  // 创建三方审批定义: an update that leaves it out keeps the group.
  if (!group) return known?.definition.group
  const code = kindCodeOf(hash, source.id, group.code)
  const name = group.name ?? (known?.definition.group.code === code ? known.definition.group.name : null)
  if (!name) throw paramInvalid('group_name', 'is required where the group is new')
  return { code, name }
}
