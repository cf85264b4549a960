import type { Locale } from '../../shared/locale.ts'
import type { InstanceView } from '../../shared/responses.ts'
import { VERBS, type BodyOf, type PlainVerb } from '../../shared/verbs/index.ts'
import type { Outcome } from '../domain/act.ts'
import type { DelegateOf } from '../domain/engine/delegation.ts'
import { instanceOfTask } from '../domain/outbox/effects.ts'
import { assertGrowth } from '../domain/engine/growth.ts'
import type { Files, Instance, People } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { act } from '../domain/verbs/index.ts'
import type { InputOf } from '../domain/verbs/verb.ts'
import { claimFiles } from './claim-files.ts'
import { commit, type DomainRun } from './commit.ts'
import type { UseCaseContext } from './context.ts'
import { withDelegates } from './delegates.ts'
import { createDirectory, resolveNamed, type Directory } from './directory.ts'
import { findReadable } from './find-readable.ts'
import { viewInstance } from './instance-view.ts'
import { pressForPerson } from './press-for-person.ts'
import { isInstanceId, noInstance, noTask } from './stored.ts'
import type { Actor } from './views.ts'

/** `id`: of a task for verbs on tasks, else of the approval. */
export type VerbRequest<Name extends PlainVerb> = { verb: Name; id: string; body: BodyOf<Name> }

/**
 * What somebody does to an approval: those whom they name are looked up, the files that come along are bound to it,
 * and the change is stored in one write with all that Feishu has to be told. Throws what the verb's spec lists.
 */
export async function doVerb<Name extends PlainVerb>(
  ctx: UseCaseContext,
  doing: VerbRequest<Name>,
  actor: Actor,
): Promise<InstanceView> {
  const { verb, id: given } = doing
  const action = DECISIONS[verb]
  if (action !== undefined && (await isCarriedOnElsewhere(ctx, instanceOfTask(given))))
    return pressForPerson(ctx, { taskId: given, action, ...(doing.body as Pressable) }, actor)
  const isOnTask = VERBS[verb].on === 'task'
  const id = isOnTask ? instanceOfTask(given) : given
  const absent = () => (isOnTask ? noTask(given) : noInstance(given))
  if (!isInstanceId(id)) throw absent()
  if (!isOnTask) await findReadable(ctx, id, actor.userId)

  const { openId, name } = actor
  const input = await toInput(createDirectory(ctx.people), doing, { [actor.userId]: { openId, name } })
  const run = (instance: Instance, delegateOf: DelegateOf, files: Files = {}): Outcome =>
    act(
      instance,
      verb,
      { ...input, files, ...(isOnTask && { taskId: given }) },
      { at: ctx.now(), by: actor.userId, via: 'api', delegateOf },
    )
  const named = { id, ids: attachmentsIn(doing.body), by: actor.userId, locale: actor.locale, absent }
  const files = await filesOf(ctx, named, run)
  const { record } = await commit(ctx, id, absent, (instance, delegateOf) => run(instance, delegateOf, files))
  return viewInstance(ctx, record, actor)
}

/** As Feishu calls them, where another system decides. */
const DECISIONS: Partial<Record<PlainVerb, string>> = { approve: 'APPROVE', reject: 'REJECT' }
type Pressable = BodyOf<'approve'>

async function isCarriedOnElsewhere({ store }: UseCaseContext, id: string): Promise<boolean> {
  return isInstanceId(id) && (await store.instances.read(id))?.instance.mirror !== undefined
}

export const attachmentsIn = (body: object): readonly string[] =>
  'attachments' in body && Array.isArray(body.attachments) ? (body.attachments as string[]) : []

/** The body as the domain wants it: whoever it names by their user_id, beside who is `known`. Throws `person_not_found`. */
export async function toInput<Name extends PlainVerb>(
  directory: Directory,
  { verb, body }: VerbRequest<Name>,
  actor: People,
): Promise<InputOf<Name>> {
  const { reason, attachments, ...own } = body as { reason?: string; attachments?: unknown }
  const named: Record<string, string | readonly string[]> = {}
  const met: string[] = []
  for (const key of VERBS[verb].names) {
    const value = (own as Record<string, string | readonly string[]>)[key] ?? []
    const ids = await resolveNamed(directory, key, typeof value === 'string' ? [value] : value)
    named[key] = typeof value === 'string' ? (ids[0] ?? value) : ids
    met.push(...ids)
  }
  const known = { ...directory.known(met), ...actor }
  const input: unknown = { ...own, ...named, reason: reason ?? null, known }
  return input as InputOf<Name>
}

type Named = {
  id: string
  ids: readonly string[]
  /** Whose uploads they have to be. */
  by: string
  locale: Locale | undefined
  absent: () => Error
}

/** Claimed for what would be taken as things stand; an act that is refused claims nothing. */
export async function filesOf(
  ctx: UseCaseContext,
  { id: instanceId, ids, by, locale = 'zh-CN', absent }: Named,
  run: DomainRun,
): Promise<Files> {
  if (ids.length === 0) return {}
  const record: InstanceRecord | undefined = await ctx.store.instances.read(instanceId)
  if (!record) throw absent()
  const { act: would } = await withDelegates(ctx, (delegateOf) => run(record.instance, delegateOf))
  if (!would) return {}
  assertGrowth(record.history, would)
  return claimFiles(ctx, { field: 'attachments', ids, by, instanceId, locale })
}
