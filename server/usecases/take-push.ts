import { MOST_TASKS } from '../../shared/instance-limits.ts'
import { REFUSAL_TEXTS } from '../../shared/refusal-texts.ts'
import type { Source } from '../../shared/source-file.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import { AppError } from '../domain/errors.ts'
import type { Instance } from '../domain/instance.ts'
import { addsNothing, knownIn, mirror, namedIn, type MirroredPerson } from '../domain/mirror/mirror.ts'
import { replacingLeftOut } from '../domain/mirror/left-out.ts'
import type { Push, Pushed } from '../domain/mirror/pushed.ts'
import { whatCounts } from '../domain/mirror/what-counts.ts'
import { toRecord } from '../domain/outbox/effects.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { Change } from '../store/contract.ts'
import type { UseCaseContext } from './context.ts'
import { defineKind, type SourceKind } from './sources/define-kind.ts'
import { instanceIdOf } from './sources/source-ids.ts'

/** What a push is made from what is held already, undefined where nothing is; undefined: it says nothing. */
export type MakePush = (held: Pushed | undefined, instance: Instance | undefined) => Push | undefined

export type SourcePush = {
  source: Source
  /** As the source calls it; below the source here. Or one that was defined before. */
  definition: SourceKind | DefinitionRecord
  /** As the source calls the approval. */
  externalId: string
  push: Push | MakePush
}

/** `id`: ours. `isNews` false: nothing that was not known, or a deletion of what nobody knows. */
export type TakenPush = { id: string; isNews: boolean }

/**
 * Takes what a source says of an approval: stored with all that Feishu has to be told in one write, durable when it
 * resolves. Whoever nobody knows is kept and delivered later. The same again is no change. Throws `too_many_requests`
 * over the source's share, `source_full`, `too_many_tasks`; `store_unavailable` when it is not known to be stored.
 */
export async function takePush(ctx: UseCaseContext, input: SourcePush): Promise<TakenPush> {
  const { source } = input
  ctx.sources.ledger.admit(source)
  const taken = await takeWithoutCounting(ctx, source, input)
  ctx.sources.ledger.taken(source.id)
  return taken
}

/** `definition` undefined: of what is there already. */
export type UncountedPush = Pick<SourcePush, 'externalId' | 'push'> & {
  definition: SourceKind | DefinitionRecord | undefined
}

/** The same within something that was counted as a whole. */
export async function takeWithoutCounting(
  ctx: UseCaseContext,
  source: Source,
  { definition, externalId, push }: UncountedPush,
): Promise<TakenPush> {
  const id = instanceIdOf(ctx.hash, source.id, externalId)
  const known = await ctx.store.instances.read(id)
  const said = pushOf(push, known?.instance)
  // What says nothing defines nothing.
  if (said === undefined) return { id, isNews: false }
  const kind = definition && (await definedAs(ctx, source, definition))
  // Most of a snapshot, and every repetition: no turn is waited for, and nobody is looked up.
  if (known && addsNothing(known.instance, said)) return { id, isNews: false }
  const room = { open: (await ctx.store.instances.ofSource(source.id)).open, most: source.quota.open }
  const isNews = await ctx.sources.inTurn(source.id, () =>
    changeMirrored(ctx, id, { source, externalId, push, kind, room }),
  )
  return { id, isNews }
}

const definedAs = async (
  ctx: UseCaseContext,
  source: Source,
  kind: SourceKind | DefinitionRecord,
): Promise<DefinitionRecord> => ('version' in kind ? kind : defineKind(ctx, source, kind))

/** Whom an approval names is looked for anew. Answers whether somebody is known now. */
export async function deliverToKnown(ctx: UseCaseContext, source: Source, id: string): Promise<boolean> {
  const record = await ctx.store.instances.read(id)
  if (!record?.instance.mirror) return false
  const { externalId } = record.instance.mirror
  return ctx.sources.inTurn(source.id, () =>
    changeMirrored(ctx, id, { source, externalId, kind: undefined, push: undefined, room: undefined }),
  )
}

type Doing = {
  source: Source
  externalId: string
  /** Undefined: nothing is pushed. */
  kind: DefinitionRecord | undefined
  push: SourcePush['push'] | undefined
  room: { open: number; most: number } | undefined
}

const pushOf = (push: SourcePush['push'] | undefined, instance: Instance | undefined): Push | undefined =>
  typeof push === 'function' ? push(instance?.mirror?.pushed, instance) : push

/** Whoever is not known yet is looked up between two looks at the record: in the middle of a change nothing waits. */
async function changeMirrored(ctx: UseCaseContext, id: string, doing: Doing): Promise<boolean> {
  const { source } = doing
  const people = new Map<string, MirroredPerson | undefined>()
  for (;;) {
    const done = await ctx.store.instances.change<{ isNews: boolean } | { unseen: string[] }>(
      id,
      (current) => {
        const push = pushOf(doing.push, current?.instance)
        if (!push && doing.push !== undefined) return { result: { isNews: false } }
        const known = current ? knownIn(current.instance) : {}
        const unseen = namesIn(push, current).filter(
          (name) => !Object.hasOwn(known, name) && !people.has(name),
        )
        if (unseen.length > 0) return { result: { unseen } }
        const found = [...people].flatMap(([name, one]) => (one ? [[name, one] as const] : []))
        return decide(ctx, id, doing, { current, push, people: { ...Object.fromEntries(found), ...known } })
      },
    )
    if ('isNews' in done) return done.isNews
    const found = await ctx.sources.people.find(source, done.unseen)
    for (const name of done.unseen) people.set(name, Object.hasOwn(found, name) ? found[name] : undefined)
  }
}

const namesIn = (push: Push | undefined, current: InstanceRecord | undefined): string[] => [
  ...new Set([
    ...(push ? namedIn(push) : []),
    ...(current?.instance.mirror ? namedIn(current.instance.mirror.pushed) : []),
  ]),
]

type Facts = {
  current: InstanceRecord | undefined
  push: Push | undefined
  people: Readonly<Record<string, MirroredPerson>>
}

function decide(
  ctx: UseCaseContext,
  id: string,
  { source, externalId, kind, room }: Doing,
  { current, push, people }: Facts,
): Change<{ isNews: boolean }> {
  const definition = kind ?? current?.instance.definition
  if (!definition) throw new Error(`nothing is known of ${id}`)
  const outcome = mirror(current?.instance, push, {
    id,
    definition: { code: definition.code, version: definition.version },
    source: source.id,
    externalId,
    sendsCards: source.cards === 'auto',
    people,
    at: ctx.now(),
  })
  if (!outcome.act) return { result: { isNews: false } }
  assertRoom(source, current?.instance, outcome.instance, room)
  return { next: replacingLeftOut(current, toRecord(current, outcome)), result: { isNews: true } }
}

/** What ends is always taken. */
function assertRoom(
  { id }: Source,
  before: Instance | undefined,
  after: Instance,
  room: Doing['room'],
): void {
  const [was, is] = [openIn(before), openIn(after)]
  if (is > was && room && room.open - was + is > room.most)
    throw new AppError('source_full', `Source ${id} may have ${room.most} open to-dos.`)
  if (tasksIn(after) > Math.max(MOST_TASKS, tasksIn(before)))
    throw new AppError('too_many_tasks', `An approval may have ${MOST_TASKS} tasks.`, {
      words: REFUSAL_TEXTS.tooManyTasks,
    })
}

const tasksIn = (instance: Instance | undefined): number =>
  Object.keys(instance?.mirror?.pushed.tasks ?? {}).length

const openIn = (instance: Instance | undefined): number =>
  instance?.mirror
    ? Object.values(whatCounts(instance.mirror.pushed).tasks).filter(({ status }) => status === 'PENDING')
        .length
    : 0
